"""Example cases: what they come to, and what the page says about tables and previews."""

import pytest

from app.designer import preview, trial
from app.designer.advice import advice
from app.designer.difference import difference
from app.designer.form import show
from app.designer.page import edited
from app.enrollment.rules.household import check_household
from tests.factories import template

CHILD = {"age": {"years": 9}, "sex": "F", "occ": 1, "plan": "B"}


def _run(case, code="WV-ACC-ILL-2026"):
    [result] = trial.run(template(code), [case])
    return result


def test_a_nine_year_old_of_a_subsistence_household_costs_nothing():
    expected = {"premium_fen": 4000, "FISCAL_fen": 4000, "INDIVIDUAL_fen": 0}
    result = _run({"poverty": ["SUBSISTENCE"], "members": [CHILD], "expected": expected})

    assert result.differences == []
    assert result.shares["FISCAL"] == 4000


def test_each_figure_that_differs_is_named_with_both_values():
    expected = {"premium_fen": 5000, "INDIVIDUAL_fen": 5000, "findings": ["AGE_TOO_HIGH"]}
    result = _run({"poverty": ["NONE"], "members": [CHILD], "expected": expected})

    assert result.differences == [
        "保费应为 50.00 元，算出 40.00 元",
        "个人应出 50.00 元，算出 35.00 元",
        "村集体应出 0.00 元，算出 5.00 元",
        "应当提示“超龄”，没有提示",
    ]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"age": {"years": 71}}, "AGE_TOO_HIGH"), ({"age": {"days": 27}}, "AGE_TOO_LOW"),
        ({"occ": 5}, "OCC_REFUSED"), ({"copies": 2}, "COPIES_OUT_OF_RANGE"),
        ({"plan": "C"}, "PLAN_UNKNOWN"), ({"other_fen": 50_000_000}, "MINOR_DEATH_CAP"),
    ],
)  # fmt: skip
def test_a_case_may_expect_to_be_stopped(change, finding):
    result = _run({"members": [{**CHILD, **change}], "expected": {"findings": [finding]}})

    assert finding in result.findings
    assert not [text for text in result.differences if "提示" in text]


def test_ages_hold_on_the_first_day_of_cover():
    given = trial.given(template(), {"members": [{"age": {"days": 28}, "plan": "A"}]})

    assert given["cover"] == {"start": "2026-04-01", "end": "2027-03-31"}
    assert given["household"]["members"][0]["birth_date"] == "2026-03-04"
    assert given["today"] == "2026-01-01"


def test_a_borrower_is_tried_with_his_loan():
    person = {"age": {"years": 40}, "occ": 2, "plan": "LOAN", "principal_fen": 1_000_000}
    result = _run({"members": [{**person, "months": 6}]}, "LN-MUTUAL-2026")

    assert result.premium_fen == 1200
    assert result.findings == []


def test_a_gap_in_the_ages_and_a_row_never_reached_are_named():
    body = template()
    rates = body["plans"][1]["rates"]
    rates[1]["when"]["age"] = [20, 60]
    rates.append({"when": {"age": [61, 70]}, "premium_fen": 1})

    assert advice(body)[0] == []
    assert advice(body)[1] == ["第 4 行用不到：第 3 行先符合", "18–19 岁没有费率，按不保处理"]


@pytest.mark.parametrize("body", [
    {}, {"plans": [{"code": "A"}]}, {"kind": "LOAN_LINKED", "loan": {}},
    {"plans": [{"code": "A", "basis": "PERSON", "rates": [{"when": {}}]}], "age": {}},
    {"plans": [{"code": "A", "basis": "PERSON", "rates": [{"when": {}, "premium_fen": 1}]}],
     "sum_insured_band": {"min_fen": 1, "max_fen": 2}, "fields": [{"code": "x"}],
     "subsidies": [{"mode": "PCT"}], "occupation": {}, "start": {"rule": "FIXED_DATE"}},
])  # fmt: skip
def test_an_unfinished_form_still_has_a_preview(body):
    shown = preview.previewable(body, "2026-03-01")

    for one in [*preview.cases(shown, [{"members": []}]), *preview.tries(shown)]:
        assert check_household(**one["input"])["findings"] is not None


def test_a_difference_names_the_row_by_what_it_is_for():
    old, new = show(template()), show(template())
    new["plans.1.rates.2.premium_fen"] = "58.00"
    new["subsidies.0.code"], new["subsidies.1.code"] = new["subsidies.1.code"], "FISCAL_FULL"
    found = {one.heading: one.changes for one in difference(old, new)}

    assert [(c.where, c.old, c.new) for c in found["费率"]] == [
        ("方案 B / 费率 61–75 岁 / 保费", "60.00 元", "58.00 元")
    ]
    assert "补贴的顺序" in [change.where for change in found["补贴"]]
    assert difference(old, old) == []


def test_an_order_for_a_row_that_is_not_there_changes_nothing():
    form = {"plans.0.code": "A", "plans.1.code": "B"}

    for order in ("remove:plans.9", "up:plans.0", "down:plans.1", "up:", "x:plans.0", "remove:a.b"):
        assert edited(form, order) == (form, "")
    assert edited(form, "down:plans.0")[0] == {"plans.0.code": "B", "plans.1.code": "A"}
