"""Add claim notices."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016_add_claim_notices'
down_revision = '0015_add_household_agents'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('claim_notices',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('reported_on', sa.Date(), nullable=False),
    sa.Column('place', sa.Text(), nullable=True),
    sa.Column('cause', sa.Text(), nullable=True),
    sa.Column('hospital', sa.Text(), nullable=True),
    sa.Column('story_enc', sa.LargeBinary(), nullable=True),
    sa.Column('reporter', sa.Text(), nullable=True),
    sa.Column('reporter_phone_enc', sa.LargeBinary(), nullable=True),
    sa.Column('reporter_phone_mask', sa.Text(), nullable=True),
    sa.Column('answers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('claim_no', sa.Text(), nullable=True),
    sa.Column('steps', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('submitted_by', sa.Text(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'person'], ['persons.county', 'persons.village', 'persons.id'], name=op.f('fk_claim_notices_county_village_person')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_claim_notices_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_claim_notices')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('claim_notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_claim_notices_county_status'), ['county', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_notices_county_village_person'), ['county', 'village', 'person'], unique=False)
        batch_op.create_index(batch_op.f('ix_claim_notices_county_village_ver'), ['county', 'village', 'ver'], unique=False)


def downgrade() -> None:
    op.drop_table('claim_notices')
