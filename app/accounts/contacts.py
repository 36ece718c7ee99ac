"""Where agents reach their supervisors: name and telephone, for when nothing else goes on."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea
from app.accounts.rules import Actor
from app.audit.service import Entry, record
from app.errors import Invalid
from app.secrets import place, vault

SHOWN_MAX = 3
TELEPHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")  # as enrollment/phone-number.js


def set_telephone(session: Session, actor: Actor, text: str, *, at: datetime) -> None:
    """Write the person's own telephone number; an empty one takes it away. Raises Invalid."""
    if text and not TELEPHONE.fullmatch(text):
        raise Invalid("TELEPHONE_INVALID")
    user = session.get_one(User, (actor.county, actor.id))
    where = _where(actor.county, actor.id)
    user.telephone_enc = vault().seal_json(actor.county, where, text) if text else None
    entry = Entry("TELEPHONE_SET" if text else "TELEPHONE_REMOVED", f"user:{actor.id}", actor.id)
    record(session, actor.county, entry, at=at)


def telephone_of(session: Session, actor: Actor) -> str:
    """Return the person's own number, empty without one."""
    user = session.get_one(User, (actor.county, actor.id))
    return _open(user)


def supervisors_of(session: Session, actor: Actor) -> list[dict[str, str]]:
    """Return [{name, telephone}] of whom a person may call: who is over most of his areas first."""
    rows = session.execute(
        select(User, UserArea.code)
        .join(UserArea, (UserArea.county == User.county) & (UserArea.user == User.id))
        .where(
            User.county == actor.county, User.role == "SUPERVISOR", User.status == "ACTIVE",
            User.telephone_enc.is_not(None),
        )
        .order_by(User.id, UserArea.code)
    )  # fmt: skip
    found: dict[str, tuple[User, set[int]]] = {}
    for user, code in rows:
        over = {area for area in actor.areas if str(area).startswith(str(code))}
        if over:
            known = found.setdefault(user.id, (user, set()))
            known[1].update(over)
    ranked = sorted(found.values(), key=lambda one: -len(one[1]))
    return [{"name": user.name, "telephone": _open(user)} for user, _ in ranked[:SHOWN_MAX]]


def _open(user: User) -> str:
    where = _where(user.county, user.id)
    return str(vault().open_json(user.county, where, user.telephone_enc) or "")


def _where(county: int, user: str) -> str:
    return place("users", "telephone", county, 0, user)
