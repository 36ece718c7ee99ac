"""Lists of people, places and phones for administrators."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User, UserArea
from app.people.rules import SPACE_LOW_MB, Places, is_overdue
from app.regions.models import Division, Village
from app.regions.queries import division_names
from app.regions.rules import covers, short_name, village_range


@dataclass(frozen=True)
class PersonLine:
    """A person in the list. phones: how many he registered."""

    id: str
    login: str
    name: str
    role: str
    status: str
    areas: tuple[int, ...]
    phones: int


def people(session: Session, county: int) -> list[PersonLine]:
    """Return the people of a county."""
    rows = session.scalars(
        select(User).where(User.county == county).order_by(User.login_name)
    ).all()
    areas = _areas(session, county)
    phones = dict(
        session.execute(
            select(Install.agent, func.count())
            .where(Install.county == county, Install.app != "desk")
            .group_by(Install.agent)
        ).all()
    )
    return [
        PersonLine(
            row.id, row.login_name, row.name, row.role, row.status, areas[row.id],
            phones.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A township with its villages, [(code, name)]."""

    code: int
    name: str
    villages: list[tuple[int, str]]


def towns(session: Session, county: int) -> list[Town]:
    """Return the townships of a county with their villages, by code."""
    below = select(Division.code).where(Division.parent == county)
    names = division_names(session, session.scalars(below).all())
    found: dict[int, Town] = {}
    for code, township, name in session.execute(
        select(Village.id, Village.township, Village.name)
        .where(Village.county == county)
        .order_by(Village.id)
    ):
        town = found.setdefault(township, Town(township, names.get(township, str(township)), []))
        town.villages.append((code, short_name(name)))
    return list(found.values())


def places(session: Session, county: int) -> Places:
    """Return the divisions of a county by every way to say their names."""
    names: dict[int, str] = {}
    codes: dict[str, set[int]] = defaultdict(set)
    rows = session.execute(
        select(Division.code, Division.name).where(
            or_(
                Division.code == county,
                Division.code.between(county * 1000, county * 1000 + 999),
                Division.code.between(*village_range(county)),
            )
        )
    ).all()
    for code, name in rows:
        names[code] = name
        for said in {name, short_name(name)}:
            codes[said].add(code)
    for code, name in rows:  # a village is known beside its township, `亭子镇官田村`
        town = names.get(code // 1000)
        if town and code >= village_range(county)[0]:
            codes[town + short_name(name)].add(code)
            codes[town + name].add(code)
    return Places(names, codes)


def responsible(session: Session, county: int, town: Town) -> list[tuple[str, list[str]]]:
    """Return [(village, names of its agents)] of a township; nobody is an empty list."""
    rows = session.execute(
        select(User.name, UserArea.code)
        .join(UserArea, (UserArea.county == User.county) & (UserArea.user == User.id))
        .where(User.county == county, User.role == "AGENT", User.status == "ACTIVE")
        .order_by(User.login_name)
    ).all()
    return [
        (name, [agent for agent, area in rows if covers(area, code)])
        for code, name in town.villages
    ]


@dataclass(frozen=True)
class Phone:
    """A phone with what it last reported. oldest_days: age of the oldest unsent save."""

    id: str
    agent_id: str
    agent: str
    label: str
    app: str
    status: str
    seen_at: datetime
    unsent: int
    reported: bool
    oldest_days: int | None
    free_mb: int | None
    overdue: bool
    low: bool


def phones(session: Session, county: int, *, at: datetime) -> list[Phone]:
    """Return the phones of a county: overdue ones first, then the one silent longest."""
    rows = session.execute(
        select(Install, User.name)
        .join(User, (User.county == Install.county) & (User.id == Install.agent))
        .where(Install.county == county, Install.app != "desk")  # the desk is no phone
        .order_by(Install.seen_at)
    )
    found = [_phone(row, name, at) for row, name in rows]
    return sorted(found, key=lambda one: not one.overdue)


def phone(session: Session, county: int, install: str, *, at: datetime) -> Phone | None:
    """Return one phone."""
    return next((one for one in phones(session, county, at=at) if one.id == install), None)


def _phone(row: Install, agent: str, at: datetime) -> Phone:
    report: dict[str, Any] = row.report
    unsent = report.get("unsent") or 0
    silent = (at - row.seen_at).total_seconds() / 86_400
    oldest = report.get("oldest_unsent_s")
    free = report.get("free_mb")
    return Phone(
        row.id, row.agent, agent, row.label, str(report.get("app") or row.app), row.status,
        row.seen_at, unsent, "unsent" in report,
        int(oldest / 86_400 + silent) if oldest and unsent else None, free,
        is_overdue(row.status, unsent, silent),
        row.status == "ACTIVE" and free is not None and free < SPACE_LOW_MB,
    )  # fmt: skip


def _areas(session: Session, county: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for user, code in session.execute(
        select(UserArea.user, UserArea.code)
        .where(UserArea.county == county)
        .order_by(UserArea.code)
    ):
        found[user] = (*found[user], code)
    return found
