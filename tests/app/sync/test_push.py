"""A push is stored once, applied once, and answered alike however often it comes."""

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db
from app.enrollment.models import Enrollment, InsuredPerson
from app.inbox.models import InboxOp
from app.rosters.models import Household, Person
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.guards import one_county
from tests.handset import Handset, rows_of
from tests.visit import visit


def one(model, key):
    db.session.expire_all()
    return db.session.scalars(select(model).where(model.id == key)).one()


def visit_of(phone, county, register, number=0, **options):
    return visit(
        phone,
        county.campaign,
        register.homes[number],
        register.people[number],
        receipt=f"{number + 1:04d}",
        **options,
    )


def shift(ops, by, phone):
    """Let a visit that is not the first of its push name its own enrollment."""
    old, new = phone.next(0), phone.next(by)
    return [(t, k, {n: new if v == old else v for n, v in f.items()}) for t, k, f in ops]


@both_databases
def test_a_visit_is_applied_and_judged(app, county, register, phone):
    enrollment = phone.next(0)

    answer = phone.push(visit_of(phone, county, register))

    assert answer["ok"] == [[1, 8, answer["ok"][0][2]]]
    assert answer["ex"] == []
    assert answer["last"] == 8
    assert len(answer["ack"]) == 9
    row = one(Enrollment, enrollment)
    assert row.status == "RECEIVED"
    assert row.findings == []
    assert row.computed["premium_fen"] == 9000
    assert row.computed["persons"] == 3
    assert answer["ver"] > answer["ok"][0][2] + 7  # the judgement took further versions
    assert {line.computed["premium_fen"] for line in db.session.scalars(select(InsuredPerson))} == {
        3000
    }


@both_databases
def test_the_same_push_again_changes_nothing_and_answers_the_same(app, county, register, phone):
    body = phone.body(visit_of(phone, county, register))
    first = phone.push_body(body).json
    before = one(Enrollment, f"{phone.install}-1").ver

    again = phone.push_body(body).json

    assert (again["ok"], again["ex"], again["ack"]) == (first["ok"], first["ex"], first["ack"])
    assert one(Enrollment, f"{phone.install}-1").ver == before
    assert db.session.query(InboxOp).count() == 8


@both_databases
def test_a_push_that_overlaps_with_stored_ops_takes_the_new_ones(app, county, register, phone):
    hh = register.homes[0]
    first = phone.body([("hh", "u", {"address": "东头"}, hh)])
    phone.push_body(first)
    second = phone.body([("hh", "u", {"household_no": "7"}, hh)])
    both = {**second, "first": 1, "ops": first["ops"] + second["ops"]}

    answer = phone.push_body(both).json

    assert [run[:2] for run in answer["ok"]] in ([[1, 2]], [[1, 1], [2, 2]])
    assert (one(Household, hh).address, one(Household, hh).household_no) == ("东头", "7")


def test_a_gap_a_reused_number_and_a_phone_ahead_are_refused(app, county, register, phone):
    hh = register.homes[0]
    phone.push([("hh", "u", {"address": "东头"}, hh)])
    reused = phone.body([("hh", "u", {"address": "西头"}, hh)], first=1)
    reused["ops"][0]["r"][0][0] = 1
    gap = phone.body([("hh", "u", {"address": "西头"}, hh)], first=9)
    gap["ops"][0]["r"][0][0] = 9

    codes = [
        (answer.status_code, answer.json["code"], answer.json.get("have"))
        for answer in (
            phone.push_body(reused), phone.push_body(gap), phone.push_body({**phone.body(), "acked": 5})
        )
    ]  # fmt: skip

    assert codes == [(409, "SEQ_REUSED", None), (409, "GAP", 1), (409, "SERVER_BEHIND", 1)]
    assert one(Household, hh).address == "东头"


def test_a_push_without_ops_reports_and_pulls(app, county, register, phone):
    answer = phone.push(pull={"after": 0, "limit": 500}, report={"unsent": 3})

    assert answer["ok"] == []
    assert "ack" not in answer
    assert len(rows_of(answer["pull"]["rows"])) == 12


@both_databases
def test_a_bad_set_is_passed_over_whole_and_blocks_nothing(app, county, register, phone):
    bad = visit_of(phone, county, register)
    bad[3] = ("in", "c", {**bad[3][2], "person": "s100200-999"})
    phone_no = [("hh", "u", {"phone": "13800000001"}, register.homes[1])]

    answer = phone.push(bad, phone_no)

    code = {"set": [1, 8], "code": "VALUE_INVALID", "seq": 4, "field": "person"}
    assert answer["ex"] == [[1, "quarantined", code]]
    assert answer["ok"] == [[1, 9, answer["ok"][0][2]]]
    assert db.session.query(Enrollment).count() == 0
    assert one(Household, register.homes[1]).phone_mask == "138****0001"


def test_what_a_quarantined_set_changed_is_taken_back(app, county, register, phone):
    person = register.people[0][0]
    ops = [("ps", "u", {"name": "王建军"}, person), ("ps", "u", {"name": 7}, person)]

    answer = phone.push(ops)

    assert answer["ex"][0][2]["code"] == "VALUE_INVALID"
    assert one(Person, person).name == "王建国"
    assert one(Person, person).writer == "s100200"


@both_databases
def test_a_set_that_names_what_a_quarantined_one_makes_waits_for_it(app, county, register, phone):
    first = visit_of(phone, county, register)
    first[0][2]["outcome"] = "MAYBE"
    later = [("cl", "u", {"void_reason": "记错"}, f"{phone.install}-8")]

    answer = phone.push(first, later)

    assert [entry[1] for entry in answer["ex"]] == ["quarantined", "waiting"]
    assert answer["ex"][1] == [9, "waiting", {"set": [9, 9], "on": 1}]


def test_a_200_op_push_keeps_to_its_statements_and_one_county(app, county, register):
    many = Register(25)
    phone = Handset(app)
    sets = []
    for number in range(24):
        ops = visit(
            phone, county.campaign, many.homes[number], many.people[number], receipt=f"{number:04d}"
        )
        ops[0][2]["answers"] = {"a": 1}
        ops = shift(ops, len([op for ops in sets for op in ops]), phone)
        sets.append(ops)
    sets.append(
        [
            ("hh", "u", {"phone": "13800000001"}, many.homes[0]),
            ("ps", "u", {"phone": "13800000001"}, many.people[0][0]),
        ]
    )
    body = phone.body(*sets)

    with one_county(db.engine) as watch:
        answer = phone.push_body(body)

    assert answer.json["ex"] == []
    assert len(watch.counties) == 1
    # T1 at most 5, T2 at most 6 and 2 for each of the six kinds (contracts.md 12).
    assert len(watch.statements) <= 5 + 6 + 2 * 6, "\n".join(s[:120] for s in watch.statements)


POISON = [
    ("en", "c", {"campaign": "a\x00b", "household": "s100200-1"}),
    ("en", "c", {"campaign": "x", "household": "a\x00b"}),
    ("en", "c", {"campaign": "x", "household": ["s100200-1"]}),
    ("ba", "c", {"campaign": "x", "lines": [None, {}, 1.5], "totals": {}}),
    ("co", "c", {"enrollment": "s100200-1", "signer": "s100200-2", "covers": "a\x00b"}),
    ("cl", "c", {"enrollment": "s100200-1", "receipt_no": "a\x00b"}),
    ("ps", "u", {"id_no": "a\x00b"}, "s100200-4"),
    ("ps", "u", {"id_no": {"a": 1}, "id_type": 7}, "s100200-4"),
    ("hh", "u", {"address": "x"}, "a\x00b"),
    ("en", "u", {"answered_return_no": 1}, "a\x00b"),
    ("hh", "u", {"address": 1.5}, "s100200-1"),
    ("ph", "c", {"name": "双石村"}),
]  # fmt: skip


@both_databases
def test_no_op_however_odd_stops_the_others(app, county, register, phone):
    good = [("hh", "u", {"address": "东头"}, register.homes[0])]

    answer = phone.push(*[[op] for op in POISON], good)

    assert [entry[:2] for entry in answer["ex"]] == [
        [n + 1, "quarantined"] for n in range(len(POISON))
    ]
    assert answer["ok"] == [[1, len(POISON) + 1, answer["ok"][0][2]]]
    assert one(Household, register.homes[0]).address == "东头"


@both_databases
def test_half_a_character_never_blocks_what_stands_behind_it(app, county, register, phone):
    bad = [("hh", "u", {"address": "\ud800"}, register.homes[0])]
    good = [("hh", "u", {"address": "东头"}, register.homes[1])]

    answer = phone.push(bad, good)

    about = {"set": [1, 1], "code": "UNREADABLE", "seq": 1, "field": "text"}
    assert answer["ex"] == [[1, "quarantined", about]]
    assert (answer["ok"][0][:2], answer["last"]) == ([1, 2], 2)
    assert one(Household, register.homes[1]).address == "东头"


def test_a_set_kept_unread_is_put_aside_whole_and_answered_alike_again(
    app, county, register, phone
):
    first = ("hh", "u", {"address": "东头"}, register.homes[0])
    body = phone.body([first, ("hh", "u", {"address": "\ud800"}, register.homes[1])], [first])

    answer = phone.push_body(body).json

    assert [entry[:2] for entry in answer["ex"]] == [[1, "quarantined"]]
    assert answer["ex"][0][2]["set"] == [1, 2]
    assert phone.push_body(body).json["ex"] == answer["ex"]


def test_a_reused_number_is_said_of_its_whole_set(app, county, register, phone):
    same = ("hh", "u", {"address": "东头"}, register.homes[0])
    phone.push([same, ("hh", "u", {"address": "一"}, register.homes[1])])
    phone.seq = 0

    answer = phone.push_body(phone.body([same, ("hh", "u", {"address": "二"}, register.homes[1])]))

    assert (answer.status_code, answer.json["code"], answer.json["seq"]) == (409, "SEQ_REUSED", 1)


def test_a_colleague_who_carries_ops_gets_no_rows(app, county, register, phone):
    body = phone.body(
        [("hh", "u", {"address": "东头"}, register.homes[0])], pull={"after": 0, "limit": 500}
    )
    phone.client = Handset(app, "agent02").client

    answer = phone.push_body(body).json

    assert answer["last"] == 1
    assert "pull" not in answer


def test_every_set_leaves_one_audit_entry_and_the_chain_holds(app, county, register, phone):
    phone.push(visit_of(phone, county, register), [("hh", "u", {"address": 7}, register.homes[1])])

    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.chain == county.village).order_by(AuditEntry.no)
    ).all()
    assert [(one.action, one.subject) for one in entries] == [
        ("SET_APPLIED", f"set:{phone.install}:1-8"), ("SET_QUARANTINED", f"set:{phone.install}:9-9"),
    ]  # fmt: skip
    assert {one.actor for one in entries} == {phone.actor.id}
    assert entries[1].previous == entries[0].sha
