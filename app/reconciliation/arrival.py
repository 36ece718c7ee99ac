"""Receipts whose money reached the insurer: MATCHED when all of it came, back when it did not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.enrollment.models import Collection
from app.reconciliation.models import Match, Remittance, RemittanceReceipt
from app.reconciliation.villages import Villages
from app.regions.writing import update_rows

Receipts = dict[int, dict[str, dict[str, Any]]]  # village: {collection: columns}


def arrived_in_full(
    session: Session, county: int, made: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime
) -> None:
    """Mark the receipts of remittances and transfers that the new matches complete."""
    changes: Receipts = defaultdict(dict)
    for one in made:
        line = f"{one['statement']}:{one['line_no']}"
        columns = {"status": "MATCHED", "statement_line": line}
        if one["kind"] == "RECEIPT":
            row = session.get(Collection, (county, one["village"], one["target"]))
            if row is not None and _received(session, county, one["target"]) >= _fen(row):
                changes[row.village][row.id] = columns
        elif one["kind"] == "REMITTANCE":
            remittance = session.get(Remittance, (county, one["target"]))
            received = _received(session, county, one["target"])
            if remittance is not None and received >= remittance.amount_fen:
                _set_state(session, county, remittance.id, "MATCHED")
                _add(changes, receipts_of(session, county, remittance.id), columns)
    _write(session, county, changes, "RECEIPTS_MATCHED", by=by, at=at)


def no_longer_arrived(
    session: Session, county: int, undone: Iterable[Match], *, by: Actor, at: datetime
) -> None:
    """Put the receipts of matches taken back to where they were."""
    changes: Receipts = defaultdict(dict)
    for one in undone:
        if one.kind == "RECEIPT" and one.village is not None:
            back = {"status": "COLLECTED", "statement_line": None}
            changes[one.village][one.target] = back
        elif one.kind == "REMITTANCE":
            back = {"status": "REMITTED", "statement_line": None}
            _set_state(session, county, one.target, "RECORDED")
            _add(changes, receipts_of(session, county, one.target), back)
    _write(session, county, changes, "RECEIPTS_UNMATCHED", by=by, at=at)


def receipts_of(session: Session, county: int, remittance: str) -> list[RemittanceReceipt]:
    """Return the receipts of a remittance."""
    return list(
        session.scalars(
            select(RemittanceReceipt).where(
                RemittanceReceipt.county == county, RemittanceReceipt.remittance == remittance
            )
        )
    )


def write_receipts(
    session: Session, villages: Villages, changes: Mapping[int, Mapping[str, Mapping[str, Any]]]
) -> None:
    """Write columns of collections of locked villages; one voided meanwhile stays void."""
    for village, rows in changes.items():
        void = set(
            session.scalars(
                select(Collection.id).where(
                    Collection.county == villages.county, Collection.village == village,
                    Collection.id.in_(list(rows)), Collection.status == "VOID",
                )
            )
        )  # fmt: skip
        standing = {key: columns for key, columns in rows.items() if key not in void}
        update_rows(session, villages.locks[village], Collection, standing)


def _write(
    session: Session, county: int, changes: Receipts, action: str, *, by: Actor, at: datetime
) -> None:
    villages = Villages(session, county, changes)
    write_receipts(session, villages, changes)
    for village, rows in changes.items():
        villages.note(village, action, f"village:{village}", by, {"receipts": sorted(rows)})
    villages.release(at=at)


def _add(
    changes: Receipts, receipts: Iterable[RemittanceReceipt], columns: Mapping[str, Any]
) -> None:
    for row in receipts:
        changes[row.village][row.collection] = dict(columns)


def _received(session: Session, county: int, target: str) -> int:
    return int(
        session.scalar(
            select(func.coalesce(func.sum(Match.fen), 0)).where(
                Match.county == county, Match.target == target, Match.undone_at.is_(None)
            )
        )
        or 0
    )


def _fen(row: Collection) -> int:
    return row.amount_fen or 0


def _set_state(session: Session, county: int, remittance: str, state: str) -> None:
    session.execute(
        update(Remittance)
        .where(Remittance.county == county, Remittance.id == remittance)
        .values(state=state)
    )
