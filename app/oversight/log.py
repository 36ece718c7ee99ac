"""The audit log as people read it: found by person, act, place, day and words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.audit.models import AuditEntry
from app.clock import SHANGHAI, as_date
from app.lists.listing import FILE_ROWS_MAX, Column, Listing, Page, asked, require_short
from app.oversight.words import action_word
from app.regions.models import Village
from app.regions.rules import short_name, village_range
from app.secrets import place, vault

PAGE = 50
DETAIL_MAX = 300
# Acts an auditor looks at first: who may do what, keys, money let go, personal data taken out.
SENSITIVE = (
    "USER_CREATED", "USER_CHANGED", "USER_SUSPENDED", "USER_RESTORED", "AREAS_CHANGED",
    "PASSWORD_RESET", "INSTALL_REVOKED", "SEALING_KEY_ADDED", "DATA_KEY_ADDED", "EXPORTED",
    "ROSTER_REPORT_DOWNLOADED", "GATE_OVERRIDDEN", "POLICY_TAKEN_BACK", "TIMELINE_RENEWED",
    "HEADS_EXPORTED", "CHAINS_CHECKED", "PERSONAL_DATA_SEARCHED", "PERSONAL_DATA_EXPORTED",
    "ERASURE_ASKED", "ERASURE_DONE", "ERASURE_REFUSED", "PERSON_ERASED",
)  # fmt: skip
FILE = Listing(
    "审计日志",
    [
        Column("at", "时间", lambda row: f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"),
        Column("who", "谁", lambda row: row.who),
        Column("action", "做了什么", lambda row: action_word(row.action)),
        Column("where", "村", lambda row: row.where),
        Column("subject", "对象", lambda row: row.subject),
        Column("detail", "细节", lambda row: row.detail),
        Column("phone", "手机", lambda row: row.phone),
        Column("no", "序号", lambda row: row.no, "number"),
    ],
)
_LONG_NUMBER = re.compile(r"[0-9]{9,}[0-9Xx]?")


@dataclass(frozen=True)
class Wanted:
    """What of the log is wanted. area: 0 is all. first, last: civil dates or empty."""

    text: str = ""
    action: str = ""
    area: int = 0
    first: str = ""
    last: str = ""
    sensitive: bool = False
    page: int = 1


@dataclass(frozen=True)
class Line:
    """An entry for people. where: name of its village, empty for the county's own chain."""

    chain: int
    no: int
    at: datetime
    who: str
    action: str
    where: str
    subject: str
    detail: str
    phone: str


def lines(
    session: Session, county: int, wanted: Wanted, *, size: int = PAGE
) -> tuple[list[Line], bool]:
    """Return a page of the log, the newest first, and whether there is more."""
    rows = session.scalars(
        select(AuditEntry)
        .where(*_conditions(session, county, wanted))
        .order_by(AuditEntry.at.desc(), AuditEntry.chain, AuditEntry.no.desc())
        .offset((wanted.page - 1) * size)
        .limit(size + 1)
    ).all()
    found = rows[:size]
    people = _named(session, User.id, User.name, county, {row.actor for row in found})
    phones = _named(session, Install.id, Install.label, county, {row.install for row in found})
    villages = _named(session, Village.id, Village.name, county, {row.chain for row in found})
    return [
        Line(
            row.chain, row.no, row.at, people.get(row.actor, row.actor), row.action,
            short_name(villages.get(row.chain, "")), row.subject, detail_of(row),
            phones.get(row.install or "", row.install or ""),
        )
        for row in found
    ], len(rows) > size  # fmt: skip


def as_file(session: Session, county: int, wanted: Wanted, args: Mapping[str, str]) -> Page:
    """Return all that is wanted of the log, for a file. Raises Invalid LIST_TOO_LONG.

    The page itself has no count and no other order: the index by time answers it whatever the size.
    """
    found, more = lines(session, county, replace(wanted, page=1), size=FILE_ROWS_MAX)
    require_short(len(found) + more)
    return Page(FILE, asked(FILE, args), found, len(found), args=dict(args))


def detail_of(row: AuditEntry) -> str:
    """Return what was noted with an entry, long numbers masked."""
    where = place("audit_entries", "detail", row.county, row.chain, str(row.no))
    value = vault().open_json(row.county, where, row.detail_enc)
    text = _said(value)
    masked = _LONG_NUMBER.sub(lambda found: found[0][:6] + "****" + found[0][-2:], text)
    return masked if len(masked) <= DETAIL_MAX else masked[:DETAIL_MAX] + "…"


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(
            f"{key} {_said(one)}" for key, one in value.items() if one not in (None, "")
        )
    if isinstance(value, list):
        return "、".join(_said(one) for one in value)
    return "" if value is None else str(value)


def _named(session: Session, key: Any, name: Any, county: int, keys: set[Any]) -> dict[Any, str]:
    rows = session.execute(select(key, name).where(key.class_.county == county, key.in_(keys)))
    return {row[0]: row[1] for row in rows}


def _conditions(session: Session, county: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [AuditEntry.county == county]
    if wanted.text:
        named = session.scalars(
            select(User.id).where(
                User.county == county, User.name.contains(wanted.text, autoescape=True)
            )
        ).all()
        subject = AuditEntry.subject.contains(wanted.text, autoescape=True)
        found.append(or_(subject, AuditEntry.actor.in_(named)))
    if wanted.action:
        found.append(AuditEntry.action == wanted.action)
    if wanted.sensitive:
        found.append(AuditEntry.action.in_(SENSITIVE))
    if wanted.area:
        found.append(AuditEntry.chain.between(*village_range(wanted.area)))
    if wanted.first:
        found.append(AuditEntry.at >= _midnight(wanted.first))
    if wanted.last:
        found.append(AuditEntry.at < _midnight(wanted.last) + timedelta(days=1))
    return found


def _midnight(day: str) -> datetime:
    return datetime.combine(as_date(day), time(), SHANGHAI)
