"""Keep requests of people for the data that is held about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0017_add_privacy_requests'
down_revision = '0016_add_claim_notices'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'privacy_requests',
        sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('status', sa.Text(), nullable=False),
        sa.Column('people', JSON, nullable=False),
        sa.Column('subject_enc', sa.LargeBinary(), nullable=True),
        sa.Column('basis', sa.Text(), nullable=False),
        sa.Column('made_by', sa.Text(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', sa.Text(), nullable=True),
        sa.Column('asked_by', sa.Text(), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.Text(), nullable=True),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('answer', sa.Text(), nullable=True),
        sa.Column('outcome', JSON, nullable=True),
        sa.Column('files', JSON, nullable=False),
        sa.PrimaryKeyConstraint('county', 'id', name='pk_privacy_requests'),
    )
    op.create_index('ix_privacy_requests_county_status', 'privacy_requests', ['county', 'status'])


def downgrade() -> None:
    op.drop_table('privacy_requests')
