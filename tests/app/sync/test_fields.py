"""Who writes what: every field of every kind against the table of contracts.md 4."""

import pytest
from sqlalchemy import func, select

from app.db import db
from app.inbox.ops import Op
from app.kinds import CREATE, SERVER
from app.sync.applying import Refused, check
from app.sync.kinds import KINDS

# Table of contracts.md 4: (create only, always, server only).
TABLE = {
    "hh": ("", "group_name household_no address phone give_to", "poverty walk_order insured_last moved_from agent agent_name"),
    "ps": ("", "household name id_type id_no id_valid_to sex birth_date phone relation residence life_status died_on occupation legal_capacity", "poverty previous_end_on last_plan declined_by_insurer on_roster"),
    "en": ("campaign household", "outcome decline_reason declared_on quoted_start_on answers claimed answered_return_no", "status batch returns findings computed"),
    "in": ("enrollment person", "included plan copies other_death_cover_fen beneficiaries loan answers claimed", "computed policy_insured"),
    "co": ("enrollment signer capacity kinds covers text_version text_sha sums_fen method evidence given_on", "withdrawn_on", ""),
    "cl": ("enrollment amount_fen method book_no receipt_no collected_on", "void_reason", "status statement_line"),
    "ba": ("campaign lines difference_reason", "totals", "batch_no status computed decisions"),
    "ph": ("", "name kind uscc contact members answers", "resolution status"),
    # What came after the contract: docs/adr/0024 to 0026.
    "wd": ("enrollment reason told_on returned files", "", "status submitted_by answer refund"),
    "pi": ("receipts amount_fen to_name handed_on pay_no files note", "void_reason", "status submitted_by answer"),
    "cn": ("person reported_on", "kind happened_on place cause hospital story reporter reporter_phone answers void_reason", "status claim_no steps submitted_by"),
}  # fmt: skip


@pytest.mark.parametrize("code", TABLE)
def test_the_write_lists_are_those_of_the_contract(code):
    found = {CREATE: set(), "always": set(), SERVER: set()}
    for name, about in KINDS[code].fields.items():
        found[about.write].add(name)

    assert tuple(found.values()) == tuple(set(names.split()) for names in TABLE[code])


def op(code, k, **fields):
    return Op(5, 5, 5, f"{code}@1", k, "aaaaaaaaaa-5", 0, 0, fields)


SERVER_FIELDS = [
    (code, name)
    for code, kind in KINDS.items()
    for name, about in kind.fields.items()
    if about.write == SERVER
]
CREATE_FIELDS = [
    (code, name)
    for code, kind in KINDS.items()
    for name, about in kind.fields.items()
    if about.write == CREATE
]
STAMPS = [
    (code, name)
    for code in KINDS
    for name in ("ver", "writer", "deleted", "field_meta", "county", "village", "id")
]


@pytest.mark.parametrize(("code", "name"), SERVER_FIELDS + STAMPS)
@pytest.mark.parametrize("k", ["c", "u"])
def test_a_field_of_the_server_is_refused(code, name, k):
    with pytest.raises(Refused) as refused:
        check(op(code, k, **{name: None}))
    assert (refused.value.code, refused.value.name) == ("FIELD_NOT_ALLOWED", name)


@pytest.mark.parametrize(("code", "name"), CREATE_FIELDS)
def test_a_field_that_is_fixed_at_creation_is_refused_later(code, name):
    with pytest.raises(Refused, match="FIELD_NOT_ALLOWED"):
        check(op(code, "u", **{name: None}))


BAD = [
    ("hh", {"address": 7}), ("hh", {"address": "x" * 201}), ("hh", {"address": "a\x00b"}),
    ("ps", {"birth_date": "2026-02-30"}), ("ps", {"birth_date": "2026-2-3"}), ("ps", {"birth_date": "２０２６-01-01"}),
    ("ps", {"sex": "X"}), ("ps", {"household": None}), ("ps", {"household": "s001001"}),
    ("ps", {"occupation": {"code": "1", "class": 1, "more": 1}}), ("ps", {"occupation": {"class": 1.0}}),
    ("en", {"claimed": {"premium_fen": True}}), ("en", {"claimed": {"premium_fen": 1.5}}),
    ("en", {"claimed": {"shares": {"INDIVIDUAL": -1}}}), ("en", {"answers": {"a b": 1}}),
    ("en", {"answers": {"a": {"b": 1}}}), ("en", {"answered_return_no": 0}), ("en", {"outcome": "enroll"}),
    ("in", {"included": 1}), ("in", {"copies": "1"}), ("in", {"beneficiaries": {}}),
    ("in", {"loan": {"principal_fen": 10**13}}), ("co", {"withdrawn_on": "soon"}),
    ("cl", {"void_reason": ["x"]}), ("ba", {"totals": None}), ("ph", {"contact": {"phone": 1}}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "fields"), BAD)
def test_a_value_of_another_shape_is_refused(code, fields):
    with pytest.raises(Refused, match="VALUE_INVALID"):
        check(op(code, "u", **fields))


@pytest.mark.parametrize("code", [code for code in KINDS if code not in ("hh", "ph")])
def test_a_row_without_what_it_belongs_to_is_refused(code):
    with pytest.raises(Refused, match="VALUE_INVALID"):
        check(op(code, "c"))


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (op("hh", "d"), "FIELD_NOT_ALLOWED"),
        (op("zz", "c"), "KIND_UNKNOWN"),
        (Op(5, 5, 5, "hh@2", "c", "aaaaaaaaaa-5", 0, 0, {}), "KIND_UNKNOWN"),
        (Op(5, 5, 5, "", "", "", 0, 0, {"sealed": "x"}), "UNREADABLE"),
    ],
)
def test_what_cannot_be_an_op_is_refused(one, code):
    with pytest.raises(Refused, match=code):
        check(one)


def test_a_forbidden_field_quarantines_the_whole_set(app, county, register, phone):
    hh, person = register.homes[0], register.people[0][0]

    answer = phone.push(
        [("hh", "u", {"address": "东头"}, hh), ("ps", "u", {"on_roster": False}, person)]
    )

    assert answer["ex"][0][:2] == [1, "quarantined"]
    assert answer["ex"][0][2]["code"] == "FIELD_NOT_ALLOWED"
    kept = db.session.scalar(
        select(func.count())
        .select_from(KINDS["hh"].table)
        .where(KINDS["hh"].table.c.address == "东头")
    )
    assert kept == 0
