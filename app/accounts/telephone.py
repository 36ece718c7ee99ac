"""The number of a supervisor: he gives it at the desk, the phones of his agents show it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea
from app.accounts.rules import Actor
from app.audit.service import Entry, record
from app.errors import Invalid
from app.regions.rules import covers
from app.secrets import place, vault
from app.text import clean, is_phone

MOST = 2  # more names help nobody at the door


def set_telephone(session: Session, actor: Actor, number: str, *, at: datetime) -> None:
    """Keep the person's number; an empty one takes it away. Raises Invalid TELEPHONE_INVALID."""
    text = clean(number)
    if text and not is_phone(text):
        raise Invalid("TELEPHONE_INVALID")
    where = _where(actor.county, actor.id)
    sealed = vault().seal(actor.county, where, text.encode()) if text else None
    session.execute(
        update(User)
        .where(User.county == actor.county, User.id == actor.id)
        .values(phone_enc=sealed)
    )
    record(session, actor.county, Entry("PHONE_CHANGED", f"user:{actor.id}", actor.id), at=at)


def telephone_of(session: Session, actor: Actor) -> str:
    """Return the person's own number, empty when there is none."""
    sealed = session.scalar(
        select(User.phone_enc).where(User.county == actor.county, User.id == actor.id)
    )
    return _opened(actor.county, actor.id, sealed)


def supervisors_of(session: Session, county: int, villages: Iterable[int]) -> list[dict[str, str]]:
    """Return whom an agent of these villages asks: {name, phone}, the nearest first.

    phone: empty where the supervisor gave none.
    """
    mine = list(villages)
    rows = session.execute(
        select(User.id, User.name, User.phone_enc, UserArea.code)
        .join(UserArea, (UserArea.county == User.county) & (UserArea.user == User.id))
        .where(User.county == county, User.role == "SUPERVISOR", User.status == "ACTIVE")
        .order_by(UserArea.code.desc(), User.id)  # longer codes are smaller areas
    )
    found = {
        row.id: {"name": row.name, "phone": _opened(county, row.id, row.phone_enc)}
        for row in rows
        if any(covers(row.code, village) for village in mine)
    }
    return sorted(found.values(), key=lambda one: not one["phone"])[:MOST]


def _opened(county: int, user: str, sealed: bytes | None) -> str:
    return "" if sealed is None else vault().open(county, _where(county, user), sealed).decode()


def _where(county: int, user: str) -> str:
    return place("users", "phone", county, 0, user)
