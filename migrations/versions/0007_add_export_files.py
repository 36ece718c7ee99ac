"""Add files that are being made or wait to be fetched; a download may be of a village."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0007_add_export_files'
down_revision = '0006_add_policy_units'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('export_files',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('policy', sa.Text(), nullable=True),
    sa.Column('endorsement', sa.Text(), nullable=True),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('filename', sa.Text(), nullable=False),
    sa.Column('sha', sa.Text(), nullable=True),
    sa.Column('content_enc', sa.LargeBinary(), nullable=True),
    sa.Column('fault', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), 'postgresql'), nullable=True),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'policy'], ['policies.county', 'policies.id'], name=op.f('fk_export_files_county_policy')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_export_files')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('export_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_export_files_county_status'), ['county', 'status'], unique=False)
    with op.batch_alter_table('exports', schema=None) as batch_op:
        batch_op.alter_column('policy', existing_type=sa.Text(), nullable=True)
        batch_op.add_column(sa.Column('village', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('campaign', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('exports', schema=None) as batch_op:
        batch_op.drop_column('campaign')
        batch_op.drop_column('village')
        batch_op.alter_column('policy', existing_type=sa.Text(), nullable=False)
    op.drop_table('export_files')
