"""A hand-over file: carried by anybody, taken once, the same work as by the network."""

import io
import json

import pytest
from sqlalchemy import select, update

from app.accounts.models import Install
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.inbox.models import InboxOp
from tests.app.sync.conftest import Register
from tests.factories import OUTSIDE, SECOND, sign_in, submit
from tests.handset import Handset
from tests.sealing import sealed_form

PUSH = "/api/v1/sync/push"


def file_of(phone, *bodies, **changes) -> bytes:
    """Return the file a phone makes of some pushes."""
    pushes = []
    for body in bodies:
        text = json.dumps(body)
        headers = phone.sign(PUSH, text.encode())
        pushes.append({"body": text, "headers": {k: v for k, v in headers.items() if k != "Vsync"}})
    value = {"tongbao": "handover/1", "install": phone.install, "made_at": 1, "pushes": pushes}
    return json.dumps(value | changes).encode()


def household(register, phone, place: int = 0):
    return sealed_form(phone.body([("hh", "u", {"address": "东头"}, register.homes[place])]))


@pytest.fixture
def take(app, county):
    """Return a function by which a supervisor imports a file at the desk."""
    client = app.test_client()
    sign_in(client, "supervisor01")

    def run(file: bytes):
        return submit(client, "/console/handover", {"file": (io.BytesIO(file), "t.txt")})

    return run


def statuses():
    return [one.status for one in db.session.scalars(select(InboxOp).order_by(InboxOp.seq))]


def test_what_a_phone_could_not_send_is_taken_from_its_file(take, register, phone):
    answer = take(file_of(phone, household(register, phone), household(register, phone, 1)))

    assert answer.status_code == 200, answer.text
    assert "李明的文件已导入" in answer.text
    assert "新收到 2 条记录" in answer.text
    assert statuses() == ["applied", "applied"]


def test_the_same_file_again_and_the_network_later_add_nothing(take, register, phone):
    first, second = household(register, phone), household(register, phone, 1)
    file = file_of(phone, first, second)
    take(file)

    assert "2 条之前已经到了" in take(file).text
    assert phone.push_body(first).json["ex"] == phone.push_body(second).json["ex"] == []
    assert statuses() == ["applied", "applied"]


def test_a_file_that_comes_after_the_network_adds_nothing(take, register, phone):
    body = household(register, phone)
    file = file_of(phone, body)
    phone.push_body(body)

    assert "1 条之前已经到了" in take(file).text


def test_a_changed_file_is_refused_whole(take, register, phone):
    file = file_of(phone, household(register, phone))
    changed = file.replace(b'\\"now\\": 1772337600', b'\\"now\\": 1772337601')
    assert changed != file

    answer = take(changed)

    assert (answer.status_code, statuses()) == (400, [])
    assert "手机签名不对" in answer.text


@pytest.mark.parametrize(
    "pushes", ["", "no json", "[]", "{}", '{"pushes":[]}', '{"pushes":[{"body":1}]}', '{"pushes":[{"body":""}]}']
)  # fmt: skip
def test_what_is_no_hand_over_file_is_said_at_the_field(take, pushes):
    answer = take(pushes.replace('{"p', '{"tongbao":"handover/1","p', 1).encode())

    assert answer.status_code == 400
    assert 'id="file-error"' in answer.text


def test_a_file_for_a_village_of_other_people_is_refused(take, app, county):
    phone = Handset(app, village=OUTSIDE)
    register = Register(1, OUTSIDE)

    answer = take(file_of(phone, household(register, phone)))

    assert (answer.status_code, statuses()) == (400, [])
    assert "这个村不在你的辖区" in answer.text


def test_with_a_gap_the_file_is_taken_up_to_it(take, register, phone):
    first = household(register, phone)
    household(register, phone, 1)
    third = household(register, phone, 2)

    answer = take(file_of(phone, first, third))

    assert "没有全部导入" in answer.text
    assert "中间缺少记录" in answer.text
    assert statuses() == ["applied"]


def test_what_a_stopped_phone_had_waits_for_a_person(take, register, phone):
    file = file_of(phone, household(register, phone))
    with transaction() as session:
        session.execute(update(Install).values(status="REVOKED"))

    assert "1 条要人看" in take(file).text
    assert statuses() == ["quarantined"]


def test_an_import_is_in_the_audit(take, register, phone):
    take(file_of(phone, household(register, phone)))

    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "HANDOVER_IMPORTED"))
    assert (entry.subject, entry.install) == (f"install:{phone.install}", phone.install)


def test_two_villages_in_one_file(take, app, county, register):
    phone, other = Handset(app), Register(1, SECOND)
    first = household(register, phone)
    second = household(other, phone) | {"village": SECOND}

    assert take(file_of(phone, first, second)).status_code == 200
    assert statuses() == ["applied", "applied"]


@pytest.mark.parametrize("member", ["body", "Content-Digest"])
def test_half_a_character_in_a_file_is_told_and_not_a_fault_of_ours(take, register, phone, member):
    value = json.loads(file_of(phone, household(register, phone)))
    push = value["pushes"][0]
    (push if member == "body" else push["headers"])[member] = "\ud800"

    answer = take(json.dumps(value).encode())

    assert answer.status_code == 400
    assert statuses() == []
