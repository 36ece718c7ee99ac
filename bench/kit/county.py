"""A county with whole villages in its register, made by the ordinary services."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import clock
from app.accounts import service as accounts
from app.campaigns.service import open_campaign
from app.db import db, transaction
from app.kinds import Kind
from app.products import service as products
from app.regions.service import VillageLock, load_divisions, lock_village, open_county, release
from app.regions.writing import insert_rows
from app.rosters.kinds import HOUSEHOLD, PERSON, identity_index
from app.rosters.models import RosterEntry, RosterVersion
from bench.kit.people import Row, village

ROOT = Path(__file__).parents[2]
COUNTY, TOWNSHIP = 511703, 511703100
PASSWORD = "Bench-Password-7"  # noqa: S105 - of invented people in a throw-away database
PRODUCT = "WV-ACC-ILL-2026"
DAYS_AHEAD = 70


@dataclass(frozen=True)
class County:
    """What was made: villages by code, each with its agent `agent<n>`; dates of the product."""

    villages: tuple[int, ...]
    start: str
    today: str

    def agent(self, village: int) -> str:
        """Return the sign-in name of the agent of a village."""
        return f"agent{self.villages.index(village) + 1:02d}"


def make_county(app: Flask, villages: int, households: int, *, alike: bool = False) -> County:
    """Fill an empty database with villages of so many households each.

    alike: all of the same people.
    """
    with app.app_context():
        today = clock.civil_date(clock.now())
        start = (clock.now() + timedelta(days=DAYS_AHEAD)).date().replace(day=1).isoformat()
        with transaction() as session:
            codes = _office(session, villages, today, start)
        for number, code in enumerate(codes):
            seed = 1 if alike else number + 1
            with transaction() as session:
                _register(session, code, village(households, f"{seed}"))
        db.session.remove()
        db.engine.dispose()
    return County(codes, start, today)


def _office(session: Session, count: int, today: str, start: str) -> tuple[int, ...]:
    at = clock.now()
    load_divisions(session, ROOT / "app/regions/divisions/511703.csv")
    open_county(session, COUNTY, "b0")
    products.load_dictionaries(session)
    codes = tuple(511703100200 + number for number in range(count))
    _open_missing(session, codes)
    people = [("admin01", "ADMIN", COUNTY), ("admin02", "ADMIN", COUNTY),
              ("supervisor01", "SUPERVISOR", TOWNSHIP)]  # fmt: skip
    people += [(f"agent{number + 1:02d}", "AGENT", code) for number, code in enumerate(codes)]
    users = {
        login: accounts.create_user(
            session, COUNTY, login=login, name=login, role=role, areas=(area,), password=PASSWORD,
            must_change_password=False, by="bench", at=at,
        )
        for login, role, area in people
    }  # fmt: skip
    body = _template(today, start)
    version = products.draft(session, body, by=users["admin01"], at=at)
    products.submit(session, PRODUCT, version, by=users["admin01"])
    products.publish(session, PRODUCT, version, by=users["admin02"], at=at)
    open_campaign(
        session, COUNTY, product=PRODUCT, version=version, name="全村统保", opens_on=today,
        closes_on=body["sale"]["to"], scheme_start_on=start, target_bp=8500, villages=codes,
        by=users["admin01"], at=at,
    )  # fmt: skip
    return codes


def _open_missing(session: Session, codes: tuple[int, ...]) -> None:
    """Open villages of our choice that the table of divisions does not name."""
    from app.regions.models import Village

    for code in codes:
        if session.get(Village, (COUNTY, code)) is None:
            session.add(
                Village(county=COUNTY, id=code, township=TOWNSHIP, name=str(code), ver=1 << 40)
            )
    session.flush()


def _template(today: str, start: str) -> dict[str, Any]:
    """Return the sample product, on sale today and starting at `start`."""
    body: dict[str, Any] = json.loads((ROOT / f"app/demo/templates/{PRODUCT}.json").read_text())
    body["sale"] = {"from": today, "to": start}
    body["start"] = {"rule": "FIXED_DATE", "month_day": start[5:], "pay_by": start[5:]}
    return body


def _register(session: Session, code: int, homes: list[Row]) -> None:
    lock = lock_village(session, COUNTY, code)
    session.execute(insert(RosterVersion), [{
        "county": COUNTY, "village": code, "no": 1, "as_of": "2026-01-01", "source": "bench",
        "status": "ACTIVE", "report": {}, "made_by": "bench", "made_at": clock.now(),
    }])  # fmt: skip
    rows = [{name: one[name] for name in one if name != "members"} for one in homes]
    keys = insert_rows(session, lock, HOUSEHOLD.model, rows)
    persons = [
        {**member, "household": key}
        for key, home in zip(keys, homes, strict=True)
        for member in home["members"]
    ]
    first = lock.next_n
    sealed = [_sealed(PERSON, lock, first + place, one) for place, one in enumerate(persons)]
    made = insert_rows(session, lock, PERSON.model, sealed)
    session.execute(
        insert(RosterEntry),
        [{"county": COUNTY, "village": code, "version": 1, "person": key} for key in made],
    )
    release(session, lock, [], at=clock.now())


def _sealed(kind: Kind, lock: VillageLock, number: int, row: Row) -> Row:
    place = {"county": COUNTY, "village": lock.village, "id": f"{lock.install}-{number}"}
    columns: Row = {"id_no_index": identity_index(row["id_type"], row["id_no"])}
    for name, value in row.items():
        columns |= kind.columns(place, name, value) if name in kind.fields else {name: value}
    return columns
