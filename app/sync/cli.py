"""Apply ops that a crash left stored; the job does the same every minute."""

from datetime import datetime, timedelta

import click
from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from app import clock
from app.accounts.queries import areas_of
from app.attachments.service import expire
from app.db import db, transaction
from app.inbox.queries import (
    LeftBehind,
    SetKey,
    left_behind,
    sets_quarantined,
    sets_received,
)
from app.sync import compacting, timeline
from app.sync.again import give_up, requeue
from app.sync.service import Author, apply_received

PATIENCE = timedelta(seconds=60)  # a push under way applies its own ops
DESPAIR = timedelta(minutes=10)  # what cannot be applied together by then is tried set by set
LEARNT = ("KIND_UNKNOWN", "SERVER_FAULT")  # put aside for what a later version may be able to do


def notice_restore() -> None:
    """Look once per process, before it writes, whether the database was put back meanwhile."""
    if not current_app.extensions.get("timeline_checked"):
        if timeline.moved(db.session()):
            with transaction() as session:
                timeline.check(session, at=clock.now())
        current_app.extensions["timeline_checked"] = True


def sweep_all(patience: timedelta = PATIENCE) -> int:
    """Apply what waits, village by village; return the number of ops.

    What a fault keeps from being applied for long is tried set by set: one that fails by itself is
    put aside, so that it holds up nothing behind it.
    """
    notice_restore()
    count, at = 0, clock.now()
    for one in left_behind(db.session(), before=at - patience):
        count += _apply(one, at=at)
    for one in left_behind(db.session(), before=at - DESPAIR):
        for key in sets_received(db.session(), one):
            count += _apply(one, first=key.first, at=at) or _give_up(key, at=at)
    return count


def _apply(one: LeftBehind, *, at: datetime, first: int | None = None) -> int:
    areas = areas_of(db.session(), one.county, one.agent)
    author = Author(one.county, one.install, areas)
    try:
        with transaction(one_county=True) as session:
            done = apply_received(session, author, one.village, at=at, first=first)
            return len(done.verdicts)
    except (OperationalError, InterfaceError):
        raise  # the database itself: nothing can be told of the ops
    except Exception:
        current_app.logger.exception("not applied: village %s", one.village)
        return 0


def _give_up(key: SetKey, *, at: datetime) -> int:
    with transaction(one_county=True) as session:
        give_up(session, key, at=at)
    return 0


def requeue_all() -> int:
    """Apply what was put aside only because an earlier version did not know it; return the ops."""
    notice_restore()
    count, at = 0, clock.now()
    for one, firsts in sets_quarantined(db.session(), LEARNT).items():
        try:
            with transaction(one_county=True) as session:
                count += requeue(session, one, firsts, at=at)
        except Exception:
            current_app.logger.exception("still not applied: village %s", one.village)
    return count


def expire_uploads() -> int:
    """Forget unfinished photos whose time is over; return how many."""
    with transaction() as session:
        return expire(session, at=clock.now())


@click.command("sweep")
def sweep() -> None:
    """Apply ops that were stored but not applied, and forget photos nobody finished."""
    expire_uploads()
    click.echo(f"{sweep_all()} ops applied")


def compact_all() -> int:
    """Forget what only phones away for more than a year could ask for; return the villages."""
    notice_restore()
    count, at = 0, clock.now()
    for county, village in compacting.due(db.session(), at=at):
        with transaction(one_county=True) as session:
            count += compacting.compact(session, county, village, at=at) is not None
    return count


@click.command("compact")
def compact_command() -> None:
    """Forget what only phones away for more than a year could ask for; the job does it daily."""
    click.echo(f"{compact_all()} villages compacted")


@click.command("requeue")
def requeue_command() -> None:
    """Apply what was put aside because an earlier version of this program did not know it."""
    click.echo(f"{requeue_all()} ops applied")


@click.command("renew-timeline")
@click.argument("county", type=int)
def renew_timeline(county: int) -> None:
    """Say that the database was put back: phones fetch anew and send again what they keep."""
    with transaction() as session:
        number = timeline.renew(session, county, by="operator", at=clock.now())
    click.echo(f"{county}: timeline {number}")
