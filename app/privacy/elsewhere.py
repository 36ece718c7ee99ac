"""Records of a person outside the tables that phones see: lists, ops, policies, money, accounts."""

from collections.abc import Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.attachments.models import Attachment, AttachmentUse
from app.audit.models import AuditEntry
from app.campaigns.models import Policyholder
from app.clock import civil_date
from app.endorsements.models import EndorsementLine
from app.enrollment.models import InsuredPerson
from app.exports.models import Export, ExportFile
from app.inbox.models import FieldConflict, InboxOp
from app.inbox.ops import unpack
from app.inbox.service import body_place
from app.merging.models import IdentityDecision
from app.policies.frozen import open_line
from app.privacy.finding import line_body, matches
from app.privacy.records import Own, Record
from app.privacy.rules import ERASE, KEEP, Fate, Sought, kept_until
from app.reconciliation.models import Refund, StatementLine
from app.rosters.models import RosterRow
from app.secrets import Unreadable, place, vault

GONE = Fate(ERASE)


def files(session: Session, own: Own) -> Iterator[Record]:
    """Yield the photos that his own rows name."""
    uses = session.execute(
        select(AttachmentUse, Attachment)
        .join(
            Attachment,
            (Attachment.county == AttachmentUse.county)
            & (Attachment.sha256 == AttachmentUse.sha256),
        )
        .where(
            AttachmentUse.county == own.row["county"],
            AttachmentUse.village == own.village,
            AttachmentUse.entity.in_(sorted(own.entities)),
        )
        .order_by(AttachmentUse.sha256)
    )
    for use, file in uses:
        facts = {"sha256": use.sha256, "mime": file.mime, "size": file.size}
        yield Record("PHOTO", own.village, use.sha256, file.mime, facts, own.fate)


def conflicts(session: Session, own: Own) -> Iterator[Record]:
    """Yield values that were not adopted."""
    rows = session.scalars(
        select(FieldConflict).where(
            FieldConflict.county == own.row["county"],
            FieldConflict.village == own.village,
            FieldConflict.entity.in_(sorted(own.entities)),
            FieldConflict.deleted.is_(False),
        )
    )
    for row in rows:
        where = place("conflicts", "lost_value", row.county, row.village, row.id)
        facts = {
            "field": row.field,
            "status": row.status,
            "value": vault().open_json(row.county, where, row.lost_value_enc),
        }
        yield Record("CONFLICT", own.village, row.id, row.field, facts, GONE)


def ops(session: Session, own: Own) -> Iterator[Record]:
    """Yield what phones sent about him, as it was received."""
    rows = session.scalars(
        select(InboxOp)
        .where(InboxOp.county == own.row["county"], InboxOp.village == own.village)
        .order_by(InboxOp.install, InboxOp.seq)
        .execution_options(yield_per=500)
    )
    mine = own.entities
    for row in rows:
        where = body_place(row.county, row.village, row.install, row.seq)
        try:
            op = unpack(vault().open(row.county, where, row.body_enc))
        except (Unreadable, ValueError, TypeError):
            continue
        if op.id in mine and op.f:
            key, day = f"{row.install}-{row.seq}", civil_date(row.received_at)
            facts = {"at": row.received_at.isoformat(), "fields": op.f, "status": row.status}
            yield Record("OP", own.village, key, day, facts, own.fate)


def lines(session: Session, county: int, villages: list[int], sought: Sought) -> Iterator[Record]:
    """Yield lines of imported lists that are about him; refused ones of all villages."""
    rows = session.scalars(
        select(RosterRow)
        .where(
            RosterRow.county == county,
            or_(RosterRow.village.in_(villages), RosterRow.reason.is_not(None)),
        )
        .order_by(RosterRow.village, RosterRow.version, RosterRow.no)
        .execution_options(yield_per=500)
    )
    for row in rows:
        body = line_body(row)
        if matches(sought, body):
            key = f"{row.version}.{row.no}"
            yield Record("LINE", row.village, key, str(row.row), {"file_line": body}, GONE)


def contracts(session: Session, own: Own) -> Iterator[Record]:
    """Yield his lines of policies and endorsements, and where others name him beneficiary."""
    numbers = set()
    for line, policy in own.policies:
        key = f"{line.policy}/{line.line_no}"
        facts = {"policy_no": policy.policy_no, "snapshot": open_line(line)}
        numbers.add(line.line_no)
        fate = Fate(KEEP, "POLICY", kept_until(policy.end_on))
        yield Record("POLICY", own.village, key, policy.policy_no, facts, fate)
    rows = session.scalars(
        select(EndorsementLine).where(
            EndorsementLine.county == own.row["county"], EndorsementLine.village == own.village
        )
    )
    for row in rows:
        where = place(
            "endorsement_lines", "body", row.county, row.village,
            f"{row.endorsement}/{row.line_no}",
        )  # fmt: skip
        if row.person == own.row["id"] or row.policy_line in numbers:
            facts = {"op": row.op, "body": vault().open_json(row.county, where, row.body_enc)}
            key = f"{row.endorsement}/{row.line_no}"
            yield Record("ENDORSEMENT", own.village, key, row.op, facts, Fate(KEEP, "POLICY"))
    yield from _named(session, own)


def _named(session: Session, own: Own) -> Iterator[Record]:
    name = own.row["name"]
    rows = session.execute(
        select(InsuredPerson.id, InsuredPerson.beneficiaries).where(
            InsuredPerson.county == own.row["county"],
            InsuredPerson.village == own.village,
            InsuredPerson.person != own.row["id"],
            InsuredPerson.deleted.is_(False),
            InsuredPerson.beneficiaries.is_not(None),
        )
    )
    for key, people in rows:
        found = [one for one in people or () if one.get("name") == name]
        if name and found:
            facts = {"beneficiaries": found}
            yield Record("NAMED", own.village, key, name, facts, Fate(KEEP, "OTHERS"))


def money(session: Session, county: int, sought: Sought) -> Iterator[Record]:
    """Yield lines of bank statements and refunds that bear his name; a namesake's may be there."""
    names = sorted(sought.names)
    for row in session.scalars(
        select(StatementLine).where(StatementLine.county == county, StatementLine.payer.in_(names))
    ):
        facts = {"payer": row.payer, "day": row.received_on, "fen": row.in_fen - row.out_fen}
        fate = Fate(KEEP, "MONEY", kept_until(row.received_on))
        yield Record("PAYER", 0, f"{row.statement}/{row.line_no}", row.received_on, facts, fate)
    for refund in session.scalars(
        select(Refund).where(Refund.county == county, Refund.to_name.in_(names))
    ):
        day = refund.paid_on or civil_date(refund.recorded_at)
        facts = {"to_name": refund.to_name, "day": day, "fen": refund.fen}
        yield Record("PAYER", 0, refund.id, day, facts, Fate(KEEP, "MONEY", kept_until(day)))


def people(session: Session, county: int, sought: Sought) -> Iterator[Record]:
    """Yield contacts of policyholders and accounts of this system that bear his name."""
    rows = session.scalars(
        select(Policyholder).where(
            Policyholder.county == county, Policyholder.contact["name"].as_string().in_(
                sorted(sought.names)
            ),
        )
    )  # fmt: skip
    for row in rows:
        shown = {
            name: value for name, value in (row.contact or {}).items()
            if name in ("name", "phone_mask")
        }  # fmt: skip
        yield Record(
            "HOLDER", row.village, row.id, row.name or "", shown, Fate(KEEP, "HOLDER")
        )  # fmt: skip
    for user in session.scalars(
        select(User).where(User.county == county, User.name.in_(sorted(sought.names)))
    ):
        facts = {"login": user.login_name, "name": user.name, "role": user.role}
        yield Record("ACCOUNT", 0, user.id, user.name, facts, Fate(KEEP, "ACCOUNT"))


def kept_files(session: Session, county: int, villages: list[int]) -> Iterator[Record]:
    """Yield files of his villages that are made and not yet dropped: they can be made again."""
    rows = session.execute(
        select(ExportFile.id, ExportFile.village, ExportFile.filename).where(
            ExportFile.county == county,
            ExportFile.village.in_(villages),
            ExportFile.status == "DONE",
        )
    )
    for key, village, name in rows:
        yield Record("FILE", village, key, name, {"filename": name}, GONE)


def traces(session: Session, own: Own) -> Iterator[Record]:
    """Yield decisions about double entries, downloads of his policies, entries of the log."""
    county, key = own.row["county"], [own.village, own.row["id"]]
    for row in session.scalars(select(IdentityDecision).where(IdentityDecision.county == county)):
        if key in [list(one) for one in row.people]:
            facts = {"decision": row.decision, "text": row.reason}
            yield Record("DECISION", own.village, row.id, row.decision, facts, own.fate)
    policies = sorted({policy.id for _line, policy in own.policies})
    for export in session.scalars(
        select(Export).where(Export.county == county, Export.policy.in_(policies))
    ):
        facts = {"filename": export.filename, "made_at": export.made_at.isoformat()}
        yield Record(
            "EXPORT", own.village, export.id, export.filename, facts, Fate(KEEP, "POLICY")
        )  # fmt: skip
    yield from _log(session, own)


def _log(session: Session, own: Own) -> Iterator[Record]:
    subjects = [f"{kind}:{key}" for key, kind in own.entities.items()]
    subjects += [f"enrollment:{one['id']}" for one in own.enrollments]
    rows = session.execute(
        select(AuditEntry.no, AuditEntry.at, AuditEntry.action, AuditEntry.subject).where(
            AuditEntry.county == own.row["county"],
            AuditEntry.chain == own.village,
            AuditEntry.subject.in_(subjects),
        )
    )
    for no, at, action, subject in rows:
        facts = {"at": at.isoformat(), "op": action, "number": subject}
        yield Record(
            "AUDIT", own.village, str(no), f"{civil_date(at)} {action}", facts, Fate(KEEP, "AUDIT")
        )  # fmt: skip
