"""The lists behind the figures: households, insured people, receipts, money that arrived."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.campaigns.models import Campaign
from app.campaigns.queries import campaign_names
from app.clock import SHANGHAI
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.inbox.arrival import INSTALL, brought
from app.inbox.models import InboxOp
from app.lists.listing import Filter, Page
from app.lists.queries import read
from app.overview import listings
from app.overview.people import agents
from app.policies.units import STANDING
from app.reconciliation.models import Payment
from app.regions.models import Division, Village
from app.regions.queries import townships_of, villages_of
from app.regions.rules import short_name, village_range
from app.rosters.models import Household, Person

HEADS = ("01", "02")
STANDS = "STANDING"  # what the figures count: on the server, neither withdrawn nor expired
PHONE, AGENT = aliased(Install), aliased(User)


def households(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return enrollments of a person's villages, one per household and campaign."""
    head = (
        select(Person.name)
        .where(
            Person.county == Enrollment.county, Person.village == Enrollment.village,
            Person.household == Enrollment.household, Person.relation.in_(HEADS),
            Person.deleted.is_(False),
        )
        .order_by(Person.relation, Person.id)
        .limit(1)
        .correlate(Enrollment)
        .scalar_subquery()
    )  # fmt: skip
    insured = (
        select(func.count())
        .where(
            InsuredPerson.county == Enrollment.county, InsuredPerson.village == Enrollment.village,
            InsuredPerson.enrollment == Enrollment.id, InsuredPerson.included.is_(True),
            InsuredPerson.deleted.is_(False),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )  # fmt: skip
    premium, due = _figure("premium_fen"), _figure("shares", "INDIVIDUAL")
    statement = _with_place(
        select(
            Enrollment, Household.group_name, Household.household_no, Household.walk_order,
            head.label("head"), insured.label("persons"), premium.label("premium_fen"),
            due.label("due_fen"), Village.name.label("village_name"),
            Division.name.label("township"), AGENT.name.label("agent"), Batch.batch_no,
            Campaign.name.label("campaign_name"),
        ),
        Enrollment,
    ).outerjoin(
        Batch,
        (Batch.county == Enrollment.county)
        & (Batch.village == Enrollment.village)
        & (Batch.id == Enrollment.batch),
    )  # fmt: skip
    statement = _with_agent(_with_home(statement)).where(
        Enrollment.county == by.county, in_areas(Enrollment.village, by),
        Enrollment.deleted.is_(False),
    )  # fmt: skip
    count = _with_agent(_with_home(select(Enrollment))).where(
        Enrollment.county == by.county, in_areas(Enrollment.village, by),
        Enrollment.deleted.is_(False),
    )  # fmt: skip
    filters = [
        *_places(session, by, Enrollment.village),
        Filter("campaign", "活动", _campaigns(session, by), lambda k: Enrollment.campaign == k),
        Filter("status", "状态", listings.STATES, _status),
        Filter("outcome", "结果", listings.OUTCOMES, lambda code: Enrollment.outcome == code),
        Filter("agent", "代办员", agents(session, by), _by_agent),
        Filter("day", "到服务器的日子", (), _arrived, day=True),
        Filter("returned", "退回过", [("1", "退回过"), ("0", "没退回过")], _returned),
    ]
    listing = listings.households(
        filters, lambda text: or_(head.contains(text, autoescape=True), _no(text))
    )
    key = [Enrollment.village, Household.walk_order, Enrollment.id]
    sums = {"premium": premium, "due": due}
    return read(session, listing, statement, args, key=key, count=count, sums=sums)


def insured(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return the insured people of a person's villages, ID numbers masked."""
    premium = func.coalesce(InsuredPerson.computed["premium_fen"].as_integer(), 0)
    base = (
        select(InsuredPerson)
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .join(
            Person,
            (Person.county == InsuredPerson.county)
            & (Person.village == InsuredPerson.village)
            & (Person.id == InsuredPerson.person),
        )
        .where(
            InsuredPerson.county == by.county, in_areas(InsuredPerson.village, by),
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
            Enrollment.deleted.is_(False), Enrollment.outcome == "ENROLL",
        )
    )  # fmt: skip
    shown = base.with_only_columns(
        InsuredPerson, Person.name, Person.id_no_mask, Person.relation, Household.group_name,
        Household.household_no, Enrollment.status, Enrollment.batch,
        premium.label("premium_fen"), Village.name.label("village_name"),
        Division.name.label("township"), Campaign.name.label("campaign_name"),
        AGENT.name.label("agent"),
        maintain_column_froms=True,
    )  # fmt: skip
    statement = _with_agent(_with_home(_with_place(shown, Enrollment)))
    filters = [
        *_places(session, by, InsuredPerson.village),
        Filter("campaign", "活动", _campaigns(session, by), lambda k: Enrollment.campaign == k),
        Filter("status", "状态", listings.STATES, _status),
        Filter("agent", "代办员", agents(session, by), _by_agent),
        Filter("day", "到服务器的日子", (), _arrived, day=True),
    ]
    listing = listings.insured(filters, _person)
    key = [InsuredPerson.village, InsuredPerson.id]
    return read(session, listing, statement, args, key=key, count=base, sums={"premium": premium})


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
    statement = _with_agent(_with_home(_with_place(shown, Enrollment)))
    filters = [
        *_places(session, by, Collection.village),
        Filter("campaign", "活动", _campaigns(session, by), lambda k: Enrollment.campaign == k),
        Filter("state", "状态", listings.RECEIPTS, _receipt_state),
        Filter("method", "方式", listings.METHODS, lambda one: Collection.method == one),
        Filter("agent", "代办员", agents(session, by), _by_agent),
        Filter("day", "收费日期", (), lambda day: Collection.collected_on == day, day=True),
    ]
    listing = listings.receipts(
        filters, lambda text: Collection.receipt_no.contains(text, autoescape=True)
    )
    key = [Collection.village, Collection.id]
    sums = {"fen": func.coalesce(Collection.amount_fen, 0)}
    return read(session, listing, statement, args, key=key, count=base, sums=sums)


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
        *_places(session, by, Payment.village),
        Filter("campaign", "活动", _campaigns(session, by), lambda key: Payment.campaign == key),
        Filter("source", "来源", listings.SOURCES, lambda source: Payment.source == source),
        Filter("day", "到账日期", (), lambda day: Payment.received_on == day, day=True),
    ]
    listing = listings.arrivals(
        filters, lambda text: Payment.reference.contains(text, autoescape=True)
    )
    key, sums = [Payment.received_on, Payment.id], {"fen": Payment.amount_fen}
    return read(session, listing, statement, args, key=key, sums=sums, newest_first=True)


def _figure(*path: str) -> Any:
    """Return a figure the server computed of an enrollment, 0 of one that does not stand."""
    value = Enrollment.computed[path] if len(path) > 1 else Enrollment.computed[path[0]]
    return func.coalesce(value.as_integer(), 0)


def _with_place(statement: Any, fact: Any) -> Any:
    return (
        statement.join(Village, (Village.county == fact.county) & (Village.id == fact.village))
        .outerjoin(Division, Division.code == Village.township)
        .join(
            Campaign,
            (Campaign.county == Enrollment.county) & (Campaign.id == Enrollment.campaign),
        )
    )


def _with_home(statement: Any) -> Any:
    return statement.join(
        Household,
        (Household.county == Enrollment.county)
        & (Household.village == Enrollment.village)
        & (Household.id == Enrollment.household),
    )


def _with_agent(statement: Any) -> Any:
    """Join who made an enrollment: the agent of the phone that its id names."""
    return statement.outerjoin(
        PHONE,
        (PHONE.county == Enrollment.county) & (PHONE.id == func.substr(Enrollment.id, 1, INSTALL)),
    ).outerjoin(AGENT, (AGENT.county == PHONE.county) & (AGENT.id == PHONE.agent))


def _places(session: Session, by: Actor, column: Any) -> list[Filter]:
    villages = villages_of(session, by.county, by.areas)
    return [
        Filter(
            "township", "乡镇", townships_of(session, by.county, by.areas),
            lambda code: column.between(*village_range(int(code))),
        ),
        Filter(
            "village", "村", [(str(one.id), short_name(one.name)) for one in villages],
            lambda code: column == int(code),
        ),
    ]  # fmt: skip


def _campaigns(session: Session, by: Actor) -> list[tuple[str, str]]:
    return campaign_names(session, by.county)


def _status(status: str) -> Any:
    if status == STANDS:
        return and_(Enrollment.status.in_(STANDING), Enrollment.outcome == "ENROLL")
    return Enrollment.status == status


def _receipt_state(state: str) -> Any:
    if state == "TAKEN":
        standing = and_(Enrollment.status.in_(STANDING), Enrollment.outcome == "ENROLL")
        return and_(Collection.status != "VOID", standing)
    if state == "BROUGHT":
        return Collection.status.in_(("REMITTED", "MATCHED"))
    return Collection.status == state


def _by_agent(user: str) -> Any:
    phones = select(Install.id).where(Install.county == Enrollment.county, Install.agent == user)
    return func.substr(Enrollment.id, 1, INSTALL).in_(phones)


def _arrived(day: str) -> Any:
    """Return the condition that an enrollment reached the server on a day.

    Those that no phone brought count on the day they were signed, as in the figures.
    """
    first = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    brought_then = (
        select(InboxOp.install + literal("-") + cast(InboxOp.seq, Text))
        .where(
            InboxOp.county == Enrollment.county, InboxOp.received_at >= first,
            InboxOp.received_at < first + timedelta(days=1),
        )
        .correlate(None)
    )  # fmt: skip
    no_op = ~select(literal(1)).where(brought(Enrollment.county, Enrollment.id)).exists()
    return or_(Enrollment.id.in_(brought_then), and_(Enrollment.declared_on == day, no_op))


def _returned(wanted: str) -> Any:
    never = cast(Enrollment.returns, Text) == "[]"
    return never if wanted == "0" else ~never


def _no(text: str) -> Any:
    return Household.household_no.contains(text, autoescape=True)


def _person(text: str) -> Any:
    """Find a person by part of a name, or by the end of an ID number."""
    return or_(
        Person.name.contains(text, autoescape=True),
        Person.id_no_mask.endswith(text.upper(), autoescape=True),
    )
