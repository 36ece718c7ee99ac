"""How long a page of the console takes over a county with 200,000 people enrolled (PostgreSQL).

Between two pages a phone writes in one village, as it does in the season: its figures are counted
anew by the page that comes next. On a busy machine the wall-clock says little: the CPU of server
and database together, which run one after the other, is what an idle one would take.
"""

import os
import random
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from app import clock
from app.accounts import service as accounts
from app.accounts.models import Login
from app.batches.models import Batch
from app.db import db, transaction
from app.enrollment.models import Enrollment
from app.overview.running import count_moved
from app.policies.models import VillageFigures
from app.regions.models import Village
from bench.kit import desk_jobs, servers
from bench.kit.county import COUNTY, County, make_county
from bench.kit.standing import standing
from bench.records import Run

ROUNDS, HOUSEHOLDS = 20, 520
PAGES = {
    "overview": "/console/",
    "townships": "/console/?level=township",
    "figures": "/console/figures",
    "batches": "/console/batches",
    "batches_by_difference": "/console/batches?sort=-difference&status=SUBMITTED",
    "households": "/console/households?status=STANDING",
    "households_of_a_day": "/console/households?day={day}",
    "households_last_page": "/console/households?page=900",
    "insured": "/console/insured?status=STANDING",
    "insured_of_a_village": "/console/insured?village={village}",
    "insured_by_name": "/console/insured?q=%E7%8E%8B%E4%BC%9F",
    "receipts": "/console/receipts?state=TAKEN",
    "arrivals": "/console/arrivals",
    "policies": "/console/policies",
    "rosters": "/console/rosters",
    "statements": "/console/money",
    "remittances": "/console/money/remittances",
    "write_offs": "/console/money/write-offs",
    "refunds": "/console/money/refunds",
    "merging": "/console/merging",
    "aside": "/console/aside",
    "endorsements": "/console/endorsements",
    "batch": "/console/batches/{village}/{batch}",
}


def measure(run: Run) -> None:
    """Ask for every list of the console over a whole county, twenty times each."""
    with standing() as (place, county, people):
        run.add("console.people_enrolled", "count", [people])
        app = place.app()
        _count(run, app)
        servers.settle(place)
        _pages(run, app, county, (os.getpid(), place.postmaster or 0))
    with (
        tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name,
        servers.empty(Path(name) / "postgresql", "postgresql") as place,
    ):
        app = place.app()
        roots = (os.getpid(), place.postmaster or 0)
        desk_jobs.measure(run, app, make_county(app, 1, HOUSEHOLDS), roots)


def _count(run: Run, app: Flask) -> None:
    """Count what every village has, as after a restore."""
    with app.app_context():
        with transaction() as session:
            session.execute(delete(VillageFigures))
        started = time.perf_counter()
        count_moved()
        run.add("console.count_all_villages_s.200000", "s", [time.perf_counter() - started])
        db.session.remove()


def _pages(run: Run, app: Flask, county: County, roots: tuple[int, int]) -> None:
    with app.app_context():
        client, facts = _signed_in(app), _facts(county)
        taken = {
            name: _times(client, url.format(**facts), county, roots) for name, url in PAGES.items()
        }
        db.session.remove()
        db.engine.dispose()
    waited, worked = [], []
    for name, (walls, cpus) in taken.items():
        waited.append(run.add(f"console.page_ms.{name}", "ms", walls).p95)
        worked.append(run.add(f"console.page_cpu_ms.{name}", "ms", cpus).p95)
    run.add("console.page_p95_ms.200000", "ms", [max(waited)])
    run.add("console.page_cpu_p95_ms.200000", "ms", [max(worked)])


def _times(
    client: FlaskClient, url: str, county: County, roots: tuple[int, int]
) -> tuple[list[float], list[float]]:
    """Return how long each page took, and how much CPU of the server and its database."""
    chance = random.Random(url)  # noqa: S311 - which village a phone writes in
    _ask(client, url)  # statements are prepared and pages compiled by the first
    walls, cpus = [], []
    for _ in range(ROUNDS):
        _write(chance.choice(county.villages))
        used, started = servers.tree_cpu(*roots), time.perf_counter()
        _ask(client, url)
        walls.append((time.perf_counter() - started) * 1000)
        cpus.append((servers.tree_cpu(*roots) - used) * 1000)
    return walls, cpus


def _ask(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise ValueError(f"{url} answers {answer.status_code}")


def _write(village: int) -> None:
    """Move the version of a village, as every write in it does."""
    with transaction() as session:
        session.execute(
            update(Village)
            .where(Village.county == COUNTY, Village.id == village)
            .values(ver=Village.ver + 1)
        )


def _signed_in(app: Flask) -> FlaskClient:
    """Return the browser of an administrator, who sees the whole county."""
    client = app.test_client()
    with transaction() as session:
        login = session.execute(
            select(Login.county, Login.user).where(Login.login_name == "admin01")
        ).one()
        person = accounts.Person(login.county, login.user, "")
        cookie = accounts.open_session(session, person, audience="DESK", at=clock.now())
    client.set_cookie("__Host-desk", cookie)
    return client


def _facts(county: County) -> dict[str, str | int]:
    session = db.session()
    batch = session.execute(
        select(Batch.village, Batch.id).where(Batch.status == "SUBMITTED").limit(1)
    ).one()
    day = session.scalars(
        select(Enrollment.declared_on).where(Enrollment.village == county.villages[0]).limit(1)
    ).one()
    return {"village": batch.village, "batch": batch.id, "day": str(day)}
