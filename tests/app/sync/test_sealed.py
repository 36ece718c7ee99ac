"""Ops sealed to the server: the same ops in another envelope, opened with the ring of keys."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from app.db import db
from app.inbox.models import InboxOp
from app.rosters.models import Household
from app.secrets import vault
from tests.sealing import op_text, seal, sealed_form


def edit(register, phone, text: str = "13800000001"):
    """Return a compact push with one set of two ops."""
    return phone.body([
        ("hh", "u", {"phone": text}, register.homes[0]), ("hh", "u", {"address": "东头"}, register.homes[1]),
    ])  # fmt: skip


def stored():
    return db.session.scalars(select(InboxOp).order_by(InboxOp.seq)).all()


def test_a_sealed_push_is_applied_like_a_compact_one(app, county, register, phone):
    answer = phone.push_body(sealed_form(edit(register, phone)))

    assert (answer.json["last"], answer.json["ex"]) == (2, [])
    assert [one.status for one in stored()] == ["applied", "applied"]
    home = db.session.scalar(select(Household).where(Household.id == register.homes[0]))
    assert home.phone_mask == "138****0001"


@pytest.mark.parametrize("first", ["compact", "sealed"])
def test_both_forms_of_an_op_are_one_op(app, county, register, phone, first):
    compact = edit(register, phone)
    forms = [compact, sealed_form(compact)]
    one, other = forms if first == "compact" else reversed(forms)

    answers = [phone.push_body(one).json, phone.push_body(other).json]

    assert answers[0]["ok"] == answers[1]["ok"]
    assert answers[0]["ack"] == answers[1]["ack"]
    assert len(stored()) == 2


def test_another_content_under_a_used_number_is_refused_sealed_too(app, county, register, phone):
    phone.push_body(edit(register, phone))
    phone.seq, phone.acked = 0, 0

    answer = phone.push_body(sealed_form(edit(register, phone, "13800000009")))

    assert (answer.status_code, answer.json["code"]) == (409, "SEQ_REUSED")


def flipped(row):
    raw = bytearray(base64.b64decode(row[2]))
    raw[-1] ^= 1
    return [*row[:2], base64.b64encode(raw).decode()]


def to_a_stranger():
    return ("k1", ec.generate_private_key(ec.SECP256R1()).public_key())


# Each makes, of a compact push whose first op is number 1, a row that is no op of this place.
BROKEN = {
    "changed": lambda body: flipped(seal(body["install"], 1, op_text(body))),
    "no base64": lambda _: [1, "k1", "%%%"],
    "too short": lambda _: [1, "k1", "AAAA"],
    "unknown key": lambda body: [1, "k9", seal(body["install"], 1, op_text(body))[2]],
    "no key at all": lambda body: [1, "../k1", seal(body["install"], 1, op_text(body))[2]],
    "another server": lambda body: seal(body["install"], 1, op_text(body), key=to_a_stranger()),
    "another number": lambda body: [1, *seal(body["install"], 2, op_text(body))[1:]],
    "another install": lambda body: seal("0000000000", 1, op_text(body)),
    "number inside": lambda body: seal(body["install"], 1, op_text(body, seq=2)),
    "set inside": lambda body: seal(body["install"], 1, op_text(body, set=[1, 1])),
    "id of another": lambda body: seal(body["install"], 1, op_text(body, k="c")),
    "not canonical": lambda body: seal(body["install"], 1, op_text(body) + b" "),
    "no json": lambda body: seal(body["install"], 1, b"{"),
    "no op": lambda body: seal(body["install"], 1, b'{"seq":1}'),
    "strange column": lambda body: seal(body["install"], 1, op_text(body, f={"A b": 1})),
    "negative base": lambda body: seal(body["install"], 1, op_text(body, b=-1)),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_opened_is_stored_and_the_whole_set_waits(
    app, county, register, phone, name
):
    body = edit(register, phone)
    sealed = sealed_form(body)
    sealed["sealed"][0] = BROKEN[name](body)

    answer = phone.push_body(sealed)

    [(seq, verdict, about)] = answer.json["ex"]
    assert (seq, verdict, about["code"]) == (1, "quarantined", "UNREADABLE")
    assert {one.status for one in stored()} == {"quarantined"}
    assert phone.push_body(body).json["ex"] == answer.json["ex"]


def test_sealed_by_hand_without_a_change_it_is_an_ordinary_op(app, county, register, phone):
    body = edit(register, phone)
    sealed = sealed_form(body)
    sealed["sealed"][0] = seal(body["install"], 1, op_text(body))

    assert phone.push_body(sealed).json["ex"] == []


def test_the_readable_form_of_an_unreadable_op_is_a_repeat(app, county, register, phone):
    compact = edit(register, phone)
    sealed = sealed_form(compact)
    unreadable = {**sealed, "sealed": [[seq, "k9", text] for seq, _, text in sealed["sealed"]]}
    first = phone.push_body(unreadable).json

    for form in (compact, sealed, unreadable):
        assert phone.push_body(form).json["ex"] == first["ex"]


def test_an_unreadable_form_of_a_readable_op_is_a_repeat(app, county, register, phone):
    compact = edit(register, phone)
    sealed = sealed_form(compact)
    phone.push_body(compact)

    answer = phone.push_body({**sealed, "sealed": [[seq, "k9", text] for seq, _, text in sealed["sealed"]]})  # fmt: skip

    assert answer.json["ex"] == []
    assert [one.status for one in stored()] == ["applied", "applied"]


def test_a_long_op_that_nobody_can_open_does_not_stop_the_queue(app, county, register, phone):
    phone.seq = 1
    text = base64.b64encode(bytes(90_000)).decode()

    answer = phone.push_body({**phone.body(), "first": 1, "ops": [], "sealed": [[1, "k1", text]]})

    assert answer.json["ex"][0][2]["code"] == "UNREADABLE"


def test_sealed_and_compact_ops_travel_in_one_push(app, county, register, phone):
    first = phone.body([("hh", "u", {"phone": "13800000001"}, register.homes[0])])
    second = phone.body([("hh", "u", {"address": "西头"}, register.homes[1])])
    second |= {"first": 1, "acked": 0, "sealed": sealed_form(first)["sealed"]}

    assert phone.push_body(second).json["ok"][0][:2] == [1, 2]
    assert [one.status for one in stored()] == ["applied", "applied"]


def test_after_a_new_sealing_key_old_seals_still_open(app, county, register, phone):
    old = sealed_form(edit(register, phone))
    assert vault().add_sealing_key() == "k2"
    later = sealed_form(edit(register, phone, "13800000002"))

    assert {row[1] for row in old["sealed"]} == {"k1"}
    assert {row[1] for row in later["sealed"]} == {"k2"}
    assert phone.push_body(old).json["ex"] == phone.push_body(later).json["ex"] == []
    assert phone.get("state").json["server_pub"]["kid"] == "k2"
