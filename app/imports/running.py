"""Carry an import out: store its lines, then write the village, in transactions of its own."""

from collections.abc import Callable
from dataclasses import replace

from app import clock
from app.db import transaction
from app.imports.queries import insured_persons
from app.rosters import service
from app.rosters.rules.plan import Choice, Plan
from app.rosters.rules.roster import Roster
from app.rosters.service import ONE_TRANSACTION, Source

Progress = Callable[[int, int], None]


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
) -> Plan:
    with transaction() as session:
        chosen = replace(choice, insured=insured_persons(session, county, village))
        return service.apply(
            session, county, village, version, roster, chosen, by=by, at=clock.now()
        )


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
