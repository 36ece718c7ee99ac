"""Guards of the schema and of the push path: what Citus would refuse is refused here first.

Rules: integer county first, no sequences, one county and one multi-row statement per table in a
push. Each guard is proven by cases that it must refuse in tests/test_guards.py.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Engine,
    Integer,
    MetaData,
    Select,
    Sequence,
    Table,
    TextClause,
    UniqueConstraint,
    event,
)
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BinaryExpression


class Refused(AssertionError):
    """A statement that would leave the county's own node, or loop over rows."""


def schema_faults(metadata: MetaData) -> list[str]:
    """Return what is wrong with the tables, one sentence each."""
    return [fault for table in metadata.tables.values() for fault in _table_faults(table)]


def _table_faults(table: Table) -> Iterator[str]:
    key = table.info.get("citus")
    if key is None:
        yield f"{table.name}: no info['citus']"
        return
    if key in ("reference", "local"):
        for foreign in table.foreign_key_constraints:
            if foreign.referred_table.info.get("citus") != key:
                yield f"{table.name}: a {key} table points at a spread one"
        return
    yield from _key_faults(table, key)
    yield from _foreign_key_faults(table, key)


def _key_faults(table: Table, key: str) -> Iterator[str]:
    primary = [column.name for column in table.primary_key.columns]
    if not primary or primary[0] != key:
        yield f"{table.name}: primary key must start with {key}"
    for column in table.columns:
        if column.primary_key and isinstance(column.type, Integer) and column.autoincrement:
            yield f"{table.name}.{column.name}: autoincrement"
        if column.identity is not None or isinstance(column.default, Sequence):
            yield f"{table.name}.{column.name}: sequence"
        if column.name == "county" and type(column.type) is not Integer:
            yield f"{table.name}.county: must be INTEGER everywhere"
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and key not in constraint.columns:
            yield f"{table.name}: unique without {key}"
        if getattr(constraint, "deferrable", None):
            yield f"{table.name}: deferrable constraint"
    for index in table.indexes:
        if next(iter(index.columns)).name != key:
            yield f"{table.name}.{index.name}: index must begin with {key}"


def _foreign_key_faults(table: Table, key: str) -> Iterator[str]:
    for foreign in table.foreign_key_constraints:
        if (foreign.ondelete or "").upper().startswith("SET"):
            yield f"{table.name}: ON DELETE SET"
        if foreign.referred_table.info.get("citus") == "reference":
            continue
        local = list(foreign.column_keys)
        remote = [element.column.name for element in foreign.elements]
        if key not in local or remote[local.index(key)] != key:
            yield f"{table.name}: foreign key to {foreign.referred_table.name} without {key}"


@dataclass
class Watch:
    """What the push path did since the watch began."""

    statements: list[str] = field(default_factory=list)
    counties: set[int] = field(default_factory=set)


@contextmanager
def one_county(engine: Engine) -> Iterator[Watch]:
    """Refuse, inside `transaction(one_county=True)`, whatever is not bound to one county."""
    watch = Watch()

    def before_execute(connection: Any, clause: Any, many: Any, params: Any, options: Any) -> None:
        if not _armed(connection, options):
            return
        if isinstance(clause, TextClause):
            if not re.search(r"\bcounty\s*=\s*:", clause.text):
                raise Refused(f"text() without county = :x: {clause.text}")
        else:
            rows = list(many) or ([params] if params else [])
            _check(clause, rows)
            watch.counties.update(_counties(clause, rows))

    def before_cursor(
        connection: Any, _cursor: Any, statement: str, parameters: Any, _ctx: Any, many: bool
    ) -> None:
        if not _armed(connection, {}) or statement.startswith("BEGIN"):
            return
        if many and isinstance(parameters, list):  # a multi-row statement has one flat set
            raise Refused(f"executemany in a push: {statement[:80]}")
        watch.statements.append(statement)

    event.listen(engine, "before_execute", before_execute)
    event.listen(engine, "before_cursor_execute", before_cursor)
    try:
        yield watch
    finally:
        event.remove(engine, "before_execute", before_execute)
        event.remove(engine, "before_cursor_execute", before_cursor)


def _armed(connection: Any, options: Any) -> bool:
    return bool(connection.get_execution_options().get("one_county") or options.get("one_county"))


def _counties(clause: Any, rows: list[dict[str, Any]]) -> set[int]:
    named = re.compile(r"county(_m?[0-9]+)*")
    bound = clause.compile().params
    given = [(name, value) for part in (bound, *rows) for name, value in part.items()]
    return {value for name, value in given if named.fullmatch(name) and value is not None}


def _check(statement: Any, parameters: list[dict[str, Any]]) -> None:
    if isinstance(statement, Insert):
        _check_insert(statement, parameters)
    elif isinstance(statement, Update | Delete):
        spread = statement.table.info.get("citus") == "county"
        ties = _ties(statement.whereclause)
        # By name: a model's columns carry an annotated copy of its table.
        bound = {getattr(table, "name", None) for table, tied in ties if tied is None}
        if spread and statement.table.name not in bound:
            raise Refused(f"{type(statement).__name__} without county = :x: {statement.table.name}")
    elif isinstance(statement, CompoundSelect):
        for part in statement.selects:
            _check(part, parameters)
    elif isinstance(statement, Select):
        _check_select(statement)


def _check_insert(statement: Insert, parameters: list[dict[str, Any]]) -> None:
    if statement.table.info.get("citus") != "county":
        return
    if statement.select is not None:
        _check(statement.select, parameters)
        if "county" not in (statement._select_names or ()):
            raise Refused(f"INSERT without county: {statement.table.name}")
        return
    names = {name for row in parameters for name in row}
    names |= {getattr(column, "name", column) for column in (statement._values or ())}
    for rows in statement._multi_values or ():
        names |= {getattr(column, "name", column) for row in rows for column in row}
    if "county" not in names:
        raise Refused(f"INSERT without county: {statement.table.name}")


def _ties(clause: Any) -> set[tuple[Any, Any]]:
    """Return (table, None) for `table.county = :x` and (table, other) for equal county columns."""
    found: set[tuple[Any, Any]] = set()

    def walk(part: Any) -> None:
        if part is None:
            return
        if getattr(part, "operator", None) is operators.and_:
            for clause_part in part.clauses:
                walk(clause_part)
        elif isinstance(part, BinaryExpression) and part.operator is operators.eq:
            for left, right in ((part.left, part.right), (part.right, part.left)):
                if hasattr(left, "table") and left.name == "county":
                    found.add((left.table, right.table if hasattr(right, "table") else None))
        elif hasattr(part, "element"):
            walk(part.element)

    walk(clause)
    return found


def _check_select(statement: Select[Any]) -> None:
    ties: set[tuple[Any, Any]] = set()
    tables: set[Any] = set()

    def visit_from(source: Any) -> None:
        if source.__visit_name__ == "join":
            ties.update(_ties(source.onclause))
            visit_from(source.left)
            visit_from(source.right)
        elif getattr(getattr(source, "element", source), "info", {}).get("citus") == "county":
            tables.add(source)

    for part in visitors.iterate(statement):
        if isinstance(part, Select):
            ties.update(_ties(part.whereclause))
            for source in part.get_final_froms():
                visit_from(source)
    loose = tables - _reached(ties)
    if loose:
        names = ", ".join(sorted(table.name for table in loose))
        raise Refused(f"SELECT without county for {names}")


def _reached(ties: set[tuple[Any, Any]]) -> set[Any]:
    """Return the tables tied to a bound county, directly or through equal county columns."""
    known = {table for table, tied in ties if tied is None}
    edges = [(table, tied) for table, tied in ties if tied is not None]
    grew = True
    while grew:
        grew = False
        for left, right in edges:
            if (left in known) != (right in known):
                known |= {left, right}
                grew = True
    return known
