"""Taking back: a batch, an acceptance; with reason, trace, and two people at once."""

import pytest

from app import clock
from app.batches.models import Batch
from app.db import transaction
from app.enrollment.models import Enrollment
from app.errors import Conflict, Invalid
from app.reconciliation import undo
from app.reconciliation.undo import Undo
from tests.app.policies.test_issue import accept_all, pay, row
from tests.conftest import both_databases
from tests.factories import OUTSIDE, VILLAGE, actor, sign_in, submit
from tests.village import make_village


def take_back(verb, made, reason="交错了村", by="supervisor01", **base):
    who = actor(by)
    shown = base or {made.batch: row(Batch, VILLAGE, made.batch).ver}
    with transaction() as session:
        return verb(session, Undo(VILLAGE, made.batch, reason, shown), by=who, at=clock.now())


def versions(made):
    return {key: row(Enrollment, VILLAGE, key).ver for key in made.enrollments}


@both_databases
def test_a_cancelled_batch_lets_its_households_be_handed_in_again(county):
    made = make_village(county)
    assert take_back(undo.cancel_batch, made) == 3
    batch = row(Batch, VILLAGE, made.batch)
    assert batch.status == "CANCELLED"
    assert (batch.decisions[-1]["action"], batch.decisions[-1]["text"]) == ("CANCEL", "交错了村")
    line = row(Enrollment, VILLAGE, made.enrollments[0])
    assert (line.status, line.batch) == ("RECEIVED", None)
    with pytest.raises(Conflict, match="BATCH_STATE"):
        take_back(undo.cancel_batch, made)


def test_a_batch_with_money_is_not_cancelled(county):
    made = make_village(county)
    accept_all(county, made)
    pay(county, 5000, made.batch)
    with pytest.raises(Conflict, match="BATCH_HAS_MONEY"):
        take_back(undo.cancel_batch, made)


def test_a_batch_somebody_decided_about_meanwhile_is_not_cancelled(county):
    made = make_village(county)
    before = row(Batch, VILLAGE, made.batch).ver
    accept_all(county, made)
    with pytest.raises(Conflict, match="STALE_FORM"):
        take_back(undo.cancel_batch, made, **{made.batch: before})


def test_nothing_is_taken_back_without_a_reason(county):
    made = make_village(county)
    with pytest.raises(Invalid, match="REASON_SHORT"):
        take_back(undo.cancel_batch, made, reason="")


def test_an_acceptance_is_taken_back_after_the_batch_was_approved(county):
    made = make_village(county)
    accept_all(county, made)
    assert row(Batch, VILLAGE, made.batch).status == "APPROVED"
    shown = versions(made)
    first = made.enrollments[0]
    assert take_back(undo.reopen, made, **{first: shown[first]}) == 1
    assert row(Batch, VILLAGE, made.batch).status == "SUBMITTED"
    assert row(Enrollment, VILLAGE, first).status == "IN_BATCH"
    assert row(Enrollment, VILLAGE, made.enrollments[1]).status == "ACCEPTED"


def test_the_page_takes_a_batch_back(county, client):
    made = make_village(county)
    sign_in(client, "supervisor01")
    url = f"/console/batches/{VILLAGE}/{made.batch}/undo"
    assert "作废 3 户的批次" in client.get(f"{url}/form").text
    old = str(row(Batch, VILLAGE, made.batch).ver)
    accept_all(county, made)
    data = {"reason": "交错了村", "ver": str(row(Batch, VILLAGE, made.batch).ver)}
    stale = submit(client, f"{url}/cancel", {**data, "ver": old})
    assert (stale.status_code, "现在是待到账" in stale.text) == (409, True)
    assert "交错了村" in stale.text
    assert submit(client, f"{url}/cancel", {**data, "reason": ""}).status_code == 400
    assert submit(client, f"{url}/cancel", data).status_code == 303
    again = submit(client, f"{url}/reopen", {"reason": "x", "line": made.enrollments[0]})
    assert again.status_code == 409
    foreign = url.replace(str(VILLAGE), str(OUTSIDE))
    assert client.get(f"{foreign}/form").status_code == 404
    assert submit(client, f"{foreign}/cancel", data).status_code == 404
