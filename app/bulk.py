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
    common: Row | None = None,
    written: Collection[str] = (),
    key: Sequence[str] = (),
) -> None:
    """Insert rows of one county, all with the same columns; others take their defaults.

    common: columns that are equal in all rows, and need not stand in them. written: columns to
    write where a row with the same `key` stands already; with a key alone such a row is left as it
    is, without one it is an error. One statement, however many rows.
    """
    if not rows:
        return
    shared = dict(common or {})
    if len(rows[0]) + len(shared) < len(table.columns):
        rows = [{**blank(table), **row} for row in rows]
    if session.get_bind().dialect.name == "postgresql":
        shared.setdefault("county", rows[0].get("county"))
        names = tuple(name for name in rows[0] if name not in shared)
        statement = _from_json(table, names, tuple(shared), tuple(sorted(written)), tuple(key))
        session.execute(statement, {**shared, "rows": _text(rows)})
    else:
        if shared:
            rows = [{**row, **shared} for row in rows]
        session.execute(
            _from_values(table, tuple(rows[0]), tuple(sorted(written)), tuple(key)), rows
        )


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
    table: Table,
    names: tuple[str, ...],
    shared: tuple[str, ...],
    written: tuple[str, ...],
    key: tuple[str, ...],
) -> Executable:
    source = _recordset(bindparam("rows", type_=Text), {name: table.c[name].type for name in names})
    bound = (bindparam(name, type_=table.c[name].type).label(name) for name in shared)
    statement = postgresql.insert(table).from_select(
        [*shared, *names], select(*bound, *(source.c[name] for name in names))
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


def change_runs(
    session: Session, table: Table, runs: Rows, *, key: str, rising: str, written: Sequence[str]
) -> None:
    """Write some columns of rows that are there, of whole runs of keys, in one statement.

    runs: {"county", ..., "first", "last", rising, *written}: the rows whose key lies between first
    and last get what the run says; `rising` is that of the first one, and grows with the key. What
    else stands in a run is equal in all of them and narrows the table. Only texts, numbers and JSON
    can be written.
    """
    if not runs:
        return
    fields = ("first", "last", rising, *written)
    same = tuple(name for name in runs[0] if name not in fields)
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    statement = _changing(table, same, key, rising, tuple(written), on_postgresql)
    # A column's own name is for its new value.
    narrow = {f"{name}_1": runs[0][name] for name in same}
    ends = {"least": min(one["first"] for one in runs), "most": max(one["last"] for one in runs)}
    rows = [{name: run[name] for name in fields} for run in runs]
    session.execute(statement, {**narrow, **ends, "rows": _text(rows)})


@cache
def _changing(
    table: Table,
    same: tuple[str, ...],
    key: str,
    rising: str,
    written: tuple[str, ...],
    on_postgresql: bool,
) -> Executable:
    column_of = {"first": key, "last": key, rising: rising} | {name: name for name in written}
    rows = bindparam("rows", type_=Text)
    if on_postgresql:
        types = {name: table.c[column_of[name]].type for name in column_of}
        source = _recordset(rows, types)
        run = {name: source.c[name] for name in column_of}
    else:
        each = func.json_each(rows).table_valued("value")
        fields = (func.json_extract(each.c.value, f"$.{name}").label(name) for name in column_of)
        # The limit makes it a table of its own, which is read once.
        read = select(*fields).limit(-1).subquery()
        run = {name: read.c[name] for name in column_of}
    number = table.c[key]
    return (
        update(table)
        .where(
            *(table.c[name] == bindparam(f"{name}_1") for name in same),
            number.between(bindparam("least"), bindparam("most")),
            number.between(run["first"], run["last"]),
        )
        .values({
            rising: run[rising] + number - run["first"], **{name: run[name] for name in written}
        })
    )  # fmt: skip


def _recordset(rows: Any, types: Mapping[str, Any]) -> Any:
    """Return rows of a JSON text as a table with columns of some types (PostgreSQL)."""
    columns = (column(name, kind) for name, kind in types.items())
    found = func.json_to_recordset(sql_cast(rows, postgresql.JSON)).table_valued(*columns)
    return found.render_derived(name="r", with_types=True)


def rows_of(session: Session, statement: Executable, bound: Row) -> list[dict[str, Any]]:
    """Return the rows of a statement as dictionaries, all read at once."""
    found = session.execute(statement, bound)
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found.all()]


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
