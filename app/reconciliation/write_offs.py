"""Let a difference of a batch go: one person proposes it with a reason, another one decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.models import Batch
from app.batches.scope import in_areas, require_village
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation.dues import missing
from app.reconciliation.models import WriteOff
from app.reconciliation.service import settle
from app.regions.service import lock_village, release

TEXT_MAX = 200
# decision: the state it needs, the state it makes, and whether another person must decide.
DECISIONS = {
    "APPROVE": ("PROPOSED", "APPROVED", True),
    "REJECT": ("PROPOSED", "REJECTED", True),
    "WITHDRAW": ("PROPOSED", "WITHDRAWN", False),
    "REVOKE": ("APPROVED", "REVOKED", False),
}


@dataclass(frozen=True)
class Proposal:
    """A difference to let go. fen: due minus received, as the person saw it."""

    village: int
    batch: str
    fen: int
    reason: str


def propose(session: Session, proposal: Proposal, *, by: Actor, at: datetime) -> str:
    """Propose to let the difference of a batch go; return the proposal's id.

    Raises Invalid WRITE_OFF_REASON, Conflict STALE_DIFFERENCE, NO_DIFFERENCE, WRITE_OFF_OPEN,
    MONEY_ON_THE_WAY.
    """
    require_village(by, proposal.village)
    _require_text(proposal.reason)
    lock = lock_village(session, by.county, proposal.village)
    batch = session.get(Batch, (by.county, proposal.village, proposal.batch))
    if batch is None or batch.deleted:
        raise NotFound("BATCH_UNKNOWN")
    missing = _missing(session, batch)
    if batch.status not in ("APPROVED", "RECONCILED") or not missing:
        raise Conflict("NO_DIFFERENCE")
    if missing != proposal.fen:
        raise Conflict("STALE_DIFFERENCE")
    if any(one.state == "PROPOSED" for one in write_offs(session, by, batch=batch)):
        raise Conflict("WRITE_OFF_OPEN")
    made = new_id()
    session.execute(insert(WriteOff), [{
        "county": by.county, "id": made, "village": proposal.village, "campaign": batch.campaign,
        "batch": batch.id, "fen": missing, "reason": proposal.reason, "state": "PROPOSED",
        "proposed_by": by.id, "proposed_at": at,
    }])  # fmt: skip
    detail = {"batch": batch.id, "fen": missing, "reason": proposal.reason}
    entry = Entry("WRITE_OFF_PROPOSED", f"write_off:{made}", by.id, detail=detail)
    release(session, lock, [entry], at=at)
    return made


def decide(
    session: Session, write_off: str, decision: str, text: str, *, by: Actor, at: datetime
) -> WriteOff:
    """Approve, reject, withdraw or revoke a proposal, and settle the village.

    Raises Conflict SECOND_PERSON_NEEDED, WRITE_OFF_STATE, STALE_DIFFERENCE, BATCH_ISSUED.
    """
    found = session.get(WriteOff, (by.county, write_off))
    if found is None or decision not in DECISIONS:
        raise NotFound("WRITE_OFF_UNKNOWN")
    require_village(by, found.village)
    needs, makes, second = DECISIONS[decision]
    lock = lock_village(session, by.county, found.village)
    session.refresh(found)
    _refuse(session, found, decision, by)
    if found.state != needs:
        raise Conflict("WRITE_OFF_STATE")
    if second or decision == "REVOKE":
        _require_text(text, needed=decision != "APPROVE")
    session.execute(
        update(WriteOff)
        .where(WriteOff.county == by.county, WriteOff.id == write_off)
        .values(state=makes, decided_by=by.id, decided_at=at, decision=text or None)
    )
    session.expire(found)
    detail = {"fen": found.fen, "batch": found.batch, "text": text}
    entry = Entry(f"WRITE_OFF_{makes}", f"write_off:{write_off}", by.id, detail=detail)
    release(session, lock, [entry], at=at)
    settle(session, found.village, found.campaign, by=by, at=at)
    return found


def write_offs(
    session: Session, by: Actor, *, state: str | None = None, batch: Batch | None = None
) -> Sequence[WriteOff]:
    """Return proposals and decisions of the person's villages, newest first."""
    query = select(WriteOff).where(
        WriteOff.county == by.county, in_areas(WriteOff.village, by)
    )  # fmt: skip
    if state is not None:
        query = query.where(WriteOff.state == state)
    if batch is not None:
        query = query.where(WriteOff.village == batch.village, WriteOff.batch == batch.id)
    return session.scalars(query.order_by(WriteOff.proposed_at.desc(), WriteOff.id.desc())).all()


def _refuse(session: Session, found: WriteOff, decision: str, by: Actor) -> None:
    second = DECISIONS[decision][2]
    if second and found.proposed_by == by.id:
        raise Conflict("SECOND_PERSON_NEEDED")
    if decision == "WITHDRAW" and found.proposed_by != by.id:
        raise Conflict("WRITE_OFF_STATE")
    batch = session.get(Batch, (by.county, found.village, found.batch))
    assert batch is not None, "a foreign key says so"
    if batch.status == "ISSUED":
        raise Conflict("BATCH_ISSUED")
    if decision == "APPROVE" and _missing(session, batch) != found.fen:
        raise Conflict("STALE_DIFFERENCE")


def _missing(session: Session, batch: Batch) -> int:
    """Return what is due of a batch and has neither come nor been written off.

    Raises Conflict MONEY_ON_THE_WAY while a remittance or a transfer of it has not arrived.
    """
    for one in missing(session, batch.county, batch.village):
        if one.due.id == batch.id:
            if one.on_the_way_fen:
                raise Conflict("MONEY_ON_THE_WAY")
            return one.fen
    return 0


def _require_text(text: str, *, needed: bool = True) -> None:
    if needed and not text:
        raise Invalid("WRITE_OFF_REASON")
    if len(text) > TEXT_MAX:
        raise Invalid("REASON_TEXT_LONG")
