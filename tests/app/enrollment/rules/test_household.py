"""A household as a whole: what the vectors do not reach."""

import copy
import json
from pathlib import Path

import pytest

from app.enrollment.rules.group import check_group
from app.enrollment.rules.household import assess_household, check_household
from app.products.rules.pricing import quote_household
from tests.factories import template

VECTORS = Path(__file__).parents[3] / "vectors"


@pytest.fixture
def given():
    case = json.loads((VECTORS / "household-check.json").read_text(encoding="utf-8"))["cases"][0]
    return copy.deepcopy({**case["input"], "template": template()})


def _codes(findings):
    return [one["code"] for one in findings]


def test_the_quote_is_that_of_quote_household_and_nothing_is_changed(given):
    before = copy.deepcopy(given)
    found, quote = assess_household(**given)

    assert quote == quote_household(**given)
    assert found == check_household(**given)["findings"] == []
    assert given == before


def test_findings_of_a_member_come_once(given):
    given["household"]["members"][1]["plan"] = "Z"

    assert [one["path"] for one in check_household(**given)["findings"]] == ["members[1].plan"]


def test_a_cover_at_the_end_of_the_calendar_is_still_judged(given):
    given["cover"] = {"start": "9999-12-01", "end": "9999-12-31"}

    assert "AGE_TOO_HIGH" in _codes(check_household(**given)["findings"])


def test_an_empty_loan_is_a_loan_without_anything(given):
    loans = template("LN-MUTUAL-2026")
    for member in given["household"]["members"][:2]:
        member |= {"plan": "LOAN", "loan": {}}
    codes = _codes(
        check_household(loans, given["household"], given["cover"], given["today"])["findings"]
    )

    assert {
        "LOAN_CONTRACT_NO",
        "LOAN_DATES",
        "LOAN_LENDER",
        "LOAN_PRINCIPAL",
        "LOAN_TWO_BORROWERS",
    } <= set(codes)
    assert codes.count("LOAN_MISSING") == 1  # the child, who has none at all


@pytest.mark.parametrize(("code", "twice"), [("LN-MUTUAL-2026", True), ("WV-ACC-ILL-2026", False)])
def test_contract_numbers_matter_where_loans_do(code, twice):
    lines = [
        {"person_id": name, "loan_contract_no": number}
        for name, number in (("a", "互 1"), ("b", "互1"))
    ]
    found = check_group(template(code), "ISSUE", lines, "2026-04-01", "2026-03-01")["findings"]

    assert ("LOAN_DUPLICATE_CONTRACT" in _codes(found)) is twice
