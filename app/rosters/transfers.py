"""Households that change hands: an agent asks, a supervisor names the agent who visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea
from app.accounts.rules import Actor, may_see
from app.audit.service import Entry
from app.errors import Invalid, NotFound
from app.regions.models import Village
from app.regions.rules import covers, short_name, village_range
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household, Person

HEADS = ("01", "02")
LIST_MAX = 500


@dataclass(frozen=True)
class Transfer:
    """A household that is to change hands, or has. agents: who works in its village."""

    row: Household
    head: str
    village_name: str
    agents: Sequence[tuple[str, str]]


def transfers(session: Session, by: Actor) -> list[Transfer]:
    """Return the households of the person's villages with an own agent, those asked for first."""
    ranges = [Household.village.between(*village_range(area)) for area in by.areas]
    rows = session.execute(
        select(Household, Village.name)
        .join(Village, (Village.county == Household.county) & (Village.id == Household.village))
        .where(
            Household.county == by.county, or_(*ranges), Household.deleted.is_(False),
            or_(Household.give_to.is_not(None), Household.agent.is_not(None)),
        )
        .order_by(Household.give_to.is_(None), Household.village, Household.id)
        .limit(LIST_MAX)
    ).all()  # fmt: skip
    agents = _agents(session, by.county)
    heads = _heads(session, by.county, [row for row, _ in rows])
    return [
        Transfer(
            row, heads.get((row.village, row.id), ""), short_name(name),
            [
                (key, who)
                for key, who, areas in agents
                if any(covers(area, row.village) for area in areas)
            ],
        )
        for row, name in rows
    ]  # fmt: skip


def asked(session: Session, by: Actor) -> int:
    """Return how many households wait to change hands."""
    return sum(one.row.give_to is not None for one in transfers(session, by))


def assign(
    session: Session, village: int, household: str, agent: str, *, by: Actor, at: datetime
) -> None:
    """Say whose a household is; an empty agent gives it back to all. Raises NotFound, Invalid."""
    if not may_see(by, village):
        raise NotFound("VILLAGE_UNKNOWN")
    lock = lock_village(session, by.county, village)
    if session.get(Household, (by.county, village, household)) is None:
        raise NotFound("HOUSEHOLD_UNKNOWN")
    names = {
        key: name
        for key, name, areas in _agents(session, by.county)
        if any(covers(area, village) for area in areas)
    }
    if agent and agent not in names:
        raise Invalid("AGENT_ELSEWHERE")
    columns = {"give_to": None, "agent": agent or None, "agent_name": names.get(agent)}
    update_rows(session, lock, Household, {household: columns})
    detail = {"agent": agent or None}
    entry = Entry("HOUSEHOLD_ASSIGNED", f"household:{household}", by.id, detail=detail)
    release(session, lock, [entry], at=at)


def _agents(session: Session, county: int) -> list[tuple[str, str, list[int]]]:
    """Return (id, name, areas) of the agents at work."""
    found: dict[str, tuple[str, list[int]]] = {}
    rows = session.execute(
        select(User.id, User.name, UserArea.code)
        .join(UserArea, (UserArea.county == User.county) & (UserArea.user == User.id))
        .where(User.county == county, User.role == "AGENT", User.status == "ACTIVE")
        .order_by(User.name, User.id)
    )
    for key, name, code in rows:
        found.setdefault(key, (name, []))[1].append(code)
    return [(key, name, areas) for key, (name, areas) in found.items()]


def _heads(session: Session, county: int, homes: Sequence[Household]) -> dict[tuple[int, str], str]:
    rows = session.execute(
        select(Person.village, Person.household, Person.name).where(
            Person.county == county, Person.village.in_({row.village for row in homes}),
            Person.household.in_({row.id for row in homes}), Person.relation.in_(HEADS),
            Person.deleted.is_(False),
        )
    )  # fmt: skip
    return {(village, household): name or "" for village, household, name in rows}
