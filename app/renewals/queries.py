"""What the page of a renewal shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.campaigns.models import Campaign, CampaignVillage
from app.civil_date import known_date, whole_years
from app.endorsements.service import find_policy
from app.enrollment.dossiers import identity
from app.enrollment.models import Enrollment, InsuredPerson
from app.enrollment.rules.person import age_fault
from app.policies.models import Policy, PolicyInsured
from app.policies.units import STANDING
from app.products.models import ProductVersion
from app.products.queries import published
from app.reconciliation.view import village_view
from app.regions.models import Village
from app.regions.rules import short_name
from app.renewals import rules
from app.rosters.models import Household, Person

PAGE = 100


@dataclass(frozen=True)
class Row:
    """A person in the difference."""

    person: Person
    where: str
    kind: str
    last_plan: str | None
    plan: str | None


def page(
    session: Session, by: Actor, policy_id: str, *, kind: str | None, start: int, today: str
) -> dict[str, Any]:
    """Return the form while nothing is open, else the difference of a page. Raises NotFound."""
    policy = find_policy(session, by, policy_id)
    old = session.get_one(Campaign, (by.county, policy.campaign))
    renewal = session.scalar(
        select(Campaign)
        .where(Campaign.county == by.county, Campaign.renews == old.id)
        .order_by(Campaign.id.desc())
        .limit(1)
    )
    sold = renewal and session.get(CampaignVillage, (by.county, renewal.id, policy.village))
    found = {
        "policy": policy, "old": old, "renewal": renewal, "open": bool(sold),
        **village_view(session, by.county, policy.village),
    }  # fmt: skip
    if renewal is None or not sold:
        return {**found, **_choices(session, by, old, renewal, today)}
    rows = difference(session, policy, renewal)
    shown = [row for row in rows if kind in (None, row.kind)]
    return {
        **found, "counts": rules.counts(row.kind for row in rows), "kind": kind,
        "rows": shown[start - 1 : start - 1 + PAGE], "total": len(shown), "start": start,
        "limit": PAGE,
    }  # fmt: skip


def difference(session: Session, policy: Policy, renewal: Campaign) -> list[Row]:
    """Lay last year, the register and what is enrolled over each other, as agents walk."""
    county, village = policy.county, policy.village
    last = _last(session, policy)
    enrolled, declined = _enrolled(session, county, village, renewal.id)
    template = published(renewal.product_code, renewal.product_version)
    start = renewal.scheme_start_on or renewal.closes_on
    people = session.execute(
        select(Person, Household)
        .join(
            Household,
            (Household.county == Person.county)
            & (Household.village == Person.village)
            & (Household.id == Person.household),
        )
        .where(Person.county == county, Person.village == village, Person.deleted.is_(False))
        .order_by(Household.walk_order.nulls_last(), Household.id, Person.id)
    )
    rows = []
    for person, home in people:
        listed = (person.life_status or "ALIVE") == "ALIVE" and person.on_roster is not False
        standing = rules.Standing(
            person.id in last, person.id in enrolled, listed,
            _fits(template, person, start, renews=person.id in last), home.id in declined,
        )  # fmt: skip
        kind = rules.kind_of(standing)
        if kind:
            where = f"{home.group_name or ''}{home.household_no or ''}"
            rows.append(Row(person, where, kind, last.get(person.id), enrolled.get(person.id)))
    return rows


def _last(session: Session, policy: Policy) -> dict[str, str]:
    rows = session.execute(
        select(PolicyInsured.person, PolicyInsured.plan)
        .join(
            Policy, (Policy.county == PolicyInsured.county) & (Policy.id == PolicyInsured.policy)
        )
        .where(
            Policy.county == policy.county, Policy.village == policy.village,
            Policy.campaign == policy.campaign, Policy.status == "ISSUED",
            PolicyInsured.county == policy.county, PolicyInsured.ended_by.is_(None),
        )
    )  # fmt: skip
    return dict(rows.all())


def _enrolled(
    session: Session, county: int, village: int, campaign: str
) -> tuple[dict[str, str], set[str]]:
    """Return ({person: plan} of those in, households that declined)."""
    rows = session.execute(
        select(InsuredPerson.person, InsuredPerson.plan)
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign, Enrollment.outcome == "ENROLL",
            Enrollment.status.in_(STANDING), Enrollment.deleted.is_(False),
            InsuredPerson.county == county, InsuredPerson.village == village,
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
        )
    )  # fmt: skip
    declined = session.scalars(
        select(Enrollment.household).where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign, Enrollment.outcome == "DECLINED",
            Enrollment.deleted.is_(False),
        )
    )  # fmt: skip
    return {person: plan or "" for person, plan in rows}, set(declined)


def _fits(template: dict[str, Any], person: Person, start: str, *, renews: bool) -> bool:
    birth, on = known_date(identity(person, start)[1]), known_date(start)
    if birth is None or on is None or birth > on:
        return birth is None
    years, days = whole_years(birth, on), (on - birth).days
    return age_fault(template, years, days, renewal=renews) is None


def _choices(
    session: Session, by: Actor, old: Campaign, renewal: Campaign | None, today: str
) -> dict[str, Any]:
    """Return what the form offers: other villages of the campaign, versions on sale, dates."""
    taken = select(CampaignVillage.village).where(
        CampaignVillage.county == by.county,
        CampaignVillage.campaign == (renewal.id if renewal else ""),
    )
    villages = session.execute(
        select(Village.id, Village.name)
        .join(Policy, (Policy.county == Village.county) & (Policy.village == Village.id))
        .where(
            Policy.county == by.county, Policy.campaign == old.id, Policy.status == "ISSUED",
            in_areas(Policy.village, by), Village.county == by.county, Village.id.not_in(taken),
        )
        .distinct()
        .order_by(Village.id)
    )  # fmt: skip
    start = old.scheme_start_on
    opens_on = max(today, rules.year_after(old.opens_on))
    return {
        "villages": [(key, short_name(name)) for key, name in villages],
        "versions": _versions(session, old.product_code, opens_on),
        "defaults": {
            "name": old.name.replace(old.opens_on[:4], str(int(old.opens_on[:4]) + 1)),
            "opens_on": opens_on,
            "closes_on": rules.year_after(old.closes_on),
            "scheme_start_on": rules.year_after(start) if start else "",
        },
    }


def _versions(session: Session, code: str, opens_on: str) -> Sequence[ProductVersion]:
    """Return versions of a product that are still on sale when the next year opens."""
    rows = session.scalars(
        select(ProductVersion)
        .where(ProductVersion.code == code, ProductVersion.status == "PUBLISHED")
        .order_by(ProductVersion.version.desc())
    )
    return [row for row in rows if (row.body["sale"]["to"] or "9999") >= opens_on]
