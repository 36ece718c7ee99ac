"""The compact push: what it means, and what is refused before anything is stored."""

import gzip
import json

import pytest

from app.db import db
from app.errors import DomainError
from app.inbox.models import InboxOp
from app.inbox.ops import unpack
from app.sync import bodies
from app.sync.schemas import decode_push

ME = "7k2m9qa4x1"


def push(**changed):
    return {
        "p": 1, "install": ME, "epoch": [3, "9f2c"], "village": 511703001001, "first": 812, "acked": 811,
        "now": 1764001125, "at": 1764001122, "sets": [[812, 814]],
        "ops": [
            {"t": "ps@1", "k": "u", "b": 3298534883371, "c": ["_n", "_d", "_id", "phone"], "r": [[814, 5, 300, "1"]]},
            {"t": "ps@1", "k": "c", "c": ["_n", "_d", "household", "name"], "r": [[812, 0, "s001001-40", "王"]]},
            {"t": "co@1", "k": "c", "c": ["_n", "_d", "enrollment", "signer", "covers", "evidence"],
             "r": [[813, -2, 700, "s001001-41", [812, "s001001-41"], {"same_as": 699}]]},
        ], **changed,
    }  # fmt: skip


def test_rows_become_canonical_ops_in_seq_order():
    delivery = decode_push(push(pull={"after": 5, "limit": 9000}))

    first, second, third = (one.op for one in delivery.ops)
    assert (
        first.canonical()
        == (
            '{"at":1764001122,"b":0,"f":{"household":"s001001-40","name":"王"},"id":"7k2m9qa4x1-812",'
            '"k":"c","seq":812,"set":[812,814],"t":"ps@1"}'
        ).encode()
    )
    assert second.f == {
        "enrollment": f"{ME}-700", "signer": "s001001-41", "covers": [f"{ME}-812", "s001001-41"],
        "evidence": {"same_as": f"{ME}-699"},
    }  # fmt: skip
    assert (second.at, third.at, third.id, third.b) == (
        1764001120,
        1764001125,
        f"{ME}-300",
        3298534883371,
    )
    assert (delivery.after, delivery.limit, delivery.acked) == (5, 500, 811)
    assert unpack(delivery.ops[2].body) == third


def test_an_op_in_no_set_is_a_set_of_one():
    ops = decode_push(push(sets=[[812, 813]])).ops

    assert [(one.op.first, one.op.last) for one in ops] == [(812, 813), (812, 813), (814, 814)]


def test_a_base_of_its_own_stands_above_that_of_the_group():
    group = {
        "t": "hh@1",
        "k": "u",
        "b": 7,
        "c": ["_n", "_id", "_b", "phone"],
        "r": [[812, "s001001-1", 9, None]],
    }

    assert decode_push(push(ops=[group], sets=[])).ops[0].op.b == 9


def code(body):
    with pytest.raises(DomainError) as refused:
        decode_push(body)
    return refused.value.code


def hh(**changed):
    return [
        {
            "t": "hh@1",
            "k": "u",
            "c": ["_n", "_id", "phone"],
            "r": [[812, "s001001-1", "1"]],
            **changed,
        }
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"p": 2}, {"install": 7}, {"village": "511703001001"}, {"village": True}, {"first": 811},
        {"first": 0}, {"acked": -1}, {"at": 1.5}, {"sets": [[814, 812]]}, {"sets": [[812, 813], [813, 814]]},
        {"sets": "x"}, {"ops": {}}, {"pull": 1}, {"pull": {"after": "1"}}, {"sealed": [[1, 2]]},
        {"ops": hh(c=["_id"]), "sets": []}, {"ops": hh(c="_n"), "sets": []}, {"ops": hh(r=7), "sets": []},
        {"ops": hh(r=[[813, "s001001-1", "1"]]), "sets": []}, {"ops": hh(r=[["812"]]), "sets": []},
        {"ops": hh(r=[7]), "sets": []}, {"ops": [7], "sets": []},
    ],
)  # fmt: skip
def test_a_push_of_which_nobody_knows_what_ops_came_is_refused(changed):
    assert code(push(**changed)) == "BAD_BODY"


@pytest.mark.parametrize(
    ("group", "fault"),
    [
        ({"t": "hh"}, "t"), ({"t": 7}, "t"), ({"k": "x"}, "k"), ({"k": "c"}, "c"), ({"more": 1}, "group"),
        ({"c": ["_n", "_id", "_id"]}, "c"), ({"c": ["_n", "_id"]}, "r"), ({"c": ["_n", "_id", "_x"]}, "c"),
        ({"c": ["_n", "_id", "Phone"]}, "c"), ({"c": ["_n", "_id", 7]}, "c"), ({"b": -1}, "b"), ({"b": "1"}, "b"),
        ({"r": [[812, 1.5, "1"]]}, "_id"), ({"r": [[812]]}, "r"), ({"c": ["_n", "_id", "_d"]}, "_d"),
        ({"c": ["_n", "_id", "_b"]}, "_b"), ({"r": [[812, "s001001-1", [[[[[[1]]]]]]]]}, "depth"),
        ({"r": [[812, "s001001-1", "\ud800"]]}, "text"), ({"r": [[812, "s001001-1", 1e999]]}, "text"),
    ],
)  # fmt: skip
def test_an_op_that_cannot_be_read_is_kept_as_it_came(group, fault):
    [packed] = decode_push(push(ops=hh(**group), sets=[])).ops

    op = packed.op
    assert (op.seq, op.t, op.f["fault"], op.at) == (812, "", fault, 1764001122)
    sent = json.dumps({**hh(**group)[0], "r": hh(**group)[0]["r"][0]}, sort_keys=True)
    if fault != "text":
        assert json.loads(op.f["raw"]) == json.loads(sent)
    assert decode_push(push(ops=hh(**group), sets=[])).ops[0].sha == packed.sha


def test_ops_beside_one_that_cannot_be_read_are_read():
    group = hh(r=[[812, "s001001-1", "1"], [813, 1.5, "2"], [814, "s001001-1", "3"]])

    assert [one.op.t for one in decode_push(push(ops=group, sets=[])).ops] == ["hh@1", "", "hh@1"]


def test_a_cell_may_be_five_levels_deep():
    assert decode_push(push(ops=hh(r=[[812, "s001001-1", [[[[[1]]]]]]]), sets=[])).ops[0].op.t


def test_a_clock_before_1970_is_a_clock():
    [packed] = decode_push(push(ops=hh(), sets=[], at=-86400)).ops

    assert packed.op.at == -86400


def test_names_of_a_newer_header_are_passed_over():
    assert len(decode_push(push(more=1)).ops) == 3


@pytest.mark.parametrize(
    ("report", "kept"),
    [
        ([], {}), (None, {}), ({"a": {"b": 1}, "unsent": 2}, {"unsent": 2}), ({"A": 1}, {}),
        ({"app": "x" * 201}, {}), ({"free_mb": 1e999, "persisted": True}, {"persisted": True}),
        ({f"n{'x' * n}": n for n in range(30)}, {f"n{'x' * n}": n for n in range(20)}),
    ],
)  # fmt: skip
def test_what_a_phone_says_of_itself_never_stops_its_ops(report, kept):
    assert decode_push(push(report=report)).report == kept


@pytest.mark.parametrize("span", [[811, 812], [812, 815], [900, 901]])
def test_a_set_is_never_divided(span):
    assert code(push(sets=[span])) == "SET_SPLIT"


def many(count, text="1"):
    return hh(r=[[812 + n, "s001001-1", text] for n in range(count)])


def read(body):
    return [bool(one.op.t) for one in decode_push(body).ops]


def test_the_limits_of_ops_and_sets():
    assert len(decode_push(push(ops=many(1000), sets=[])).ops) == 1000
    assert code(push(ops=many(1001), sets=[])) == "BAD_BODY"
    assert read(push(ops=many(200), sets=[[812, 1011]])) == [True] * 200
    assert read(push(ops=many(3, "x" * 22000), sets=[])) == [True] * 3


def test_of_a_set_that_is_too_large_an_op_is_kept_unread():
    assert read(push(ops=many(201), sets=[[812, 1012]])) == [True] * 200 + [False]
    assert read(push(ops=many(1, "x" * 33000), sets=[])) == [False]
    assert read(push(ops=many(3, "x" * 22000), sets=[[812, 814]])) == [True, True, False]
    [packed] = decode_push(push(ops=many(1, "x" * 33000), sets=[])).ops
    assert json.loads(packed.op.f["raw"])["f"] == {"phone": "x" * 33000}


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"\xff", b'{"p":1,"p":1}', b'{"p":NaN}', b'{"p":Infinity}', b"[" * 11 + b"]" * 11, b"[" * 100000, b"nul"],
)  # fmt: skip
def test_json_that_two_readers_may_read_differently_is_refused(text):
    with pytest.raises(DomainError) as refused:
        bodies.read_json(text)
    assert refused.value.code == "BAD_BODY"


def inflating(body, encoding="gzip"):
    with pytest.raises(DomainError) as refused:
        bodies.inflate(body, encoding)
    return refused.value.code


def test_packed_bodies_are_counted_while_they_grow():
    assert (
        bodies.inflate(gzip.compress(b"x" * bodies.INFLATED_MAX), "gzip")
        == b"x" * bodies.INFLATED_MAX
    )
    assert inflating(gzip.compress(b"x" * (bodies.INFLATED_MAX + 1))) == "TOO_BIG"
    assert inflating(gzip.compress(b"x")[:-3]) == "BAD_BODY"
    assert inflating(gzip.compress(b"x") + b"y") == "BAD_BODY"
    assert inflating(b"x") == "BAD_BODY"
    assert inflating(b"x", "br") == "ENCODING_UNKNOWN"


def test_a_packed_push_is_taken_and_a_heavy_one_is_not(app, county, register, phone):
    body = phone.body([("hh", "u", {"address": "东头"}, register.homes[0])])

    assert phone.push_body(body, packed=True).json["last"] == 1
    heavy = phone.send("/api/v1/sync/push", b"x" * (bodies.PACKED_MAX + 1))
    assert (heavy.status_code, heavy.json["code"], heavy.json["max"]) == (
        413,
        "TOO_BIG",
        bodies.PACKED_MAX,
    )


def test_what_is_stored_is_the_canonical_op_and_nobody_can_read_it(app, county, register, phone):
    phone.push([("hh", "u", {"phone": "13800000001"}, register.homes[0])])

    [row] = db.session.query(InboxOp).all()
    assert b"13800000001" not in row.body_enc
    assert len(row.sha) == 16


def test_a_sealed_op_that_cannot_be_opened_is_kept_and_quarantined(app, county, register, phone):
    phone.seq = 1
    body = {**phone.body(), "first": 1, "sealed": [[1, "k9", "AAAA"]]}
    del body["ops"]

    answer = phone.push_body(body).json

    assert answer["ex"] == [[1, "quarantined", {"set": [1, 1], "code": "UNREADABLE", "seq": 1}]]
    assert phone.push_body(body).json["ex"] == answer["ex"]


def test_the_answer_is_small(app, county, register, phone):
    answer = phone.push_body(phone.body([("hh", "u", {"address": "东头"}, register.homes[0])]))

    assert len(json.dumps(answer.json)) < 250
