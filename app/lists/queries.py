"""Lists whose rows stay in the database: it picks, orders and counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.lists.listing import FILE_ROWS_MAX, Listing, Page, asked, require_short


def read(
    session: Session,
    listing: Listing,
    statement: Any,
    args: Mapping[str, str],
    *,
    key: Sequence[Any],
    count: Any = None,
    newest_first: bool = False,
    sums: Mapping[str, Any] | None = None,
    keys_first: bool = False,
) -> Page:
    """Return a page of the rows of a statement, in two statements. Raises Invalid LIST_TOO_LONG.

    key: columns that put rows in a certain order where the sort leaves it open. count: a
    statement with as many rows that is cheaper to count; the filters must make sense in it too.
    newest_first: the key falls. sums: expressions to add up over all pages.
    keys_first: find the keys of the page by `count` and read only those rows; it must have what
    the columns order by.
    """
    wanted = asked(listing, args)
    conditions = [
        one.accepts(wanted.chosen[one.key]) for one in listing.filters if one.key in wanted.chosen
    ]
    if wanted.text and listing.matches is not None:
        conditions.append(listing.matches(wanted.text))
    counted = (statement if count is None else count).where(*conditions)
    total, added = _totals(session, counted, key, sums or {})
    page = Page(listing, wanted, (), total, added, dict(args))
    order = [(one.desc() if newest_first else one.asc()).nulls_last() for one in key]
    column = listing.column(wanted.sort)
    if column is not None:
        order.insert(0, (column.by.desc() if wanted.down else column.by.asc()).nulls_last())
    query = statement.where(*conditions).order_by(*order)
    if wanted.file:
        require_short(total)
        query = query.limit(FILE_ROWS_MAX)
    else:
        first = (page.number - 1) * listing.size
        if keys_first:  # what is skipped need not be made
            wanted_keys = counted.with_only_columns(*key, maintain_column_froms=True)
            found = session.execute(
                wanted_keys.order_by(*order).limit(listing.size).offset(first)
            ).all()
            keys = [tuple(row) for row in found]
            query = statement.where(tuple_(*key).in_(keys)).order_by(*order)
        else:
            query = query.limit(listing.size).offset(first)
    return replace(page, rows=session.execute(query).all())


def _totals(
    session: Session, counted: Any, key: Sequence[Any], sums: Mapping[str, Any]
) -> tuple[int, dict[str, int]]:
    """Return how many rows there are, and the sums over them."""
    named = [expression.label(name) for name, expression in sums.items()]
    # Only the key, not all columns: nothing of a row is read but what is added up.
    one = counted.with_only_columns(*key, *named, maintain_column_froms=True).subquery()
    row = session.execute(
        select(func.count(), *(func.sum(one.c[name]) for name in sums)).select_from(one)
    ).one()
    return row[0], dict(zip(sums, (int(value or 0) for value in row[1:]), strict=True))
