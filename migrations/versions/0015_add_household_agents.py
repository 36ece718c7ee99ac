"""Let a household have an agent of its own."""

import sqlalchemy as sa
from alembic import op

revision = '0015_add_household_agents'
down_revision = '0014_add_withdrawals'
branch_labels = None
depends_on = None

COLUMNS = ('give_to', 'agent', 'agent_name')


def upgrade() -> None:
    with op.batch_alter_table('households', schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('households', schema=None) as batch_op:
        for name in COLUMNS:
            batch_op.drop_column(name)
