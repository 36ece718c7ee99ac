"""Make people, let them in and out, register their phones."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Install, Login, User, UserArea, UserSession
from app.accounts.passwords import hash_password, hash_random, password_holds
from app.accounts.rules import ROLES, STOPPED, Actor, password_fault
from app.accounts.throttle import throttle
from app.audit.service import Entry, record
from app.db import new_id
from app.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut

INSTALL_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class Person:
    """Who a name and a password belong to."""

    county: int
    id: str
    role: str


def create_user(
    session: Session,
    county: int,
    *,
    login: str,
    name: str,
    role: str,
    areas: Sequence[int],
    password: str,
    must_change_password: bool = True,
    by_chance: bool = False,
    by: str,
    at: datetime,
) -> str:
    """Make a person with a sign-in name; return the id. Raises Conflict when the name is taken.

    by_chance: the password was made by chance, not chosen.
    """
    if role not in ROLES:
        raise Invalid("ROLE_UNKNOWN")
    if session.get(Login, login) is not None:
        raise Conflict("LOGIN_TAKEN")
    user = new_id()
    session.execute(insert(User), [{
        "county": county, "id": user, "login_name": login, "name": name, "role": role,
        "password_hash": hash_random(password) if by_chance else hash_password(password),
        "must_change_password": must_change_password,
        "created_at": at,
    }])  # fmt: skip
    session.execute(insert(Login), [{"login_name": login, "county": county, "user": user}])
    if areas:
        rows = [{"county": county, "user": user, "code": code} for code in areas]
        session.execute(insert(UserArea), rows)
    entry = Entry("USER_CREATED", f"user:{user}", by, detail={"role": role, "areas": list(areas)})
    record(session, county, entry, at=at)
    return user


def authenticate(
    session: Session, login: str, password: str, *, source: str, roles: Sequence[str] = ROLES
) -> Person:
    """Check a name and a password; takes the same work whether or not the name exists.

    source: address of the caller. Raises TooMany, SignedOut with SIGN_IN_FAILED, or Forbidden
    when the person has none of the roles.
    """
    throttle().take(login, source)
    user = _user_named(session, login)
    stored = None if user is None else user.password_hash
    if not password_holds(stored, password) or user is None:
        raise SignedOut("SIGN_IN_FAILED")
    throttle().forget(login)
    if user.role not in roles:
        raise Forbidden("ROLE_NOT_ALLOWED")
    return Person(user.county, user.id, user.role)


def _user_named(session: Session, login: str) -> User | None:
    place = session.get(Login, login)
    if place is None:
        return None
    user = session.get(User, (place.county, place.user))
    return user if user is not None and user.status == "ACTIVE" else None


def open_session(
    session: Session,
    person: Person,
    *,
    audience: str,
    install: str | None = None,
    at: datetime,
) -> str:
    """Sign a person in; return the cookie value `<county>.<secret>`, known to him alone.

    audience: PHONE or DESK. install: bound to the session only if it is this person's.
    """
    secret = secrets.token_urlsafe(32)
    if install is not None:
        owner = select(Install.agent).where(
            Install.county == person.county, Install.id == install, Install.status.not_in(STOPPED)
        )
        if session.scalar(owner) != person.id:
            install = None  # of another person, or stopped: he registers his own
    session.execute(insert(UserSession), [{
        "county": person.county, "id": new_id(), "token_sha": token_sha(secret),
        "audience": audience, "user": person.id, "install": install,
        "created_at": at, "seen_at": at,
    }])  # fmt: skip
    entry = Entry("SIGNED_IN", f"user:{person.id}", person.id, install, {"audience": audience})
    record(session, person.county, entry, at=at)
    return f"{person.county}.{secret}"


def token_sha(secret: str) -> str:
    """Return what is stored of a session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def touch(session: Session, actor: Actor, *, at: datetime) -> None:
    """Note when a sign-in was last used."""
    session.execute(
        update(UserSession)
        .where(UserSession.county == actor.county, UserSession.id == actor.session)
        .values(seen_at=at)
    )


def sign_out(session: Session, actor: Actor, *, at: datetime) -> None:
    """End this sign-in of the person; his other ones go on."""
    revoke(session, actor.county, actor.session, by=actor.id, at=at)


def revoke(session: Session, county: int, session_id: str, *, by: str, at: datetime) -> None:
    """End one sign-in. Raises NotFound."""
    ended = session.execute(
        update(UserSession)
        .where(UserSession.county == county, UserSession.id == session_id)
        .values(revoked_at=at)
        .returning(UserSession.user)
    ).scalar_one_or_none()
    if ended is None:
        raise NotFound("SESSION_UNKNOWN")
    record(session, county, Entry("SIGNED_OUT", f"user:{ended}", by), at=at)


def change_password(session: Session, actor: Actor, old: str, new: str, *, at: datetime) -> None:
    """Give the person a new password and end his other sign-ins. Raises Invalid."""
    mine = (User.county == actor.county, User.id == actor.id)
    user = session.execute(select(User.password_hash, User.login_name).where(*mine)).one()
    throttle().take(user.login_name, f"user:{actor.id}")
    if not password_holds(user.password_hash, old):
        raise Invalid("PASSWORD_WRONG")
    fault = password_fault(new, old, user.login_name)
    if fault is not None:
        raise Invalid(fault)
    throttle().forget(user.login_name)
    session.execute(
        update(User)
        .where(*mine)
        .values(password_hash=hash_password(new), must_change_password=False)
    )
    session.execute(
        update(UserSession)
        .where(
            UserSession.county == actor.county, UserSession.user == actor.id,
            UserSession.id != actor.session, UserSession.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )  # fmt: skip
    record(session, actor.county, Entry("PASSWORD_CHANGED", f"user:{actor.id}", actor.id), at=at)


def set_areas(
    session: Session, county: int, user: str, areas: Sequence[int], *, by: str, at: datetime
) -> None:
    """Give a person other areas; his scope number moves, so that phones notice."""
    session.execute(delete(UserArea).where(UserArea.county == county, UserArea.user == user))
    if areas:
        rows = [{"county": county, "user": user, "code": code} for code in areas]
        session.execute(insert(UserArea), rows)
    moved = session.execute(
        update(User)
        .where(User.county == county, User.id == user)
        .values(scope=User.scope + 1)
        .returning(User.id)
    ).scalar_one_or_none()
    if moved is None:
        raise NotFound("USER_UNKNOWN")
    entry = Entry("AREAS_CHANGED", f"user:{user}", by, detail={"areas": list(areas)})
    record(session, county, entry, at=at)


def register_install(
    session: Session, actor: Actor, body: dict[str, Any], thumbprint: str, *, at: datetime
) -> tuple[str, bool]:
    """Register a phone's key for its agent; return (install, made now).

    body: `jwk`, `app`, `label`, `prev_install`, `install`, `checks`, `wire` as parsed by the sync
    stage. thumbprint: RFC 7638 of the key; the same key of the same agent gives the same install,
    and a key we do not know its former name `install`: the database was put back to before it.
    Binds the session to the install. Raises Conflict when key or name are another person's,
    Forbidden DEVICE_REVOKED for the sign-in of a phone that was stopped: the password is asked.
    """
    if actor.install is not None and _is_stopped(session, actor.county, actor.install):
        raise Forbidden("DEVICE_REVOKED", wipe=True)
    known = session.execute(
        select(Install.id, Install.agent).where(
            Install.county == actor.county, Install.thumbprint == thumbprint
        )
    ).one_or_none()
    if known is not None and known.agent != actor.id:
        raise Conflict("KEY_TAKEN")
    install = known.id if known is not None else body.get("install") or new_install_id()
    if known is None:
        if session.get(Install, (actor.county, install)) is not None:
            raise Conflict("KEY_TAKEN")
        session.execute(insert(Install), [{
            "county": actor.county, "id": install, "agent": actor.id, "thumbprint": thumbprint,
            "jwk": body["jwk"], "label": body["label"], "app": body["app"],
            "checks": body["checks"], "wire": body["wire"],
            "prev_install": body["prev_install"], "created_at": at, "seen_at": at,
        }])  # fmt: skip
    session.execute(
        update(UserSession)
        .where(UserSession.county == actor.county, UserSession.id == actor.session)
        .values(install=install)
    )
    if known is None:
        entry = Entry("INSTALL_REGISTERED", f"install:{install}", actor.id, install)
        record(session, actor.county, entry, at=at)
    return install, known is None


def _is_stopped(session: Session, county: int, install: str) -> bool:
    status = select(Install.status).where(Install.county == county, Install.id == install)
    return session.scalar(status) in STOPPED


def new_install_id() -> str:
    """Return 10 random characters of 0-9a-hjkmnp-tv-z (contracts.md 1.3)."""
    return "".join(secrets.choice(INSTALL_ALPHABET) for _ in range(10))
