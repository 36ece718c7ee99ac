"""The timeline of a county: renamed when the database went back in time (sync.md 2.7).

Three signs: the database is a restored copy or another server's (its fingerprint), a phone has
seen a later timeline, or an operator says so. Phones then fetch anew and send again what they
keep; versions of the two timelines can never be confused. The numbers given are also noted in a
file beside the database: a backup restored twice must not give the same number twice.
"""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from app.audit.models import County
from app.audit.service import Entry, record
from app.regions.models import Village
from app.regions.service import EPOCH_SHIFT
from config import Config

WITNESS_PAUSE = 3600  # seconds
WITNESS_MAX = 64  # no phone may push the number further than this at once
EPOCH_MAX = 8191  # beyond it versions no longer fit a JavaScript number
BOOK = "timelines.json"


def fingerprint(session: Session) -> str:
    """Return what tells this run of the database from a restored one."""
    if session.get_bind().dialect.name != "postgresql":
        return "sqlite"  # a copy made by us carries another one (app/backups/service.py)
    row = session.execute(text(
        "SELECT system_identifier, timeline_id FROM pg_control_system(), pg_control_checkpoint()"
    )).one()  # fmt: skip
    return f"{row.system_identifier}/{row.timeline_id}"


def check(session: Session, *, at: datetime) -> list[int]:
    """Renew the timeline of every county whose database was put back; return them."""
    now, renewed = fingerprint(session), []
    for county in session.scalars(select(County.county)).all():
        _number(session, county)  # locks the row: of several processes one does it
        known = session.scalar(select(County.fingerprint).where(County.county == county))
        if known == now:
            continue
        if known:
            renew(session, county, by="system", at=at)
            renewed.append(county)
        session.execute(update(County).where(County.county == county).values(fingerprint=now))
    return renewed


def moved(session: Session) -> bool:
    """Tell whether `check` has something to do; reads only."""
    known = set(session.scalars(select(County.fingerprint).distinct()))
    return known - {fingerprint(session)} != set()


def later(seen: tuple[int, str], known: tuple[int, str]) -> bool:
    """Tell whether a phone has seen a timeline that this database cannot have led to."""
    return known[0] < seen[0] <= known[0] + WITNESS_MAX or (seen[0] == known[0] and seen != known)


def witness(session: Session, county: int, seen: tuple[int, str], *, at: datetime) -> None:
    """Believe a phone that has seen another timeline as late as ours; one in an hour at most.

    A dishonest phone could else use up the numbers.
    """
    number = _number(session, county)
    if int(at.timestamp()) < _noted(_book(), county)["at"] + WITNESS_PAUSE:
        return
    name = session.scalar(select(County.epoch_id).where(County.county == county)) or ""
    if later(seen, (number, name)):
        renew(session, county, above=seen[0], by="system", at=at)


def renew(session: Session, county: int, *, above: int = 0, by: str, at: datetime) -> int:
    """Begin a new timeline, numbered above the known one and `above`; return its number."""
    noted = _noted(_book(), county)
    number = max(_number(session, county), above, noted["number"]) + 1
    if number > EPOCH_MAX:
        raise ValueError("no timeline is left")
    _note(_book(), county, {"number": number, "at": int(at.timestamp())})
    session.execute(
        update(County)
        .where(County.county == county)
        .values(epoch_no=number, epoch_id=secrets.token_hex(4))
    )
    session.execute(
        update(Village).where(Village.county == county).values(ver=number << EPOCH_SHIFT)
    )
    record(session, county, Entry("TIMELINE_RENEWED", f"county:{county}", by), at=at)
    return number


def _book() -> Path:
    config: Config = current_app.extensions["config"]
    return config.data_dir / BOOK


def _read(book: Path) -> dict[str, dict[str, int]]:
    return json.loads(book.read_text()) if book.exists() else {}


def _noted(book: Path, county: int) -> dict[str, int]:
    return _read(book).get(str(county), {"number": 0, "at": 0})


def _note(book: Path, county: int, entry: dict[str, int]) -> None:
    entries = {**_read(book), str(county): entry}
    draft = book.with_suffix(".part")
    with draft.open("w") as file:
        json.dump(entries, file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(book)


def _number(session: Session, county: int) -> int:
    return session.execute(
        update(County)
        .where(County.county == county)
        .values(epoch_no=County.epoch_no)
        .returning(County.epoch_no)
    ).scalar_one()
