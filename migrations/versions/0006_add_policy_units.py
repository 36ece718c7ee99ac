"""Add the unit a policy covers, and the partner it was sold with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0006_add_policy_units'
down_revision = '0005_design_products'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('partner', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.drop_column('partner')
        batch_op.drop_column('unit')
