"""All tables, imported in one place so that migrations and guards see every one."""

from app.accounts.models import Install, Login, User, UserArea, UserSession
from app.attachments.models import (
    Attachment,
    AttachmentMention,
    AttachmentPart,
    AttachmentUse,
)
from app.audit.models import AuditEntry, County
from app.batches.models import Batch
from app.campaigns.models import Campaign, CampaignVillage, Policyholder
from app.claims.models import ClaimNotice
from app.endorsements.models import Endorsement, EndorsementLine
from app.enrollment.models import Collection, Consent, Enrollment, InsuredPerson, Withdrawal
from app.exports.models import Export, ExportFile
from app.imports.models import RosterColumns, RosterImport
from app.inbox.models import FieldConflict, InboxOp, OpResult
from app.merging.models import IdentityDecision
from app.policies.models import GateOverride, Policy, PolicyInsured, VillageFigures
from app.privacy.models import PrivacyRequest
from app.products.models import CodeItem, ProductVersion
from app.reconciliation.models import (
    Match,
    Payin,
    Payment,
    Refund,
    Remittance,
    RemittanceReceipt,
    Statement,
    StatementLine,
    WriteOff,
)
from app.regions.models import Division, Village
from app.rosters.models import Household, Person, RosterEntry, RosterRow, RosterVersion

__all__ = [
    "Attachment", "AttachmentMention", "AttachmentPart", "AttachmentUse", "AuditEntry", "Batch",
    "Campaign", "CampaignVillage", "ClaimNotice", "CodeItem", "Collection", "Consent", "County",
    "Division", "Endorsement", "EndorsementLine", "Enrollment", "Export", "ExportFile",
    "FieldConflict", "GateOverride", "Household", "IdentityDecision", "InboxOp", "Install",
    "InsuredPerson", "Login", "Match", "OpResult", "Payin", "Payment", "Person", "Policy",
    "PolicyInsured", "Policyholder", "PrivacyRequest", "ProductVersion", "Refund",
    "Remittance", "RemittanceReceipt",
    "RosterColumns", "RosterEntry", "RosterImport", "RosterRow", "RosterVersion", "Statement",
    "StatementLine", "User", "UserArea", "UserSession", "Village", "VillageFigures", "Withdrawal",
    "WriteOff",
]  # fmt: skip
