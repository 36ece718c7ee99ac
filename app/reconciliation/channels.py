"""Money that comes by a way of its own: cash remitted by agents, transfers of households."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.batches.models import Batch
from app.enrollment.models import Collection, Enrollment
from app.reconciliation.areas import holds, villages_in
from app.reconciliation.models import Match, Payment, Remittance, RemittanceReceipt
from app.rosters.models import Person
from app.words import say

HEADS = ("01", "02")
ELECTRONIC = ("TRANSFER", "WECHAT", "ALIPAY")
Part = tuple[int, str, str | None]  # village, campaign, batch


@dataclass(frozen=True)
class Channel:
    """A due beside the batches. pending: what is still to come, [(village, campaign, batch, fen)].

    kind: REMITTANCE or RECEIPT. village: of a receipt.
    """

    kind: str
    id: str
    village: int | None
    name: str
    payers: Sequence[str]
    amount_fen: int
    received_fen: int
    pending: Sequence[tuple[int, str, str | None, int]]


def remittance_dues(session: Session, county: int, area: int) -> list[Channel]:
    """Return the remittances of an area that have not arrived in full."""
    found = session.execute(
        select(Remittance, User.name)
        .join(User, (User.county == Remittance.county) & (User.id == Remittance.agent))
        .where(Remittance.county == county, Remittance.state == "RECORDED")
        .order_by(Remittance.remitted_on, Remittance.id)
    ).all()
    mine = [
        (row, name) for row, name in found if holds(area, row.township) or holds(row.township, area)
    ]
    receipts = _receipts(session, county, [row.id for row, _ in mine])
    paid = _paid(session, county, [row.id for row, _ in mine])
    dues = []
    for row, agent in mine:
        pending = _pending(receipts[row.id], paid.get(row.id, {}))
        received = sum(paid.get(row.id, {}).values())
        name = say("{0} {1} 解缴", agent, row.remitted_on)
        dues.append(
            Channel(
                "REMITTANCE", row.id, None, name, [agent], row.amount_fen, received, pending
            )
        )  # fmt: skip
    return dues


def transfer_dues(
    session: Session, county: int, area: int, statuses: Sequence[str]
) -> list[Channel]:
    """Return the receipts that households paid by transfer, and that have not arrived."""
    rows = session.execute(
        select(Collection, Enrollment.campaign, Enrollment.batch, Enrollment.household)
        .join(
            Enrollment,
            (Enrollment.county == Collection.county)
            & (Enrollment.village == Collection.village)
            & (Enrollment.id == Collection.enrollment),
        )
        .join(
            Batch,
            (Batch.county == Enrollment.county)
            & (Batch.village == Enrollment.village)
            & (Batch.id == Enrollment.batch),
        )
        .where(
            Collection.county == county, villages_in(Collection.village, area),
            Collection.method.in_(ELECTRONIC), Collection.status == "COLLECTED",
            Collection.deleted.is_(False), Batch.status.in_(statuses),
        )
        .order_by(Collection.village, Collection.id)
    ).all()  # fmt: skip
    people = _people(session, county, area) if rows else {}
    paid = _received(session, county, [row.id for row, *_ in rows])
    dues = []
    for row, campaign, batch, household in rows:
        names = people.get((row.village, household), [])
        fen, done = row.amount_fen or 0, paid.get(row.id, 0)
        number = "-".join(part for part in (row.book_no, row.receipt_no) if part)
        dues.append(
            Channel(
                "RECEIPT", row.id, row.village,
                say("{0}户 收据 {1}", names[0] if names else "", number),
                names, fen, done, [(row.village, campaign, batch, fen - done)],
            )
        )  # fmt: skip
    return dues


def _receipts(
    session: Session, county: int, remittances: Sequence[str]
) -> dict[str, dict[Part, int]]:
    """Return {remittance: {(village, campaign, batch): fen}}."""
    found: dict[str, dict[Part, int]] = defaultdict(dict)
    rows = session.execute(
        select(
            RemittanceReceipt.remittance, RemittanceReceipt.village, Enrollment.campaign,
            Enrollment.batch, func.sum(RemittanceReceipt.amount_fen),
        )
        .join(
            Collection,
            (Collection.county == RemittanceReceipt.county)
            & (Collection.village == RemittanceReceipt.village)
            & (Collection.id == RemittanceReceipt.collection),
        )
        .join(
            Enrollment,
            (Enrollment.county == Collection.county)
            & (Enrollment.village == Collection.village)
            & (Enrollment.id == Collection.enrollment),
        )
        .where(
            RemittanceReceipt.county == county, RemittanceReceipt.remittance.in_(remittances)
        )
        .group_by(
            RemittanceReceipt.remittance, RemittanceReceipt.village, Enrollment.campaign,
            Enrollment.batch,
        )
        .order_by(RemittanceReceipt.village, Enrollment.batch)
    )  # fmt: skip
    for remittance, village, campaign, batch, fen in rows:
        found[remittance][village, campaign, batch] = int(fen)
    return found


def _pending(parts: Mapping[Part, int], paid: Mapping[Part, int]) -> list[tuple[Any, ...]]:
    """Return what is still to come of each part, [(village, campaign, batch, fen)].

    What came before a household was handed in went to no batch: it fills the parts of its campaign.
    """
    spare: dict[tuple[int, str], int] = defaultdict(int)
    rest = dict(parts)
    for part, fen in paid.items():
        own = min(fen, rest.get(part, 0))
        spare[part[:2]] += fen - own
        rest[part] = rest.get(part, 0) - own
    found = []
    for part in parts:
        used = min(rest[part], max(spare[part[:2]], 0))
        spare[part[:2]] -= used
        found.append((*part, rest[part] - used))
    return found


def _paid(session: Session, county: int, remittances: Sequence[str]) -> dict[str, dict[Part, int]]:
    """Return what arrived of remittances, by the part it went to."""
    rows = session.execute(
        select(
            Match.target, Payment.village, Payment.campaign, Payment.batch,
            func.sum(Payment.amount_fen),
        )
        .join(Match, (Match.county == Payment.county) & (Match.id == Payment.match))
        .where(
            Payment.county == county, Match.kind == "REMITTANCE", Match.target.in_(remittances)
        )
        .group_by(Match.target, Payment.village, Payment.campaign, Payment.batch)
    )  # fmt: skip
    found: dict[str, dict[Part, int]] = defaultdict(dict)
    for target, village, campaign, batch, fen in rows:
        found[target][village, campaign, batch] = int(fen)
    return found


def _received(session: Session, county: int, receipts: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(Match.target, func.sum(Match.fen))
        .where(
            Match.county == county, Match.kind == "RECEIPT", Match.target.in_(receipts),
            Match.undone_at.is_(None),
        )
        .group_by(Match.target)
    )  # fmt: skip
    return {target: int(fen) for target, fen in rows}


def _people(session: Session, county: int, area: int) -> dict[tuple[int, str], list[str]]:
    """Return the names of each household that paid by transfer, its head first."""
    wanted = (
        select(Enrollment.village, Enrollment.household)
        .join(
            Collection,
            (Collection.county == Enrollment.county)
            & (Collection.village == Enrollment.village)
            & (Collection.enrollment == Enrollment.id),
        )
        .where(
            Enrollment.county == county, villages_in(Enrollment.village, area),
            Collection.county == county, Collection.method.in_(ELECTRONIC),
            Collection.status == "COLLECTED",
        )
        .distinct()
        .subquery()
    )  # fmt: skip
    rows = session.execute(
        select(Person.village, Person.household, Person.name, Person.relation)
        .join(
            wanted,
            (wanted.c.village == Person.village) & (wanted.c.household == Person.household),
        )
        .where(Person.county == county, Person.deleted.is_(False))
    ).all()
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for village, household, name, relation in sorted(
        rows, key=lambda row: row.relation not in HEADS
    ):
        del relation
        if name:
            found[village, household].append(name)
    return found
