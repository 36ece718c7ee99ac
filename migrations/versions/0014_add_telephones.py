"""Let a person have a telephone."""

import sqlalchemy as sa
from alembic import op

revision = '0014_add_telephones'
down_revision = '0013_add_claim_notices'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.add_column(sa.Column('telephone_enc', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_column('telephone_enc')
