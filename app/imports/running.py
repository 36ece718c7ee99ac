"""Carry an import out: store its lines, then write the village, in transactions of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import and_, or_, select, update

from app import clock
from app.db import db, transaction
from app.errors import DomainError
from app.imports import service as imports
from app.imports.models import RosterImport
from app.imports.queries import insured_persons
from app.rosters import service
from app.rosters.rules.register import Choice
from app.rosters.rules.roster import Roster
from app.rosters.service import ONE_TRANSACTION, Source

Progress = Callable[[int, int], None]
OVERLOOKED = timedelta(minutes=1)  # queued, and no process took it
LOST = timedelta(minutes=15)  # its process ended without a word


class Cancelled(Exception):
    """Somebody gave the import up before its first person was written."""


def unseen(_done: int, _total: int) -> None:
    """Show progress to nobody."""


def run_import(
    county: int,
    village: int,
    roster: Roster,
    choice: Choice,
    source: Source,
    *,
    progress: Progress = unseen,
) -> int:
    """Import a roster; return the number of its version.

    progress: told (persons written, of how many); what it raises before the first is written
    leaves the village as it was. Raises Invalid, NotFound, Conflict.
    """
    total = len(roster.accepted)
    progress(0, total)
    with transaction() as session:
        version = service.stage(session, county, village, roster, source, at=clock.now())
    try:
        progress(0, total)
        if total <= ONE_TRANSACTION:
            _write_at_once(county, village, version, roster, choice, source.by)
        else:
            _write_in_blocks(county, village, version, roster, choice, source.by, progress)
    except BaseException:
        with transaction() as session:
            service.discard(session, county, village)
        raise
    progress(total, total)
    return version


def _write_at_once(
    county: int, village: int, version: int, roster: Roster, choice: Choice, by: str
) -> None:
    with transaction() as session:
        chosen = replace(choice, insured=insured_persons(session, county, village))
        service.apply(session, county, village, version, roster, chosen, by=by, at=clock.now())


def _write_in_blocks(
    county: int,
    village: int,
    version: int,
    roster: Roster,
    choice: Choice,
    by: str,
    progress: Progress,
) -> None:
    total, waiting = len(roster.accepted), len(roster.accepted)
    report = None
    while waiting:
        with transaction() as session:
            chosen = replace(choice, insured=insured_persons(session, county, village))
            if report is None:
                plan = service.compare(session, county, village, roster, chosen)
                report = service.report_of(roster, plan, chosen)
            waiting = service.apply_block(
                session, county, village, version, roster, chosen, report, by=by, at=clock.now()
            )
        progress(total - waiting, total)


def run_queued(county: int, key: str) -> None:
    """Run an import that waits; its row says how it went. Does nothing if it does not wait."""
    with transaction() as session:
        if not imports.claim(session, county, key, at=clock.now()):
            return
    version, fault, status = None, None, imports.DONE
    try:
        version = _run(county, key)
    except Cancelled:
        status = imports.CANCELLED
    except DomainError as error:
        status, fault = imports.FAILED, {"code": error.code, "detail": error.detail}
    except Exception:
        current_app.logger.exception("not imported: %s", key)
        status, fault = imports.FAILED, {"code": "INTERNAL", "detail": {}}
    with transaction() as session:
        imports.end(session, county, key, status, version=version, fault=fault, at=clock.now())


def _run(county: int, key: str) -> int:
    row = db.session.get_one(RosterImport, (county, key))
    village, roster = row.village, imports.roster_of(row)
    choice = imports.choice_of(row.strategy, row.missing)
    source = Source(row.filename, row.made_by)
    return run_import(county, village, roster, choice, source, progress=_watch(county, key))


def _watch(county: int, key: str) -> Progress:
    def progress(done: int, _total: int) -> None:
        with transaction() as session:
            wanted = imports.note_progress(session, county, key, done, at=clock.now())
        if wanted and done == 0:
            raise Cancelled

    return progress


def run_overlooked(at: datetime) -> int:
    """Run imports that no process has in hand; return how many."""
    waiting = and_(RosterImport.status == imports.QUEUED, RosterImport.seen_at < at - OVERLOOKED)
    lost = and_(
        RosterImport.status.in_((imports.RUNNING, imports.CANCELLING)),
        RosterImport.seen_at < at - LOST,
    )
    found = db.session.execute(
        select(RosterImport.county, RosterImport.id).where(or_(waiting, lost))
    ).all()
    for county, key in found:
        with transaction() as session:
            session.execute(
                update(RosterImport)
                .where(RosterImport.county == county, RosterImport.id == key, or_(waiting, lost))
                .values(status=imports.QUEUED)
            )
        run_queued(county, key)
    return len(found)


def expire(at: datetime) -> int:
    """Drop files that nobody decided about; return how many."""
    with transaction() as session:
        gone = session.scalars(
            update(RosterImport)
            .where(RosterImport.status == imports.READY, RosterImport.made_at < at - imports.KEPT)
            .values(status=imports.CANCELLED, file_enc=None)
            .returning(RosterImport.id)
        ).all()
    return len(gone)
