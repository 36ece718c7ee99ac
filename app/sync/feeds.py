"""What phones pull: changes after a cursor, and snapshots in pages (contracts.md 3.8, 3.9)."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Table,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.audit.models import County
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.kinds import Kind
from app.regions.models import Village
from app.regions.service import EPOCH_SHIFT
from app.sync.kinds import KINDS
from app.sync.rows import columns_of, row_groups

PAGE_ROWS = 500


class CursorTooOld(DomainError):
    """Deletions after this cursor are no longer known: the phone takes a new snapshot."""

    status = 410


class ReplicaBehind(DomainError):
    """The phone has seen more than this database: it comes again, and resets nothing."""

    status = 425


@dataclass(frozen=True)
class Mark:
    """Where a village stands."""

    county: int
    village: int
    ver: int
    min_ver: int
    epoch: tuple[int, str]


VILLAGES, COUNTIES = cast("Table", Village.__table__), cast("Table", County.__table__)
# Statements that every request needs are built once: that costs more than to run them.
_MARK = (
    select(VILLAGES.c.ver, VILLAGES.c.min_ver, COUNTIES.c.epoch_no, COUNTIES.c.epoch_id)
    .join_from(VILLAGES, COUNTIES, COUNTIES.c.county == VILLAGES.c.county)
    .where(VILLAGES.c.county == bindparam("county"), VILLAGES.c.id == bindparam("village"))
)


def mark_of(session: Session, county: int, village: int) -> Mark:
    """Return where a village stands. Raises NotFound."""
    row = session.execute(_MARK, {"county": county, "village": village}).one_or_none()
    if row is None:
        raise NotFound("VILLAGE_UNKNOWN")
    return Mark(county, village, row.ver, row.min_ver, (row.epoch_no, row.epoch_id))


def changes(
    session: Session,
    mark: Mark,
    after: int,
    limit: int = PAGE_ROWS,
    *,
    skip: Mapping[tuple[str, str], int] | None = None,
) -> dict[str, Any]:
    """Return {rows, next, more}: every row with after < _v <= next, over all kinds.

    skip: rows the phone made itself, with the version each had before; those it had seen are left
    out. Raises Conflict EPOCH_CHANGED, ReplicaBehind, CursorTooOld.
    """
    _check_cursor(mark, after)
    found = {code: _newer(session, kind, mark, after, limit) for code, kind in KINDS.items()}
    cut = [rows[limit]["ver"] - 1 for rows in found.values() if len(rows) > limit]
    end = min(cut, default=mark.ver)
    own = {key for key, before in (skip or {}).items() if before <= after}
    groups: list[dict[str, Any]] = []
    for code, rows in found.items():
        page = [row for row in rows if row["ver"] <= end and (code, row["id"]) not in own]
        groups += row_groups(KINDS[code], page)
    return {"rows": groups, "next": end, "more": end < mark.ver}


def _check_cursor(mark: Mark, after: int) -> None:
    if after > mark.ver:
        if after >> EPOCH_SHIFT != mark.epoch[0]:
            raise Conflict("EPOCH_CHANGED", epoch=list(mark.epoch))
        raise ReplicaBehind("REPLICA_BEHIND", ver=mark.ver)
    if 0 < after < mark.min_ver:
        raise CursorTooOld("CURSOR_TOO_OLD", min=mark.min_ver)


def _newer(session: Session, kind: Kind, mark: Mark, after: int, limit: int) -> list[Any]:
    here = {"county": mark.county, "village": mark.village}
    return list(
        session.execute(
            _newer_statement(kind), {**here, "after": after, "to": mark.ver, "limit": limit + 1}
        ).mappings()
    )


@cache
def _newer_statement(kind: Kind) -> Select[Any]:
    table = kind.table
    return (
        select(*columns_of(kind))
        .where(
            *_here(kind), table.c.ver > bindparam("after"), table.c.ver <= bindparam("to"),
        )
        .order_by(table.c.ver)
        .limit(bindparam("limit", type_=Integer))
    )  # fmt: skip


def _here(kind: Kind) -> tuple[ColumnElement[bool], ...]:
    table = kind.table
    return table.c.county == bindparam("county"), table.c.village == bindparam("village")


@dataclass(frozen=True)
class Place:
    """Where a snapshot goes on: after `last` of a kind. at_ver, total: of its first page."""

    at_ver: int
    total: int
    done: int = 0
    kind: str = "hh"
    last: str = ""

    def token(self) -> str:
        """Return the place as text that says nothing to a phone."""
        text = json.dumps([self.at_ver, self.total, self.done, self.kind, self.last])
        return base64.urlsafe_b64encode(text.encode()).decode()


def place_of(token: str) -> Place:
    """Return the place of a token. Raises Invalid BAD_TOKEN."""
    try:
        at_ver, total, done, kind, last = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (ValueError, binascii.Error) as error:
        raise Invalid("BAD_TOKEN") from error
    numbers = all(type(one) is int for one in (at_ver, total, done))
    if not numbers or kind not in KINDS or not isinstance(last, str):
        raise Invalid("BAD_TOKEN")
    return Place(at_ver, total, done, kind, last)


def snapshot(session: Session, mark: Mark, token: str | None) -> dict[str, Any]:
    """Return one page of a village as it stands: {epoch, at_ver, page, next, done, total}.

    Pages may hold rows newer than at_ver; after the last one the phone pulls what changed since.
    """
    where = place_of(token) if token else Place(mark.ver, _count(session, mark))
    groups: list[dict[str, Any]] = []
    room, codes = PAGE_ROWS, list(KINDS)
    goes_on = None
    for code in codes[codes.index(where.kind) :]:
        last = where.last if code == where.kind else ""
        rows = _after(session, KINDS[code], mark, last, room)
        page = rows[:room]
        groups += row_groups(KINDS[code], page)
        room -= len(page)
        if page:
            last = page[-1]["id"]
        if len(rows) > len(page) or room == 0:
            done = where.done + PAGE_ROWS - room
            goes_on = Place(where.at_ver, where.total, done, code, last)
            break
    return {
        "epoch": list(mark.epoch), "at_ver": where.at_ver, "page": {"rows": groups},
        "next": goes_on.token() if goes_on else None,
        "done": where.done + PAGE_ROWS - room, "total": where.total,
    }  # fmt: skip


def _after(session: Session, kind: Kind, mark: Mark, last: str, room: int) -> list[Any]:
    statement = _page_statement(kind, session.get_bind().dialect.name)
    here = {"county": mark.county, "village": mark.village}
    return list(session.execute(statement, {**here, "last": last, "limit": room + 1}).mappings())


@cache
def _page_statement(kind: Kind, dialect: str) -> Select[Any]:
    """Order by bytes whatever the language of the database; SQLite does so by itself."""
    key = kind.table.c.id.collate("C") if dialect == "postgresql" else kind.table.c.id
    return (
        select(*columns_of(kind))
        .where(*_here(kind), kind.table.c.deleted.is_(False), key > bindparam("last"))
        .order_by(key)
        .limit(bindparam("limit", type_=Integer))
    )


def _count(session: Session, mark: Mark) -> int:
    here = {"county": mark.county, "village": mark.village}
    return sum(count for _, count in session.execute(_count_statement(), here))


@cache
def _count_statement() -> CompoundSelect[Any]:
    return union_all(*(
        select(literal(code), func.count()).where(*_here(kind), kind.table.c.deleted.is_(False))
        for code, kind in KINDS.items()
    ))  # fmt: skip
