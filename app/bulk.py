"""Many rows of one county in one statement, cheaply on both databases (docs/adr/0017).

PostgreSQL gets all rows as one JSON value: building and reading thousands of named parameters costs
twenty times what the insert does. SQLite gets them as VALUES.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    bindparam,
    column,
    func,
    select,
    update,
)
from sqlalchemy import (
    cast as sql_cast,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Row = Mapping[str, Any]
Rows = Sequence[Row]


def put(
    session: Session,
    table: Table,
    rows: Rows,
    *,
    written: Collection[str] = (),
    key: Sequence[str] = (),
) -> None:
    """Insert rows of one county, all with the same columns; others take their defaults.

    written: columns to write where a row with the same `key` stands already; with a key alone such
    a row is left as it is, without one it is an error. One statement, however many rows.
    """
    if not rows:
        return
    if len(rows[0]) < len(table.columns):
        rows = [{**blank(table), **row} for row in rows]
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    making = _from_json if on_postgresql else _from_values
    statement = making(table, tuple(rows[0]), tuple(sorted(written)), tuple(key))
    if on_postgresql:
        session.execute(statement, {"county": rows[0]["county"], "rows": _text(rows)})
    else:
        session.execute(statement, list(rows))


def blank(table: Table) -> dict[str, Any]:
    """Return a row of a table as its defaults say."""
    plain, made = _defaults(table)
    return {**plain, **{name: make() for name, make in made}}


@cache
def _defaults(table: Table) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """Return the columns with what stands in them by default, and those made anew each time."""
    plain: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for one in table.columns:
        default = cast("Any", one.default)
        if default is not None and default.is_callable:
            made.append((one.name, _maker(default.arg)))
        else:
            plain[one.name] = None if default is None else default.arg
    return plain, made


def _maker(arg: Callable[[Any], Any]) -> Callable[[], Any]:
    """Return what makes a default; an empty list or object is made without SQLAlchemy's wrapper."""
    first = arg(None)
    return type(first) if first in ([], {}) else lambda: arg(None)


@cache
def _from_values(
    table: Table, _names: tuple[str, ...], written: tuple[str, ...], key: tuple[str, ...]
) -> Executable:
    """Build the statement once: it costs more to build than to run.

    With RETURNING the rows go in multi-row statements; without it, one by one (scale.md 4).
    """
    statement = _on_conflict(sqlite.insert(table), written, key)
    returning: Executable = statement.returning(table.primary_key.columns.values()[-1])
    return returning


@cache
def _from_json(
    table: Table, names: tuple[str, ...], written: tuple[str, ...], key: tuple[str, ...]
) -> Executable:
    fields = [name for name in names if name != "county"]
    source = _recordset(table, bindparam("rows", type_=Text), fields)
    county = bindparam("county", type_=Integer)
    statement = postgresql.insert(table).from_select(
        ["county", *fields], select(county, *(source.c[name] for name in fields))
    )
    finished: Executable = _on_conflict(statement, written, key)
    return finished


def _on_conflict(statement: Any, written: Sequence[str], key: Sequence[str]) -> Any:
    if not key:
        return statement
    if not written:
        return statement.on_conflict_do_nothing(index_elements=list(key))
    values = {name: statement.excluded[name] for name in written}
    return statement.on_conflict_do_update(index_elements=list(key), set_=values)


def _plain(value: Any) -> Any:
    """Write what JSON has no word for as PostgreSQL reads it."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no column holds {type(value).__name__}")


_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def change(session: Session, table: Table, rows: Rows, *, key: str, written: Sequence[str]) -> None:
    """Write some columns of rows that are there, in one statement.

    rows: {"county", ..., key, *written}: what stands beside `key` and `written` is equal in all of
    them and narrows the table. Only texts, numbers and JSON can be written.
    """
    if not rows:
        return
    same = tuple(name for name in rows[0] if name != key and name not in written)
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    statement = _changing(table, same, key, tuple(written), on_postgresql)
    fields = [{name: row[name] for name in (key, *written)} for row in rows]
    narrow = {
        f"{name}_1": rows[0][name] for name in same
    }  # a column's own name is for its new value
    session.execute(statement, {**narrow, "rows": _text(fields)})


@cache
def _changing(
    table: Table, same: tuple[str, ...], key: str, written: tuple[str, ...], on_postgresql: bool
) -> Executable:
    names = (key, *written)
    rows = bindparam("rows", type_=Text)
    if on_postgresql:
        source = _recordset(table, rows, names)
        found = {name: source.c[name] for name in names}
    else:
        each = func.json_each(rows).table_valued("value")
        fields = (func.json_extract(each.c.value, f"$.{name}").label(name) for name in names)
        # The limit makes it a table of its own, which SQLite indexes by itself.
        read = select(*fields).limit(-1).subquery()
        found = {name: read.c[name] for name in names}
    return (
        update(table)
        .where(
            *(table.c[name] == bindparam(f"{name}_1") for name in same), table.c[key] == found[key]
        )
        .values({name: found[name] for name in written})
    )


def _recordset(table: Table, rows: Any, names: Sequence[str]) -> Any:
    """Return rows of a JSON text as a table with the types of some columns (PostgreSQL)."""
    columns = (column(name, table.c[name].type) for name in names)
    found = func.json_to_recordset(sql_cast(rows, postgresql.JSON)).table_valued(*columns)
    return found.render_derived(name="r", with_types=True)


def among(session: Session, wanted: ColumnElement[Any], values: Collection[Any]) -> Any:
    """Return `wanted IN (values)`, with one parameter for all of them where that is possible."""
    ordered = sorted(values)
    if session.get_bind().dialect.name != "postgresql":
        return wanted.in_(ordered)
    kind = {bytes: LargeBinary, int: BigInteger}.get(type(ordered[0]) if ordered else str, Text)
    return wanted == func.any(bindparam(None, ordered, type_=postgresql.ARRAY(kind)))


def among_found(session: Session, wanted: ColumnElement[Any], found: Select[Any]) -> Any:
    """Return `wanted IN (found)`; PostgreSQL looks `found` up once, before anything else.

    Without statistics, on the first day of a season, it would join the two in a loop.
    """
    if session.get_bind().dialect.name != "postgresql":
        return wanted.in_(found)
    return wanted == func.any(func.array(found.scalar_subquery()))
