"""Find a person by the number of his document, his phone or his name, wherever he is stored.

Sealed numbers are found by their blind index, phones by their mask and then by what the mask
hides. What never became a person, a refused line of a list or an op put aside, is opened one by
one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.endorsements.forms import ID_TYPES
from app.inbox.models import InboxOp
from app.inbox.ops import unpack
from app.inbox.service import body_place
from app.privacy.rules import ID_NO, PHONE, Sought, is_about, kind_of
from app.regions.models import Village
from app.regions.rules import short_name
from app.rosters.kinds import HOUSEHOLD, PERSON, identity_index
from app.rosters.models import Household, Person, RosterRow
from app.rosters.rules import columns
from app.secrets import Unreadable, mask_id_no, mask_phone, place, vault
from app.text import clean

SHOWN_MAX = 100
PENDING = ("received", "quarantined", "waiting")


@dataclass(frozen=True)
class Hit:
    """A person of the register. gone: it was taken off before."""

    village: int
    village_name: str
    id: str
    name: str
    number: str
    phone: str
    house: str


@dataclass(frozen=True)
class Loose:
    """A record that became no person. place: LINE or OP; key: its name in the table."""

    place: str
    village: int
    village_name: str
    key: str
    name: str
    number: str
    at: datetime | None = None


@dataclass(frozen=True)
class Found:
    """What a search found. more: further people than are shown."""

    kind: str
    people: list[Hit]
    loose: list[Loose]
    accounts: list[tuple[str, str]]
    more: bool


def search(session: Session, county: int, text: str) -> Found:
    """Return who and what is stored under a number, a phone or a name."""
    kind = kind_of(text)
    people = _people(session, county, kind, text.strip())
    names = _villages(session, county)
    hits = [_hit(row, home, names) for row, home in people[:SHOWN_MAX]]
    loose = list(loose_of(session, county, sought_of(kind, text), names))
    accounts = [
        (row.id, row.name)
        for row in session.execute(
            select(User.id, User.name).where(User.county == county, User.name == text.strip())
        )
    ]
    return Found(kind, hits, loose[:SHOWN_MAX], accounts, len(people) > SHOWN_MAX)


def sought_of(kind: str, text: str) -> Sought:
    """Return what to look for in records without an id."""
    if kind == ID_NO:
        return Sought(numbers=frozenset({clean(text)}))
    if kind == PHONE:
        return Sought(phones=frozenset({clean(text)}))
    return Sought(names=frozenset({text.strip()}))


def loose_of(
    session: Session, county: int, sought: Sought, names: Mapping[int, str]
) -> Iterator[Loose]:
    """Yield lines that were refused and ops without a final verdict that speak of the person."""
    rows = session.scalars(
        select(RosterRow)
        .where(RosterRow.county == county, RosterRow.reason.is_not(None))
        .order_by(RosterRow.village, RosterRow.version, RosterRow.no)
        .execution_options(yield_per=500)
    )
    for line in rows:
        body = line_body(line)
        if _loosely(sought, *line_facts(body)):
            key = f"{line.version}.{line.no}"
            number, _phone, name = line_facts(body)
            yield Loose(
                "LINE", line.village, names.get(line.village, ""), key, name, mask_id_no(number)
            )
    ops = session.scalars(
        select(InboxOp)
        .where(InboxOp.county == county, InboxOp.status.in_(PENDING))
        .order_by(InboxOp.received_at)
        .execution_options(yield_per=500)
    )
    for op in ops:
        fields = op_fields(op)
        number, phone, name = _field_facts(fields)
        if _loosely(sought, number, phone, name):
            yield Loose(
                "OP", op.village, names.get(op.village, ""), f"{op.install}-{op.seq}", name,
                mask_id_no(number), op.received_at,
            )  # fmt: skip


def line_body(row: RosterRow) -> dict[str, str]:
    """Return what a line of an imported list says."""
    where = place("roster_rows", "body", row.county, row.village, f"{row.version}.{row.no}")
    body: dict[str, str] = vault().open_json(row.county, where, row.body_enc) or {}
    return body


def line_facts(body: Mapping[str, str]) -> tuple[str, str, str]:
    """Return number, phone and name of a line."""
    name = (body.get(columns.NAME) or "").strip()
    return clean(body.get(columns.ID_NO)), clean(body.get(columns.PHONE)), name


def op_fields(row: InboxOp) -> dict[str, Any]:
    """Return what a stored op writes; nothing of one that nobody can open."""
    where = body_place(row.county, row.village, row.install, row.seq)
    try:
        return unpack(vault().open(row.county, where, row.body_enc)).f
    except (Unreadable, ValueError, TypeError):
        return {}


def matches(sought: Sought, body: Mapping[str, str]) -> bool:
    """Tell whether a line of a list is about the person."""
    return is_about(sought, *line_facts(body))


def _loosely(sought: Sought, number: str, phone: str, name: str) -> bool:
    """Tell whether any one of the three is what was typed: a search asks for one of them."""
    return number in sought.numbers or phone in sought.phones or name in sought.names


def _field_facts(fields: Mapping[str, Any]) -> tuple[str, str, str]:
    name = fields.get("name")
    return clean(fields.get("id_no")), clean(fields.get("phone")), str(name or "").strip()


def _people(session: Session, county: int, kind: str, text: str) -> list[Any]:
    query = (
        select(Person, Household)
        .join(
            Household,
            (Household.county == Person.county)
            & (Household.village == Person.village)
            & (Household.id == Person.household),
        )
        .where(Person.county == county, Person.deleted.is_(False), _condition(kind, text))
        .order_by(Person.village, Person.id)
        .limit(None if kind == PHONE else SHOWN_MAX + 1)
    )
    rows = [(person, home) for person, home in session.execute(query)]
    if kind == PHONE:  # many numbers look alike under their mask
        wanted = clean(text)
        rows = [
            row for row in rows if wanted in (_phone(PERSON, row[0]), _phone(HOUSEHOLD, row[1]))
        ]
    return rows


def _condition(kind: str, text: str) -> ColumnElement[bool]:
    if kind == ID_NO:
        indexes = {identity_index(id_type, text) for id_type in ID_TYPES}
        return Person.id_no_index.in_(sorted(one for one in indexes if one))
    if kind == PHONE:
        mask = mask_phone(clean(text))
        return or_(Person.phone_mask == mask, Household.phone_mask == mask)
    return Person.name == text if len(text) < 2 else Person.name.contains(text, autoescape=True)


def _phone(kind: Any, row: Any) -> str:
    return clean(kind.value(values_of(row), "phone"))


def values_of(row: Any) -> dict[str, Any]:
    """Return the columns of a row as a mapping."""
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}


def _hit(person: Person, home: Household, names: Mapping[int, str]) -> Hit:
    return Hit(
        person.village, names.get(person.village, ""), person.id, person.name or "",
        person.id_no_mask or "", person.phone_mask or "",
        f"{home.group_name or ''}{home.household_no or ''}",
    )  # fmt: skip


def _villages(session: Session, county: int) -> dict[int, str]:
    rows = session.execute(select(Village.id, Village.name).where(Village.county == county))
    return {key: short_name(name) for key, name in rows}


def widened(sought: Sought, rows: list[dict[str, Any]]) -> Sought:
    """Return what to look for, with numbers, phones and names of persons of the register."""
    numbers = {clean(PERSON.value(row, "id_no")) for row in rows}
    phones = {clean(PERSON.value(row, "phone")) for row in rows}
    names = {row["name"] for row in rows if row["name"]}
    return replace(
        sought, names=sought.names | names, numbers=(sought.numbers | numbers) - {""},
        phones=(sought.phones | phones) - {""},
    )  # fmt: skip
