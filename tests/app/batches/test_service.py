"""Decisions about lines: who may, when, and what follows."""

import pytest
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.batches import service
from app.batches.models import Batch
from app.batches.service import Decision
from app.db import db, transaction
from app.enrollment.models import Enrollment
from app.errors import Conflict, Invalid, NotFound
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, VILLAGE, actor
from tests.village import make_village, put_policyholder

BLOCK = {"code": "CONSENT_MISSING", "severity": "BLOCK", "path": "members[0].consents.PIPL_GENERAL"}


def decide(verb, made, *places, by="supervisor01", **options):
    lines = {made.enrollments[n]: row(Enrollment, made.enrollments[n]).ver for n in places}
    decision = Decision(VILLAGE, made.batch, options.pop("lines", lines), "X", **options)
    who = actor(by)
    with transaction() as session:
        verb(session, decision, by=who, at=clock.now())


def row(model, key):
    db.session.expire_all()
    return db.session.get(model, (COUNTY, VILLAGE, key))


@both_databases
def test_an_accepted_line_can_be_taken_back(county):
    made = make_village(county)
    decide(service.accept, made, 0, 1)
    assert row(Enrollment, made.enrollments[0]).status == "ACCEPTED"
    decide(service.undo, made, 0)
    assert row(Enrollment, made.enrollments[0]).status == "IN_BATCH"
    batch = row(Batch, made.batch)
    assert batch.status == "SUBMITTED"
    assert len(batch.decisions) == 2


def test_a_batch_is_approved_when_all_lines_are_accepted_and_somebody_takes_the_policy_out(county):
    made = make_village(county)
    decide(service.accept, made, 0, 1, 2)
    assert row(Batch, made.batch).status == "SUBMITTED"
    with transaction() as session:
        put_policyholder(session, county)
    who = actor("supervisor01")
    with transaction() as session:
        service.approve_ready(session, VILLAGE, county.campaign, by=who, at=clock.now())
    assert row(Batch, made.batch).status == "APPROVED"
    with pytest.raises(Conflict, match="BATCH_NOT_OPEN"):
        decide(service.undo, made, 0)


def test_a_return_carries_reason_text_and_number(county):
    made = make_village(county, findings={0: [BLOCK]})
    decide(service.return_lines, made, 0, reason="OTHER", text="照片重拍")
    line = row(Enrollment, made.enrollments[0])
    assert line.status == "RETURNED"
    assert line.returns[0] | {"at": 0} == {
        "no": 1, "reason": "OTHER", "text": "照片重拍", "paths": [BLOCK["path"]],
        "by_name": "陈静", "at": 0,
    }  # fmt: skip
    decide(service.undo, made, 0)
    decide(service.return_lines, made, 0, reason="CONSENT_INVALID")
    assert [note["no"] for note in row(Enrollment, made.enrollments[0]).returns] == [1, 2]


def test_a_batch_with_all_lines_returned_is_returned(county):
    made = make_village(county)
    decide(service.return_lines, made, 0, 1, 2, reason="AMOUNT_DIFFERS")
    assert row(Batch, made.batch).status == "RETURNED"


@pytest.mark.parametrize(
    ("reason", "code"), [("OTHER", "REASON_TEXT_MISSING"), ("NO", "REASON_UNKNOWN")]
)
def test_a_return_needs_a_reason(county, reason, code):
    made = make_village(county)
    with pytest.raises(Invalid, match=code):
        decide(service.return_lines, made, 0, reason=reason)


def test_a_blocked_line_is_not_accepted_and_nothing_else_with_it(county):
    made = make_village(county, findings={1: [BLOCK]})
    with pytest.raises(Conflict, match="LINE_BLOCKED"):
        decide(service.accept, made, 0, 1)
    assert row(Enrollment, made.enrollments[0]).status == "IN_BATCH"


def test_nobody_approves_his_own_batch(county):
    made = make_village(county)
    with transaction() as session:
        session.get(Batch, (COUNTY, VILLAGE, made.batch)).submitted_by = county.users[
            "supervisor01"
        ]
    with pytest.raises(Conflict, match="OWN_BATCH"):
        decide(service.accept, made, 0)
    decide(service.accept, made, 0, by="supervisor02")


def test_a_line_changed_meanwhile_is_not_accepted(county):
    made = make_village(county)
    old = dict.fromkeys(made.enrollments[:1], 1)
    decide(service.accept, made, 0)
    decide(service.undo, made, 0)
    with pytest.raises(Conflict, match="STALE_FORM"):
        decide(service.accept, made, lines=old)


def test_a_village_of_other_people_does_not_exist(county):
    decision = Decision(OUTSIDE, "x-1", {"x-2": 1}, "ACCEPT")
    who = actor("supervisor01")
    with transaction() as session, pytest.raises(NotFound):
        service.accept(session, decision, by=who, at=clock.now())


def test_every_decision_is_in_the_villages_audit_chain(county):
    made = make_village(county)
    decide(service.accept, made, 0)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.chain == VILLAGE)).all()
    assert [entry.action for entry in entries] == ["LINES_X"]
