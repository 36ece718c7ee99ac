"""When a county comes back at once, the refused get times of their own."""

import pytest

from app.sync.admission import LIMITS, TOTAL, Admission, kind_of
from tests.handset import Handset


def test_so_many_at_a_time_and_one_more_when_one_has_left():
    gates = Admission({"push": 2})
    assert [gates.enter("push", 0.0) for _ in range(2)] == [None, None]

    assert gates.enter("push", 0.0) is not None
    gates.leave("push", 0.0, 0.1)

    assert gates.enter("push", 0.1) is None


def test_the_refused_are_sent_away_for_longer_and_longer():
    gates = Admission({"push": 1})
    gates.enter("push", 0.0)
    for _ in range(50):  # requests of two seconds
        gates.leave("push", 0.0, 2.0)
        gates.enter("push", 2.0)

    waits = [gates.enter("push", 2.0) for _ in range(100)]

    assert waits[0] <= 4
    assert waits[-1] >= 150
    assert len(set(waits)) > 60


def test_times_given_out_pass():
    gates = Admission({"push": 1})
    gates.enter("push", 0.0)
    for _ in range(1000):
        gates.enter("push", 0.0)

    assert gates.enter("push", 1000.0) == 1


def test_snapshots_do_not_keep_pushes_waiting():
    gates = Admission()
    while gates.enter("snapshot", 0.0) is None:
        pass

    assert gates.enter("push", 0.0) is None
    assert LIMITS["snapshot"] * 4 <= 8


def test_all_kinds_together_leave_threads_for_the_rest():
    gates = Admission()

    inside = [kind for kind in LIMITS for _ in range(8) if gates.enter(kind, 0.0) is None]

    assert len(inside) == TOTAL <= 8 - 2
    assert gates.enter("results", 0.0) is not None
    gates.leave(inside[0], 0.0, 0.1)
    assert gates.enter("results", 0.1) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/sync/push", "push"),
        ("/api/v1/sync/lastwill", "push"),
        ("/api/v1/sync/villages/511703100200/changes", "changes"),
        ("/api/v1/sync/villages/511703100200/snapshot", "snapshot"),
        ("/api/v1/sync/results", "results"),
        ("/api/v1/sync/state", "state"),
        ("/api/v1/session", None),
        ("/healthz", None),
    ],
)
def test_kinds(path, kind):
    assert kind_of(path) == kind


def test_a_busy_server_says_when_to_come_again_and_stores_nothing(app, county):
    phone = Handset(app)
    gates = Admission({"push": 1})
    gates.enter("push", 0.0)
    app.extensions["admission"] = gates
    answer = phone.send("/api/v1/sync/push", phone.body([("hh", "c", {"address": "东头"})]))

    assert (answer.status_code, answer.json["code"]) == (503, "BUSY")
    assert int(answer.headers["Retry-After"]) >= 1


def test_whoever_was_let_in_makes_room_again(app, county, register, phone):
    app.extensions["admission"] = Admission({"push": 1, "changes": 1, "snapshot": 1, "results": 1})
    for n in range(4):
        phone.push([("hh", "u", {"address": str(n)}, register.homes[0])])
    assert phone.send("/api/v1/sync/push", b"{").status_code == 400
    phone.push([("hh", "u", {"address": "x"}, register.homes[0])])
