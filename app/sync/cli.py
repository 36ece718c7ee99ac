"""Apply ops that a crash left stored; the job does the same every minute."""

from datetime import timedelta

import click
from flask import current_app

from app import clock
from app.accounts.queries import areas_of
from app.attachments.service import expire
from app.db import db, transaction
from app.inbox.service import left_behind
from app.sync import timeline
from app.sync.service import Author, apply_received

PATIENCE = timedelta(seconds=60)  # a push under way applies its own ops


def notice_restore() -> None:
    """Look once per process, before it writes, whether the database was put back meanwhile."""
    if not current_app.extensions.get("timeline_checked"):
        if timeline.moved(db.session()):
            with transaction() as session:
                timeline.check(session, at=clock.now())
        current_app.extensions["timeline_checked"] = True


def sweep_all(patience: timedelta = PATIENCE) -> int:
    """Apply what waits, village by village; return the number of ops."""
    notice_restore()
    count, at = 0, clock.now()
    for one in left_behind(db.session(), before=at - patience):
        areas = areas_of(db.session(), one.county, one.agent)
        author = Author(one.county, one.install, areas)
        try:
            with transaction(one_county=True) as session:
                count += len(apply_received(session, author, one.village, at=at).verdicts)
        except Exception:
            current_app.logger.exception("not applied: village %s", one.village)
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


@click.command("renew-timeline")
@click.argument("county", type=int)
def renew_timeline(county: int) -> None:
    """Say that the database was put back: phones fetch anew and send again what they keep."""
    with transaction() as session:
        number = timeline.renew(session, county, by="operator", at=clock.now())
    click.echo(f"{county}: timeline {number}")
