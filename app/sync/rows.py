"""Rows as they travel to a phone: row groups with all columns a phone may read (contracts.md 3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement

from app.kinds import Kind
from app.sync.kinds import WIRE

Row = Mapping[str, Any]


def columns_of(kind: Kind) -> list[ColumnElement[Any]]:
    """Return the columns to read: what travels, and what is needed to open it."""
    names = ["county", "village", "id", "ver", "deleted"]
    for name, about in kind.fields.items():
        if about.sent:
            names.append(f"{name}_enc" if about.secret else name)
    return [kind.table.c[name] for name in names]


def row_groups(kind: Kind, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the rows in groups: those that are there, and tombstones."""
    names = [name for name, about in kind.fields.items() if about.sent]
    standing, gone = [], []
    for row in rows:
        if row["deleted"]:
            gone.append([row["id"], row["ver"]])
        else:
            standing.append([row["id"], row["ver"], *(kind.value(row, name) for name in names)])
    groups: list[dict[str, Any]] = []
    if standing:
        groups.append({"t": f"{kind.code}@{WIRE}", "c": ["_id", "_v", *names], "r": standing})
    if gone:
        groups.append({"t": f"{kind.code}@{WIRE}", "k": "d", "c": ["_id", "_v"], "r": gone})
    return groups
