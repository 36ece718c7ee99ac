"""Add the key to which an arriving photo is sealed."""

import sqlalchemy as sa
from alembic import op

revision = '0019_add_sealed_photos'
down_revision = '0018_count_entry_changes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_column('sealed')
