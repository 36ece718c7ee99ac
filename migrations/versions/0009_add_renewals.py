"""Let a campaign say which one it renews."""

import sqlalchemy as sa
from alembic import op

revision = '0009_add_renewals'
down_revision = '0008_add_endorsements'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.add_column(sa.Column('renews', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('campaigns', schema=None) as batch_op:
        batch_op.drop_column('renews')
