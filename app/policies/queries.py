"""Reads for the list of policies, one policy, the overview and what corrections did to the gate."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.campaigns.models import Campaign
from app.campaigns.queries import campaign_names
from app.enrollment.rules.group import participation
from app.lists.listing import Page
from app.lists.queries import read
from app.policies import coverage, listings
from app.policies.frozen import open_line
from app.policies.gate import Gate
from app.policies.models import Policy, PolicyInsured
from app.policies.register import roster_people
from app.policies.rules import BY_VILLAGE
from app.regions.models import Division, Village
from app.regions.queries import division_names, townships_of
from app.regions.rules import short_name

# Facts of a person that decide whether he counts.
DECIDING = ("life_status", "residence", "birth_date", "id_no", "occupation")


@dataclass(frozen=True)
class PolicyRow:
    """One policy in the list."""

    policy: Policy
    village_name: str
    township_name: str
    campaign_name: str


@dataclass(frozen=True)
class Correction:
    """A person whose facts a phone corrected, and whether he counts now."""

    name: str
    changed: tuple[str, ...]
    agent: str
    counts: bool
    life_status: str | None
    residence: str | None


@dataclass(frozen=True)
class Progress:
    """A village in a campaign: what is insured on the server, what waits.

    figures: see counting.py. by_village: one policy for all; else one per group or borrower,
    `policies` says how many there are, and the figures have no denominator.
    """

    village: int
    village_name: str
    township: int
    township_name: str
    campaign: str
    campaign_name: str
    figures: dict[str, Any]
    target_bp: int | None
    waiting: int
    policy: str | None
    policies: int
    by_village: bool

    @property
    def households(self) -> int:
        """Return how many households have somebody insured."""
        return int(self.figures["households"])


def policies(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return a page of the policies of a person's villages, newest first."""
    listing = listings.policies(
        townships_of(session, by.county, by.areas), campaign_names(session, by.county)
    )
    statement = (
        select(Policy, Village.name, Division.name, Campaign.name)
        .join(Village, (Village.county == Policy.county) & (Village.id == Policy.village))
        .outerjoin(Division, Division.code == Village.township)
        .join(Campaign, (Campaign.county == Policy.county) & (Campaign.id == Policy.campaign))
        .where(Policy.county == by.county, in_areas(Policy.village, by))
    )
    page = read(
        session,
        listing,
        statement,
        args,
        key=[Policy.issued_at, Policy.policy_no],
        newest_first=True,
    )
    rows = [
        PolicyRow(policy, short_name(village), township or "", campaign)
        for policy, village, township, campaign in page.rows
    ]
    return replace(page, rows=rows)


def insured_lines(session: Session, county: int, policy: str) -> list[dict[str, Any]]:
    """Return the frozen lines of a policy, opened, for the screen."""
    rows = session.scalars(
        select(PolicyInsured)
        .where(PolicyInsured.county == county, PolicyInsured.policy == policy)
        .order_by(PolicyInsured.line_no)
    )
    return [{**open_line(row), "line_no": row.line_no, "to_on": row.to_on} for row in rows]


def in_force(session: Session, county: int, policy: str) -> dict[str, int]:
    """Return {lives, premium_fen} of the lines in force."""
    lives, fen = session.execute(
        select(func.count(), func.coalesce(func.sum(PolicyInsured.premium_fen), 0)).where(
            PolicyInsured.county == county, PolicyInsured.policy == policy,
            PolicyInsured.ended_by.is_(None),
        )
    ).one()  # fmt: skip
    return {"lives": int(lives), "premium_fen": int(fen)}


def corrections(session: Session, county: int, gate: Gate, *, today: str) -> list[Correction]:
    """Return whom phones corrected in a way that decides whether he counts (contracts.md 7.3)."""
    agents: dict[str, str] = {
        row.id: row.name
        for row in session.execute(
            select(Install.id, User.name)
            .join(User, (User.county == Install.county) & (User.id == Install.agent))
            .where(Install.county == county)
        )
    }
    effective = gate.inputs["effective"]
    found = []
    people = roster_people(session, county, gate.village, gate.roster_version, today=today)
    for person, facts in people:
        touched = {
            name: person.field_meta[name][1]
            for name in DECIDING
            if name in (person.field_meta or {}) and person.field_meta[name][1] in agents
        }
        if not touched:
            continue
        rate = participation(
            template=gate.template, roster=[facts], insured=[], effective=effective
        )
        agent = agents[next(iter(touched.values()))]
        found.append(
            Correction(
                person.name or "", tuple(touched), agent, rate["eligible"] == 1,
                person.life_status, person.residence,
            )
        )  # fmt: skip
    return found


def progress(
    session: Session, by: Actor, *, today: str, at: datetime
) -> tuple[list[Progress], list[dict[str, Any]]]:
    """Return each village of a person with each campaign, lowest participation last.

    A campaign of groups or borrowers is listed where somebody has joined it. Second: figures that
    were counted anew, for coverage.keep.
    """
    counted, fresh = coverage.counted(
        session, by.county, in_areas(Village.id, by), today=today, at=at
    )
    waiting, issued = _waiting(session, by), _issued(session, by)
    townships = division_names(session, {one.sold.township for one in counted})
    found = []
    for one in counted:
        sold, campaign = one.sold, one.sold.campaign
        by_village = campaign.kind in BY_VILLAGE
        if not by_village and not one.figures["households"]:
            continue
        mine = issued.get((sold.village, campaign.id), [])
        found.append(
            Progress(
                sold.village, short_name(sold.name), sold.township,
                townships.get(sold.township, ""), campaign.id, campaign.name, one.figures,
                sold.target_bp, waiting.get((sold.village, campaign.id), 0),
                mine[0] if mine and by_village else None, len(mine), by_village,
            )
        )  # fmt: skip
    return sorted(found, key=lambda row: (-row.figures["participation_bp"], row.village)), fresh


def _waiting(session: Session, by: Actor) -> dict[tuple[int, str], int]:
    rows = session.execute(
        select(Batch.village, Batch.campaign, func.count())
        .where(
            Batch.county == by.county, in_areas(Batch.village, by), Batch.status == "SUBMITTED",
            Batch.deleted.is_(False),
        )
        .group_by(Batch.village, Batch.campaign)
    )  # fmt: skip
    return {(village, campaign): number for village, campaign, number in rows}


def _issued(session: Session, by: Actor) -> dict[tuple[int, str], list[str]]:
    rows = session.execute(
        select(Policy.village, Policy.campaign, Policy.id).where(
            Policy.county == by.county, in_areas(Policy.village, by), Policy.status == "ISSUED"
        )
    )
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for village, campaign, policy in rows:
        found[village, campaign].append(policy)
    return found
