"""What may be erased of a person, and what has to stay until when. Pure.

Sources: Personal Information Protection Law 47 (erase, unless a term of retention set by law has
not run out); Insurance Law 87 (5 years after the end of contracts of a year or less); Anti-Money
Laundering Law 34 (identity and transactions, 10 years). The longest holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.text import clean, is_phone

KEPT_YEARS = 10
ID_NO, PHONE, NAME = "ID_NO", "PHONE", "NAME"
ERASE, KEEP = "ERASE", "KEEP"


@dataclass(frozen=True)
class Sought:
    """By what a person is known in records that do not name his id."""

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fate:
    """What becomes of a record: ERASE, or KEEP with its reason and the last day, empty if none."""

    rest: str
    why: str = ""
    until: str = ""


@dataclass(frozen=True)
class Tie:
    """A contract, claim or movement of money that binds a person's records. day: its end."""

    why: str
    day: str


def kind_of(text: str) -> str:
    """Tell what was typed into the search: the number of a document, a phone, or a name."""
    cleaned = clean(text)
    if is_phone(cleaned):
        return PHONE
    return ID_NO if sum(sign.isdigit() for sign in cleaned) >= 6 else NAME


def kept_until(day: str) -> str:
    """Return the last day of the term of retention that begins with a day."""
    year, rest = int(day[:4]) + KEPT_YEARS, day[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"


def fate_of(ties: Iterable[Tie], today: str) -> Fate:
    """Return what becomes of a person's own records: kept as long as the last of his ties asks."""
    last = max(ties, key=lambda tie: tie.day, default=None)
    if last is None or kept_until(last.day) < today:
        return Fate(ERASE)
    return Fate(KEEP, last.why, kept_until(last.day))


def is_about(sought: Sought, number: str, phone: str, name: str) -> bool:
    """Tell whether a record without an id speaks of the person.

    The number of his document decides; without one, name and phone, or the name alone where the
    record has neither. Numbers are cleaned by the caller.
    """
    if number:
        return number in sought.numbers
    if name not in sought.names:
        return False
    return not phone or not sought.phones or phone in sought.phones
