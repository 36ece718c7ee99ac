"""The figures of the business: money, days, agents, townships, added up from the villages.

Every sum here is one over the same rows, so that no two places of a page can differ.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches.display import PAYERS
from app.batches.scope import in_areas
from app.lists.listing import Column, Listing
from app.policies.queries import Progress
from app.reconciliation.models import Payment
from app.words import say, spoken, words

RANGES = words({"30": "近 30 天", "90": "近 90 天", "365": "近一年"})
GOOD_BP = 9_500  # first-pass rate below which an agent wants help (UX.md B7)
NOBODY = say("桌面代录")


@dataclass(frozen=True)
class Day:
    """What reached the server on a day. lives_so_far: with all days before."""

    day: str
    households: int
    people: int
    premium_fen: int
    lives_so_far: int


@dataclass(frozen=True)
class Work:
    """What came from an agent. first_bp: households handed in that were never returned."""

    agent: str
    name: str
    households: int
    people: int
    premium_fen: int
    returned: int
    handed: int

    @property
    def first_bp(self) -> int | None:
        """Return the share of households that passed at once, floored."""
        return (self.handed - self.returned) * 10_000 // self.handed if self.handed else None

    @property
    def weak(self) -> bool:
        """Tell whether the agent wants help."""
        return self.first_bp is not None and self.first_bp < GOOD_BP


@dataclass(frozen=True)
class Money:
    """Premium from the door to the insurer, in fen.

    premium: of all enrollments that stand. expected: of it what must arrive, without what the
    insurer lets go. own: share of the households; taken: collected at the door; brought: of it
    handed over to the bank; arrived: from all payers.
    """

    premium_fen: int
    expected_fen: int
    own_fen: int
    taken_fen: int
    brought_fen: int
    matched_fen: int
    arrived_fen: int
    shares: Mapping[str, int]

    @property
    def steps(self) -> list[tuple[str, int]]:
        """Return the way of the money, for a chart."""
        return [
            (say("应收"), self.own_fen), (say("上门已收"), self.taken_fen),
            (say("已解缴"), self.brought_fen), (say("现金已到账"), self.matched_fen),
        ]  # fmt: skip


def money_of(session: Session, by: Actor, rows: Sequence[Progress], campaign: str) -> Money:
    """Return the money of villages; campaign: the only one meant, or empty."""
    shares: dict[str, int] = defaultdict(int)
    taken: dict[str, int] = defaultdict(int)
    for row in rows:
        for payer, fen in row.figures["shares"].items():
            shares[payer] += fen
        for state, fen in row.figures["taken"].items():
            taken[state] += fen
    query = select(func.coalesce(func.sum(Payment.amount_fen), 0)).where(
        Payment.county == by.county, in_areas(Payment.village, by)
    )
    if campaign:
        query = query.where(Payment.campaign == campaign)
    premium = sum(row.figures["premium_fen"] for row in rows)
    return Money(
        premium, premium - shares["INSURER"], shares["INDIVIDUAL"], sum(taken.values()),
        taken["REMITTED"] + taken["MATCHED"], taken["MATCHED"], int(session.scalar(query) or 0),
        {payer: shares[payer] for payer in PAYERS if shares[payer]},
    )  # fmt: skip


def days_of(rows: Sequence[Progress], *, today: str, length: int) -> list[Day]:
    """Return the last days, one by one, those without anything too."""
    sums = _added(rows, "days")
    last = date.fromisoformat(today)
    first = last - timedelta(days=length - 1)
    so_far = sum(row[1] for day, row in sums.items() if day < first.isoformat())
    found = []
    for place in range(length):
        day = (first + timedelta(days=place)).isoformat()
        homes, people, premium, *_ = sums.get(day, (0, 0, 0, 0, 0))
        so_far += people
        found.append(Day(day, homes, people, premium, so_far))
    return found


def work_of(rows: Sequence[Progress], names: Mapping[str, str]) -> list[Work]:
    """Return what came from each agent, most people first."""
    found = [
        Work(agent, names.get(agent, NOBODY), *figures)
        for agent, figures in _added(rows, "agents").items()
    ]
    return sorted(found, key=lambda one: (-one.people, one.name))


def _added(rows: Sequence[Progress], name: str) -> dict[str, list[int]]:
    sums: dict[str, list[int]] = {}
    for row in rows:
        for key, figures in row.figures[name].items():
            before = sums.get(key, [0] * len(figures))
            sums[key] = [a + b for a, b in zip(before, figures, strict=True)]
    return sums


DAYS = Listing(
    "每天",
    [
        Column("day", "日期", lambda row: row.day),
        Column("households", "户", lambda row: row.households, "number"),
        Column("people", "人", lambda row: row.people, "number"),
        Column("premium", "保费（元）", lambda row: row.premium_fen, "money"),
        Column("so_far", "累计人数", lambda row: row.lives_so_far, "number"),
    ],
    sort="-day", size=31, prefix="d-",
)  # fmt: skip
WORK = Listing(
    "代办员",
    [
        Column("name", "姓名", lambda row: row.name),
        Column("households", "户", lambda row: row.households, "number"),
        Column("people", "参保人数", lambda row: row.people, "number"),
        Column("premium", "保费（元）", lambda row: row.premium_fen, "money"),
        Column("handed", "已交件户", lambda row: row.handed, "number"),
        Column("returned", "退回过", lambda row: row.returned, "number"),
        Column("first", "一次通过", lambda row: row.first_bp, "percent"),
    ],
    search="姓名", sort="-people", size=20, prefix="a-",
)  # fmt: skip


def charts(
    days: Sequence[Day], money: Money, townships: Sequence[Any], gate_bp: int
) -> dict[str, Any]:
    """Return what the charts draw; each has a table with the same numbers on the page."""
    return {
        "days": {
            "labels": [one.day[5:] for one in days],
            "people": [one.people for one in days],
            "so_far": [one.lives_so_far for one in days],
            "names": [spoken(say("累计人数")), spoken(say("当天人数"))],
        },
        "money": {
            "labels": [spoken(label) for label, _ in money.steps],
            "name": spoken(say("元")),
            "yuan": [fen / 100 for _, fen in money.steps],
        },
        "townships": {
            "labels": [one.name for one in townships],
            "rates": [one.rate_bp / 100 for one in townships],
            "gate": gate_bp / 100,
            "name": spoken(say("覆盖率 %")),
        },
    }
