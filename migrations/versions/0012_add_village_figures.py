"""Keep what villages have, and what was decided about conflicts and duplicate persons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0012_add_village_figures'
down_revision = '0011_add_telephones'
branch_labels = None
depends_on = None


def _json():
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('village_figures',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('roster_version', sa.Integer(), nullable=True),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('figures', _json(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'campaign'], ['campaigns.county', 'campaigns.id'], name=op.f('fk_village_figures_county_campaign')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_village_figures_county_village')),
    sa.PrimaryKeyConstraint('county', 'campaign', 'village', name=op.f('pk_village_figures')),
    info={'citus': 'county'}
    )
    op.create_table('identity_decisions',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('id_no_index', sa.LargeBinary(), nullable=False),
    sa.Column('decision', sa.Text(), nullable=False),
    sa.Column('people', _json(), nullable=False),
    sa.Column('stays', _json(), nullable=True),
    sa.Column('written', _json(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_by', sa.Text(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_why', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_identity_decisions')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('identity_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identity_decisions_county_id_no_index'), ['county', 'id_no_index'], unique=False)
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decision', _json(), nullable=True))
        batch_op.create_index(batch_op.f('ix_conflicts_county_status'), ['county', 'status'], unique=False)
    with op.batch_alter_table('enrollments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrollments_county_village_batch'), ['county', 'village', 'batch'], unique=False)
    with op.batch_alter_table('inbox_ops', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_ops_county_received_at'), ['county', 'received_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('inbox_ops', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_ops_county_received_at'))
    with op.batch_alter_table('enrollments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrollments_county_village_batch'))
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflicts_county_status'))
        batch_op.drop_column('decision')
    op.drop_table('identity_decisions')
    op.drop_table('village_figures')
