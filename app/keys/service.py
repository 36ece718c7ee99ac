"""Seal again, under the newest data key of a county, what older ones sealed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Table, func, select, update
from sqlalchemy.orm import Session

from app.db import Model
from app.secrets import place, vault

AT_ONCE = 200
# The hash of an entry covers its sealed detail: to seal it again would break the chain.
KEPT = frozenset({"audit_entries"})
Row = Mapping[str, Any]
# (village, id) in the authenticated place, where it is not the row's own.
PLACES: dict[str, Callable[[Row], tuple[int, str]]] = {
    "users": lambda row: (0, row["id"]),
    "privacy_requests": lambda row: (0, row["id"]),
    "inbox_ops": lambda row: (row["village"], f"{row['install']}-{row['seq']}"),
    "roster_rows": lambda row: (row["village"], f"{row['version']}.{row['no']}"),
    "policy_insured": lambda row: (row["village"], f"{row['policy']}/{row['line_no']}"),
    "endorsement_lines": lambda row: (row["village"], f"{row['endorsement']}/{row['line_no']}"),
    "attachment_parts": lambda row: (row["start"], row["attachment"]),
}


def sealed_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every sealed column that may be sealed again."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_enc") and table.name not in KEPT:
                yield table, column


def where_of(table: Table, column: Column[Any], row: Row) -> str:
    """Return the authenticated place of a sealed value."""
    village, key = PLACES[table.name](row) if table.name in PLACES else (row["village"], row["id"])
    return place(table.name, column.name.removesuffix("_enc"), row["county"], village, key)


def reseal(session: Session, county: int, table: Table, column: Column[Any]) -> int:
    """Seal some values of a column again; return how many, 0 when none is left.

    A value that somebody changes meanwhile is left alone: it is under the newest key already.
    """
    current = vault().data_key(county).to_bytes(2)
    keys = list(table.primary_key.columns)
    rows = session.execute(
        select(*_needed(table), column)
        .where(table.c.county == county, func.substr(column, 1, 2) != current)
        .order_by(*keys)
        .limit(AT_ONCE)
    ).mappings()
    count = 0
    for row in rows.all():
        where, old = where_of(table, column, dict(row)), row[column.name]
        new = vault().seal(county, where, vault().open(county, where, old))
        session.execute(
            update(table)
            .where(*(key == row[key.name] for key in keys), column == old)
            .values({column.name: new})
        )
        count += 1
    return count


def _needed(table: Table) -> list[Column[Any]]:
    names = {"village", "id", *(key.name for key in table.primary_key.columns)}
    return [column for column in table.columns if column.name in names]
