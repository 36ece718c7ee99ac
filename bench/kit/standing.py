"""A county of 200,000 people enrolled that is made once and stands ready for the next run.

It lies in the folder for temporary files, under a name of what it was made from; remove it freely.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import psycopg

from bench.kit import servers
from bench.kit.copies import multiply
from bench.kit.county import County, make_county
from bench.kit.enrolled import enroll
from bench.kit.servers import ROOT, Place
from tests import postgresql

PEOPLE = 200_000
VILLAGES, COPIES, HOUSEHOLDS = 12, 24, 182  # 300 villages of about 760 people each
MADE_BY = ("county", "enrolled", "copies", "people", "standing")


@contextmanager
def standing() -> Iterator[tuple[Place, County, int]]:
    """Serve the county on PostgreSQL; yield its place, what was made and how many are enrolled."""
    folder = Path(tempfile.gettempdir()) / f"tongbao-county-{_origin()}"
    marker = folder / "made.json"
    if not marker.exists():
        shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # PostgreSQL runs as a user of its own and must get through
    with postgresql.running_server(servers.POSTGRESQL, folder / "postgresql") as server:
        if not marker.exists():
            _make(Place(postgresql.create_database(server, "county"), folder / "data"), marker)
        made = json.loads(marker.read_text())
        url = f"{server.rsplit('/', 1)[0]}/county"
        county = County(tuple(made["villages"]), made["start"], made["today"])
        yield Place(url, folder / "data", servers.postmaster(server)), county, made["people"]


def _make(place: Place, marker: Path) -> None:
    servers.migrate(place)
    app = place.app()
    county = make_county(app, VILLAGES, HOUSEHOLDS)
    people = enroll(app, county) * (1 + COPIES)
    if people < PEOPLE:
        raise ValueError(f"only {people} people enrolled")
    multiply(place, VILLAGES, COPIES)
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    marker.write_text(json.dumps({**asdict(county), "people": people}))


def _origin() -> str:
    """Return what tells counties apart: the form of the database, the code that filled it."""
    found = hashlib.sha256((ROOT / "migrations" / "HEAD").read_bytes())
    for name in MADE_BY:
        found.update((ROOT / "bench" / "kit" / f"{name}.py").read_bytes())
    return found.hexdigest()[:10]
