"""Answers to extra questions, where the vectors do not reach."""

import pytest

from app.products.rules.fields import check_fields, condition


def _faults(field, answer):
    whole = {"code": "a", "scope": "PERSON", "required": False, **field}
    found = check_fields({"fields": [whole]}, "PERSON", {"a": answer}, {})["findings"]
    return [one["code"] for one in found]


@pytest.mark.parametrize(
    ("field", "answer", "faults"),
    [
        ({"type": "photo"}, ["p1"], []),
        ({"type": "photo"}, ["p1", "p2"], ["FIELD_LENGTH"]),
        ({"type": "photo"}, ["p1", " "], ["FIELD_TYPE"]),
        ({"type": "text"}, "字" * 200, []),
        ({"type": "text"}, "字" * 201, ["FIELD_LENGTH"]),
        ({"type": "text"}, 1, ["FIELD_TYPE"]),
        ({"type": "number"}, 0, []),
        ({"type": "number"}, True, ["FIELD_TYPE"]),
        ({"type": "number"}, 1.5, ["FIELD_RANGE"]),
        ({"type": "number"}, 2**53, ["FIELD_RANGE"]),
        ({"type": "number"}, 10**400, ["FIELD_RANGE"]),
        ({"type": "number", "decimals": 2}, 2.55, []),
        ({"type": "number", "min": 1}, 0, ["FIELD_RANGE"]),
        ({"type": "date", "max": "2026-01-01"}, "2026-01-02", ["FIELD_RANGE"]),
        ({"type": "date"}, "2026-02-30", ["FIELD_TYPE"]),
        (
            {"type": "choice", "choices": [{"value": "X"}], "multiple": True},
            ["X", "X"],
            ["FIELD_CHOICE"],
        ),
        ({"type": "choice", "choices": [{"value": "X"}], "multiple": True}, "X", ["FIELD_TYPE"]),
        ({"type": "signature"}, ["s"], ["FIELD_TYPE"]),
    ],
)
def test_an_answer_has_one_fault_at_most(field, answer, faults):
    assert _faults(field, answer) == faults


@pytest.mark.parametrize(
    ("op", "answer", "value", "holds"),
    [
        ("eq", True, 1, False), ("eq", 1, 1.0, True), ("eq", ["A"], "A", False), ("eq", " ", " ", False),
        ("ne", ["A"], "A", True), ("ne", None, "A", True), ("in", ["A"], ["A"], False),
        ("has", "A", "A", False), ("has", [1], True, False), ("gt", "2026-01-02", "2026-01-01", True),
        ("gt", "2026-13-02", "2026-01-01", False), ("ge", "16", 16, False), ("le", True, 2, False),
    ],
)  # fmt: skip
def test_conditions_compare_without_coercion(op, answer, value, holds):
    rule = {"field": "a", "op": op, "value": value}

    assert condition(rule, {"a": answer}, {}) == {"holds": holds}


def test_a_hidden_answer_opens_no_other_question():
    fields = [
        {
            "code": "a",
            "scope": "PERSON",
            "type": "text",
            "required": False,
            "visible_when": {"any": []},
        },
        {
            "code": "b",
            "scope": "PERSON",
            "type": "text",
            "required": True,
            "visible_when": {"field": "a", "op": "filled"},
        },
    ]
    result = check_fields({"fields": fields}, "PERSON", {"a": "x"}, {})

    assert result["visible"] == []
    assert [one["code"] for one in result["findings"]] == ["FIELD_HIDDEN"]
