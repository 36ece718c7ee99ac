"""Row groups of a push to drafts of ops (contracts.md 3.1); what is malformed is kept as it came.

An op whose number can be read never makes its push refused: the phone would send the same again
for ever, and nothing behind it would arrive. It is stored as raw text and put aside UNREADABLE.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.sync.bodies import DEPTH_MAX, deeper_than
from app.sync.kinds import KINDS

WIRE_KIND = re.compile(r"[a-z]{2}@[0-9]{1,4}")
COLUMN = re.compile(r"[a-z_]{1,40}")
RESERVED = {"_n", "_d", "_id", "_b"}
SEQ_MAX = 2**53 - 1
CELL_DEPTH = DEPTH_MAX - 5  # a cell stands in a row, rows, group, groups, push
Json = dict[str, Any]


def require(holds: bool, path: str) -> None:
    """Refuse a push as a whole. Raises Invalid BAD_BODY."""
    if not holds:
        raise Invalid("BAD_BODY", path=path)


def number(value: Any, path: str) -> int:
    """Return a whole number from 0 on. Raises Invalid BAD_BODY."""
    require(type(value) is int and 0 <= value <= SEQ_MAX, path)
    return int(value)


@dataclass(frozen=True)
class _Group:
    """A row group. fault: what is wrong with all of it."""

    raw: Json
    columns: list[Any]
    fault: str
    references: list[str]
    install: str


def drafts_of(groups: Any, install: str) -> Iterator[Json]:
    """Yield the ops of some row groups. Raises Invalid BAD_BODY where not even numbers are read."""
    require(isinstance(groups, list), "ops")
    for place, raw in enumerate(groups):
        path = f"ops[{place}]"
        require(isinstance(raw, dict), path)
        columns, rows = raw.get("c"), raw.get("r")
        require(isinstance(columns, list) and "_n" in columns and isinstance(rows, list), path)
        fault = _fault(raw, columns)
        references = [] if fault else _references(raw["t"], columns)
        group, at = _Group(raw, columns, fault, references, install), columns.index("_n")
        for row in rows:
            require(isinstance(row, list) and len(row) > at, f"{path}.r")
            yield _read(group, row, number(row[at], "_n"))


def _read(group: _Group, row: list[Any], seq: int) -> Json:
    draft: Json = {}
    fault = group.fault or ("" if len(row) == len(group.columns) else "r")
    if not fault:
        draft, fault = _draft(group, dict(zip(group.columns, row, strict=True)))
    return kept(seq, {**group.raw, "r": row}, fault) if fault else draft


def kept(seq: int, raw: Any, fault: str) -> Json:
    """Return the draft of an op that cannot be read: its text, and what is wrong with it.

    Text with every sign beyond ASCII escaped: halves of characters cannot be stored else.
    """
    try:
        text = json.dumps(raw, sort_keys=True, separators=(",", ":"))
    except RecursionError as error:  # no program of ours writes that
        raise Invalid("BAD_BODY", path="depth") from error
    fields = {"raw": text, "fault": fault}
    return {"seq": seq, "delay": 0, "t": "", "k": "", "id": "", "b": 0, "f": fields}


def _fault(group: Json, columns: list[Any]) -> str:
    """Return what is wrong with a group, nothing if all is well."""
    t, k = group.get("t"), group.get("k")
    if not group.keys() <= {"t", "k", "b", "c", "r"}:
        return "group"
    if not (isinstance(t, str) and WIRE_KIND.fullmatch(t)):
        return "t"
    if k not in ("c", "u", "d"):
        return "k"
    if not all(isinstance(one, str) and COLUMN.fullmatch(one) for one in columns):
        return "c"
    if len(set(columns)) != len(columns) or ("_id" in columns) != (k != "c"):
        return "c"
    if any(one[0] == "_" and one not in RESERVED for one in columns):
        return "c"
    return "" if _is_number(group.get("b", 0)) else "b"


def _draft(group: _Group, cells: Json) -> tuple[Json, str]:
    """Return the draft and what is wrong with it."""
    raw, seq, k = group.raw, cells.pop("_n"), group.raw["k"]
    key = f"{group.install}-{seq}" if k == "c" else full_id(cells.pop("_id"), group.install)
    if not isinstance(key, str):
        return {}, "_id"
    delay, base = cells.pop("_d", 0), cells.pop("_b", raw.get("b", 0))
    if type(delay) is not int or abs(delay) > SEQ_MAX:
        return {}, "_d"
    if not _is_number(base):
        return {}, "_b"
    if deeper_than(cells, CELL_DEPTH + 1):
        return {}, "depth"
    _name_in_full(cells, group.references, group.install)
    draft = {"seq": seq, "delay": delay, "t": raw["t"], "k": k, "id": key, "b": base, "f": cells}
    return draft, ""


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value <= SEQ_MAX


def full_id(value: Any, install: str) -> Any:
    """Return an entity id in full; an integer is one of this install."""
    return f"{install}-{value}" if type(value) is int else value


def _references(t: str, columns: list[str]) -> list[str]:
    """Return the columns of a wire kind that name other entities."""
    kind = KINDS.get(t.partition("@")[0])
    return [] if kind is None else [one for one in columns if one in kind.references]


def _name_in_full(cells: Json, references: list[str], install: str) -> None:
    for name in references:
        value = cells[name]
        if isinstance(value, list):
            cells[name] = [full_id(one, install) for one in value]
        else:
            cells[name] = full_id(value, install)
    evidence = cells.get("evidence")
    if isinstance(evidence, dict) and "same_as" in evidence:
        cells["evidence"] = {**evidence, "same_as": full_id(evidence["same_as"], install)}
