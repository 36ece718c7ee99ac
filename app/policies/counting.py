"""Count what a village has in a campaign: people, households, money at the door, days, agents."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign
from app.clock import civil_date
from app.enrollment.models import Collection as Money
from app.enrollment.models import Enrollment, InsuredPerson
from app.inbox.arrival import brought
from app.inbox.models import InboxOp
from app.policies.register import facts_of, figures_of
from app.policies.rules import BY_VILLAGE
from app.policies.units import STANDING
from app.products.queries import published
from app.rosters.models import Person, RosterEntry

FORM = 1  # moves when the figures get another form: those kept before are counted again


@dataclass
class Facts:
    """What was read of some villages, by village or by enrollment."""

    lines: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    people: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    money: dict[tuple[int, str], list[Any]] = field(default_factory=lambda: defaultdict(list))
    arrived: dict[tuple[int, str], datetime] = field(default_factory=dict)
    roster: dict[tuple[int, int], list[Person]] = field(default_factory=lambda: defaultdict(list))


def read(
    session: Session,
    county: int,
    villages: Collection[int],
    rosters: Collection[tuple[int, int | None]],
) -> Facts:
    """Read what the figures of some villages are made of, in five statements."""
    facts = Facts()
    own = (Enrollment.county == county, Enrollment.village.in_(villages))
    for line in session.execute(
        select(
            Enrollment.village, Enrollment.campaign, Enrollment.id, Enrollment.outcome,
            Enrollment.status, Enrollment.batch, Enrollment.returns, Enrollment.computed,
            Enrollment.declared_on,
        ).where(*own, Enrollment.deleted.is_(False))
    ):  # fmt: skip
        facts.lines[line.village].append(line)
    for village, enrollment, person in session.execute(
        select(InsuredPerson.village, InsuredPerson.enrollment, InsuredPerson.person).where(
            InsuredPerson.county == county, InsuredPerson.village.in_(villages),
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
        )
    ):  # fmt: skip
        facts.people[village, enrollment].append(person)
    for money in session.execute(
        select(Money.village, Money.enrollment, Money.status, Money.method, Money.amount_fen).where(
            Money.county == county, Money.village.in_(villages), Money.status != "VOID",
            Money.deleted.is_(False),
        )
    ):  # fmt: skip
        facts.money[money.village, money.enrollment].append(money)
    arrivals = session.execute(
        select(Enrollment.village, Enrollment.id, InboxOp.received_at)
        .join(InboxOp, brought(Enrollment.county, Enrollment.id))
        .where(*own)
    )
    facts.arrived = {(village, key): at for village, key, at in arrivals}
    _read_rosters(session, county, facts, {(village, no) for village, no in rosters if no})
    return facts


def _read_rosters(
    session: Session, county: int, facts: Facts, rosters: Collection[tuple[int, int]]
) -> None:
    """Read who is on the rosters: (village, version)."""
    if not rosters:
        return
    rows = session.execute(
        select(RosterEntry.version, Person)
        .join(
            Person,
            (Person.county == RosterEntry.county)
            & (Person.village == RosterEntry.village)
            & (Person.id == RosterEntry.person),
        )
        .where(
            RosterEntry.county == county,
            RosterEntry.village.in_({village for village, _ in rosters}),
            RosterEntry.version.in_({no for _, no in rosters}), Person.deleted.is_(False),
        )
        .order_by(Person.id)
    )  # fmt: skip
    for version, person in rows:
        if (person.village, version) in rosters:
            facts.roster[person.village, version].append(person)


def figures(
    facts: Facts,
    campaign: Campaign,
    village: int,
    version: int | None,
    effective: str,
    agents: Mapping[str, str],
    today: str,
) -> dict[str, Any]:
    """Return the figures of one campaign in one village, as `village_figures.figures` keeps them.

    eligible, insured, participation_bp, min_bp, missing: as the gate counts them. lives: insured,
    in the denominator or not. outcomes, statuses: {code: households}. shares: {payer: fen}.
    taken: {status of the receipt: fen}. returned, handed: households that ever were. days and
    agents: {day it arrived or user id: [households, people, premium_fen, returned, handed]}.
    """
    template = published(campaign.product_code, campaign.product_version)
    lines = [one for one in facts.lines[village] if one.campaign == campaign.id]
    standing = [one for one in lines if one.outcome == "ENROLL" and one.status in STANDING]
    insured = [p for one in standing for p in facts.people[village, one.id]]
    kept = [one for one in standing if facts.people[village, one.id]]
    roster = None
    if version is not None:
        roster = [facts_of(person, today) for person in facts.roster[village, version]]
    elif campaign.kind in BY_VILLAGE:
        roster = []
    found = {
        "form": FORM, **figures_of(template, roster, insured, effective),
        "lives": len(set(insured)), "households": len(kept),
        "outcomes": _times(one.outcome for one in lines),
        "statuses": _times(one.status for one in lines if one.outcome == "ENROLL"),
        "premium_fen": sum((one.computed or {}).get("premium_fen") or 0 for one in standing),
        "shares": _shares(standing), "taken": _taken(facts, village, standing),
        "returned": sum(bool(one.returns) for one in standing),
        "handed": sum(one.batch is not None for one in standing),
        "days": {}, "agents": {},
    }  # fmt: skip
    for one in standing:
        row = _row(facts, village, one)
        at = facts.arrived.get((village, one.id))
        day = civil_date(at) if at else one.declared_on or ""
        _add(found["days"], day, row)
        _add(found["agents"], agents.get(one.id.partition("-")[0], ""), row)
    return found


def _row(facts: Facts, village: int, line: Any) -> list[int]:
    premium = (line.computed or {}).get("premium_fen") or 0
    people = len(facts.people[village, line.id])
    return [1, people, premium, int(bool(line.returns)), int(line.batch is not None)]


def _add(sums: dict[str, list[int]], key: str, row: list[int]) -> None:
    sums[key] = [a + b for a, b in zip(sums.get(key, [0] * len(row)), row, strict=True)]


def _times(codes: Any) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for code in codes:
        found[code or ""] += 1
    return dict(found)


def _shares(lines: Collection[Any]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in lines:
        for payer, fen in ((one.computed or {}).get("shares") or {}).items():
            found[payer] += fen
    return dict(found)


def _taken(facts: Facts, village: int, lines: Collection[Any]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in lines:
        for money in facts.money[village, one.id]:
            found[money.status] += money.amount_fen or 0
    return dict(found)
