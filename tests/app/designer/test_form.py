"""Fields and templates say the same; whatever is wrong stands beside its field."""

import pytest

from app.designer import form
from app.designer.faults import examine
from app.designer.spec import leaf_at
from tests.factories import template

CODES = [
    "HH-150-2026", "JP-COOP-2026", "LN-MUTUAL-2026", "MG-ACC-2026", "PR-RETURN-2026",
    "WV-ACC-ILL-2026",
]  # fmt: skip
TEXTS = (
    "INSURED_DEATH_COVER", "INSURED_DEATH_COVER_MINOR", "PIPL_GENERAL", "PIPL_SENSITIVE",
    "PIPL_MINOR", "SHARE_THIRD_PARTY",
)  # fmt: skip
KNOWN = {version: dict.fromkeys(TEXTS, "我同意") for version in ("2026-01", "2026-02")}
WRONG = {
    "text": "长" * 3000, "choice": "没有这个", "codes": "没有这个", "whole": "很多",
    "yuan": "三元", "percent": "百分之五", "permyriad": "万分之二", "limit": "不多",
    "date": "2026-02-30", "month_day": "02-30", "bool": "也许", "flag": "也许",
    "words": "01、01", "long": "{somebody}", "age": "老",
}  # fmt: skip


def _examine(fields):
    return examine(fields, version=1, known=KNOWN)


@pytest.mark.parametrize("code", CODES)
def test_the_fields_of_a_template_say_the_template(code):
    fields = form.show(template(code))
    again = form.typed(list(fields.items()))

    assert again == fields
    assert _examine(again).body == template(code)
    assert _examine(again).wrong == {}


@pytest.mark.parametrize("code", CODES)
def test_a_wrong_value_in_any_field_gets_a_sentence_beside_that_field(code):
    fields = form.show(template(code))
    for name in fields:
        kind = leaf_at(name).kind
        if kind in WRONG:
            found = _examine({**fields, name: WRONG[kind]}).wrong
            assert found.get(name), (name, found)
            assert "'" not in found[name], "a sentence of people, not of the schema"


@pytest.mark.parametrize("code", CODES)
def test_a_field_that_must_be_filled_in_says_so_itself(code):
    fields = form.show(template(code))
    for name in fields:
        if leaf_at(name).blank == "required":
            rest = {key: text for key, text in fields.items() if key != name}
            assert name in _examine(rest).wrong, name


@pytest.mark.parametrize(
    ("change", "name", "word"),
    [
        ({"plans.1.code": "A"}, "plans.1.code", "已经用过"),
        ({"sale.to": "2025-12-31"}, "sale.to", "改大"),
        ({"age.max_years": "80"}, "age.renew_max_years", "改大"),
        ({"plans.0.rates.0.when.age.1": "200", "plans.0.rates.0.when.age.0": "201"},
         "plans.0.rates.0.when.age.1", "改大"),
        ({"term.months": "61"}, "term.months", "60"),
        ({"group.min_lives": "2"}, "group.min_lives", "3"),
        ({"plans.0.benefits.0.ratio_bp": "101"}, "plans.0.benefits.0.ratio_bp", "100 %"),
        ({"plans.0.rates.0.premium_fen": ""}, "plans.0.rates.0.premium_fen", "价格"),
        ({"subsidies.0.value_fen": "5"}, "subsidies.0.value_fen", "清空"),
        ({"start.rule": "到账出单次日"}, "start.month_day", "清空"),
        ({"consents.1.kind": "被保险人同意身故保额"}, "consents.1.kind", "一条"),
        ({"fields.1.visible_when.0.field": "later"}, "fields.1.visible_when.0.field", "前面"),
        ({"fields.0.choices.1.value": "YES"}, "fields.0.choices.1.value", "已经用过"),
        ({"fields.1.title.zh-CN": "宗教信仰"}, "fields.1.title.zh-CN", "宗教"),
        ({"fields.1.title.zh-CN": "您是什么民族"}, "fields.1.title.zh-CN", "民族"),
        ({"fields.1.code": "health_state"}, "fields.1.title.zh-CN", "健康"),
        ({"beneficiary": "贷款方第一"}, "beneficiary", "不配"),
        ({"consents.0.text_version": "2027-01"}, "texts.INSURED_DEATH_COVER", "新的"),
        ({"texts.PIPL_GENERAL": "另一段"}, "texts.PIPL_GENERAL", "不能改"),
    ],
)  # fmt: skip
def test_what_a_rule_finds_stands_beside_the_field_with_the_remedy(change, name, word):
    found = _examine({**form.show(template()), **change}).wrong

    assert word in found[name]


def test_nothing_typed_is_lost_however_wrong_it_is():
    fields = {**form.show(template()), "term.months": "十二", "sale.from": "去年"}

    kept = form.typed(list(fields.items()))

    assert kept["term.months"] == "十二"
    assert _examine(kept).form == fields


def test_rows_are_counted_anew_and_empty_ones_fall_away():
    kept = form.typed([
        ("plans.0.rates.7.premium_fen", "30"), ("plans.0.rates.2.premium_fen", " "),
        ("plans.0.rates.10.premium_fen", "40"), ("csrf_token", "x"), ("plans.x.code", "A"),
    ])  # fmt: skip

    assert kept == {"plans.0.rates.0.premium_fen": "30", "plans.0.rates.1.premium_fen": "40"}


def test_amounts_and_days_are_read_as_people_write_them():
    fields = {
        **form.show(template()), "plans.0.rates.0.premium_fen": "￥30", "sale.from": "2026年1月1日",
        "start.month_day": "4月1日", "group.min_participation_bp": "75%",
        "subsidies.0.when.poverty": "特困，低保", "kind": "WHOLE_VILLAGE",
    }  # fmt: skip

    assert _examine(fields).body == template()


@pytest.mark.parametrize("code", CODES)
def test_an_empty_form_has_no_crash_and_names_every_missing_field(code):
    wrong = _examine({"code": code}).wrong

    assert {"name.zh-CN", "kind", "sale.from", "group.min_lives", "occupation.asked"} <= set(wrong)
    assert wrong["plans"] == "至少要有一个方案"


def test_conditions_nest_as_rows_with_levels():
    rule = {
        "all": [
            {"field": "@age", "op": "ge", "value": 16},
            {"not": {"any": [
                {"field": "@sex", "op": "eq", "value": "M"},
                {"field": "@minor", "op": "eq", "value": True},
            ]}},
            {"field": "@poverty", "op": "empty"},
            {"field": "@plan", "op": "in", "value": ["A", "B"]},
        ]
    }  # fmt: skip
    body = template()
    body["fields"][0]["visible_when"] = rule
    fields = form.show(body)

    assert fields["fields.0.visible_when.4.level"] == "4"
    assert fields["fields.0.visible_when.4.value"] == "男"
    assert _examine(fields).body == body
    assert _examine(fields).wrong == {}


@pytest.mark.parametrize(
    ("row", "change", "member"),
    [
        (0, {"part": "下面全部成立", "field": "", "op": "", "value": ""}, "part"),
        (0, {"part": "下面不成立", "field": "", "op": "", "value": ""}, "part"),
        (0, {"op": "已填"}, "value"),
        (0, {"value": ""}, "value"),
        (0, {"field": ""}, "field"),
        (1, {"part": "比较", "field": "年龄", "op": "等于", "value": "3", "level": "1"}, "level"),
    ],
)
def test_a_condition_that_does_not_fit_is_named_in_its_row(row, change, member):
    prefix = f"fields.0.visible_when.{row}."
    fields = form.show(template()) | {prefix + key: text for key, text in change.items()}
    kept = form.typed(list(fields.items()))

    assert f"{prefix}{member}" in _examine(kept).wrong


def test_names_no_page_has_are_left_out():
    odd = [
        ("plans.²." + "code", "A"), ("plans." + "9" * 5000 + ".code", "A"), ("plans", "A"),
        ("plans.-1.code", "A"), ("", "A"), (".", "A"), ("version", "9"), ("plans.3.code", "B"),
    ]  # fmt: skip

    assert form.typed(odd) == {"plans.0.code": "B"}


def test_a_condition_of_endless_rows_is_cut_and_named():
    rows = {}
    for at in range(3000):
        prefix = f"fields.0.visible_when.{at}."
        rows |= {f"{prefix}level": str(at + 1), f"{prefix}part": "下面不成立"}

    assert (
        "60" in _examine({**form.show(template()), **rows}).wrong["fields.0.visible_when.60.part"]
    )
