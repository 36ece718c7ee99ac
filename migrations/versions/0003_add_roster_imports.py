"""Add roster imports: files on their way into a village, and what their columns mean."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0003_add_roster_imports'
down_revision = '0002_add_attachments'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('roster_columns',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sha', sa.Text(), nullable=False),
    sa.Column('columns', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('county', 'sha', name=op.f('pk_roster_columns')),
    info={'citus': 'county'}
    )
    op.create_table('roster_imports',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('filename', sa.Text(), nullable=False),
    sa.Column('sha', sa.Text(), nullable=False),
    sa.Column('file_enc', sa.LargeBinary(), nullable=True),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('columns', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), 'postgresql'), nullable=False),
    sa.Column('strategy', sa.Text(), nullable=False),
    sa.Column('missing', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('fault', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_roster_imports_county_village')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_roster_imports')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('roster_imports', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_imports_county_status'), ['county', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_roster_imports_county_village'), ['county', 'village'], unique=False)



def downgrade() -> None:
    op.drop_table('roster_imports')
    op.drop_table('roster_columns')
