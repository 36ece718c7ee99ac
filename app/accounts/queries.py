"""Who is behind a cookie, and lists of people and phones for the admin."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User, UserArea, UserSession
from app.accounts.rules import Actor
from app.accounts.service import token_sha

DESK_HOURS = 12  # a desk is shared; a phone's sign-in lasts until it is ended


SESSIONS, USERS = cast("Table", UserSession.__table__), cast("Table", User.__table__)
AREAS = cast("Table", UserArea.__table__)
# Asked with every request, so built once.
_ACTOR = (
    select(
        SESSIONS.c.id, SESSIONS.c.user, SESSIONS.c.install, SESSIONS.c.created_at,
        USERS.c.name, USERS.c.role, USERS.c.must_change_password,
    )
    .join_from(
        SESSIONS, USERS, (USERS.c.county == SESSIONS.c.county) & (USERS.c.id == SESSIONS.c.user)
    )
    .where(
        SESSIONS.c.county == bindparam("county"), SESSIONS.c.token_sha == bindparam("sha"),
        SESSIONS.c.audience == bindparam("audience"), SESSIONS.c.revoked_at.is_(None),
        USERS.c.status == "ACTIVE",
    )
)  # fmt: skip
_AREAS = (
    select(AREAS.c.code)
    .where(AREAS.c.county == bindparam("county"), AREAS.c.user == bindparam("user"))
    .order_by(AREAS.c.code)
)


def actor_of(session: Session, cookie: str, audience: str, *, at: datetime) -> Actor | None:
    """Return the person behind a cookie `<county>.<secret>`, or None.

    Role, name and areas are read afresh: a change works from the next request.
    """
    county, _, secret = cookie.partition(".")
    if not (county.isascii() and county.isdigit() and len(county) == 6 and secret):
        return None
    found = session.execute(
        _ACTOR, {"county": int(county), "sha": token_sha(secret), "audience": audience}
    ).one_or_none()
    if found is None or (
        audience == "DESK" and found.created_at < at - timedelta(hours=DESK_HOURS)
    ):
        return None
    areas = areas_of(session, int(county), found.user)
    return Actor(
        int(county), found.user, found.name, found.role, areas, found.id, found.install,
        found.must_change_password,
    )  # fmt: skip


def areas_of(session: Session, county: int, user: str) -> tuple[int, ...]:
    """Return the division codes a person works in, in order."""
    return tuple(session.scalars(_AREAS, {"county": county, "user": user}))


def user_names(session: Session, county: int) -> dict[str, str]:
    """Return {user id: name} of a county."""
    rows = session.execute(select(User.id, User.name).where(User.county == county))
    return {user: name for user, name in rows}  # noqa: C416 - rows are not pairs to mypy


@dataclass(frozen=True)
class UserLine:
    """A person in the admin's list."""

    id: str
    login: str
    name: str
    role: str
    status: str
    areas: tuple[int, ...]


def users(session: Session, county: int) -> list[UserLine]:
    """Return the people of a county by sign-in name."""
    areas: dict[str, list[int]] = {}
    for user, code in session.execute(
        select(UserArea.user, UserArea.code)
        .where(UserArea.county == county)
        .order_by(UserArea.code)
    ):
        areas.setdefault(user, []).append(code)
    rows = session.scalars(select(User).where(User.county == county).order_by(User.login_name))
    return [
        UserLine(
            row.id, row.login_name, row.name, row.role, row.status, tuple(areas.get(row.id, ()))
        )
        for row in rows
    ]


@dataclass(frozen=True)
class InstallLine:
    """A phone in the admin's list. unsent: households not sent, as the phone last reported."""

    id: str
    agent: str
    label: str
    app: str
    status: str
    seen_at: datetime
    unsent: int | None


def installs(session: Session, county: int) -> list[InstallLine]:
    """Return the phones of a county, the one silent longest first."""
    rows = session.execute(
        select(Install, User.name)
        .join(User, (User.county == Install.county) & (User.id == Install.agent))
        .where(Install.county == county, Install.app != "desk")  # the desk is no phone
        .order_by(Install.seen_at)
    )
    return [
        InstallLine(
            row.id, name, row.label, row.app, row.status, row.seen_at, row.report.get("unsent")
        )
        for row, name in rows
    ]
