"""Wire kinds: which fields a row has, what may stand in them, who writes them, how they rest.

Each stage describes its own tables with these words; `app/sync/kinds.py` gathers them.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Table

from app.civil_date import known_date
from app.db import Model
from app.secrets import mask_id_no, mask_phone, place, vault

Row = Mapping[str, Any]
Check = Callable[[Any], bool]

CREATE, ALWAYS, SERVER = "create", "always", "server"  # when a phone may write a field
PLAIN, ANSWERS, WHOLE = "plain", "answers", "whole"  # how it merges (contracts.md 4)
FEN_MAX = 10**12
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SHA256, _PAYER = re.compile("[0-9a-f]{64}"), re.compile("[A-Z_]{1,20}")
_ANSWER = re.compile("[A-Za-z0-9_]{1,64}")
ENTITY = re.compile(r"([0-9a-hjkmnp-tv-z]{10}|s[0-9]{6})-[1-9][0-9]{0,15}")


def text(longest: int = 200) -> Check:
    """Accept texts up to a length, without control characters but those of lines."""
    return lambda value: (
        isinstance(value, str)
        and len(value) <= longest
        and (value.isprintable() or _CONTROL.search(value) is None)
    )


def one_of(*values: str) -> Check:
    """Accept one of some codes."""
    return lambda value: isinstance(value, str) and value in values


def whole(least: int = 0, most: int = FEN_MAX) -> Check:
    """Accept whole numbers of a range; true is none."""
    return lambda value: type(value) is int and least <= value <= most


def date(value: Any) -> bool:
    """Accept a calendar date as ISO text."""
    return known_date(value) is not None


def flag(value: Any) -> bool:
    """Accept true and false."""
    return isinstance(value, bool)


def entity(value: Any) -> bool:
    """Accept a full entity id (contracts.md 1.3)."""
    return isinstance(value, str) and ENTITY.fullmatch(value) is not None


def file_hash(value: Any) -> bool:
    """Accept the SHA-256 of a photo, in hex."""
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def list_of(check: Check, most: int = 200) -> Check:
    """Accept lists whose items all pass."""
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(check, value))


def shape(**parts: Check) -> Check:
    """Accept objects with no other keys than these, each of which may be absent or null."""
    return lambda value: (
        isinstance(value, dict)
        and value.keys() <= parts.keys()
        and not [name for name, one in value.items() if one is not None and not parts[name](one)]
    )


_fen, _long_text = whole(), text(2000)


def amounts(value: Any) -> bool:
    """Accept {code: fen}."""
    return (
        isinstance(value, dict)
        and len(value) <= 20
        and all(map(_PAYER.fullmatch, value))
        and all(map(_fen, value.values()))
    )


def answers(value: Any) -> bool:
    """Accept {field code: answer}; which answers fit which field is a finding, not a fault."""
    return isinstance(value, dict) and len(value) <= 200 and all(
        _ANSWER.fullmatch(name) and _answer(one) for name, one in value.items()
    )  # fmt: skip


def _answer(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= 50 and all(_answer(one) and one is not None for one in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, bool | int) or _long_text(value)


def anything(value: Any) -> bool:
    """Accept any object; its size is bounded by that of the op."""
    return isinstance(value, dict)


@dataclass(frozen=True)
class Field:
    """One field. write: create, always or server. merge: plain, answers or whole.

    needed: must be there when the row is made. refers: kind of the entity it names.
    secret: rests encrypted; mask: what of it stands beside in clear. sent: travels to phones.
    """

    check: Check
    write: str = ALWAYS
    merge: str = PLAIN
    needed: bool = False
    refers: str | None = None
    secret: bool = False
    mask: Callable[[str], str] | None = None
    sent: bool = True


def from_server() -> Field:
    """Return a field that no phone may write."""
    return Field(lambda _value: False, SERVER)


def id_number() -> Field:
    """Return a field for the number of an identity document, found by its blind index."""
    return Field(text(64), secret=True, mask=mask_id_no)


def phone_number() -> Field:
    """Return a field for a telephone number."""
    return Field(text(32), secret=True, mask=mask_phone)


@dataclass(frozen=True)
class Kind:
    """A wire kind: two letters, its table, its fields in the order they travel.

    derived: columns that follow from a row when one of `derived_from` was written.
    """

    code: str
    model: type[Model]
    fields: Mapping[str, Field] = field(hash=False)
    derived: Callable[["Kind", Row], dict[str, Any]] | None = None
    derived_from: frozenset[str] = frozenset()

    @cached_property
    def table(self) -> Table:
        """Return the table itself."""
        return cast("Table", self.model.__table__)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Return the fields without which no row is made."""
        return tuple(name for name, about in self.fields.items() if about.needed)

    @cached_property
    def writable(self) -> dict[str, dict[str, Field]]:
        """Return the fields a phone may write, of a new row (`c`) and of one there (`u`)."""
        new = {name: one for name, one in self.fields.items() if one.write != SERVER}
        later = {name: one for name, one in new.items() if one.write != CREATE}
        return {"c": new, "u": later}

    @cached_property
    def references(self) -> dict[str, str]:
        """Return {field: kind of the entity it names}."""
        return {name: one.refers for name, one in self.fields.items() if one.refers is not None}

    def where(self, county: int, village: int, key: str, name: str) -> str:
        """Return the authenticated place of a secret field."""
        return place(self.table.name, name, county, village, key)

    def value(self, row: Row, name: str) -> Any:
        """Return a field of a row, opened if it rests encrypted."""
        if not self.fields[name].secret:
            return row[name]
        where = self.where(row["county"], row["village"], row["id"], name)
        return vault().open_json(row["county"], where, row[f"{name}_enc"])

    def columns(self, row: Row, name: str, value: Any) -> dict[str, Any]:
        """Return the columns that hold a value of a field of this row."""
        about = self.fields[name]
        if not about.secret:
            return {name: value}
        where = self.where(row["county"], row["village"], row["id"], name)
        sealed = None if value is None else vault().seal_json(row["county"], where, value)
        columns: dict[str, Any] = {f"{name}_enc": sealed}
        if about.mask is not None:
            columns[f"{name}_mask"] = None if value is None else about.mask(value)
        return columns
