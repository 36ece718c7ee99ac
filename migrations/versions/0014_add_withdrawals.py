"""Add households that leave after hand-in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0014_add_withdrawals'
down_revision = '0013_add_payins'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('withdrawals',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('enrollment', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('returned', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('files', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('submitted_by', sa.Text(), nullable=True),
    sa.Column('answer', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('refund', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'enrollment'], ['enrollments.county', 'enrollments.village', 'enrollments.id'], name=op.f('fk_withdrawals_county_village_enrollment')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_withdrawals_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_withdrawals')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('withdrawals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_withdrawals_county_status'), ['county', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_withdrawals_county_village_enrollment'), ['county', 'village', 'enrollment'], unique=False)
        batch_op.create_index(batch_op.f('ix_withdrawals_county_village_ver'), ['county', 'village', 'ver'], unique=False)


def downgrade() -> None:
    op.drop_table('withdrawals')
