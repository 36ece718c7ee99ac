"""What the server adds to the rules (contracts.md 9.2), case by case."""

import pytest

from app.enrollment.judging import Case, day_of_check, judge
from app.enrollment.rules.shape import quoted_cover
from tests.factories import template

PERSON = {
    "id": "p1", "household": "h", "name": "王建国", "id_type": "RESIDENT_ID", "id_no": "519901198005200010",
    "id_valid_to": None, "sex": None, "birth_date": None, "phone": None, "relation": "02", "residence": "HUKOU",
    "life_status": "ALIVE", "legal_capacity": "FULL", "occupation": {"code": "010101", "class": 1},
    "poverty": [], "previous_end_on": None,
}  # fmt: skip
LINE = {
    "id": "i1", "person": "p1", "included": True, "plan": "A", "copies": 1, "other_death_cover_fen": 0,
    "beneficiaries": [], "answers": {}, "claimed": None, "loan": None,
}  # fmt: skip
CONSENT = {
    "signer": "p1", "capacity": "SELF", "kinds": ["INSURED_DEATH_COVER", "PIPL_GENERAL", "PIPL_SENSITIVE", "SHARE_THIRD_PARTY"],
    "covers": ["p1"], "text_version": "2026-01", "sums_fen": [2_100_000], "method": "SIGN_ON_SCREEN",
    "given_on": "2026-03-01", "withdrawn_on": None,
}  # fmt: skip
MONEY = {"status": "COLLECTED", "amount_fen": 2500}
ENROLLMENT = {
    "outcome": "ENROLL", "declared_on": "2026-03-01", "quoted_start_on": "2026-04-01", "answers": {}, "claimed": None,
}  # fmt: skip


def case(*, enrollment=None, line=None, money=(MONEY,), **changed) -> Case:
    return Case(**{
        "template": template(), "enrollment": {**ENROLLMENT, **(enrollment or {})},
        "household": {"id": "h", "poverty": []}, "persons": [PERSON], "lines": [{**LINE, **(line or {})}],
        "consents": [CONSENT], "collections": list(money), "received_on": "2026-03-01", **changed,
    })  # fmt: skip


def codes(**changed):
    return [(one["code"], one["path"], one["source"]) for one in judge(case(**changed)).findings]


def test_a_household_in_order_has_no_findings_and_its_price():
    verdict = judge(case())

    assert verdict.findings == []
    assert verdict.computed["premium_fen"] == 3000
    assert verdict.computed["shares"]["INDIVIDUAL"] == 2500
    assert verdict.computed["persons"] == 1
    assert verdict.lines["i1"]["premium_fen"] == 3000


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"money": ()}, ("RECEIPT_MISSING", "collections")),
        ({"money": ({**MONEY, "status": "VOID"},)}, ("RECEIPT_MISSING", "collections")),
        ({"money": ({**MONEY, "amount_fen": 2400},)}, ("COLLECTED_DIFFERS", "collections")),
        ({"money": (MONEY, MONEY)}, ("COLLECTED_DIFFERS", "collections")),
        ({"twice": [0]}, ("RECEIPT_DUPLICATE", "collections[0].receipt_no")),
        ({"elsewhere": {"p1": "e9"}}, ("PERSON_ENROLLED_ELSEWHERE", "insured[0]")),
        ({"contested": ["members[0].phone"]}, ("FIELD_CONFLICT", "members[0].phone")),
        ({"enrollment": {"declared_on": "2026-03-02"}}, ("CLOCK_DOUBTFUL", "declared_on")),
    ],
)
def test_what_the_server_finds(changed, found):
    assert codes(**changed) == [(*found, "SERVER")]


def test_a_difference_in_price_says_both_figures():
    claimed = {"premium_fen": 2000}
    found = judge(case(enrollment={"claimed": claimed}, line={"claimed": claimed})).findings

    assert [(one["path"], one["detail"]) for one in found] == [
        ("claimed.premium_fen", {"claimed_fen": 2000, "computed_fen": 3000}),
        ("members[0].claimed.premium_fen", {"claimed_fen": 2000, "computed_fen": 3000}),
    ]


@pytest.mark.parametrize(
    ("shares", "code"),
    [({"INDIVIDUAL": 3000}, "SHARES_MISMATCH"), ({"INDIVIDUAL": 2500}, "SHARES_SUM")],
)
def test_a_difference_in_shares_says_both_splits(shares, code):
    claimed = {"premium_fen": 3000, "shares": shares}
    verdict = judge(case(enrollment={"claimed": claimed}, line={"claimed": claimed}))
    computed = {"INDIVIDUAL": 2500, "COLLECTIVE": 500, "FISCAL": 0, "SPONSOR": 0, "INSURER": 0}

    assert [(one["code"], one["path"], one["source"]) for one in verdict.findings] == [
        (code, "claimed.shares", "RULES"),
        (code, "members[0].claimed.shares", "RULES"),
    ]
    for one in verdict.findings:
        assert one["detail"] == {
            "claimed_fen": 3000, "computed_fen": 3000,
            "claimed_shares": shares, "computed_shares": computed,
        }  # fmt: skip


def test_a_claim_in_mixed_plans_is_judged_too():
    plan = {
        **template()["plans"][0],
        "code": "H",
        "basis": "HOUSEHOLD",
        "rates": [{"when": {}, "premium_fen": 1}],
    }
    mixed = {**template(), "plans": [*template()["plans"], plan]}
    other = {**PERSON, "id": "p2", "id_no": "519901198005210016"}
    verdict = judge(case(
        template=mixed, persons=[PERSON, other],
        lines=[{**LINE, "claimed": {"premium_fen": 1}}, {**LINE, "id": "i2", "person": "p2", "plan": "H"}],
    ))  # fmt: skip
    [found] = [one for one in verdict.findings if one["code"] == "PREMIUM_MISMATCH"]

    assert found["detail"] == {"claimed_fen": 1, "computed_fen": None}
    assert "PLAN_MIXED" in {one["code"] for one in verdict.findings}


def test_what_the_phone_claimed_never_becomes_the_price():
    claimed = {"premium_fen": 1, "shares": {"INDIVIDUAL": 1}}
    verdict = judge(case(enrollment={"claimed": claimed}, line={"claimed": claimed}))

    assert verdict.computed["premium_fen"] == verdict.lines["i1"]["premium_fen"] == 3000
    assert verdict.computed["shares"]["INDIVIDUAL"] == 2500
    assert {one["code"] for one in verdict.findings} == {"PREMIUM_MISMATCH", "SHARES_MISMATCH"}


@pytest.mark.parametrize("outcome", ["DECLINED", "AWAY", None])
def test_who_does_not_enroll_is_not_judged_by_the_rules(outcome):
    verdict = judge(case(enrollment={"outcome": outcome}, money=()))

    assert verdict.findings == []
    assert (verdict.computed["premium_fen"], verdict.computed["persons"]) == (0, 0)
    assert verdict.lines == {"i1": None}


def test_money_kept_from_a_household_that_declined_is_found():
    assert codes(enrollment={"outcome": "DECLINED"}) == [
        ("COLLECTED_DIFFERS", "collections", "SERVER")
    ]


@pytest.mark.parametrize(
    ("declared", "received", "today", "doubtful"),
    [
        ("2026-03-01", "2026-03-01", "2026-03-01", False),
        ("2026-01-30", "2026-03-01", "2026-01-30", False),
        ("2026-01-29", "2026-03-01", "2026-03-01", True),
        ("2026-03-02", "2026-03-01", "2026-03-01", True),
        (None, "2026-03-01", "2026-03-01", True),
    ],
)
def test_the_day_of_the_checks(declared, received, today, doubtful):
    assert day_of_check(declared, received) == (today, doubtful)


def test_the_quoted_cover():
    body = template()
    assert quoted_cover(body, "2026-04-01") == {"start": "2026-04-01", "end": "2027-03-31"}
    assert quoted_cover(body, None) == {"start": None, "end": None}
    loan = {**body, "term": {"rule": "LOAN_TERM", "months": 12}}
    assert quoted_cover(loan, "2026-04-01", "2026-09-30")["end"] == "2026-09-30"
    assert quoted_cover(loan, "2026-04-01", "2029-09-30")["end"] == "2027-03-31"
