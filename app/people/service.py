"""Make and change people, give them a password once, take a phone out of use."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import Install, Login, User, UserSession
from app.accounts.passwords import hash_random
from app.accounts.queries import areas_of
from app.accounts.rules import Actor
from app.accounts.service import create_user, set_areas
from app.audit.service import Entry, record
from app.errors import Conflict, Invalid, NotFound
from app.people.rules import Line

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
PASSWORD_LENGTH = 12  # 59 bits: nobody guesses it, so its hash may be cheap
REASON_MAX = 200


@dataclass(frozen=True)
class Made:
    """A person with the temporary password, to be shown once."""

    id: str
    name: str
    login: str
    password: str


@dataclass(frozen=True)
class Facts:
    """What an administrator says of a person."""

    name: str
    role: str
    areas: tuple[int, ...]


def new_password() -> str:
    """Return a temporary password."""
    return "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))


def create(session: Session, lines: Iterable[Line], *, by: Actor, at: datetime) -> list[Made]:
    """Make people who must change their password. Raises Conflict LOGIN_TAKEN, Invalid."""
    made = []
    for line in lines:
        if line.faults:
            raise Invalid(line.faults[0][1], row=line.no)
        password = new_password()
        user = create_user(
            session, by.county, login=line.login, name=line.name, role=line.role,
            areas=line.areas, password=password, by_chance=True, by=by.id, at=at,
        )  # fmt: skip
        made.append(Made(user, line.name, line.login, password))
    return made


def find(session: Session, by: Actor, user: str, *, lock: bool = False) -> User:
    """Return a person of the county. Raises NotFound."""
    found = session.get(User, (by.county, user), with_for_update=lock or None)
    if found is None:
        raise NotFound("USER_UNKNOWN")
    return found


def seen(session: Session, row: User) -> str:
    """Return what a form was filled in upon, so that nobody overwrites what he has not seen."""
    areas = areas_of(session, row.county, row.id)
    return "|".join([row.name, row.role, row.status, *map(str, areas)])


def change(
    session: Session, user: str, facts: Facts, base: str, *, by: Actor, at: datetime
) -> None:
    """Change name, role and areas. Raises Conflict USER_CHANGED, SELF_CHANGE; Invalid."""
    row = find(session, by, user, lock=True)
    if seen(session, row) != base:
        raise Conflict("USER_CHANGED")
    if row.id == by.id and facts.role != row.role:
        raise Conflict("SELF_CHANGE")
    was = {"name": row.name, "role": row.role}
    now = {"name": facts.name, "role": facts.role}
    if was != now:
        row.name, row.role = facts.name, facts.role
        note = Entry("USER_CHANGED", f"user:{user}", by.id, detail={"was": was, "now": now})
        record(session, by.county, note, at=at)
    if facts.areas != areas_of(session, by.county, user):
        set_areas(session, by.county, user, facts.areas, by=by.id, at=at)


def suspend(session: Session, user: str, reason: str, *, by: Actor, at: datetime) -> None:
    """End all sign-ins of a person and let him in no more. Raises Conflict, Invalid.

    His phones keep their work: it can still be handed over.
    """
    row = find(session, by, user, lock=True)
    if row.id == by.id:
        raise Conflict("SELF_CHANGE")
    _require(reason)
    if row.status != "ACTIVE":
        raise Conflict("USER_CHANGED")
    row.status = "CLOSED"
    _end_sessions(session, row, at=at)
    entry = Entry("USER_SUSPENDED", f"user:{user}", by.id, detail={"reason": reason})
    record(session, by.county, entry, at=at)


def restore(session: Session, user: str, *, by: Actor, at: datetime) -> None:
    """Let a suspended person in again. Raises Conflict."""
    row = find(session, by, user, lock=True)
    if row.status == "ACTIVE":
        raise Conflict("USER_CHANGED")
    row.status = "ACTIVE"
    record(session, by.county, Entry("USER_RESTORED", f"user:{user}", by.id), at=at)


def reset_password(session: Session, user: str, *, by: Actor, at: datetime) -> Made:
    """Give a person a temporary password and end his sign-ins; it is shown once."""
    row = find(session, by, user, lock=True)
    password = new_password()
    row.password_hash, row.must_change_password = hash_random(password), True
    _end_sessions(session, row, at=at)
    record(session, by.county, Entry("PASSWORD_RESET", f"user:{user}", by.id), at=at)
    return Made(row.id, row.name, row.login_name, password)


def taken(session: Session, logins: Sequence[str]) -> set[str]:
    """Return which sign-in names are in use, in whatever county."""
    return set(session.scalars(select(Login.login_name).where(Login.login_name.in_(logins))))


def revoke_install(
    session: Session, install: str, reason: str, *, by: Actor, at: datetime
) -> Install:
    """Take a phone out of use: it gets nothing more, hands over what it holds, clears itself.

    Raises NotFound, Conflict INSTALL_REVOKED, Invalid WHY_MISSING.
    """
    row = session.get(Install, (by.county, install), with_for_update=True)
    if row is None or row.app == "desk":
        raise NotFound("INSTALL_UNKNOWN")
    _require(reason)
    if row.status in ("REVOKED", "WIPED"):
        raise Conflict("INSTALL_REVOKED")
    row.status = "REVOKED"
    detail = {"reason": reason, "unsent": row.report.get("unsent")}
    entry = Entry("INSTALL_REVOKED", f"install:{install}", by.id, install, detail)
    record(session, by.county, entry, at=at)
    return row


def _require(reason: str) -> None:
    if not 0 < len(reason) <= REASON_MAX:
        raise Invalid("WHY_MISSING")


def _end_sessions(session: Session, row: User, *, at: datetime) -> None:
    session.execute(
        update(UserSession)
        .where(
            UserSession.county == row.county, UserSession.user == row.id,
            UserSession.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )  # fmt: skip
