"""Coverage by village, township and county, against gate and goal."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.lists.listing import Column, Filter, Listing
from app.overview.people import Agent
from app.policies.queries import Progress
from app.policies.rules import missing_lives
from app.words import listed, say, words

LEVELS = words({"village": "村", "township": "乡镇", "county": "县"})
GATES = words([("PAST", "已过门槛"), ("BELOW", "没过门槛"), ("NONE", "没有花名册")])
POLICIES = words([("NONE", "没出单"), ("ISSUED", "已出单")])


@dataclass(frozen=True)
class Area:
    """A village in a campaign, or the villages of a township or county together.

    code: of the division. rate_bp, min_bp, target_bp: 1/10000; missing: people up to the gate.
    of, past: how many villages, and how many of them are past their gate. seen_at: the last
    contact of a phone of the agents; unsent: changes their phones have not sent.
    """

    code: int
    name: str
    township: int
    township_name: str
    campaign: str
    campaign_name: str
    insured: int
    eligible: int
    min_bp: int
    target_bp: int | None
    of: int
    past: int
    households: int
    waiting: int
    policy: str | None
    issued: int
    agents: tuple[str, ...] = ()
    unsent: int = 0
    seen_at: datetime | None = None
    overdue: bool = False

    @property
    def rate_bp(self) -> int:
        """Return the coverage, floored."""
        return self.insured * 10_000 // self.eligible if self.eligible else 0

    @property
    def missing(self) -> int:
        """Return how many people are missing up to the gate."""
        return missing_lives(self.eligible, self.insured, self.min_bp)

    @property
    def figures(self) -> dict[str, Any]:
        """Return what the bar of coverage shows."""
        return {
            "participation_bp": self.rate_bp, "min_bp": self.min_bp, "missing": self.missing,
            "eligible": self.eligible,
        }  # fmt: skip

    @property
    def gate(self) -> str:
        """Return where it stands, as one of GATES."""
        if not self.eligible:
            return "NONE"
        return "BELOW" if self.missing else "PAST"


def areas_of(rows: Sequence[Progress], agents: Sequence[Agent], at: datetime) -> list[Area]:
    """Return villages that are issued as a whole, as the overview shows them."""
    return [_village(row, agents, at) for row in rows if row.by_village]


def together(rows: Sequence[Area], level: str, county: int, county_name: str) -> list[Area]:
    """Return villages as they are, or added up by township or county and campaign."""
    if level == "village":
        return list(rows)
    groups: dict[tuple[int, str], list[Area]] = defaultdict(list)
    for row in rows:
        groups[county if level == "county" else row.township, row.campaign].append(row)
    found = []
    for (code, _), members in groups.items():
        name = county_name if level == "county" else members[0].township_name
        found.append(_sum(code, name, members))
    return sorted(found, key=lambda row: (-row.rate_bp, row.code))


def listing(
    level: str, townships: Sequence[tuple[str, str]], campaigns: Sequence[tuple[str, str]]
) -> Listing:
    """Return the list of one level."""
    own = [
        Column("agents", "代办员", lambda row: listed(row.agents)),
        Column("unsent", "未发", lambda row: row.unsent, "number"),
        Column(
            "seen",
            "最近同步",
            lambda row: row.seen_at and f"{row.seen_at:%Y-%m-%d %H:%M}",
            by=lambda row: row.seen_at,
        ),
    ]
    villages = [
        Column("past", "过门槛的村", lambda row: row.past, "number"),
        Column("of", "村数", lambda row: row.of, "number"),
    ]
    return Listing(
        say("覆盖率（按{0}）", LEVELS[level]),
        [
            Column("name", LEVELS[level], lambda row: row.name),
            *([Column("township", "乡镇", lambda row: row.township_name)]
              if level == "village" else []),
            Column("insured", "已保", lambda row: row.insured, "number"),
            Column("eligible", "应保", lambda row: row.eligible, "number"),
            Column("rate", "覆盖率", lambda row: row.rate_bp, "percent"),
            Column("gate", "门槛", lambda row: row.min_bp, "percent"),
            Column("target", "目标", lambda row: row.target_bp, "percent"),
            Column("missing", "离门槛", lambda row: row.missing, "number"),
            *(own if level == "village" else villages),
            Column("households", "户", lambda row: row.households, "number"),
            Column("waiting", "待审", lambda row: row.waiting, "number"),
            Column("campaign", "活动", lambda row: row.campaign_name),
            Column("policy", "已出单", lambda row: row.issued, "number"),
        ],
        _filters(level, townships, campaigns),
        search="村、代办员" if level == "village" else "名称", sort="-rate", size=100,
    )  # fmt: skip


def _filters(
    level: str, townships: Sequence[tuple[str, str]], campaigns: Sequence[tuple[str, str]]
) -> list[Filter]:
    shared = [Filter("campaign", "活动", campaigns, lambda row, key: row.campaign == key)]
    if level != "village":
        return shared
    return [
        *shared,
        Filter("township", "乡镇", townships, lambda row, code: row.township == int(code)),
        Filter("gate", "门槛", GATES, lambda row, gate: row.gate == gate),
        Filter("issued", "保单", POLICIES, lambda row, one: bool(row.policy) == (one == "ISSUED")),
        Filter("phones", "手机", [("1", "逾期没同步")], lambda row, _: row.overdue),
    ]


def _village(row: Progress, agents: Sequence[Agent], at: datetime) -> Area:
    here = [one for one in agents if one.covers(row.village)]
    figures = row.figures
    past = bool(figures["eligible"]) and not figures["missing"]
    return Area(
        row.village, row.village_name, row.township, row.township_name, row.campaign,
        row.campaign_name, figures["insured"], figures["eligible"], figures["min_bp"],
        row.target_bp, 1, int(past), row.households, row.waiting, row.policy,
        int(row.policy is not None), tuple(one.name for one in here),
        sum(one.unsent for one in here),
        max((one.seen_at for one in here if one.seen_at), default=None),
        any(one.overdue(at) for one in here),
    )  # fmt: skip


def _sum(code: int, name: str, rows: Sequence[Area]) -> Area:
    first = rows[0]
    targets = {row.target_bp for row in rows}
    return Area(
        code, name, first.township, first.township_name, first.campaign, first.campaign_name,
        sum(row.insured for row in rows), sum(row.eligible for row in rows),
        first.min_bp, first.target_bp if len(targets) == 1 else None,
        len(rows), sum(row.past for row in rows), sum(row.households for row in rows),
        sum(row.waiting for row in rows), None, sum(row.issued for row in rows),
    )  # fmt: skip
