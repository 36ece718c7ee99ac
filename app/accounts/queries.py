"""Who is behind a cookie."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea, UserSession
from app.accounts.rules import Actor
from app.accounts.service import token_sha

DESK_HOURS = 12  # a desk is shared; a phone's sign-in lasts until it is ended


def actor_of(session: Session, cookie: str, audience: str, *, at: datetime) -> Actor | None:
    """Return the person behind a cookie `<county>.<secret>`, or None.

    Role, name and areas are read afresh: a change works from the next request.
    """
    county, _, secret = cookie.partition(".")
    if not (county.isascii() and county.isdigit() and len(county) == 6 and secret):
        return None
    found = session.execute(
        select(
            UserSession.id, UserSession.user, UserSession.install, UserSession.created_at,
            User.name, User.role, User.must_change_password,
        )
        .join(User, (User.county == UserSession.county) & (User.id == UserSession.user))
        .where(
            UserSession.county == int(county), UserSession.token_sha == token_sha(secret),
            UserSession.audience == audience, UserSession.revoked_at.is_(None),
            User.status == "ACTIVE",
        )
    ).one_or_none()  # fmt: skip
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
    codes = session.scalars(
        select(UserArea.code)
        .where(UserArea.county == county, UserArea.user == user)
        .order_by(UserArea.code)
    )
    return tuple(codes)


def user_names(session: Session, county: int) -> dict[str, str]:
    """Return {user id: name} of a county."""
    rows = session.execute(select(User.id, User.name).where(User.county == county))
    return {user: name for user, name in rows}  # noqa: C416 - rows are not pairs to mypy
