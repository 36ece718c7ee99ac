"""Writes of the server to village rows: versions, writer and field marks as a phone's op gets them.

One SELECT and one multi-row statement per call, whatever the number of rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from app.bulk import put
from app.db import Model
from app.errors import Conflict, NotFound
from app.regions.service import VillageLock

KEY = ("county", "village", "id")
STAMP = ("ver", "writer", "field_meta")


def update_rows(
    session: Session,
    lock: VillageLock,
    model: type[Model],
    changes: Mapping[str, Mapping[str, Any]],
    *,
    base: Mapping[str, int] | None = None,
) -> None:
    """Write some columns of some rows of a locked village; each row takes one version.

    changes: {id: {column: value}}. base: {id: version the form showed}; a column written after it
    raises Conflict STALE_FORM. Raises NotFound ROW_UNKNOWN.
    """
    if not changes:
        return
    table = cast("Table", model.__table__)
    found = {
        row["id"]: dict(row)
        for row in session.execute(
            select(table).where(
                table.c.county == lock.county,
                table.c.village == lock.village,
                table.c.id.in_(list(changes)),
            )
        ).mappings()
    }
    if changes.keys() - found.keys():
        raise NotFound("ROW_UNKNOWN")
    for key, columns in changes.items():
        if base is not None:
            _require_unchanged(found[key], columns, base.get(key, 0))
        _stamp(found[key], columns, lock)
    written = {name for columns in changes.values() for name in columns}
    put(
        session, table, [found[key] for key in changes], written={*written, *STAMP}, key=KEY
    )  # fmt: skip
    session.expire_all()  # the rows were written beside the objects of this session


def insert_rows(
    session: Session, lock: VillageLock, model: type[Model], rows: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Insert rows into a locked village; return their ids, made by the server's own install.

    A row whose secrets are sealed for its place brings its `id`, taken from the lock.
    """
    table = cast("Table", model.__table__)
    made: list[dict[str, Any]] = []
    empty = dict.fromkeys(name for columns in rows for name in columns)  # all rows alike
    for columns in rows:
        row: dict[str, Any] = {
            **empty,
            "county": lock.county, "village": lock.village,
            "id": columns.get("id") or lock.new_id(), "deleted": False, "field_meta": {},
        }  # fmt: skip
        _stamp(row, columns, lock)
        made.append(row)
    put(session, table, made)
    return [row["id"] for row in made]


def _stamp(row: dict[str, Any], columns: Mapping[str, Any], lock: VillageLock) -> None:
    names = _fields(row, columns)
    row.update(columns)
    row["ver"], row["writer"] = lock.next_ver(), lock.install
    mark = [row["ver"], lock.install]
    row["field_meta"] = {**(row["field_meta"] or {}), **dict.fromkeys(names, mark)}


def _fields(row: Mapping[str, Any], columns: Mapping[str, Any]) -> list[str]:
    """Return the fields whose marks move: a sealed column is the field it seals."""
    names = (
        name.removesuffix("_enc")
        for name in columns
        if name != "id" and not name.endswith(("_mask", "_index"))
    )
    return [*names, *_changed_answers(row, columns)]


def _changed_answers(row: Mapping[str, Any], columns: Mapping[str, Any]) -> list[str]:
    """Return the marks of the answers that move: each is a field of its own (contracts.md 4)."""
    before, after = row.get("answers") or {}, columns.get("answers") or {}
    return [f"answers.{name}" for name, value in after.items() if before.get(name) != value]


def _require_unchanged(row: Mapping[str, Any], columns: Mapping[str, Any], base: int) -> None:
    meta = row["field_meta"] or {}
    stale = [name for name in _fields(row, columns) if meta.get(name, [0])[0] > base]
    if stale:
        raise Conflict("STALE_FORM", fields=sorted(stale))
