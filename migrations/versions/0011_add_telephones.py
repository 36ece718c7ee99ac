"""Let a supervisor say under which number his agents reach him."""

import sqlalchemy as sa
from alembic import op

revision = '0011_add_telephones'
down_revision = '0010_index_audit_entries'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phone_enc', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('phone_enc')
