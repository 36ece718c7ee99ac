"""What the schema cannot say of a template."""

import copy

import pytest

from app.products.rules.publishing import check_template
from tests.factories import template

CODES = [
    "HH-150-2026", "JP-COOP-2026", "LN-MUTUAL-2026", "MG-ACC-2026", "PR-RETURN-2026",
    "WV-ACC-ILL-2026",
]  # fmt: skip
DEEP = {"field": "@age", "op": "filled"}
for _ in range(4):
    DEEP = {"not": DEEP}


@pytest.mark.parametrize("code", CODES)
def test_the_sample_templates_can_be_sold(code):
    assert check_template(template(code)) == []


def _set(body, path, value):
    *parents, last = path
    for step in parents:
        body = body[step]
    body[last] = value


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("plans", 1, "code"), "A", ("plans[1]", "CODE_TWICE")),
        (("subsidies", 1, "code"), "FISCAL_FULL", ("subsidies[1]", "CODE_TWICE")),
        (("plans", 0, "benefits", 1, "code"), "ACC_DEATH", ("plans[0].benefits[1]", "CODE_TWICE")),
        (("consents", 1, "kind"), "INSURED_DEATH_COVER", ("consents[1]", "CONSENT_TWICE")),
        (("fields", 0, "choices", 1, "value"), "YES", ("fields[0].choices[1]", "CODE_TWICE")),
        (("sale", "to"), "2026-02-30", ("sale.to", "DATE_UNKNOWN")),
        (("start", "month_day"), "02-29", ("start.month_day", "DATE_UNKNOWN")),
        (("fields", 3, "min"), "2025-13-01", ("fields[3].min", "DATE_UNKNOWN")),
        (("sale", "to"), "2025-12-31", ("sale", "RANGE_REVERSED")),
        (("group", "max_lives"), 4, ("group", "RANGE_REVERSED")),
        (("age", "renew_max_years"), 69, ("age.renew_max_years", "RANGE_REVERSED")),
        (("sum_insured_band", "max_fen"), 1, ("sum_insured_band", "RANGE_REVERSED")),
        (
            ("plans", 1, "rates", 0, "when", "age"), [18, 17],
            ("plans[1].rates[0].when.age", "RANGE_REVERSED"),
        ),
        (
            ("plans", 1, "rates", 0, "when", "occ"), [4, 3],
            ("plans[1].rates[0].when.occ", "RANGE_REVERSED"),
        ),
        (
            ("subsidies", 0, "when", "age"), [18, 17],
            ("subsidies[0].when.age", "RANGE_REVERSED"),
        ),
        (("fields", 0, "visible_when"), DEEP, ("fields[0].visible_when", "CONDITION_DEEP")),
        (
            ("fields", 0, "visible_when"), {"field": "works_at", "op": "filled"},
            ("fields[0].visible_when", "CONDITION_UNKNOWN"),
        ),
        (
            ("fields", 3, "visible_when"), {"field": "@age", "op": "filled"},
            ("fields[3].visible_when", "CONDITION_UNKNOWN"),
        ),
    ],
)  # fmt: skip
def test_one_fault_is_named_with_its_place(path, value, fault):
    body = copy.deepcopy(template())
    _set(body, path, value)

    assert check_template(body) == [fault]


def test_a_field_that_asks_what_must_not_be_asked_is_refused_by_the_words_of_its_choices():
    body = copy.deepcopy(template())
    body["fields"][0]["choices"][0]["title"]["zh-CN"] = "信教"

    assert check_template(body) == [("fields[0]", "FIELD_REFUSED")]


def test_a_field_without_choices_or_help_is_read_by_its_title():
    body = copy.deepcopy(template())
    body["fields"][1]["title"]["zh-CN"] = "病史"

    assert check_template(body) == [("fields[1]", "FIELD_REFUSED")]
