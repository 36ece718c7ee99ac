"""Keep what the designer of a product typed, its example cases, consent texts and last steps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005_design_products'
down_revision = '0004_read_statements'
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')


def upgrade() -> None:
    with op.batch_alter_table('product_versions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('form', JSON, nullable=True))
        batch_op.add_column(sa.Column('revision', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('note', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('examples', JSON, nullable=True))
        batch_op.add_column(sa.Column('texts', JSON, nullable=True))
        batch_op.add_column(sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('returned', JSON, nullable=True))
        batch_op.add_column(sa.Column('withdrawn', JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('product_versions', schema=None) as batch_op:
        for name in ('withdrawn', 'returned', 'submitted_at', 'texts', 'examples', 'note',
                     'revision', 'form'):
            batch_op.drop_column(name)
