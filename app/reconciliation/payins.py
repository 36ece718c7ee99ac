"""Cash handed over at the township (交款): the agent's phone says so, the township counts it.

What is counted becomes a remittance, so that it is looked for on the bank's statements as any
other; what is disputed stays in the agent's hand, with the amount counted and the reason.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation import remittances
from app.reconciliation.cash import Receipt, receipts_by_id
from app.reconciliation.models import Payin
from app.reconciliation.remittances import Brought
from app.reconciliation.villages import Villages
from app.regions.writing import update_rows

TEXT_MAX = 200
LIST_MAX = 500


@dataclass(frozen=True)
class Act:
    """Rows of one act that stand alike, one per village; a village that came later stands apart."""

    agent: str
    agent_name: str
    rows: Sequence[Payin]

    @property
    def key(self) -> tuple[int, str]:
        """Return what names it: village and id of its first row."""
        return self.rows[0].village, self.rows[0].id

    @property
    def pay_no(self) -> str:
        """Return the number the phone gave it."""
        return self.rows[0].pay_no

    @property
    def status(self) -> str:
        """Return where it stands."""
        return self.rows[0].status

    @property
    def fen(self) -> int:
        """Return how much it is."""
        return sum(row.amount_fen for row in self.rows)

    @property
    def receipts(self) -> list[str]:
        """Return the ids of its receipts."""
        return [key for row in self.rows for key in row.receipts or []]

    @property
    def files(self) -> list[tuple[int, str]]:
        """Return the photos of its slip, each once, with a village that names it."""
        found = {sha: row.village for row in reversed(self.rows) for sha in row.files or []}
        return [(village, sha) for sha, village in found.items()]


def acts(session: Session, by: Actor) -> list[Act]:
    """Return what was handed over in the person's villages: waiting first, then the newest."""
    found = _grouped(_rows(session, by))
    return sorted(found, key=lambda act: (act.status != "SENT", _backwards(act.pay_no)))


def act_of(session: Session, by: Actor, village: int, key: str) -> Act:
    """Return the act of a row. Raises NotFound PAYIN_UNKNOWN."""
    row = session.get(Payin, (by.county, village, key))
    if row is None:
        raise NotFound("PAYIN_UNKNOWN")
    same = (
        Payin.submitted_by == row.submitted_by, Payin.pay_no == row.pay_no,
        Payin.status == row.status,
    )  # fmt: skip
    found = _grouped(_rows(session, by, *same))
    if not found or row.id not in {one.id for one in found[0].rows}:
        raise NotFound("PAYIN_UNKNOWN")  # outside the person's areas
    return found[0]


def receipts_in(session: Session, by: Actor, act: Act) -> list[Receipt]:
    """Return the receipts of an act as they stand now."""
    return receipts_by_id(session, by, set(act.receipts))


def waiting_in(session: Session, by: Actor) -> dict[str, int]:
    """Return the money that agents say they handed over and nobody has counted, by agent."""
    found: dict[str, int] = defaultdict(int)
    for row, _ in _rows(session, by, Payin.status == "SENT"):
        found[row.submitted_by or ""] += row.amount_fen
    return dict(found)


def require_counted(act: Act, fen: int) -> None:
    """Raise Conflict PAYIN_STATE when an act is not of the amount that was counted.

    Another village of it may have come since the page was opened.
    """
    if act.status == "SENT" and act.fen != fen:
        raise Conflict("PAYIN_STATE")


def acknowledge(
    session: Session, act: Act, reference: str, *, by: Actor, at: datetime, today: str
) -> str:
    """Confirm that the money was counted and is right; return the remittance it became.

    Raises Conflict PAYIN_STATE, PAYIN_AMOUNT when receipts and amount differ, RECEIPT_STATE;
    Invalid as remittances.record does.
    """
    _require_waiting(act)
    receipts = receipts_in(session, by, act)
    if sum(receipt.amount_fen for receipt in receipts) != act.fen:
        raise Conflict("PAYIN_AMOUNT")
    handed_on = min(act.rows[0].handed_on, today)  # a phone's clock may run ahead
    brought = Brought(act.agent, act.receipts, handed_on, reference)
    fen = act.fen
    made = remittances.record(session, brought, by=by, at=at, today=today).id
    columns = {"status": "ACKNOWLEDGED", "remittance": made}
    answer = {"counted_fen": fen, "text": reference}
    _answer(session, act, "SENT", columns, answer, by=by, at=at)
    return made


def dispute(
    session: Session, act: Act, counted_fen: int | None, text: str, *, by: Actor, at: datetime
) -> None:
    """Say that another amount was counted; the receipts stay in the agent's hand.

    Raises Conflict PAYIN_STATE; Invalid AMOUNT_INVALID, PAYIN_EQUAL, DISPUTE_REASON.
    """
    _require_waiting(act)
    if counted_fen is None or counted_fen < 0:
        raise Invalid("AMOUNT_INVALID")
    if not 0 < len(text) <= TEXT_MAX:
        raise Invalid("DISPUTE_REASON")
    if counted_fen == act.fen and _agrees(receipts_in(session, by, act), act.fen):
        raise Invalid("PAYIN_EQUAL")
    answer = {"counted_fen": counted_fen, "text": text}
    _answer(session, act, "SENT", {"status": "DISPUTED"}, answer, by=by, at=at)


def cancel(session: Session, remittance: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a remittance back, and what was acknowledged with it; raises as remittances.cancel."""
    remittances.cancel(session, remittance, reason, by=by, at=at)
    for act in _grouped(_rows(session, by, Payin.remittance == remittance)):
        answer = {"counted_fen": None, "text": reason}
        _answer(session, act, "ACKNOWLEDGED", {"status": "REVOKED"}, answer, by=by, at=at)


def _agrees(receipts: Sequence[Receipt], fen: int) -> bool:
    held = all(receipt.status == "COLLECTED" for receipt in receipts)
    return held and sum(receipt.amount_fen for receipt in receipts) == fen


def _require_waiting(act: Act) -> None:
    if act.status != "SENT":
        raise Conflict("PAYIN_STATE")


def _answer(
    session: Session, act: Act, was: str, columns: Mapping[str, Any], answer: Mapping[str, Any],
    *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Write what was decided to all rows of an act; each village's chain tells of it."""
    note = {**answer, "by_name": by.name, "at": int(at.timestamp())}
    pay_no, keys = act.pay_no, [(row.village, row.id) for row in act.rows]
    villages = Villages(session, by.county, [village for village, _ in keys])
    changes: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for village, key in keys:
        row = session.get_one(Payin, (by.county, village, key))
        session.refresh(row)  # somebody may have decided, or the agent taken it back, meanwhile
        if row.status != was:
            raise Conflict("PAYIN_STATE")
        changes[village][key] = {**columns, "answer": note}
        detail = {**answer, "pay_no": pay_no}
        villages.note(village, f"PAYIN_{columns['status']}", f"payin:{key}", by, detail)
    for village, rows in changes.items():
        update_rows(session, villages.locks[village], Payin, rows)
    villages.release(at=at)


def _grouped(rows: Sequence[tuple[Payin, str]]) -> list[Act]:
    groups: dict[tuple[str, str, str], list[Payin]] = defaultdict(list)
    names: dict[str, str] = {}
    for row, name in rows:
        agent = row.submitted_by or ""
        groups[agent, row.pay_no, row.status].append(row)
        names[agent] = name
    return [
        Act(agent, names[agent], sorted(group, key=lambda row: (row.village, row.id)))
        for (agent, _, _), group in groups.items()
    ]


def _rows(session: Session, by: Actor, *wanted: ColumnElement[bool]) -> list[tuple[Payin, str]]:
    rows = session.execute(
        select(Payin, User.name)
        .join(User, (User.county == Payin.county) & (User.id == Payin.submitted_by))
        .where(
            Payin.county == by.county, in_areas(Payin.village, by), Payin.deleted.is_(False),
            *wanted,
        )
        .order_by(Payin.status != "SENT", Payin.handed_on.desc(), Payin.pay_no.desc())
        .limit(LIST_MAX)
    )  # fmt: skip
    return [(row, name) for row, name in rows]


def _backwards(pay_no: str) -> int:
    """Return what sorts the newest first."""
    return -int(pay_no.replace("-", "").ljust(14, "0"))
