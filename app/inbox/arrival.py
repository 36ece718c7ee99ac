"""When a row that a phone made reached the server: its id names the op that brought it."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func

from app.inbox.models import InboxOp

INSTALL = 10  # characters of an install; the id goes on `-<seq>` (contracts.md 1.3)


def brought(county: Any, key: Any) -> ColumnElement[bool]:
    """Return the condition that an op of the inbox made the row with this id.

    A row made on the server has an id of another form and no op.
    """
    seq = func.substr(key, INSTALL + 2)
    marked = func.substr(key, INSTALL + 1, 1) == "-"
    return and_(
        InboxOp.county == county,
        InboxOp.install == func.substr(key, 1, INSTALL),
        InboxOp.seq == case((marked, cast(seq, BigInteger)), else_=-1),
    )
