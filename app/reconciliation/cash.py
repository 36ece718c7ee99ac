"""Cash in the hands of agents: receipts collected at the door and not remitted, by day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.enrollment.models import Collection, Enrollment
from app.reconciliation.areas import below
from app.reconciliation.models import Match, Remittance, RemittanceReceipt
from app.regions.models import Village
from app.regions.rules import short_name
from app.rosters.models import Household, Person
from app.words import say

HEADS = ("01", "02")
UNKNOWN = say("不知道是谁")


@dataclass(frozen=True)
class Receipt:
    """One receipt for cash. agent: who took the money; batch: None before hand-in."""

    id: str
    village: int
    village_name: str
    household: str
    household_no: str
    enrollment: str
    batch: str | None
    agent: str
    agent_name: str
    amount_fen: int
    number: str
    collected_on: str
    status: str


@dataclass(frozen=True)
class InHand:
    """The cash one agent holds."""

    agent: str
    name: str
    receipts: Sequence[Receipt]

    @property
    def fen(self) -> int:
        """Return how much it is."""
        return sum(receipt.amount_fen for receipt in self.receipts)

    @property
    def oldest_on(self) -> str:
        """Return the day of the oldest receipt, empty if none has one."""
        return min((one.collected_on for one in self.receipts if one.collected_on), default="")

    @property
    def days(self) -> list[tuple[str, list[Receipt]]]:
        """Return the receipts by day, oldest first."""
        found: dict[str, list[Receipt]] = defaultdict(list)
        for receipt in self.receipts:
            found[receipt.collected_on].append(receipt)
        return sorted(found.items())


def in_hand(session: Session, by: Actor, agent: str) -> InHand | None:
    """Return the cash an agent holds in the person's villages; None: none."""
    receipts = cash_of(session, by, agent)
    return InHand(agent, receipts[0].agent_name, receipts) if receipts else None


def cash_of(session: Session, by: Actor, agent: str) -> list[Receipt]:
    """Return the receipts for cash that an agent holds."""
    held = _read(session, by, Collection.status == "COLLECTED", Collection.method == "CASH")
    return [receipt for receipt in held if receipt.agent == agent]


def covered(session: Session, by: Actor, remittance: str) -> list[Receipt]:
    """Return the receipts of a remittance."""
    wanted = set(
        session.scalars(
            select(RemittanceReceipt.collection).where(
                RemittanceReceipt.county == by.county, RemittanceReceipt.remittance == remittance
            )
        )
    )
    return _read(session, by, Collection.id.in_(wanted))


def receipts_by_id(session: Session, by: Actor, wanted: set[str]) -> list[Receipt]:
    """Return some receipts of the person's villages, whatever became of them."""
    return _read(session, by, Collection.id.in_(sorted(wanted)))


def remittances(session: Session, by: Actor) -> list[tuple[Remittance, str]]:
    """Return the remittances of the person's areas with the agents' names, newest first."""
    rows = session.execute(
        select(Remittance, User.name)
        .join(User, (User.county == Remittance.county) & (User.id == Remittance.agent))
        .where(Remittance.county == by.county, below(Remittance.township, by))
        .order_by(Remittance.remitted_on.desc(), Remittance.id.desc())
        .limit(500)
    )
    return [(row, name) for row, name in rows]


def agent_name(session: Session, by: Actor, agent: str) -> str:
    """Return the name of an agent."""
    query = select(User.name).where(User.county == by.county, User.id == agent)
    return session.scalar(query) or ""


def arrivals(session: Session, by: Actor, remittance: str) -> Sequence[Match]:
    """Return the lines of statements by which a remittance arrived."""
    return session.scalars(
        select(Match)
        .where(
            Match.county == by.county, Match.kind == "REMITTANCE", Match.target == remittance,
            Match.undone_at.is_(None),
        )
        .order_by(Match.made_at)
    ).all()  # fmt: skip


def _read(session: Session, by: Actor, *wanted: ColumnElement[bool]) -> list[Receipt]:
    rows = session.execute(
        select(
            Collection, Enrollment.batch, Enrollment.household, Household.household_no,
            Village.name.label("village"), Batch.submitted_by,
        )
        .join(
            Enrollment,
            (Enrollment.county == Collection.county)
            & (Enrollment.village == Collection.village)
            & (Enrollment.id == Collection.enrollment),
        )
        .join(
            Household,
            (Household.county == Enrollment.county)
            & (Household.village == Enrollment.village)
            & (Household.id == Enrollment.household),
        )
        .join(Village, (Village.county == Collection.county) & (Village.id == Collection.village))
        .outerjoin(
            Batch,
            (Batch.county == Enrollment.county)
            & (Batch.village == Enrollment.village)
            & (Batch.id == Enrollment.batch),
        )
        .where(Collection.county == by.county, in_areas(Collection.village, by), *wanted)
        .where(Collection.deleted.is_(False))
    ).all()  # fmt: skip
    makers, names = _agents(session, by.county, [row.Collection.id for row in rows])
    heads = _heads(session, by, {(row.Collection.village, row.household) for row in rows})
    found = []
    for row in rows:
        agent = makers.get(row.Collection.id.partition("-")[0]) or row.submitted_by or ""
        head = heads.get((row.Collection.village, row.household), "")
        found.append(_receipt(row, agent, names.get(agent, UNKNOWN), head))
    return sorted(found, key=lambda one: (one.collected_on, one.number, one.id))


def _receipt(row: Any, agent: str, agent_name: str, head: str) -> Receipt:
    money = row.Collection
    return Receipt(
        money.id, money.village, short_name(row.village), head, row.household_no or "",
        money.enrollment, row.batch, agent, agent_name, money.amount_fen or 0,
        "-".join(part for part in (money.book_no, money.receipt_no) if part),
        money.collected_on or "", money.status,
    )  # fmt: skip


def _agents(
    session: Session, county: int, receipts: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return {install: agent} of the phones that made the receipts, and the names of people.

    The id of a receipt begins with the phone that made it; one made on the server has none.
    """
    installs = sorted({key.partition("-")[0] for key in receipts})
    makers = session.execute(
        select(Install.id, Install.agent).where(Install.county == county, Install.id.in_(installs))
    )
    names = session.execute(
        select(User.id, User.name).where(User.county == county, User.role == "AGENT")
    )
    return {row.id: row.agent for row in makers}, {row.id: row.name for row in names}


def _heads(
    session: Session, by: Actor, households: set[tuple[int, str]]
) -> dict[tuple[int, str], str]:
    wanted = [key for _, key in sorted(households)]
    found: dict[tuple[int, str], str] = {}
    for start in range(0, len(wanted), 5000):
        rows = session.execute(
            select(Person.village, Person.household, Person.name).where(
                Person.county == by.county, in_areas(Person.village, by),
                Person.household.in_(wanted[start : start + 5000]),
                Person.relation.in_(HEADS), Person.deleted.is_(False),
            )
        )  # fmt: skip
        found.update({(village, household): name or "" for village, household, name in rows})
    return found
