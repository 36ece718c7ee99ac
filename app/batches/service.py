"""Decisions about the lines of a batch: accept, return, take back; approval follows from them.

Every function locks the village, writes, and releases it with one audit entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches import review
from app.batches.models import Batch
from app.batches.scope import require_village
from app.campaigns.models import Campaign, CampaignVillage
from app.enrollment.models import Enrollment
from app.errors import Conflict, Invalid, NotFound
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows


@dataclass(frozen=True)
class Decision:
    """What is decided about some lines. lines: {enrollment id: version the form showed}."""

    village: int
    batch: str
    lines: Mapping[str, int]
    action: str
    reason: str | None = None
    text: str | None = None


def accept(session: Session, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Accept lines.

    Raises Conflict OWN_BATCH, BATCH_NOT_OPEN, LINE_STATE, LINE_BLOCKED or STALE_FORM.
    """

    def change(line: Enrollment) -> dict[str, Any]:
        _refuse(review.accept_refusal(line.status, line.findings or []), line)
        return {"status": "ACCEPTED"}

    _decide(session, decision, change, by=by, at=at)


def return_lines(session: Session, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Return lines with a reason, which the phone shows word for word (contracts.md 9.4)."""
    code = review.reason_refusal(decision.reason or "", decision.text or "")
    if code:
        raise Invalid(code)

    def change(line: Enrollment) -> dict[str, Any]:
        _refuse(review.return_refusal(line.status), line)
        returns = line.returns or []
        note = {
            "no": len(returns) + 1,
            "reason": decision.reason,
            "text": decision.text or None,
            "paths": sorted({finding["path"] for finding in line.findings or []}),
            "by_name": by.name,
            "at": int(at.timestamp()),
        }
        return {"status": "RETURNED", "returns": [*returns, note]}

    _decide(session, decision, change, by=by, at=at)


def undo(session: Session, decision: Decision, *, by: Actor, at: datetime) -> None:
    """Take an acceptance or a return back while the batch is not approved.

    The note of a return stays, marked, so that the phone never sees one number twice.
    """

    def change(line: Enrollment) -> dict[str, Any]:
        _refuse(review.undo_refusal(line.status), line)
        if line.status == "ACCEPTED":
            return {"status": "IN_BATCH"}
        *earlier, last = line.returns
        return {
            "status": "IN_BATCH",
            "returns": [*earlier, {**last, "undone_at": int(at.timestamp())}],
        }

    _decide(session, decision, change, by=by, at=at)


def approve_ready(
    session: Session, village: int, campaign: str, *, by: Actor, at: datetime
) -> None:
    """Approve the batches that only waited for the policyholder."""
    lock = lock_village(session, by.county, village)
    batches = session.scalars(
        select(Batch).where(
            Batch.county == by.county,
            Batch.village == village,
            Batch.campaign == campaign,
            Batch.status.in_(review.OPEN),
        )
    ).all()
    changed = {}
    for batch in batches:
        states = [line.status for line in lines_of(session, batch)]
        status = _status(session, batch, states)
        if status != batch.status:
            changed[batch.id] = {"status": status}
    update_rows(session, lock, Batch, changed)
    entries = [Entry("BATCH_APPROVED", f"batch:{batch}", by.id) for batch in changed]
    release(session, lock, entries, at=at)


def lines_of(session: Session, batch: Batch) -> list[Enrollment]:
    """Return the enrollments of a batch."""
    return list(
        session.scalars(
            select(Enrollment).where(
                Enrollment.county == batch.county,
                Enrollment.village == batch.village,
                Enrollment.batch == batch.id,
                Enrollment.deleted.is_(False),
            )
        )
    )


def _decide(
    session: Session,
    decision: Decision,
    change: Callable[[Enrollment], dict[str, Any]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    require_village(by, decision.village)
    if not decision.lines:
        raise Invalid("NO_LINES")
    lock = lock_village(session, by.county, decision.village)
    batch = _load(session, by, decision)
    lines = {line.id: line for line in lines_of(session, batch)}
    if decision.lines.keys() - lines.keys():
        raise NotFound("LINE_UNKNOWN")
    changes = {line: change(lines[line]) for line in decision.lines}
    update_rows(session, lock, Enrollment, changes, base=dict(decision.lines))
    states = [
        changes[line.id]["status"] if line.id in changes else line.status for line in lines.values()
    ]
    _note(session, lock, batch, states, decision, by=by, at=at)


def _load(session: Session, by: Actor, decision: Decision) -> Batch:
    batch = session.get(Batch, (by.county, decision.village, decision.batch))
    if batch is None or batch.deleted:
        raise NotFound("BATCH_UNKNOWN")
    code = review.batch_refusal(batch.status, batch.submitted_by, by.id)
    if code:
        raise Conflict(code)
    return batch


def _note(
    session: Session,
    lock: VillageLock,
    batch: Batch,
    states: list[str],
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
) -> None:
    note = {
        "action": decision.action,
        "lines": sorted(decision.lines),
        "reason": decision.reason,
        "text": decision.text or None,
        "by": by.id,
        "by_name": by.name,
        "at": int(at.timestamp()),
    }
    status = _status(session, batch, states)
    written = {"decisions": [*(batch.decisions or []), note], "status": status}
    update_rows(session, lock, Batch, {batch.id: written})
    entries = [Entry(f"LINES_{decision.action}", f"batch:{batch.id}", by.id, detail=note)]
    if status == "APPROVED":
        entries.append(Entry("BATCH_APPROVED", f"batch:{batch.id}", by.id))
    release(session, lock, entries, at=at)


def _status(session: Session, batch: Batch, states: list[str]) -> str:
    kind, holder = session.execute(
        select(Campaign.kind, CampaignVillage.policyholder)
        .outerjoin(
            CampaignVillage,
            (CampaignVillage.county == Campaign.county)
            & (CampaignVillage.campaign == Campaign.id)
            & (CampaignVillage.village == batch.village),
        )
        .where(Campaign.county == batch.county, Campaign.id == batch.campaign)
    ).one()
    return review.batch_status(batch.status, states, kind=kind, has_policyholder=holder is not None)


def _refuse(code: str | None, line: Enrollment) -> None:
    if code:
        raise Conflict(code, line=line.id)
