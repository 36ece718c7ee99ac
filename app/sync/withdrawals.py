"""A supervisor decides about households that leave after hand-in, or takes one out himself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.scope import in_areas, require_village
from app.civil_date import parse_date
from app.clock import civil_date
from app.db import new_id
from app.enrollment.dossiers import Dossier, dossiers
from app.enrollment.models import Enrollment, Withdrawal
from app.errors import Conflict, Invalid, NotFound
from app.inbox.merge import Entity
from app.reconciliation.models import Payment
from app.reconciliation.refunds import Back, give_back, payers_of, refunded
from app.reconciliation.rules.premium import due_fen
from app.reconciliation.service import settle
from app.regions.models import Village
from app.regions.rules import short_name
from app.regions.service import VillageLock, lock_village, release
from app.sync.finishing import Finish, count_without, stamp
from app.sync.kinds import KINDS
from app.sync.loading import load
from app.sync.village import VillageState
from app.sync.withdrawing import LEAVABLE, take_out

TEXT_MAX = 200
LIST_MAX = 500
WHY = "承保前撤回"


@dataclass(frozen=True)
class Leaving:
    """One household that leaves, or asks to. dossier: as it stands now."""

    row: Withdrawal
    dossier: Dossier
    village_name: str

    @property
    def household(self) -> str:
        """Return what it is called."""
        head = self.dossier.head
        return f"{(head.name if head else '') or '无户主'}户"


@dataclass(frozen=True)
class Request:
    """A supervisor's own: household and reason. told_on: the day it was told."""

    village: int
    enrollment: str
    reason: str
    told_on: str


def withdrawals(session: Session, by: Actor) -> list[Leaving]:
    """Return the withdrawals of the person's villages, those that wait first, newest first."""
    rows = session.execute(
        select(Withdrawal, Village.name)
        .join(Village, (Village.county == Withdrawal.county) & (Village.id == Withdrawal.village))
        .where(
            Withdrawal.county == by.county, in_areas(Withdrawal.village, by),
            Withdrawal.deleted.is_(False),
        )
        .order_by((Withdrawal.status != "ASKED"), Withdrawal.told_on.desc(), Withdrawal.id.desc())
        .limit(LIST_MAX)
    ).all()  # fmt: skip
    return _with_dossiers(session, [(row, name) for row, name in rows])


def withdrawal_of(session: Session, by: Actor, village: int, key: str) -> Leaving:
    """Return one withdrawal. Raises NotFound WITHDRAWAL_UNKNOWN."""
    require_village(by, village)
    row = session.get(Withdrawal, (by.county, village, key))
    if row is None or row.deleted:
        raise NotFound("WITHDRAWAL_UNKNOWN")
    name = session.scalar(
        select(Village.name).where(Village.county == by.county, Village.id == village)
    )
    return _with_dossiers(session, [(row, name or "")])[0]


def agree(session: Session, village: int, key: str, *, by: Actor, at: datetime) -> None:
    """Let a household go. Raises Conflict WITHDRAWAL_STATE, WITHDRAW_STATE."""
    lock, row = _asked(session, by, village, key)
    _finish(session, lock, row.enrollment, key, "", by=by, at=at)


def refuse(session: Session, village: int, key: str, text: str, *, by: Actor, at: datetime) -> None:
    """Keep a household in; the reason reaches the phone. Raises Conflict, Invalid."""
    if not 0 < len(text) <= TEXT_MAX:
        raise Invalid("REFUSAL_REASON")
    lock, row = _asked(session, by, village, key)
    state = load(session, by.county, village, (), [row.enrollment], [row.enrollment])
    answer = {"text": text, "by_name": by.name, "at": int(at.timestamp())}
    for one in _waiting(state, row.enrollment):
        one.server_write({"status": "REFUSED", "answer": answer})
    stamp(Finish(state, lock, by.id, at))
    state.write(session)
    entry = Entry("WITHDRAWAL_REFUSED", f"withdrawal:{key}", by.id, detail={"reason": text})
    release(session, lock, [entry], at=at)


def withdraw(session: Session, request: Request, *, by: Actor, at: datetime, today: str) -> str:
    """Take a household out at once; return the withdrawal's id.

    Raises Invalid WITHDRAW_REASON, DATE_INVALID, DATE_FUTURE; Conflict WITHDRAW_STATE.
    """
    require_village(by, request.village)
    if not 0 < len(request.reason) <= TEXT_MAX:
        raise Invalid("WITHDRAW_REASON")
    if parse_date(request.told_on) is None:
        raise Invalid("DATE_INVALID")
    if request.told_on > today:
        raise Invalid("DATE_FUTURE")
    lock = lock_village(session, by.county, request.village)
    if session.get(Enrollment, (by.county, request.village, request.enrollment)) is None:
        raise NotFound("LINE_UNKNOWN")
    made = lock.new_id()
    columns = {
        "enrollment": request.enrollment, "reason": request.reason, "told_on": request.told_on,
        "submitted_by": by.id,
    }  # fmt: skip
    _finish(session, lock, request.enrollment, made, request.reason, columns, by=by, at=at)
    return made


def _asked(session: Session, by: Actor, village: int, key: str) -> tuple[VillageLock, Withdrawal]:
    require_village(by, village)
    lock = lock_village(session, by.county, village)
    row = session.get(Withdrawal, (by.county, village, key))
    if row is None or row.deleted:
        raise NotFound("WITHDRAWAL_UNKNOWN")
    session.refresh(row)
    if row.status != "ASKED":
        raise Conflict("WITHDRAWAL_STATE")
    return lock, row


def _waiting(state: VillageState, enrollment: str) -> list[Entity]:
    """Return the requests of a household that nobody has answered."""
    return [
        state.edit(one)
        for one in state.of("wd", "enrollment", enrollment)
        if one.row["status"] == "ASKED"
    ]


def _finish(
    session: Session, lock: VillageLock, enrollment: str, key: str, text: str,
    columns: dict[str, Any] | None = None, *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Write a withdrawal, what goes back, and what the batch then is."""
    state = load(session, lock.county, lock.village, (), [enrollment], [enrollment])
    line = state.entities["en"][enrollment]
    if line.row["status"] not in LEAVABLE:
        raise Conflict("WITHDRAW_STATE")
    people = [one.id for one in state.of("in", "enrollment", enrollment)]
    if refunded(session, lock.county, lock.village, people):
        raise Conflict("REFUND_EXISTS")
    batch = state.get("ba", line.row["batch"])
    arrived = batch is not None and batch.row["status"] == "RECONCILED"
    paid = due_fen(
        (line.row["computed"] or {}).get("premium_fen") or 0,
        (line.row["computed"] or {}).get("shares") or {},
    )
    if columns is not None:
        state.create(KINDS["wd"], key).server_write(columns)
    answer = {"text": text, "by_name": by.name, "at": int(at.timestamp())}
    for one in _waiting(state, enrollment):
        take_out(state, one, line, arrived=arrived)
        one.server_write({"answer": answer})
    if batch is not None:
        count_without(state, state.edit(batch))
    stamp(Finish(state, lock, by.id, at))
    state.write(session)
    refund = state.entities["wd"][key].row["refund"]
    session.expire_all()
    _money(session, lock, line, key, refund, paid if arrived else 0, by=by, at=at)
    entry = Entry("WITHDRAWN", f"enrollment:{enrollment}", by.id, detail={"refund": refund})
    release(session, lock, [entry], at=at)
    settle(session, lock.village, line.row["campaign"], by=by, at=at)


def _money(
    session: Session, lock: VillageLock, line: Entity, key: str, refund: dict[str, Any],
    arrived_fen: int, *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Record what the township pays back, and take premium that had arrived out of the book."""
    row = line.row
    names = payers_of(session, lock.county, lock.village, row["household"], row["campaign"])
    subject = f"withdrawal:{lock.village}:{key}"
    shares = {"INDIVIDUAL": refund["due_fen"], **refund["others"]}
    give_back(
        session, lock.village,
        [
            Back(subject, "LEFT", payer, names[payer], fen, WHY)
            for payer, fen in shares.items()
            if fen
        ],
        by=by, at=at,
    )  # fmt: skip
    if arrived_fen:
        session.execute(insert(cast("Table", Payment.__table__)), [{
            "county": lock.county, "id": new_id(), "village": lock.village,
            "campaign": row["campaign"], "batch": row["batch"], "amount_fen": -arrived_fen,
            "received_on": civil_date(at), "source": "MANUAL",
            "reference": f"退费 {names['INDIVIDUAL']}户"[:60], "entered_by": by.id,
            "entered_at": at,
        }])  # fmt: skip


def _with_dossiers(session: Session, rows: Sequence[tuple[Withdrawal, str]]) -> list[Leaving]:
    found: dict[tuple[int, str], Dossier] = {}
    for village in {row.village for row, _ in rows}:
        wanted = [row.enrollment for row, _ in rows if row.village == village]
        county = rows[0][0].county
        for dossier in dossiers(session, county, village, wanted):
            found[village, dossier.enrollment.id] = dossier
    return [
        Leaving(row, found[row.village, row.enrollment], short_name(name)) for row, name in rows
    ]
