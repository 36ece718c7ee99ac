"""What an import does to the gate: who counts now, and who would count afterwards."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.batches.models import Batch
from app.campaigns.models import Campaign, CampaignVillage
from app.imports.queries import insured_by_campaign
from app.policies.register import facts_of, figures_of
from app.products.queries import published
from app.rosters.models import Person
from app.rosters.rules.plan import Plan

Facts = dict[str, Any]


@dataclass(frozen=True)
class Effect:
    """The gate of a campaign before and after. figures: as `figures_of` returns them.

    pinned: version the campaign keeps whatever is imported, None while it takes the one in use.
    """

    campaign: str
    name: str
    now: dict[str, Any]
    after: dict[str, Any]
    pinned: int | None
    batches: int


def effects(session: Session, county: int, village: int, plan: Plan, *, today: str) -> list[Effect]:
    """Return the gate of every open campaign of a village before and after an import."""
    sold = session.execute(
        select(Campaign, CampaignVillage.roster_version)
        .join(
            CampaignVillage,
            (CampaignVillage.county == Campaign.county) & (CampaignVillage.campaign == Campaign.id),
        )
        .where(
            Campaign.county == county, CampaignVillage.village == village,
            Campaign.status == "OPEN",
        )
        .order_by(Campaign.closes_on, Campaign.id)
    ).all()  # fmt: skip
    if not sold:
        return []
    now, after = _facts(session, county, village, plan, today)
    insured, batches = (
        insured_by_campaign(session, county, village),
        _batches(session, county, village),
    )
    return [
        _effect(campaign, pinned, now, after, insured.get(campaign.id, []), batches, today)
        for campaign, pinned in sold
    ]


def _effect(
    campaign: Campaign,
    pinned: int | None,
    now: list[Facts],
    after: list[Facts],
    insured: list[str],
    batches: dict[str, int],
    today: str,
) -> Effect:
    template = published(campaign.product_code, campaign.product_version)
    effective = campaign.scheme_start_on or today
    return Effect(
        campaign.id, campaign.name, figures_of(template, now, insured, effective),
        figures_of(template, after, insured, effective), pinned, batches.get(campaign.id, 0),
    )  # fmt: skip


def _facts(
    session: Session, county: int, village: int, plan: Plan, today: str
) -> tuple[list[Facts], list[Facts]]:
    rows = session.scalars(
        select(Person).where(
            Person.county == county, Person.village == village, Person.deleted.is_(False)
        )
    )
    facts = {row.id: facts_of(row, today) for row in rows}
    after = {key: facts[key] for key in plan.entries if key in facts}
    new: list[Facts] = []
    for member in (member for home in plan.homes for member in home.members):
        if member.person is None:
            birth = member.line.birth_date
            alive = {"residence": "HUKOU", "life_status": "ALIVE", "birth_date": birth}
            new.append({"id": f"new-{member.line.id_no}", **alive})
        elif "life_status" in member.changes:
            after[member.person] = {**facts[member.person], "life_status": "ALIVE"}
    return [facts[key] for key in plan.register.listed if key in facts], [*after.values(), *new]


def _batches(session: Session, county: int, village: int) -> dict[str, int]:
    rows = session.execute(
        select(Batch.campaign, func.count())
        .where(
            Batch.county == county, Batch.village == village, Batch.deleted.is_(False),
            Batch.status != "CANCELLED",
        )
        .group_by(Batch.campaign)
    )  # fmt: skip
    return dict(rows.all())
