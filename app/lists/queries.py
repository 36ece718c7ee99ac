"""Lists whose rows stay in the database: it picks, orders and counts them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.lists.listing import FILE_ROWS_MAX, Listing, Page, asked, require_short


def read(
    session: Session,
    listing: Listing,
    statement: Select[Any],
    args: Mapping[str, str],
    *,
    key: Sequence[Any],
    count: Select[Any] | None = None,
) -> Page:
    """Return a page of the rows of a statement, in two statements. Raises Invalid LIST_TOO_LONG.

    key: columns that put rows in a certain order where the sort leaves it open. count: a
    statement with as many rows that is cheaper to count; the filters must make sense in it too.
    """
    wanted = asked(listing, args)
    conditions = [
        one.accepts(wanted.chosen[one.key]) for one in listing.filters if one.key in wanted.chosen
    ]
    if wanted.text and listing.matches is not None:
        conditions.append(listing.matches(wanted.text))
    counted = (statement if count is None else count).where(*conditions)
    # Only the number of rows matters: no column, so that joins that add none can be left out.
    one = counted.with_only_columns(*key, maintain_column_froms=True).order_by(None).subquery()
    total = session.scalar(select(func.count()).select_from(one)) or 0
    page = Page(listing, wanted, (), total, dict(args))
    order = [one.asc().nulls_last() for one in key]
    column = listing.column(wanted.sort)
    if column is not None:
        order.insert(0, (column.by.desc() if wanted.down else column.by.asc()).nulls_last())
    query = statement.where(*conditions).order_by(*order)
    if wanted.file:
        require_short(total)
        query = query.limit(FILE_ROWS_MAX)
    else:
        query = query.limit(listing.size).offset((page.number - 1) * listing.size)
    return Page(listing, wanted, session.execute(query).all(), total, page.args)
