"""The phone's JavaScript engine against this server: both halves of the protocol agree."""

import json
import subprocess
import threading

import pytest
from werkzeug.serving import make_server

from tests.app.sync.conftest import Register
from tests.factories import PASSWORD, ROOT, SECOND


@pytest.fixture
def origin(app):
    """Serve the application on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_two_real_phones_enroll_hand_in_and_meet_in_a_conflict(app, county, origin):
    Register(3, SECOND)
    command = [
        "node",
        "--import",
        "./tests/static/loader.mjs",
        "tests/app/sync/real_phone.mjs",
        origin,
        str(SECOND),
        PASSWORD,
    ]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout.splitlines()[-1])
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
