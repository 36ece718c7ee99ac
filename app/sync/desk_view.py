"""What the pages show on which a supervisor enters or corrects a household."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea
from app.accounts.rules import Actor
from app.batches.lines import as_line
from app.batches.models import Batch
from app.batches.scope import require_village
from app.campaigns.models import CampaignVillage
from app.campaigns.queries import campaign as find_campaign
from app.enrollment.dossiers import dossiers
from app.enrollment.models import Collection, Enrollment
from app.errors import NotFound
from app.products.queries import labels, published
from app.reconciliation.view import village_view
from app.regions.rules import in_scope
from app.rosters.models import Household, Person
from app.sync.desk import OPEN
from app.words import words

SHOWN = 30


def desk_page(
    session: Session, by: Actor, village: int, campaign: str, text: str, household: str
) -> dict[str, Any]:
    """Return the households not enrolled yet, or one of them with its members."""
    require_village(by, village)
    sold = session.get(CampaignVillage, (by.county, campaign, village))
    found = find_campaign(by.county, campaign)
    if sold is None or found is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    home = session.get(Household, (by.county, village, household)) if household else None
    return {
        "campaign": found, "home": home, "text": text,
        "template": published(found["product_code"], found["product_version"]),
        "members": _members(session, home) if home else [],
        "homes": [] if home else _homes(session, by.county, village, campaign, text),
        "agents": _agents(session, by.county, village), **_labels(),
        **village_view(session, by.county, village),
    }  # fmt: skip


def edit_page(session: Session, by: Actor, village: int, batch: str, line: str) -> dict[str, Any]:
    """Return one household of a batch with what can be corrected."""
    require_village(by, village)
    row = session.get(Batch, (by.county, village, batch))
    found = dossiers(session, by.county, village, [line])
    if row is None or not found or found[0].enrollment.batch != batch:
        raise NotFound("LINE_UNKNOWN")
    campaign = find_campaign(by.county, row.campaign) or {}
    one = as_line(found[0])
    receipts = session.scalars(
        select(Collection).where(
            Collection.county == by.county, Collection.village == village,
            Collection.enrollment == line, Collection.deleted.is_(False),
        )
    ).all()  # fmt: skip
    return {
        "batch": row, "line": one, "receipts": receipts,
        "template": published(campaign["product_code"], campaign["product_version"]), **_labels(),
        **village_view(session, by.county, village),
    }  # fmt: skip


def _labels() -> dict[str, Any]:
    return {"relations": words(labels("RELATION"))}


def _homes(
    session: Session, county: int, village: int, campaign: str, text: str
) -> Sequence[tuple[Household, str]]:
    """Return households without an enrollment that stands, each with the name of its head."""
    enrolled = select(Enrollment.household).where(
        Enrollment.county == county, Enrollment.village == village,
        Enrollment.campaign == campaign, Enrollment.status.in_(OPEN),
        Enrollment.deleted.is_(False),
    )  # fmt: skip
    query = (
        select(Household, Person.name)
        .join(
            Person,
            (Person.county == Household.county)
            & (Person.village == Household.village)
            & (Person.household == Household.id),
        )
        .where(
            Household.county == county, Household.village == village,
            Household.deleted.is_(False), Household.id.not_in(enrolled),
            Person.deleted.is_(False), Person.relation.in_(("01", "02")),
        )
        .order_by(Household.walk_order.nulls_last(), Household.id)
    )  # fmt: skip
    if text:
        query = query.where(Person.name.contains(text, autoescape=True))
    return [(home, name or "") for home, name in session.execute(query.limit(SHOWN))]


def _members(session: Session, home: Household) -> Sequence[Person]:
    return session.scalars(
        select(Person)
        .where(
            Person.county == home.county, Person.village == home.village,
            Person.household == home.id, Person.deleted.is_(False),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip


def _agents(session: Session, county: int, village: int) -> list[tuple[str, str]]:
    rows = session.execute(
        select(User.id, User.name, UserArea.code)
        .join(UserArea, (UserArea.county == User.county) & (UserArea.user == User.id))
        .where(User.county == county, User.role == "AGENT", User.status == "ACTIVE")
        .order_by(User.name)
    )
    return [(key, name) for key, name, code in rows if in_scope((code,), village)]
