"""What a phone downloads before its first visit: a village's register, in gzipped pages."""

import json
import tempfile
from pathlib import Path

from app.sync import feeds
from app.sync.bodies import packed
from bench.kit import servers
from bench.kit.county import COUNTY, make_county
from bench.kit.people import village
from bench.records import Run

PERSONS = 5000


def measure(run: Run) -> None:
    """Take the pages of a village of 500 households and of one of 5,000 people."""
    with tempfile.TemporaryDirectory(prefix="tongbao-bench-") as name:
        ordinary = _pages(Path(name) / "ordinary", 500)
        large = _pages(Path(name) / "large", _households_for(PERSONS))
    people, pages = ordinary
    run.add("pull.gzip_bytes_per_person", "B", [sum(pages) / people])
    people, pages = large
    run.add("pull.bootstrap_5000_gzip_bytes", "B", [sum(pages) * PERSONS / people])
    run.add("pull.bootstrap_5000_pages", "count", [len(pages)])


def _households_for(persons: int) -> int:
    """Return how many households of the invented village hold about so many people."""
    homes = village(2000, "1")
    return round(persons * len(homes) / sum(len(one["members"]) for one in homes))


def _pages(folder: Path, households: int) -> tuple[int, list[int]]:
    """Return the number of persons, and the bytes of each page as it travels."""
    with servers.empty(folder) as place:
        app = place.app()
        county = make_county(app, 1, households)
        with app.app_context():
            from app.db import db

            mark = feeds.mark_of(db.session(), COUNTY, county.villages[0])
            sizes, persons, token = [], 0, None
            while True:
                page = feeds.snapshot(db.session(), mark, token)
                persons += sum(
                    len(one["r"]) for one in page["page"]["rows"] if one["t"].startswith("ps@")
                )
                text = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
                sizes.append(len(packed(text)))
                token = page["next"]
                if token is None:
                    break
            db.session.remove()
            db.engine.dispose()
    return persons, sizes
