"""Cash remittance (解缴): a supervisor records which receipts an agent brought to the bank."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.batches.scope import require_village
from app.civil_date import parse_date
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation.areas import within
from app.reconciliation.arrival import receipts_of, write_receipts
from app.reconciliation.cash import Receipt, cash_of
from app.reconciliation.models import Match, Remittance, RemittanceReceipt
from app.reconciliation.rules.premium import REFERENCE_MAX
from app.reconciliation.villages import Villages

TEXT_MAX = 200


@dataclass(frozen=True)
class Brought:
    """Cash an agent brought to the bank. receipts: ids of the collections it covers."""

    agent: str
    receipts: Sequence[str]
    remitted_on: str
    reference: str


def record(
    session: Session, brought: Brought, *, by: Actor, at: datetime, today: str
) -> Remittance:
    """Record a remittance; its receipts become REMITTED.

    Raises Invalid NO_RECEIPTS, DATE_INVALID, DATE_FUTURE, REFERENCE_LONG, TWO_TOWNSHIPS, Conflict
    RECEIPT_STATE when a receipt was remitted or voided meanwhile.
    """
    _require_form(brought, today)
    wanted = dict.fromkeys(brought.receipts)
    places = {receipt.id: receipt.village for receipt in cash_of(session, by, brought.agent)}
    villages = Villages(session, by.county, {places[key] for key in wanted if key in places})
    held = {receipt.id: receipt for receipt in cash_of(session, by, brought.agent)}
    if wanted.keys() - held.keys():
        raise Conflict("RECEIPT_STATE")
    chosen = [held[key] for key in wanted]
    if len({receipt.village // 1000 for receipt in chosen}) > 1:
        raise Invalid("TWO_TOWNSHIPS")
    made = _insert(session, brought, chosen, by, at)
    changes: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for receipt in chosen:
        changes[receipt.village][receipt.id] = {"status": "REMITTED"}
    write_receipts(session, villages, changes)
    for village, rows in changes.items():
        detail = {"agent": brought.agent, "receipts": sorted(rows)}
        villages.note(village, "REMITTED", f"remittance:{made}", by, detail)
    villages.release(at=at)
    return remittance_of(session, by, made)


def cancel(session: Session, remittance: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a remittance back; its receipts are in the agent's hand again.

    Raises Invalid REASON_TEXT_..., Conflict REMITTANCE_STATE if money of it has arrived.
    """
    found = remittance_of(session, by, remittance)
    if not 0 < len(reason) <= TEXT_MAX:
        raise Invalid("CANCEL_REASON")
    receipts = receipts_of(session, by.county, remittance)
    villages = Villages(session, by.county, [row.village for row in receipts])
    session.refresh(found)
    arrived = session.scalar(
        select(Match.id).where(
            Match.county == by.county, Match.kind == "REMITTANCE", Match.target == remittance,
            Match.undone_at.is_(None),
        ).limit(1)
    )  # fmt: skip
    if found.state != "RECORDED" or arrived is not None:
        raise Conflict("REMITTANCE_STATE")
    changes: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in receipts:
        changes[row.village][row.collection] = {"status": "COLLECTED"}
    write_receipts(session, villages, changes)
    session.execute(
        update(Remittance)
        .where(Remittance.county == by.county, Remittance.id == remittance)
        .values(state="CANCELLED", cancelled_by=by.id, cancelled_why=reason)
    )
    for village in changes:
        detail = {"reason": reason}
        villages.note(village, "REMITTANCE_CANCELLED", f"remittance:{remittance}", by, detail)
    villages.release(at=at)
    session.expire_all()


def remittance_of(session: Session, by: Actor, remittance: str) -> Remittance:
    """Return a remittance of the person's areas. Raises NotFound."""
    found = session.get(Remittance, (by.county, remittance))
    if found is None or not within(by, found.township):
        raise NotFound("REMITTANCE_UNKNOWN")
    return found


def _require_form(brought: Brought, today: str) -> None:
    if not brought.receipts:
        raise Invalid("NO_RECEIPTS")
    if parse_date(brought.remitted_on) is None:
        raise Invalid("DATE_INVALID")
    if brought.remitted_on > today:
        raise Invalid("DATE_FUTURE")
    if len(brought.reference) > REFERENCE_MAX:
        raise Invalid("REFERENCE_LONG")


def _insert(
    session: Session, brought: Brought, chosen: Sequence[Receipt], by: Actor, at: datetime
) -> str:
    for receipt in chosen:
        require_village(by, receipt.village)
    if session.get(User, (by.county, brought.agent)) is None:
        raise NotFound("USER_UNKNOWN")
    made = new_id()
    session.execute(insert(Remittance), [{
        "county": by.county, "id": made, "township": chosen[0].village // 1000,
        "agent": brought.agent, "remitted_on": brought.remitted_on,
        "amount_fen": sum(receipt.amount_fen for receipt in chosen),
        "reference": brought.reference or None, "state": "RECORDED", "recorded_by": by.id,
        "recorded_at": at,
    }])  # fmt: skip
    session.execute(insert(RemittanceReceipt), [
        {
            "county": by.county, "remittance": made, "village": receipt.village,
            "collection": receipt.id, "amount_fen": receipt.amount_fen,
        }
        for receipt in chosen
    ])  # fmt: skip
    return made
