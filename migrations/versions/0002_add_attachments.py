"""Add attachments: photos sent piece by piece, and the enrollments that need them."""

import sqlalchemy as sa
from alembic import op

revision = '0002_add_attachments'
down_revision = '0001_create_schema'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attachments',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('install', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('mime', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('received', sa.Integer(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'install'], ['installs.county', 'installs.id'], name=op.f('fk_attachments_county_install')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_attachments_county_village')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_attachments')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_county_install_status'), ['county', 'install', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachments_county_sha256'), ['county', 'sha256'], unique=False)

    op.create_table('attachment_parts',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('attachment', sa.Text(), nullable=False),
    sa.Column('start', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('body_enc', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'attachment'], ['attachments.county', 'attachments.id'], name=op.f('fk_attachment_parts_county_attachment')),
    sa.PrimaryKeyConstraint('county', 'attachment', 'start', name=op.f('pk_attachment_parts')),
    info={'citus': 'county'}
    )
    op.create_table('attachment_uses',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('enrollment', sa.Text(), nullable=False),
    sa.Column('entity', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'enrollment'], ['enrollments.county', 'enrollments.village', 'enrollments.id'], name=op.f('fk_attachment_uses_county_village_enrollment')),
    sa.PrimaryKeyConstraint('county', 'village', 'enrollment', 'entity', 'sha256', name=op.f('pk_attachment_uses')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('attachment_uses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_uses_county_sha256'), ['county', 'sha256'], unique=False)


def downgrade() -> None:
    op.drop_table('attachment_uses')
    op.drop_table('attachment_parts')
    op.drop_table('attachments')
