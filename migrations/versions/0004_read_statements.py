"""Read bank statements, match their lines, and account for cash, write-offs and refunds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0004_read_statements'
down_revision = '0003_add_roster_imports'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('refunds',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('area', sa.BigInteger(), nullable=False),
    sa.Column('cause', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=True),
    sa.Column('to_name', sa.Text(), nullable=False),
    sa.Column('fen', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=True),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('paid_by', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_refunds')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_refunds_county_state'), ['county', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_refunds_county_subject'), ['county', 'subject'], unique=False)

    op.create_table('statements',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('area', sa.BigInteger(), nullable=False),
    sa.Column('sha', sa.Text(), nullable=False),
    sa.Column('filename', sa.Text(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('line_count', sa.Integer(), nullable=False),
    sa.Column('imported_by', sa.Text(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_statements')),
    sa.UniqueConstraint('county', 'area', 'sha', name=op.f('uq_statements_county_area_sha')),
    info={'citus': 'county'}
    )
    op.create_table('remittances',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('township', sa.BigInteger(), nullable=False),
    sa.Column('agent', sa.Text(), nullable=False),
    sa.Column('remitted_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cancelled_by', sa.Text(), nullable=True),
    sa.Column('cancelled_why', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['county', 'agent'], ['users.county', 'users.id'], name=op.f('fk_remittances_county_agent')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_remittances')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('remittances', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remittances_county_agent'), ['county', 'agent'], unique=False)

    op.create_table('statement_lines',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('line_no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sheet', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('time', sa.Text(), nullable=False),
    sa.Column('serial', sa.Text(), nullable=False),
    sa.Column('in_fen', sa.BigInteger(), nullable=False),
    sa.Column('out_fen', sa.BigInteger(), nullable=False),
    sa.Column('payer', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('named_by', sa.Text(), nullable=True),
    sa.Column('refs', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('candidates', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('excess_fen', sa.BigInteger(), nullable=False),
    sa.Column('partner', sa.Integer(), nullable=True),
    sa.Column('aside', sa.Text(), nullable=True),
    sa.Column('aside_by', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['county', 'statement'], ['statements.county', 'statements.id'], name=op.f('fk_statement_lines_county_statement')),
    sa.PrimaryKeyConstraint('county', 'statement', 'line_no', name=op.f('pk_statement_lines')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('statement_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_lines_county_serial'), ['county', 'serial'], unique=False)

    op.create_table('matches',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('line_no', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=True),
    sa.Column('target', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('fen', sa.BigInteger(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('undone_by', sa.Text(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['county', 'statement', 'line_no'], ['statement_lines.county', 'statement_lines.statement', 'statement_lines.line_no'], name=op.f('fk_matches_county_statement_line_no')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_matches')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('matches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_matches_county_kind_target'), ['county', 'kind', 'target'], unique=False)
        batch_op.create_index(batch_op.f('ix_matches_county_statement_line_no'), ['county', 'statement', 'line_no'], unique=False)

    op.create_table('write_offs',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), nullable=False),
    sa.Column('campaign', sa.Text(), nullable=False),
    sa.Column('batch', sa.Text(), nullable=False),
    sa.Column('fen', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['county', 'village', 'batch'], ['batches.county', 'batches.village', 'batches.id'], name=op.f('fk_write_offs_county_village_batch')),
    sa.PrimaryKeyConstraint('county', 'id', name=op.f('pk_write_offs')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('write_offs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_write_offs_county_state'), ['county', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_write_offs_county_village_batch'), ['county', 'village', 'batch'], unique=False)

    op.create_table('remittance_receipts',
    sa.Column('county', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('remittance', sa.Text(), nullable=False),
    sa.Column('village', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('collection', sa.Text(), nullable=False),
    sa.Column('amount_fen', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['county', 'remittance'], ['remittances.county', 'remittances.id'], name=op.f('fk_remittance_receipts_county_remittance')),
    sa.ForeignKeyConstraint(['county', 'village', 'collection'], ['collections.county', 'collections.village', 'collections.id'], name=op.f('fk_remittance_receipts_county_village_collection')),
    sa.PrimaryKeyConstraint('county', 'remittance', 'village', 'collection', name=op.f('pk_remittance_receipts')),
    info={'citus': 'county'}
    )
    with op.batch_alter_table('remittance_receipts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remittance_receipts_county_village_collection'), ['county', 'village', 'collection'], unique=False)

    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('match', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_payments_county_match'), ['county', 'match'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('payments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payments_county_match'))
        batch_op.drop_column('match')

    with op.batch_alter_table('remittance_receipts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remittance_receipts_county_village_collection'))

    op.drop_table('remittance_receipts')
    with op.batch_alter_table('write_offs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_write_offs_county_village_batch'))
        batch_op.drop_index(batch_op.f('ix_write_offs_county_state'))

    op.drop_table('write_offs')
    with op.batch_alter_table('matches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_matches_county_statement_line_no'))
        batch_op.drop_index(batch_op.f('ix_matches_county_kind_target'))

    op.drop_table('matches')
    with op.batch_alter_table('statement_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_lines_county_serial'))

    op.drop_table('statement_lines')
    with op.batch_alter_table('remittances', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remittances_county_agent'))

    op.drop_table('remittances')
    op.drop_table('statements')
    with op.batch_alter_table('refunds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_refunds_county_subject'))
        batch_op.drop_index(batch_op.f('ix_refunds_county_state'))

    op.drop_table('refunds')
