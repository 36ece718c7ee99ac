"""What an earlier version of the server could not apply is applied by a later one, by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.cli import install as install_commands
from app.db import db, transaction
from app.inbox.models import FieldConflict, InboxOp, OpResult
from app.rosters.models import Household, Person
from app.sync import applying, service
from app.sync import cli as sync_cli
from app.sync.cli import requeue_all, sweep_all
from app.sync.deciding import Decision, decide
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE

NO = Decision(False, "重复", "u1", "陈静")
YES = Decision(True, "", "u1", "陈静")


@pytest.fixture
def learn(monkeypatch):
    """Let the server learn a newer version of the wire."""
    return lambda: monkeypatch.setattr(applying, "READS", frozenset({"1", "2"}))


def statuses():
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(InboxOp).order_by(InboxOp.seq))
    return {one.seq: (one.status, (one.result or {}).get("code")) for one in rows}


def address(key):
    db.session.expire_all()
    return db.session.scalars(select(Household.address).where(Household.id == key)).one()


def told(phone):
    return [row[1:3] for row in phone.get("results?after=0").json["rows"]]


@both_databases
def test_an_op_of_a_newer_phone_waits_until_the_server_learns_it(
    app, county, register, phone, learn
):
    newer = [("hh@2", "u", {"address": "东头"}, register.homes[0], 2**50)]
    good = [("hh", "u", {"address": "西头"}, register.homes[1], 2**50)]
    phone.push(newer, good)
    assert statuses() == {1: ("quarantined", "KIND_UNKNOWN"), 2: ("applied", None)}
    assert requeue_all() == 0
    assert statuses()[1] == ("quarantined", "KIND_UNKNOWN")
    before = phone.push()["ver"]
    learn()

    assert requeue_all() == 1

    assert address(register.homes[0]) == "东头"
    assert statuses()[1] == ("applied", None)
    assert told(phone) == [[1, "applied"]]
    rows = phone.get(f"villages/{VILLAGE}/changes?after={before}").json["rows"]
    assert rows
    assert requeue_all() == 0


@both_databases
def test_a_kind_of_a_newer_phone_waits_and_the_rest_of_its_set_with_it(
    app, county, register, phone
):
    phone.push([
        ("zz", "c", {"name": "x"}), ("hh", "u", {"address": "东头"}, register.homes[0], 2**50)
    ])  # fmt: skip

    assert set(statuses().values()) == {("quarantined", "KIND_UNKNOWN")}
    assert address(register.homes[0]) is None


@both_databases
def test_what_was_built_on_it_waits_for_it_and_follows(app, county, register, phone, learn):
    home = f"{phone.install}-1"
    person = f"{phone.install}-2"
    phone.push([("hh@2", "c", {"address": "东头"})])
    phone.push([("ps", "c", visitor(home))])
    phone.push([("ps", "u", {"name": "王二小"}, person)], [("hh", "u", {"address": "南"}, home)])
    assert [one[0] for one in statuses().values()] == ["quarantined", *["waiting"] * 3]
    learn()

    assert requeue_all() == 1

    assert {one[0] for one in statuses().values()} == {"applied"}
    assert address(home) == "南"
    db.session.expire_all()
    found = db.session.scalars(select(Person).where(Person.id == person)).one()
    assert (found.household, found.name) == (home, "王二小")
    assert sorted(told(phone)) == [[seq, "applied"] for seq in (1, 2, 3, 4)]


def visitor(home):
    return {"household": home, "name": "王小", "relation": "30"}


def test_what_the_same_phone_wrote_meanwhile_stands(app, county, register, phone, learn):
    phone.push([("hh@2", "u", {"address": "旧"}, register.homes[0], 2**50)])
    phone.push([("hh", "u", {"address": "新"}, register.homes[0], 2**50)])
    learn()

    requeue_all()

    assert address(register.homes[0]) == "新"
    assert statuses()[1] == ("conflict", None)
    assert db.session.scalars(select(FieldConflict.field)).all() == ["address"]


def test_what_is_known_at_last_and_still_wrong_waits_for_a_person(
    app, county, register, phone, learn
):
    phone.push([("hh@2", "u", {"walk_order": 1}, register.homes[0])])
    learn()

    requeue_all()

    assert statuses()[1] == ("quarantined", "FIELD_NOT_ALLOWED")
    assert told(phone) == [[1, "quarantined"]]


@both_databases
def test_when_a_person_refuses_the_first_what_waits_for_it_comes_to_a_person_too(
    app, county, register, phone
):
    phone.push([("hh@2", "c", {"address": "东头"})])
    phone.push([("ps", "c", visitor(f"{phone.install}-1"))])

    judge(phone, 1, NO)

    assert statuses() == {1: ("resolved", "KIND_UNKNOWN"), 2: ("quarantined", "VALUE_INVALID")}


def test_when_a_person_lets_the_first_pass_what_waits_for_it_is_applied(
    app, county, register, phone, learn
):
    phone.push([("hh@2", "c", {"address": "东头"})])
    phone.push([("ps", "c", visitor(f"{phone.install}-1"))])
    learn()

    judge(phone, 1, YES)

    assert [one[0] for one in statuses().values()] == ["resolved", "applied"]
    assert told(phone) == [[1, "resolved"], [2, "applied"]]


def judge(phone, first, decision):
    with transaction(one_county=True) as session:
        decide(session, COUNTY, VILLAGE, phone.install, first, decision, at=_at())


def _at():
    return db.session.scalars(select(InboxOp.received_at)).first()


def test_nothing_waits_for_what_comes_after_it(app, county, register, phone):
    phone.push([("ps", "c", visitor(f"{phone.install}-2"))], [("hh@2", "c", {"address": "东头"})])

    assert statuses()[1] == ("quarantined", "VALUE_INVALID")


def test_the_command_says_how_much_it_applied(app, county, register, phone, learn):
    install_commands(app)
    phone.push([("hh@2", "u", {"address": "东头"}, register.homes[0], 2**50)])
    learn()

    run = app.test_cli_runner().invoke(args=["requeue"])

    assert run.output == "1 ops applied\n"


# a set at which the program itself fails


@pytest.fixture
def fails(monkeypatch):
    """Let applying fail at one value, as a fault in our own code would."""
    real = applying.merge

    def merge(entity, op, **options):
        if op.f.get("address") == "坏":
            raise ZeroDivisionError
        return real(entity, op, **options)

    monkeypatch.setattr(applying, "merge", merge)
    return lambda: monkeypatch.setattr(applying, "merge", real)


def push_with_a_fault(phone, register):
    texts = ["东头", "坏", "西头"]
    answer = phone.push(
        *([("hh", "u", {"address": one}, register.homes[n], 2**50)] for n, one in enumerate(texts))
    )
    assert (answer["last"], answer["ok"]) == (3, [[1, 3, None]])


@both_databases
def test_a_set_that_cannot_be_applied_is_put_aside_and_holds_up_nothing(
    app, county, register, phone, time, fails
):
    push_with_a_fault(phone, register)
    time.at += timedelta(minutes=2)
    assert sweep_all() == 0  # it may be a fault that passes
    assert {one[0] for one in statuses().values()} == {"received"}
    time.at += timedelta(minutes=10)

    assert sweep_all() == 2

    assert [one[0] for one in statuses().values()] == ["applied", "quarantined", "applied"]
    assert statuses()[2][1] == "SERVER_FAULT"
    assert address(register.homes[2]) == "西头"
    assert told(phone) == [[1, "applied"], [2, "quarantined"], [3, "applied"]]
    assert phone.push([("hh", "u", {"address": "后"}, register.homes[2], 2**50)])["ex"] == []


@both_databases
def test_a_program_that_was_mended_applies_it_by_itself(app, county, register, phone, time, fails):
    push_with_a_fault(phone, register)
    time.at += timedelta(minutes=12)
    sweep_all()
    assert requeue_all() == 0
    fails()

    assert requeue_all() == 1

    assert address(register.homes[1]) == "坏"
    assert statuses()[2] == ("applied", None)


def test_a_database_that_does_not_answer_puts_nothing_aside(
    app, county, register, phone, time, fails, monkeypatch
):
    push_with_a_fault(phone, register)
    time.at += timedelta(minutes=12)

    def down(*_args, **_options):
        raise OperationalError("x", {}, Exception("gone"))

    monkeypatch.setattr(sync_cli, "apply_received", down)
    with pytest.raises(OperationalError):
        sweep_all()
    assert {one[0] for one in statuses().values()} == {"received"}
    assert service.apply_received is not down
    assert db.session.scalars(select(OpResult)).all() == []


@both_databases
def test_several_sets_of_a_newer_phone_are_applied_in_its_order(
    app, county, register, phone, learn
):
    home, other = f"{phone.install}-1", register.homes[0]
    phone.push([("hh@2", "c", {"address": "一"})], [("hh@2", "u", {"address": "二"}, home)])
    phone.push([("hh", "u", {"address": "三"}, home)], [("hh@2", "u", {"address": "四"}, home)])
    twice = [("hh@2", "u", {"address": one}, other, 2**50) for one in ("五", "六")]
    phone.push(twice)
    learn()

    assert requeue_all() == 5

    assert {one[0] for one in statuses().values()} == {"applied"}
    assert (address(home), address(other)) == ("四", "六")
