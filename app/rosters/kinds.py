"""Wire kinds of the register: households (hh) and persons (ps); contracts.md 4."""

from typing import Any

from app import kinds
from app.kinds import Field, Kind, Row, from_server, one_of, shape, text, whole
from app.resident_id import parse_resident_id
from app.rosters.models import Household, Person
from app.secrets import vault
from app.text import clean

# Whether a number lies in the future is a finding; its identity does not depend on the day.
_ANY_DAY = "9999-12-31"

HOUSEHOLD = Kind("hh", Household, {
    "group_name": Field(text(60)),
    "household_no": Field(text(60)),
    "address": Field(text(200)),
    "phone": kinds.phone_number(),
    "poverty": from_server(),
    "walk_order": from_server(),
    "insured_last": from_server(),
    "moved_from": from_server(),
    "give_to": Field(text(100)),
    "agent": from_server(),
    "agent_name": from_server(),
})  # fmt: skip


def identity_index(id_type: str | None, id_no: str | None) -> bytes | None:
    """Return the blind index of an identity; None without a number (semantics 2)."""
    kind, number = id_type or "RESIDENT_ID", clean(id_no)
    if not number:
        return None
    if kind == "RESIDENT_ID":
        parsed = parse_resident_id(id_no, _ANY_DAY)
        number = parsed["id_no"] if parsed["ok"] else number
    return vault().blind_index(kind, number)


def _index(kind: Kind, row: Row) -> dict[str, Any]:
    return {"id_no_index": identity_index(row["id_type"], kind.value(row, "id_no"))}


PERSON = Kind("ps", Person, {
    "household": Field(kinds.entity, needed=True, refers="hh"),
    "name": Field(text(100)),
    "id_type": Field(text(30)),
    "id_no": kinds.id_number(),
    "id_valid_to": Field(kinds.date),
    "sex": Field(one_of("M", "F")),
    "birth_date": Field(kinds.date),
    "phone": kinds.phone_number(),
    "relation": Field(text(10)),
    "residence": Field(one_of("HUKOU", "RESIDENT", "AWAY")),
    "life_status": Field(one_of("ALIVE", "DEAD", "MOVED")),
    "died_on": Field(kinds.date),
    "occupation": Field(shape(code=text(20), **{"class": whole(0, 20)}), merge=kinds.WHOLE),
    "legal_capacity": Field(one_of("FULL", "LIMITED", "NONE")),
    "poverty": from_server(),
    "previous_end_on": from_server(),
    "last_plan": from_server(),
    "declined_by_insurer": from_server(),
    "on_roster": from_server(),
}, _index, frozenset({"id_no", "id_type"}))  # fmt: skip
