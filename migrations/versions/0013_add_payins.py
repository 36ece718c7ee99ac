"""Add cash handed over at the township, and files that nothing waits for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0013_add_payins'
down_revision = '0012_add_village_figures'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attachment_mentions',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('entity', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_attachment_mentions_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'entity', 'sha256', name=op.f('pk_attachment_mentions')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('attachment_mentions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_mentions_county_sha256'), ['county', 'sha256'], unique=False)

    op.create_table('payins',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('receipts', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('to_name', sa.Text(), nullable=False),
    sa.Column('handed_on', sa.Date(), nullable=False),
    sa.Column('pay_no', sa.Text(), nullable=False),
    sa.Column('files', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('submitted_by', sa.Text(), nullable=True),
    sa.Column('answer', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('remittance', sa.Text(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_payins_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_payins')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('payins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payins_county_status'), ['county', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_payins_county_village_ver'), ['county', 'village', 'ver'], unique=False)


def downgrade() -> None:
    op.drop_table('payins')
    op.drop_table('attachment_mentions')
