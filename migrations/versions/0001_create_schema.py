"""Create the schema of the walking skeleton."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0001_create_schema'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_entries',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('chain', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('no', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.Text(), nullable=False),
    sa.Column('install', sa.Text(), nullable=True),
    sa.Column('action', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('detail_enc', sa.LargeBinary(), nullable=True),
    sa.Column('previous', sa.LargeBinary(), nullable=False),
    sa.Column('sha', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('county', 'chain', 'no', name=op.f('pk_audit_entries')),
    info={'citus': 'county'}
    )
    op.create_table('code_items',
    sa.Column('dictionary', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('sort', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.PrimaryKeyConstraint('dictionary', 'code', name=op.f('pk_code_items')),
    info={'citus': 'reference'}
    )
    op.create_table('counties',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('epoch_no', sa.BigInteger(), nullable=False),
    sa.Column('epoch_id', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('safe_kind', sa.Text(), nullable=False),
    sa.Column('backup_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_policy_no', sa.BigInteger(), nullable=False),
    sa.Column('audit_no', sa.BigInteger(), nullable=False),
    sa.Column('audit_head', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('county', name=op.f('pk_counties')),
    info={'citus': 'county'}
    )
    op.create_table('divisions',
    sa.Column('code', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('parent', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_divisions')),
    info={'citus': 'reference'}
    )
    with op.batch_alter_table('divisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_divisions_parent'), ['parent'], unique=False)

    op.create_table('gate_overrides',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('gate_sha', sa.Text(), nullable=False),
    sa.Column('codes', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_gate_overrides')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('gate_overrides', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gate_overrides_county_village_campaign'), ['county', 'village', 'campaign'], unique=False)

    op.create_table('logins',
    sa.Column('login_name', sa.Text(), nullable=False),
    sa.Column('county', sa.Integer(), nullable=False),
    sa.Column('user', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('login_name', name=op.f('pk_logins')),
    info={'citus': 'login_name'}
    )
    op.create_table('policies',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('policy_no', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('product_code', sa.Text(), nullable=False),
    sa.Column('product_version', sa.Integer(), nullable=False),
    sa.Column('policyholder', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('start_on', sa.Date(), nullable=False),
    sa.Column('end_on', sa.Date(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('lives', sa.Integer(), nullable=False),
    sa.Column('premium_fen', sa.BigInteger(), nullable=False),
    sa.Column('shares', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('gate_snapshot', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('gate_sha', sa.Text(), nullable=False),
    sa.Column('gate_override', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('issued_by', sa.Text(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_policies')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policies_county_village_campaign'), ['county', 'village', 'campaign'], unique=False)

    op.create_table('product_versions',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('body', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('sha', sa.Text(), nullable=True),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('reviewed_by', sa.Text(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('code', 'version', name=op.f('pk_product_versions')),
    info={'citus': 'reference'}
    )
    op.create_table('users',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('login_name', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('scope', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_users')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_users_county_login_name'), ['county', 'login_name'], unique=False)

    op.create_table('villages',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('township', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('min_ver', sa.BigInteger(), nullable=False),
    sa.Column('next_n', sa.BigInteger(), nullable=False),
    sa.Column('next_batch_no', sa.BigInteger(), nullable=False),
    sa.Column('audit_no', sa.BigInteger(), nullable=False),
    sa.Column('audit_head', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_villages')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('villages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_villages_county_township'), ['county', 'township'], unique=False)

    op.create_table('batches',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('lines', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('totals', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('difference_reason', sa.Text(), nullable=True),
    sa.Column('batch_no', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('submitted_by', sa.Text(), nullable=True),
    sa.Column('computed', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('decisions', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_batches_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_batches')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_batches_county_status'), ['county', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_batches_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('campaigns',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('product_code', sa.Text(), nullable=False),
    sa.Column('product_version', sa.Integer(), nullable=False),
    sa.Column('partner', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('closes_on', sa.Date(), nullable=False),
    sa.Column('scheme_start_on', sa.Date(), nullable=True),
    sa.Column('target_bp', sa.Integer(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['product_code', 'product_version'], ['product_versions.code', 'product_versions.version'], name=op.f('fk_campaigns_product_code_product_version')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_campaigns')),
    info={'citus': 'county'}
    )
    op.create_table('conflicts',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('entity', sa.Text(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('base_ver', sa.BigInteger(), nullable=False),
    sa.Column('kept', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('lost', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('lost_value_enc', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_conflicts_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_conflicts')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflicts_county_village_entity'), ['county', 'village', 'entity'], unique=False)
        batch_op.create_index(batch_op.f('ix_conflicts_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('exports',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('filename', sa.Text(), nullable=False),
    sa.Column('sha', sa.Text(), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'policy'], ['policies.county', 'policies.id'], name=op.f('fk_exports_county_policy')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_exports')),
    info={'citus': 'county'}
    )
    op.create_table('households',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('group_name', sa.Text(), nullable=True),
    sa.Column('household_no', sa.Text(), nullable=True),
    sa.Column('address', sa.Text(), nullable=True),
    sa.Column('phone_enc', sa.LargeBinary(), nullable=True),
    sa.Column('phone_mask', sa.Text(), nullable=True),
    sa.Column('poverty', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('walk_order', sa.Integer(), nullable=True),
    sa.Column('insured_last', sa.Integer(), nullable=True),
    sa.Column('moved_from', sa.Text(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_households_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_households')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('households', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_households_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('installs',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('agent', sa.Text(), nullable=False),
    sa.Column('jwk', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('thumbprint', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('app', sa.Text(), nullable=False),
    sa.Column('checks', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('wire', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('report', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('prev_install', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('last_seq', sa.BigInteger(), nullable=False),
    sa.Column('safe_seq', sa.BigInteger(), nullable=False),
    sa.Column('mark_seq', sa.BigInteger(), nullable=False),
    sa.Column('last_result', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'agent'], ['users.county', 'users.id'], name=op.f('fk_installs_county_agent')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_installs')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('installs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_installs_county_agent'), ['county', 'agent'], unique=False)
        batch_op.create_index(batch_op.f('ix_installs_county_thumbprint'), ['county', 'thumbprint'], unique=False)

    op.create_table('payments',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('batch', sa.Text(), nullable=True),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('entered_by', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_payments_county_village')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_payments')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payments_county_village_campaign'), ['county', 'village', 'campaign'], unique=False)

    op.create_table('policy_insured',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('line_no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('insured_person', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('plan', sa.Text(), nullable=False),
    sa.Column('premium_fen', sa.BigInteger(), nullable=False),
    sa.Column('shares', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('snapshot_enc', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'policy'], ['policies.county', 'policies.id'], name=op.f('fk_policy_insured_county_policy')),
    sa.PrimaryKeyConstraint('county', 'policy', 'line_no', name=op.f('pk_policy_insured')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('policy_insured', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policy_insured_county_village_person'), ['county', 'village', 'person'], unique=False)

    op.create_table('policyholders',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=True),
    sa.Column('uscc', sa.Text(), nullable=True),
    sa.Column('contact', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('members', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('answers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('resolution', sa.Boolean(), nullable=True),
    sa.Column('status', sa.Text(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_policyholders_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_policyholders')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('policyholders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policyholders_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('roster_versions',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('report', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_roster_versions_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'no', name=op.f('pk_roster_versions')),
    info={'citus': 'county'}
    )
    op.create_table('sessions',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('token_sha', sa.Text(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('user', sa.Text(), nullable=False),
    sa.Column('install', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['county', 'user'], ['users.county', 'users.id'], name=op.f('fk_sessions_county_user')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_sessions')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sessions_county_token_sha'), ['county', 'token_sha'], unique=False)

    op.create_table('user_areas',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('user', sa.Text(), nullable=False),
    sa.Column('code', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['county', 'user'], ['users.county', 'users.id'], name=op.f('fk_user_areas_county_user')),
    sa.PrimaryKeyConstraint('county', 'user', 'code', name=op.f('pk_user_areas')),
    info={'citus': 'county'}
    )
    op.create_table('campaign_villages',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('policyholder', sa.Text(), nullable=True),
    sa.Column('roster_version', sa.Integer(), nullable=True),
    sa.Column('target_bp', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['county', 'campaign'], ['campaigns.county', 'campaigns.id'], name=op.f('fk_campaign_villages_county_campaign')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_campaign_villages_county_village')),
    sa.PrimaryKeyConstraint('county', 'campaign', 'village', name=op.f('pk_campaign_villages')),
    info={'citus': 'county'}
    )
    op.create_table('enrollments',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('household', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('decline_reason', sa.Text(), nullable=True),
    sa.Column('declared_on', sa.Date(), nullable=True),
    sa.Column('quoted_start_on', sa.Date(), nullable=True),
    sa.Column('answers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('claimed', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('answered_return_no', sa.Integer(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('batch', sa.Text(), nullable=True),
    sa.Column('returns', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('findings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('computed', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'household'], ['households.county', 'households.village', 'households.id'], name=op.f('fk_enrollments_county_village_household')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_enrollments_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_enrollments')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('enrollments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrollments_county_village_campaign_status'), ['county', 'village', 'campaign', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_enrollments_county_village_household'), ['county', 'village', 'household'], unique=False)
        batch_op.create_index(batch_op.f('ix_enrollments_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('inbox_ops',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('install', sa.Text(), nullable=False),
    sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('set_first', sa.BigInteger(), nullable=False),
    sa.Column('set_last', sa.BigInteger(), nullable=False),
    sa.Column('sha', sa.LargeBinary(), nullable=False),
    sa.Column('body_enc', sa.LargeBinary(), nullable=False),
    sa.Column('sender', sa.Text(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('ver', sa.BigInteger(), nullable=True),
    sa.Column('result', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.ForeignKeyConstraint(['county', 'install'], ['installs.county', 'installs.id'], name=op.f('fk_inbox_ops_county_install')),
    sa.PrimaryKeyConstraint('county', 'install', 'seq', name=op.f('pk_inbox_ops')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('inbox_ops', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_ops_county_village_status'), ['county', 'village', 'status'], unique=False)

    op.create_table('op_results',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('install', sa.Text(), nullable=False),
    sa.Column('n', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('result', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['county', 'install'], ['installs.county', 'installs.id'], name=op.f('fk_op_results_county_install')),
    sa.PrimaryKeyConstraint('county', 'install', 'n', name=op.f('pk_op_results')),
    info={'citus': 'county'}
    )
    op.create_table('persons',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('household', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('id_type', sa.Text(), nullable=True),
    sa.Column('id_no_enc', sa.LargeBinary(), nullable=True),
    sa.Column('id_no_mask', sa.Text(), nullable=True),
    sa.Column('id_no_index', sa.LargeBinary(), nullable=True),
    sa.Column('id_valid_to', sa.Date(), nullable=True),
    sa.Column('sex', sa.Text(), nullable=True),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('phone_enc', sa.LargeBinary(), nullable=True),
    sa.Column('phone_mask', sa.Text(), nullable=True),
    sa.Column('relation', sa.Text(), nullable=True),
    sa.Column('residence', sa.Text(), nullable=True),
    sa.Column('life_status', sa.Text(), nullable=True),
    sa.Column('died_on', sa.Date(), nullable=True),
    sa.Column('occupation', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('legal_capacity', sa.Text(), nullable=True),
    sa.Column('poverty', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('previous_end_on', sa.Date(), nullable=True),
    sa.Column('last_plan', sa.Text(), nullable=True),
    sa.Column('declined_by_insurer', sa.Boolean(), nullable=True),
    sa.Column('on_roster', sa.Boolean(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'household'], ['households.county', 'households.village', 'households.id'], name=op.f('fk_persons_county_village_household')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_persons_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_persons')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_persons_county_id_no_index'), ['county', 'id_no_index'], unique=False)
        batch_op.create_index(batch_op.f('ix_persons_county_village_household'), ['county', 'village', 'household'], unique=False)
        batch_op.create_index(batch_op.f('ix_persons_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('roster_rows',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sheet', sa.Text(), nullable=True),
    sa.Column('row', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('warnings', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('body_enc', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'version'], ['roster_versions.county', 'roster_versions.village', 'roster_versions.no'], name=op.f('fk_roster_rows_county_village_version')),
    sa.PrimaryKeyConstraint('county', 'village', 'version', 'no', name=op.f('pk_roster_rows')),
    info={'citus': 'county'}
    )
    op.create_table('collections',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('enrollment', sa.Text(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=True),
    sa.Column('method', sa.Text(), nullable=True),
    sa.Column('book_no', sa.Text(), nullable=True),
    sa.Column('receipt_no', sa.Text(), nullable=True),
    sa.Column('collected_on', sa.Date(), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('statement_line', sa.Text(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'enrollment'], ['enrollments.county', 'enrollments.village', 'enrollments.id'], name=op.f('fk_collections_county_village_enrollment')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_collections_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_collections')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('collections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_collections_county_village_enrollment'), ['county', 'village', 'enrollment'], unique=False)
        batch_op.create_index(batch_op.f('ix_collections_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('consents',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('enrollment', sa.Text(), nullable=False),
    sa.Column('signer', sa.Text(), nullable=False),
    sa.Column('capacity', sa.Text(), nullable=True),
    sa.Column('kinds', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('covers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('text_version', sa.Text(), nullable=True),
    sa.Column('text_sha', sa.Text(), nullable=True),
    sa.Column('sums_fen', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('method', sa.Text(), nullable=True),
    sa.Column('evidence_enc', sa.LargeBinary(), nullable=True),
    sa.Column('given_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'enrollment'], ['enrollments.county', 'enrollments.village', 'enrollments.id'], name=op.f('fk_consents_county_village_enrollment')),
    sa.ForeignKeyConstraint(['county', 'village', 'signer'], ['persons.county', 'persons.village', 'persons.id'], name=op.f('fk_consents_county_village_signer')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_consents_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_consents')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_county_village_enrollment'), ['county', 'village', 'enrollment'], unique=False)
        batch_op.create_index(batch_op.f('ix_consents_county_village_signer'), ['county', 'village', 'signer'], unique=False)
        batch_op.create_index(batch_op.f('ix_consents_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('insured_persons',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('enrollment', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('included', sa.Boolean(), nullable=True),
    sa.Column('plan', sa.Text(), nullable=True),
    sa.Column('copies', sa.Integer(), nullable=True),
    sa.Column('other_death_cover_fen', sa.BigInteger(), nullable=True),
    sa.Column('beneficiaries', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('loan_enc', sa.LargeBinary(), nullable=True),
    sa.Column('answers', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('claimed', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('computed', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=True),
    sa.Column('policy_insured', sa.Text(), nullable=True),
    sa.Column('ver', sa.BigInteger(), nullable=False),
    sa.Column('writer', sa.Text(), nullable=False),
    sa.Column('deleted', sa.Boolean(), nullable=False),
    sa.Column('field_meta', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'enrollment'], ['enrollments.county', 'enrollments.village', 'enrollments.id'], name=op.f('fk_insured_persons_county_village_enrollment')),
    sa.ForeignKeyConstraint(['county', 'village', 'person'], ['persons.county', 'persons.village', 'persons.id'], name=op.f('fk_insured_persons_county_village_person')),
    sa.ForeignKeyConstraint(['county', 'village'], ['villages.county', 'villages.id'], name=op.f('fk_insured_persons_county_village')),
    sa.PrimaryKeyConstraint('county', 'village', 'id', name=op.f('pk_insured_persons')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('insured_persons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_insured_persons_county_village_enrollment'), ['county', 'village', 'enrollment'], unique=False)
        batch_op.create_index(batch_op.f('ix_insured_persons_county_village_person'), ['county', 'village', 'person'], unique=False)
        batch_op.create_index(batch_op.f('ix_insured_persons_county_village_ver'), ['county', 'village', 'ver'], unique=False)

    op.create_table('roster_entries',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'village', 'person'], ['persons.county', 'persons.village', 'persons.id'], name=op.f('fk_roster_entries_county_village_person')),
    sa.ForeignKeyConstraint(['county', 'village', 'version'], ['roster_versions.county', 'roster_versions.village', 'roster_versions.no'], name=op.f('fk_roster_entries_county_village_version')),
    sa.PrimaryKeyConstraint('county', 'village', 'version', 'person', name=op.f('pk_roster_entries')),
    info={'citus': 'county'}
    )


def downgrade() -> None:
    op.drop_table('roster_entries')
    with op.batch_alter_table('insured_persons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_insured_persons_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_insured_persons_county_village_person'))
        batch_op.drop_index(batch_op.f('ix_insured_persons_county_village_enrollment'))

    op.drop_table('insured_persons')
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_consents_county_village_signer'))
        batch_op.drop_index(batch_op.f('ix_consents_county_village_enrollment'))

    op.drop_table('consents')
    with op.batch_alter_table('collections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_collections_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_collections_county_village_enrollment'))

    op.drop_table('collections')
    op.drop_table('roster_rows')
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_persons_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_persons_county_village_household'))
        batch_op.drop_index(batch_op.f('ix_persons_county_id_no_index'))

    op.drop_table('persons')
    op.drop_table('op_results')
    with op.batch_alter_table('inbox_ops', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_ops_county_village_status'))

    op.drop_table('inbox_ops')
    with op.batch_alter_table('enrollments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrollments_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_enrollments_county_village_household'))
        batch_op.drop_index(batch_op.f('ix_enrollments_county_village_campaign_status'))

    op.drop_table('enrollments')
    op.drop_table('campaign_villages')
    op.drop_table('user_areas')
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sessions_county_token_sha'))

    op.drop_table('sessions')
    op.drop_table('roster_versions')
    with op.batch_alter_table('policyholders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_policyholders_county_village_ver'))

    op.drop_table('policyholders')
    with op.batch_alter_table('policy_insured', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_policy_insured_county_village_person'))

    op.drop_table('policy_insured')
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payments_county_village_campaign'))

    op.drop_table('payments')
    with op.batch_alter_table('installs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_installs_county_thumbprint'))
        batch_op.drop_index(batch_op.f('ix_installs_county_agent'))

    op.drop_table('installs')
    with op.batch_alter_table('households', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_households_county_village_ver'))

    op.drop_table('households')
    op.drop_table('exports')
    with op.batch_alter_table('conflicts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflicts_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_conflicts_county_village_entity'))

    op.drop_table('conflicts')
    op.drop_table('campaigns')
    with op.batch_alter_table('batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_batches_county_village_ver'))
        batch_op.drop_index(batch_op.f('ix_batches_county_status'))

    op.drop_table('batches')
    with op.batch_alter_table('villages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_villages_county_township'))

    op.drop_table('villages')
    with op.batch_alter_table('users', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_users_county_login_name'))

    op.drop_table('users')
    op.drop_table('product_versions')
    with op.batch_alter_table('policies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_policies_county_village_campaign'))

    op.drop_table('policies')
    op.drop_table('logins')
    with op.batch_alter_table('gate_overrides', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gate_overrides_county_village_campaign'))

    op.drop_table('gate_overrides')
    with op.batch_alter_table('divisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_divisions_parent'))

    op.drop_table('divisions')
    op.drop_table('counties')
    op.drop_table('code_items')
    op.drop_table('audit_entries')
