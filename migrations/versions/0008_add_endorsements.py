"""Add endorsements; lines of a policy may begin and end by one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = '0008_add_endorsements'
down_revision = '0007_add_export_files'
branch_labels = None
depends_on = None


def _json():
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=Text()), 'postgresql')


def upgrade() -> None:
    op.create_table('endorsements',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('rev', sa.Integer(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('notice_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('due', _json(), nullable=False),
    sa.Column('refund', _json(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('trace', _json(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_by', sa.Text(), nullable=True),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['county', 'policy'], ['policies.county', 'policies.id'], name=op.f('fk_endorsements_county_policy')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_endorsements')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('endorsements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_endorsements_county_policy'), ['county', 'policy'], unique=False)
        batch_op.create_index(batch_op.f('ix_endorsements_county_status'), ['county', 'status'], unique=False)
    op.create_table('endorsement_lines',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('endorsement', sa.Text(), nullable=False),
    sa.Column('line_no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('op', sa.Text(), nullable=False),
    sa.Column('policy_line', sa.Integer(), nullable=True),
    sa.Column('person', sa.Text(), nullable=True),
    sa.Column('claimed', sa.Boolean(), nullable=False),
    sa.Column('body_enc', sa.LargeBinary(), nullable=False),
    sa.Column('shares', _json(), nullable=False),
    sa.Column('new_line', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['county', 'endorsement'], ['endorsements.county', 'endorsements.id'], name=op.f('fk_endorsement_lines_county_endorsement')),
    sa.PrimaryKeyConstraint('county', 'endorsement', 'line_no', name=op.f('pk_endorsement_lines')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('policy_insured', schema=None) as batch_op:
        batch_op.add_column(sa.Column('added_by', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('ended_by', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('to_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('replaces', sa.Integer(), nullable=True))
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ended', _json(), nullable=True))
    with op.batch_alter_table('counties', schema=None) as batch_op:
        batch_op.add_column(sa.Column('next_endorsement_no', sa.BigInteger(), server_default='1', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('counties', schema=None) as batch_op:
        batch_op.drop_column('next_endorsement_no')
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.drop_column('ended')
    with op.batch_alter_table('policy_insured', schema=None) as batch_op:
        for column in ('replaces', 'to_on', 'ended_by', 'added_by'):
            batch_op.drop_column(column)
    op.drop_table('endorsement_lines')
    op.drop_table('endorsements')
