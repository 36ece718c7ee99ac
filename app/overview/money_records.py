"""The lists of money behind the figures: receipts taken at the door, money that arrived."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.campaigns.models import Campaign
from app.enrollment.models import Collection, Enrollment
from app.lists.listing import Filter, Page
from app.lists.queries import read
from app.overview import listings
from app.overview.joins import (
    AGENT,
    by_agent,
    campaigns,
    places,
    with_agent,
    with_home,
    with_place,
)
from app.overview.people import agents
from app.policies.units import STANDING
from app.reconciliation.models import Payment
from app.regions.models import Division, Village
from app.rosters.models import Household


def receipts(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return the receipts for money taken at the door in a person's villages."""
    base = (
        select(Collection)
        .join(
            Enrollment,
            (Enrollment.county == Collection.county)
            & (Enrollment.village == Collection.village)
            & (Enrollment.id == Collection.enrollment),
        )
        .where(
            Collection.county == by.county, in_areas(Collection.village, by),
            Collection.deleted.is_(False), Enrollment.deleted.is_(False),
        )
    )  # fmt: skip
    shown = base.with_only_columns(
        Collection, Household.group_name, Household.household_no, Enrollment.id.label("line"),
        Enrollment.batch, Village.name.label("village_name"), Division.name.label("township"),
        AGENT.name.label("agent"), Campaign.name.label("campaign_name"),
        maintain_column_froms=True,
    )  # fmt: skip
    statement = with_agent(with_home(with_place(shown, Enrollment)))
    filters = [
        *places(session, by, Collection.village),
        Filter("campaign", "活动", campaigns(session, by), lambda k: Enrollment.campaign == k),
        Filter("state", "状态", listings.RECEIPTS, _receipt_state),
        Filter("method", "方式", listings.METHODS, lambda one: Collection.method == one),
        Filter("agent", "代办员", agents(session, by), partial(by_agent, by.county)),
        Filter("day", "收费日期", (), lambda day: Collection.collected_on == day, day=True),
    ]
    listing = listings.receipts(
        filters, lambda text: Collection.receipt_no.contains(text, autoescape=True)
    )
    key = [Collection.village, Collection.id]
    sums = {"fen": func.coalesce(Collection.amount_fen, 0)}
    return read(session, listing, statement, args, key=key, count=base, sums=sums, keys_first=True)


def arrivals(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return the money that arrived for a person's villages."""
    statement = (
        select(
            Payment, Village.name.label("village_name"), Division.name.label("township"),
            Campaign.name.label("campaign_name"), Batch.batch_no, User.name.label("by_name"),
        )
        .join(Village, (Village.county == Payment.county) & (Village.id == Payment.village))
        .outerjoin(Division, Division.code == Village.township)
        .join(Campaign, (Campaign.county == Payment.county) & (Campaign.id == Payment.campaign))
        .outerjoin(User, (User.county == Payment.county) & (User.id == Payment.entered_by))
        .outerjoin(
            Batch,
            (Batch.county == Payment.county)
            & (Batch.village == Payment.village)
            & (Batch.id == Payment.batch),
        )
        .where(Payment.county == by.county, in_areas(Payment.village, by))
    )  # fmt: skip
    filters = [
        *places(session, by, Payment.village),
        Filter("campaign", "活动", campaigns(session, by), lambda key: Payment.campaign == key),
        Filter("source", "来源", listings.SOURCES, lambda source: Payment.source == source),
        Filter("day", "到账日期", (), lambda day: Payment.received_on == day, day=True),
    ]
    listing = listings.arrivals(
        filters, lambda text: Payment.reference.contains(text, autoescape=True)
    )
    key, sums = [Payment.received_on, Payment.id], {"fen": Payment.amount_fen}
    return read(session, listing, statement, args, key=key, sums=sums, newest_first=True)


def _receipt_state(state: str) -> Any:
    if state == "TAKEN":
        standing = and_(Enrollment.status.in_(STANDING), Enrollment.outcome == "ENROLL")
        return and_(Collection.status != "VOID", standing)
    if state == "BROUGHT":
        return Collection.status.in_(("REMITTED", "MATCHED"))
    return Collection.status == state
