"""Let an entry of a dictionary count its changes, so that everybody sees the newest list."""

import sqlalchemy as sa
from alembic import op

revision = '0018_count_entry_changes'
down_revision = '0017_add_privacy_requests'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('code_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rev', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('code_items', schema=None) as batch_op:
        batch_op.drop_column('rev')
