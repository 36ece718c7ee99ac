"""Make a file that was asked for: within the request if it is short, else as a job."""

from datetime import datetime

from flask import current_app

from app import clock
from app.campaigns.queries import campaign
from app.db import db, transaction
from app.errors import DomainError
from app.exports import service
from app.exports.endorsement_paper import EndorsementFacts, endorsement_facts
from app.exports.facts import PolicyFacts, VillageFacts, policy_facts, village_facts
from app.exports.formats import BY_KIND
from app.exports.models import ExportFile
from app.policies.models import Policy
from app.queue import MAKE_FILE, enqueue


def start(county: int, key: str, total: int) -> None:
    """Make a short file now and hand a long one to the jobs."""
    if total <= service.AT_ONCE:
        run_queued(county, key)
    else:
        enqueue(MAKE_FILE, county, key)


def run_queued(county: int, key: str) -> None:
    """Make a file that waits; its row says how it went. Does nothing if it does not wait."""
    with transaction() as session:
        if not service.claim(session, county, key, at=clock.now()):
            return
    try:
        _make(county, key)
    except DomainError as error:
        _fail(county, key, error.code)
    except Exception:
        current_app.logger.exception("not made: %s", key)
        _fail(county, key, "INTERNAL")


def run_overlooked(at: datetime) -> int:
    """Make files that no process has in hand; return how many."""
    with transaction() as session:
        found = service.queue_again(session, at=at)
    for county, key in found:
        run_queued(county, key)
    return len(found)


def expire(at: datetime) -> int:
    """Drop files that were kept long enough; return how many."""
    with transaction() as session:
        return service.expire(session, at=at)


def _make(county: int, key: str) -> None:
    row = db.session.get_one(ExportFile, (county, key))
    facts = _facts(row)
    count = len(facts.homes if isinstance(facts, VillageFacts) else facts.lines)
    content = BY_KIND[row.kind].make(facts, lambda done: _note(county, key, done))
    with transaction() as session:
        made = session.get_one(ExportFile, (county, key))
        service.keep(session, made, content, count, at=clock.now())


def _facts(row: ExportFile) -> PolicyFacts | VillageFacts | EndorsementFacts:
    session = db.session()
    if row.policy is not None:
        policy = session.get_one(Policy, (row.county, row.policy))
        if row.endorsement is not None:
            return endorsement_facts(session, policy, row.endorsement)
        return policy_facts(session, policy)
    sold = campaign(row.county, row.campaign)
    assert sold is not None, "it was there when the file was asked for"
    return village_facts(session, row.county, row.village, sold, row.asked_at)


def _note(county: int, key: str, done: int) -> None:
    with transaction() as session:
        service.note_progress(session, county, key, done, at=clock.now())


def _fail(county: int, key: str, code: str) -> None:
    with transaction() as session:
        service.fail(session, county, key, code, at=clock.now())
