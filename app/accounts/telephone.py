"""The number of a supervisor: he gives it at the desk, the phones of his agents show it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import User, UserArea
from app.accounts.rules import Actor
from app.audit.service import Entry, record
from app.errors import Invalid
from app.secrets import place, vault
from app.text import clean, is_phone


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


@dataclass(frozen=True)
class Supervisor:
    """Whom agents ask. phone: empty where none was given. area: division code he works in."""

    id: str
    name: str
    phone: str
    area: int


def supervisors(session: Session, county: int) -> list[Supervisor]:
    """Return the supervisors of a county, a line per area, the smallest areas first."""
    rows = session.execute(
        select(User.id, User.name, User.phone_enc, UserArea.code)
        .join(UserArea, (UserArea.county == User.county) & (UserArea.user == User.id))
        .where(User.county == county, User.role == "SUPERVISOR", User.status == "ACTIVE")
        .order_by(UserArea.code.desc(), User.id)  # longer codes are smaller areas
    )
    return [
        Supervisor(row.id, row.name, _opened(county, row.id, row.phone_enc), row.code)
        for row in rows
    ]


def _opened(county: int, user: str, sealed: bytes | None) -> str:
    return "" if sealed is None else vault().open(county, _where(county, user), sealed).decode()


def _where(county: int, user: str) -> str:
    return place("users", "phone", county, 0, user)
