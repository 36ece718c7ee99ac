"""Make the demo county: divisions, people, a product on sale, a roster, a campaign."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.accounts import service as accounts
from app.accounts.models import Login
from app.accounts.rules import password_fault
from app.audit.models import County
from app.campaigns.service import open_campaign
from app.civil_date import add_months
from app.db import db, transaction
from app.errors import Invalid
from app.imports.running import run_import
from app.products import service as products
from app.regions.models import Village
from app.regions.service import load_divisions, open_county
from app.rosters.reading import read_file
from app.rosters.register import active_version
from app.rosters.rules.register import Choice
from app.rosters.rules.roster import read_roster
from app.rosters.service import Source

FOLDER = Path(__file__).parent
DIVISIONS = FOLDER.parent / "regions" / "divisions"
COUNTY, TOWNSHIP, VILLAGE = 511703, 511703104, 511703104207
PRODUCT = "WV-ACC-ILL-2026"
NOTICE_DAYS, PAY_BY_DAYS = 60, 10
TARGET_BP = 8500
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


@dataclass(frozen=True)
class Colleague:
    """A person of the demo. areas: division codes."""

    login: str
    name: str
    role: str
    areas: tuple[int, ...]


# The agents share the village of the roster, so that two phones can meet in one household.
PEOPLE = (
    Colleague("agent01", "李明", "AGENT", (VILLAGE, 511703104208, 511703104209)),
    Colleague("agent02", "王芳", "AGENT", (VILLAGE, 511703104210, 511703104211)),
    Colleague("supervisor01", "陈静", "SUPERVISOR", (TOWNSHIP,)),
    Colleague("supervisor02", "赵刚", "SUPERVISOR", (TOWNSHIP,)),
    Colleague("admin01", "周敏", "ADMIN", (COUNTY,)),
    Colleague("admin02", "孙伟", "ADMIN", (COUNTY,)),
)


@dataclass(frozen=True)
class Dates:
    """Dates of the demo campaign, all counted from today."""

    opens_on: str
    pay_by: str
    scheme_start: str


def is_empty() -> bool:
    """Tell whether the database has no county yet."""
    return db.session.scalar(select(County.county).limit(1)) is None


def make_password() -> str:
    """Return a password that can be read out: `kmt4-p7xw-3hd9`."""
    letters = [secrets.choice(_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def check_password(password: str) -> None:
    """Raise Invalid for a password that one of the people could not choose himself."""
    for person in PEOPLE:
        fault = password_fault(password, "", person.login)
        if fault is not None:
            raise Invalid(fault)


def seed(password: str, *, agents_change_it: bool, at: datetime) -> None:
    """Fill an empty database. agents_change_it: at their first sign-in on the phone."""
    today = clock.civil_date(at)
    with transaction() as session:
        load_divisions(session, DIVISIONS / f"{COUNTY}.csv")
        open_county(session, COUNTY, secrets.token_hex(2))
        products.load_dictionaries(session)
        users = {
            person.login: accounts.create_user(
                session, COUNTY, login=person.login, name=person.name, role=person.role,
                areas=person.areas, password=password, by="seed-demo", at=at,
                must_change_password=agents_change_it and person.role == "AGENT",
            )
            for person in PEOPLE
        }  # fmt: skip
        dates = dates_from(clock.as_date(today))
        version = _put_on_sale(session, dates, users, at)
        open_campaign(
            session, COUNTY, product=PRODUCT, version=version,
            name=f"{dates.scheme_start[:4]}年度全村统保", opens_on=dates.opens_on,
            closes_on=dates.pay_by, scheme_start_on=dates.scheme_start, target_bp=TARGET_BP,
            villages=_villages(session), by=users["admin01"], at=at,
        )  # fmt: skip


def seed_roster(*, at: datetime) -> None:
    """Import the roster of the demo village, unless it has one."""
    if active_version(db.session(), COUNTY, VILLAGE) is not None:
        return
    file = FOLDER / "roster.xlsx"
    roster = read_roster(read_file(file.read_bytes()), clock.civil_date(at))
    by = db.session.scalar(select(Login.user).where(Login.login_name == "supervisor01"))
    run_import(COUNTY, VILLAGE, roster, Choice(), Source(file.name, by or "seed-demo"))


def dates_from(today: date) -> Dates:
    """Return the dates of a campaign that opens today.

    Cover starts on the first of a month, 60 days ahead or more; premium is due 10 days before.
    """
    earliest = today + timedelta(days=NOTICE_DAYS)
    start = earliest if earliest.day == 1 else add_months(earliest.replace(day=1), 1)
    pay_by = start - timedelta(days=PAY_BY_DAYS)
    return Dates(today.isoformat(), pay_by.isoformat(), start.isoformat())


def _put_on_sale(session: Session, dates: Dates, users: Mapping[str, str], at: datetime) -> int:
    """Publish the sample template, then this season's version of it; return its number."""
    body: dict[str, Any] = json.loads(
        (FOLDER / "templates" / f"{PRODUCT}.json").read_text(encoding="utf-8")
    )
    year = dates.scheme_start[:4]
    changes = {
        "name": {tongue: name.replace("2026", year) for tongue, name in body["name"].items()},
        "sale": {"from": dates.opens_on, "to": dates.scheme_start},
        "start": {
            **body["start"], "month_day": dates.scheme_start[5:], "pay_by": dates.pay_by[5:],
        },
    }  # fmt: skip
    author, second = users["admin01"], users["admin02"]
    first = products.draft(session, body, by=author, at=at)
    this = products.new_version(session, PRODUCT, changes, by=author, at=at)
    for version in (first, this):
        products.submit(session, PRODUCT, version, by=author)
        products.publish(session, PRODUCT, version, by=second, at=at)
    return this


def _villages(session: Session) -> list[int]:
    found = session.scalars(
        select(Village.id)
        .where(Village.county == COUNTY, Village.township == TOWNSHIP)
        .order_by(Village.id)
    )
    return list(found)
