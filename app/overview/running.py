"""The job that keeps the figures of villages fresh, so that pages find them counted."""

from sqlalchemy import true

from app import clock
from app.db import db, transaction
from app.policies import coverage


def count_moved() -> int:
    """Count the villages in which something was written since; return how many."""
    count = 0
    for county in coverage.moved(db.session()):
        today, at = clock.today(), clock.now()
        _, rows = coverage.counted(db.session(), county, true(), today=today, at=at)
        with transaction() as session:
            coverage.keep(session, rows)
        count += len(rows)
    return count
