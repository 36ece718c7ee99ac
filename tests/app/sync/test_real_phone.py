"""The phone's JavaScript engine against this server: both halves of the protocol agree."""

import hashlib
import json
import subprocess
import threading
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from app import clock
from app.attachments.rules import SEAL_BYTES
from app.attachments.service import read
from app.batches.models import Batch
from app.batches.service import Decision, return_lines
from app.db import db, transaction
from app.enrollment.models import Enrollment
from app.inbox.models import InboxOp
from tests.app.sync.conftest import Register
from tests.factories import COUNTY, PASSWORD, ROOT, SECOND, VILLAGE, actor, sign_in, submit


@pytest.fixture
def origin(app):
    """Serve the application on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def run(script: str, *arguments: str):
    """Run a phone in a process of its own; return what it printed last."""
    command = ["node", "--import", "./tests/static/loader.mjs", f"tests/app/sync/{script}"]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_two_real_phones_enroll_hand_in_and_meet_in_a_conflict(app, county, origin):
    Register(3, SECOND)
    seen = run("real_phone.mjs", origin, str(SECOND), PASSWORD)

    assert seen["synced"] == seen["handedIn"] == {"ok": True}
    assert seen["plans"] == 2
    for phone in (seen["first"], seen["second"]):
        assert phone["homes"] == 3
        assert phone["phones"] == ["13800000007", "13800000001"]
        assert phone["enrollments"] == [["IN_BATCH", 9000, 3]] * 2
        assert phone["batches"] == [["P26-100202-001", "SUBMITTED", True]]
        assert phone["status"]["unsentOps"] == 0
    assert seen["first"]["status"]["attention"] == 0
    assert [item[1] for item in seen["second"]["items"]] == ["conflict"]
    assert {item[2] for item in seen["first"]["items"]} == {9}


@pytest.fixture
def seen(app, county, time, origin):
    """Enroll one household by the form of the phone: a correction, a new child, a minor."""
    Register(2)
    return run("real_form.mjs", origin, str(VILLAGE), PASSWORD, "enroll")


def test_what_the_form_computed_is_what_the_server_computes(seen):
    first, without, undone, refusal, handed_in = seen["seen"]

    assert all(step["synced"] == {"ok": True} for step in seen["seen"])
    assert {verdict for verdict, _ in seen["items"]} <= {None, "applied"}
    assert first["faults"] == first["findings"] == []
    assert first["phone"]["premium_fen"] == first["computed"]["premium_fen"] == 12000
    assert first["phone"]["shares"] == first["computed"]["shares"]
    assert first["lines"] == [[True, 3000, 3000]] * 4
    assert [first["members"][0][1], first["members"][3][0]] == ["13800000001", "王小宝"]
    assert without["findings"] == []
    assert without["phone"]["premium_fen"] == without["computed"]["premium_fen"] == 9000
    assert [undone["findings"], undone["computed"]["premium_fen"]] == [[], 12000]
    assert [refusal["outcome"], refusal["findings"]] == [None, []]
    assert [handed_in["status"], handed_in["agree"]] == ["IN_BATCH", True]


def test_a_returned_household_goes_back_into_its_batch_with_the_sums_right(app, seen, origin, time):
    with transaction() as session:
        batch = session.scalars(select(Batch)).one()
        line = session.scalars(select(Enrollment).where(Enrollment.batch == batch.id)).one()
        decision = Decision(
            VILLAGE, batch.id, {line.id: line.ver}, "RETURN", "OTHER", "小宝不在这户"
        )
        return_lines(session, decision, by=actor("supervisor01"), at=clock.now())

    answer = run("real_form.mjs", origin, str(VILLAGE), PASSWORD, "answer")["seen"][0]

    assert answer["before"] == ["RETURNED", "小宝不在这户"]
    assert answer["synced"] == {"ok": True}
    assert [answer["status"], answer["findings"], answer["agree"]] == ["IN_BATCH", [], True]
    assert answer["computed"]["premium_fen"] == 9000
    assert answer["batch"] == "SUBMITTED"


@pytest.mark.parametrize("seed", range(2))
def test_photos_arrive_whole_and_once_however_often_the_connection_breaks(
    app, county, origin, seed
):
    Register(2)
    answer = run("real_photos.mjs", origin, str(VILLAGE), PASSWORD, str(seed))

    assert answer["seen"]["cuts"] > 5
    assert (answer["left"], answer["after"]) == (0, 0)
    assert answer["before"] > 0
    sealed = answer["total"] + len(answer["hashes"]) * SEAL_BYTES
    assert answer["seen"]["uploaded"] == sealed  # no piece was taken twice
    for sha256 in answer["hashes"]:
        body = read(COUNTY, sha256)
        assert body is not None
        assert hashlib.sha256(body).hexdigest() == sha256


def test_a_locked_phone_sends_the_same_ops_and_its_file_is_taken(app, county, origin, client):
    Register(3)
    seen = run("real_lock.mjs", origin, str(VILLAGE), PASSWORD)

    assert seen["compact"] == {"ok": False, "error": "NETWORK"}
    assert seen["sealed"] == seen["locked"] == {"ok": True}
    assert [state for state, _ in seen["states"]] == ["WAITING", "RECEIVED", "RECEIVED"]
    sign_in(client, "supervisor01")
    file = (BytesIO(seen["file"].encode()), "t.txt")
    assert "新收到 1 条记录" in submit(client, "/console/handover", {"file": file}).text
    rows = db.session.scalars(select(InboxOp).order_by(InboxOp.seq)).all()
    assert [one.status for one in rows] == ["applied"] * 4
