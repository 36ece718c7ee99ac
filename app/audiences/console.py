"""The supervisors: pages under /console, cookie of the desk, form tokens."""

from flask import Blueprint

from app.accounts.console import bp as accounts
from app.attachments.console import bp as attachments
from app.audiences.desk import admit
from app.batches.console import bp as batches
from app.claims.console import bp as claims
from app.endorsements.console import bp as endorsements
from app.endorsements.console import desk as changes
from app.exports.console import bp as exports
from app.imports.console import bp as imports
from app.merging.console import bp as merging
from app.overview.console import bp as overview
from app.policies.console import bp as policies
from app.policies.console import holders
from app.reconciliation.console import bp as reconciliation
from app.reconciliation.console_cash import bp as remittances
from app.reconciliation.console_differences import back as refunds
from app.reconciliation.console_differences import bp as write_offs
from app.reconciliation.console_payins import bp as payins
from app.reconciliation.console_slips import bp as slips
from app.reconciliation.console_statements import bp as statements
from app.reconciliation.console_undo import bp as undo
from app.renewals.console import bp as renewals
from app.rosters.console import bp as transfers
from app.sync.console import bp as aside
from app.sync.console_desk import bp as desk
from app.sync.console_handover import bp as handover
from app.sync.console_withdrawals import bp as withdrawals

CHILDREN = (
    accounts, overview, batches, reconciliation, slips, undo, imports, statements, remittances,
    payins, write_offs, refunds, withdrawals, aside, merging, transfers, desk, handover, holders,
    policies, claims, endorsements, changes, renewals, exports, attachments,
)  # fmt: skip


def blueprint() -> Blueprint:
    """Build the parent of all that supervisors see."""
    parent = Blueprint("console", __name__, url_prefix="/console")
    parent.before_request(admit("SUPERVISOR", "ADMIN"))
    for child in CHILDREN:
        parent.register_blueprint(child)
    return parent
