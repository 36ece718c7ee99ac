"""The lists of people behind the figures: households in campaigns, and who is insured in them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Text, and_, cast, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches.models import Batch
from app.batches.scope import in_areas
from app.campaigns.models import Campaign
from app.clock import SHANGHAI
from app.enrollment.models import Enrollment, InsuredPerson
from app.inbox.arrival import INSTALL
from app.inbox.models import InboxOp
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
from app.regions.models import Division, Village
from app.rosters.models import Household, Person

HEADS = ("01", "02")
FEW = 1000  # people found, looked up one by one
STANDS = "STANDING"  # what the figures count: on the server, neither withdrawn nor expired


def households(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return enrollments of a person's villages, one per household and campaign."""
    head, members = _head(), _members()
    premium, due = _figure("premium_fen"), _figure("shares", "INDIVIDUAL")
    statement = with_place(
        select(
            Enrollment, Household.group_name, Household.household_no, Household.walk_order,
            head.label("head"), members.label("persons"), premium.label("premium_fen"),
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
    own = (
        Enrollment.county == by.county, in_areas(Enrollment.village, by),
        Enrollment.deleted.is_(False),
    )  # fmt: skip
    statement = with_agent(with_home(statement)).where(*own)
    # Nobody is left out by joining the house: it is only joined where it decides something.
    count: Any = select(Enrollment).where(*own)
    count = with_home(count) if _by_home(args) else count
    listing = listings.households(
        _filters(session, by), lambda text: or_(_headed(session, by, text), _no(text))
    )
    key = [Enrollment.village, Enrollment.id]  # the order of the table: no page sorts all rows
    sums = {"premium": premium, "due": due}
    return read(session, listing, statement, args, key=key, count=count, sums=sums, keys_first=True)


def insured(session: Session, by: Actor, args: Mapping[str, str]) -> Page:
    """Return the insured people of a person's villages, ID numbers masked."""
    premium = func.coalesce(InsuredPerson.computed["premium_fen"].as_integer(), 0)
    lines = _insured(by)
    shown = _with_person(lines).with_only_columns(
        InsuredPerson, Person.name, Person.id_no_mask, Person.relation, Household.group_name,
        Household.household_no, Enrollment.status, Enrollment.batch,
        premium.label("premium_fen"), Village.name.label("village_name"),
        Division.name.label("township"), Campaign.name.label("campaign_name"),
        AGENT.name.label("agent"),
        maintain_column_froms=True,
    )  # fmt: skip
    statement = with_agent(with_home(with_place(shown, Enrollment)))
    filters = [
        *places(session, by, InsuredPerson.village),
        Filter("campaign", "活动", campaigns(session, by), lambda k: Enrollment.campaign == k),
        Filter("status", "状态", listings.STATES, _status),
        Filter("agent", "代办员", agents(session, by), partial(by_agent, by.county)),
        Filter("day", "到服务器的日子", (), partial(_arrived, by.county), day=True),
    ]
    listing = listings.insured(filters, lambda text: _called(session, by, text))
    key = [InsuredPerson.village, InsuredPerson.id]
    # Nobody is left out by joining people: they are only joined where a name gives the order.
    count = _with_person(lines) if _sorted_by(args, "name") else lines
    return read(session, listing, statement, args, key=key, count=count, keys_first=True)


def _filters(session: Session, by: Actor) -> list[Filter]:
    return [
        *places(session, by, Enrollment.village),
        Filter("campaign", "活动", campaigns(session, by), lambda k: Enrollment.campaign == k),
        Filter("status", "状态", listings.STATES, _status),
        Filter("outcome", "结果", listings.OUTCOMES, lambda code: Enrollment.outcome == code),
        Filter("agent", "代办员", agents(session, by), partial(by_agent, by.county)),
        Filter("day", "到服务器的日子", (), partial(_arrived, by.county), day=True),
        Filter("returned", "退回过", [("1", "退回过"), ("0", "没退回过")], _returned),
    ]


def _head() -> Any:
    """Return the name of the head of the household of an enrollment."""
    return (
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


def _members() -> Any:
    """Return how many are insured by an enrollment."""
    return (
        select(func.count())
        .where(
            InsuredPerson.county == Enrollment.county, InsuredPerson.village == Enrollment.village,
            InsuredPerson.enrollment == Enrollment.id, InsuredPerson.included.is_(True),
            InsuredPerson.deleted.is_(False),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )  # fmt: skip


def _insured(by: Actor) -> Any:
    """Return the lines of insured people of a person's villages, with their enrollment."""
    return (
        select(InsuredPerson)
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .where(
            InsuredPerson.county == by.county, in_areas(InsuredPerson.village, by),
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
            Enrollment.deleted.is_(False), Enrollment.outcome == "ENROLL",
        )
    )  # fmt: skip


def _with_person(statement: Any) -> Any:
    return statement.join(
        Person,
        (Person.county == InsuredPerson.county)
        & (Person.village == InsuredPerson.village)
        & (Person.id == InsuredPerson.person),
    )


def _figure(*path: str) -> Any:
    """Return a figure the server computed of an enrollment, 0 of one that does not stand."""
    value = Enrollment.computed[path] if len(path) > 1 else Enrollment.computed[path[0]]
    return func.coalesce(value.as_integer(), 0)


def _status(status: str) -> Any:
    if status == STANDS:
        return and_(Enrollment.status.in_(STANDING), Enrollment.outcome == "ENROLL")
    return Enrollment.status == status


def _arrived(county: int, day: str) -> Any:
    """Return the condition that an enrollment reached the server on a day.

    Those that no phone brought, whose id has another form, count on the day they were signed.
    """
    first = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI)
    # Of the inbox alone: looked up once, by time, and not for every enrollment.
    brought_then = select(InboxOp.install + literal("-") + cast(InboxOp.seq, Text)).where(
        InboxOp.county == county, InboxOp.received_at >= first,
        InboxOp.received_at < first + timedelta(days=1),
    )  # fmt: skip
    from_desk = func.substr(Enrollment.id, INSTALL + 1, 1) != "-"
    return or_(Enrollment.id.in_(brought_then), and_(Enrollment.declared_on == day, from_desk))


def _returned(wanted: str) -> Any:
    never = cast(Enrollment.returns, Text) == "[]"
    return never if wanted == "0" else ~never


def _no(text: str) -> Any:
    return Household.household_no.contains(text, autoescape=True)


def _by_home(args: Mapping[str, str]) -> bool:
    """Tell whether an address searches or orders by the house."""
    return bool(args.get("q")) or _sorted_by(args, "no")


def _sorted_by(args: Mapping[str, str], column: str) -> bool:
    return args.get("sort", "").removeprefix("-") == column


def _headed(session: Session, by: Actor, text: str) -> Any:
    """Return the condition that the head of a household has a text in his name."""
    heads = _found(by, text).where(Person.relation.in_(HEADS), Person.deleted.is_(False))
    homes = heads.with_only_columns(Person.village, Person.household)
    return tuple_(Enrollment.village, Enrollment.household).in_(_few(session, homes))


def _called(session: Session, by: Actor, text: str) -> Any:
    """Return the condition that an insured person is called so, or his number ends so."""
    people = _found(by, text).with_only_columns(Person.village, Person.id)
    return tuple_(InsuredPerson.village, InsuredPerson.person).in_(_few(session, people))


def _found(by: Actor, text: str) -> Any:
    """Return the statement of persons by part of a name, or by the end of an ID number."""
    named = Person.name.contains(text, autoescape=True)
    numbered = Person.id_no_mask.endswith(text.upper(), autoescape=True)
    return select(Person).where(
        Person.county == by.county, in_areas(Person.village, by), or_(named, numbered)
    )


def _few(session: Session, keys: Any) -> Any:
    """Return the keys that a statement finds, or the statement where they are many.

    Few are looked up by themselves: no database guesses how few a part of a name finds, and one
    that guesses wrong reads every household.
    """
    found = [tuple(row) for row in session.execute(keys.limit(FEW + 1))]
    return found if len(found) <= FEW else keys
