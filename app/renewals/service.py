"""Open a renewal: mark who was insured, then the campaign."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.scope import require_village
from app.campaigns.models import Campaign, CampaignVillage
from app.campaigns.service import add_villages, open_campaign
from app.civil_date import parse_date
from app.errors import Conflict, Invalid
from app.policies.models import Policy, PolicyInsured
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household, Person


@dataclass(frozen=True)
class Plan:
    """What is to be opened. villages: whose policies renew; campaign: one that is open already."""

    villages: Sequence[int]
    name: str
    version: int
    opens_on: str
    closes_on: str
    scheme_start_on: str | None
    campaign: str | None = None


def open_renewal(
    session: Session, old: Campaign, plan: Plan, *, by: Actor, at: datetime
) -> str:  # fmt: skip
    """Open a campaign that renews another one, or add villages to it; return its id.

    The register learns who was insured, until when and with which plan: phones show it with the
    next pull. Villages are locked in the order of their codes, the county last. Raises Invalid of
    what the form lacks, Conflict NOTHING_TO_RENEW for a village without policy in force,
    RENEWAL_OPEN for one that renews already.
    """
    _require_valid(plan)
    for village in sorted(set(plan.villages)):
        require_village(by, village)
        lock = lock_village(session, by.county, village)
        marked = _mark(session, lock, old)
        detail = {"campaign": old.id, "persons": marked}
        entry = Entry("RENEWAL_MARKED", f"campaign:{old.id}", by.id, detail=detail)
        release(session, lock, [entry], at=at)
    if plan.campaign is not None:
        renewal = session.get(Campaign, (by.county, plan.campaign))
        if renewal is None or renewal.renews != old.id:
            raise Conflict("CAMPAIGN_UNKNOWN")
        add_villages(session, by.county, renewal.id, plan.villages)
        return renewal.id
    if _renews_already(session, by.county, old.id, plan.villages):
        raise Conflict("RENEWAL_OPEN")
    made = open_campaign(
        session, by.county, product=old.product_code, version=plan.version, name=plan.name,
        opens_on=plan.opens_on, closes_on=plan.closes_on, scheme_start_on=plan.scheme_start_on,
        target_bp=old.target_bp, villages=plan.villages, partner=old.partner, by=by.id, at=at,
    )  # fmt: skip
    session.execute(
        update(Campaign)
        .where(Campaign.county == by.county, Campaign.id == made)
        .values(renews=old.id)
    )
    return made


def _renews_already(session: Session, county: int, campaign: str, villages: Sequence[int]) -> bool:
    """Tell whether one of some locked villages is in a renewal of a campaign."""
    found = session.scalar(
        select(CampaignVillage.village)
        .join(
            Campaign,
            (Campaign.county == CampaignVillage.county) & (Campaign.id == CampaignVillage.campaign),
        )
        .where(
            Campaign.county == county, Campaign.renews == campaign,
            CampaignVillage.village.in_(villages),
        )
        .limit(1)
    )  # fmt: skip
    return found is not None


def _require_valid(plan: Plan) -> None:
    if not plan.villages:
        raise Invalid("RENEWAL_VILLAGES")
    if plan.campaign is not None:
        return
    if not 0 < len(plan.name) <= 60:
        raise Invalid("RENEWAL_NAME")
    dates = [plan.opens_on, plan.closes_on, plan.scheme_start_on or plan.opens_on]
    if any(parse_date(day) is None for day in dates):
        raise Invalid("DATE_INVALID")


def _mark(session: Session, lock: VillageLock, old: Campaign) -> int:
    """Write last year's cover into the register of a locked village; return how many persons."""
    rows = session.execute(
        select(PolicyInsured.person, PolicyInsured.plan, Policy.end_on)
        .join(
            Policy, (Policy.county == PolicyInsured.county) & (Policy.id == PolicyInsured.policy)
        )
        .where(
            Policy.county == lock.county, Policy.village == lock.village,
            Policy.campaign == old.id, Policy.status == "ISSUED",
            PolicyInsured.county == lock.county, PolicyInsured.ended_by.is_(None),
        )
    ).all()  # fmt: skip
    if not rows:
        raise Conflict("NOTHING_TO_RENEW")
    covered = {row.person: (row.plan, row.end_on) for row in rows}
    people = _people(session, lock)
    changes: dict[str, dict[str, Any]] = {}
    homes: Counter[str] = Counter()
    for person in people:
        if person.id in covered:
            plan, end_on = covered[person.id]
            homes[person.household] += 1
            if (person.last_plan, person.previous_end_on) != (plan, end_on):
                changes[person.id] = {"last_plan": plan, "previous_end_on": end_on}
    update_rows(session, lock, Person, changes)
    update_rows(session, lock, Household, _homes(session, lock, homes))
    return sum(homes.values())


def _people(session: Session, lock: VillageLock) -> Sequence[Person]:
    return session.scalars(
        select(Person).where(
            Person.county == lock.county, Person.village == lock.village,
            Person.deleted.is_(False),
        )
    ).all()  # fmt: skip


def _homes(session: Session, lock: VillageLock, insured: Counter[str]) -> dict[str, dict[str, Any]]:
    """Return the households whose number of members insured last year is another one now."""
    rows = session.execute(
        select(Household.id, Household.insured_last).where(
            Household.county == lock.county,
            Household.village == lock.village,
            Household.deleted.is_(False),
        )
    )
    return {
        key: {"insured_last": insured[key]} for key, known in rows if (known or 0) != insured[key]
    }
