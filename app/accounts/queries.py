"""Who is behind a cookie."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea, UserSession
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
    return dict(rows.all())
