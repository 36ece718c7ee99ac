"""The list of requests: its columns and what can be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import user_names
from app.clock import civil_date
from app.lists.listing import Column, Filter, Listing, Page, page_of
from app.privacy.models import PrivacyRequest
from app.privacy.words import STATES


@dataclass(frozen=True)
class RequestLine:
    """A request in the list. people: on how many places of the register he stands."""

    id: str
    at: datetime
    basis: str
    status: str
    people: int
    made_by: str
    decided_by: str


REQUESTS = Listing(
    "个人信息申请",
    [
        Column("at", "登记日期", lambda row: civil_date(row.at), by=lambda row: row.at),
        Column("basis", "凭据", lambda row: row.basis),
        Column("people", "名册上几处", lambda row: row.people, "number"),
        Column("status", "状态", lambda row: STATES[row.status][2]),
        Column("made_by", "谁登记", lambda row: row.made_by),
        Column("decided_by", "谁办结", lambda row: row.decided_by),
    ],
    (
        Filter(
            "status", "状态", [(code, word) for code, (_tone, _icon, word) in STATES.items()],
            lambda row, code: row.status == code,
        ),
    ),
    search="凭据、经办人", sort="-at",
)  # fmt: skip


def requests(session: Session, county: int, args: Mapping[str, str]) -> Page:
    """Return a page of the requests of a county."""
    names = user_names(session, county)
    rows = session.scalars(select(PrivacyRequest).where(PrivacyRequest.county == county))
    lines = [
        RequestLine(
            row.id, row.made_at, row.basis, row.status, len(row.people),
            names.get(row.made_by, ""), names.get(row.decided_by or "", ""),
        )
        for row in rows
    ]  # fmt: skip
    return page_of(REQUESTS, lines, args)
