"""Extra questions of a template: visibility, type, range (semantics 13)."""

import math
from typing import Any

from app.civil_date import known_date
from app.findings import Finding, collect, finding
from app.text import is_empty

ALWAYS: dict[str, Any] = {"all": []}
_ORDERED = {
    "gt": lambda left, right: left > right,
    "ge": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "le": lambda left, right: left <= right,
}


def condition(
    condition: dict[str, Any] | None, answers: dict[str, Any] | None, facts: dict[str, Any] | None
) -> dict[str, bool]:
    """Return {holds}: whether a condition holds over answers and facts (`@age` ...)."""
    given = {code: one for code, one in (answers or {}).items() if not code.startswith("@")}
    return {"holds": condition is None or condition_holds(condition, {**given, **(facts or {})})}


def condition_holds(rule: dict[str, Any], values: dict[str, Any]) -> bool:
    """Tell whether a condition holds over values: facts begin with @, answers do not."""
    if "all" in rule:
        return all(condition_holds(part, values) for part in rule["all"])
    if "any" in rule:
        return any(condition_holds(part, values) for part in rule["any"])
    if "not" in rule:
        return not condition_holds(rule["not"], values)
    return _compare(rule["op"], values.get(rule["field"]), rule.get("value"))


def _compare(operator: str, answer: Any, value: Any) -> bool:
    if operator == "empty":
        return is_empty(answer)
    if operator == "filled":
        return not is_empty(answer)
    if operator == "eq":
        return not is_empty(answer) and _same(answer, value)
    if operator == "ne":
        return is_empty(answer) or not _same(answer, value)
    if operator == "in":
        return not is_empty(answer) and any(_same(answer, one) for one in value)
    if operator == "has":
        return isinstance(answer, list) and any(_same(one, value) for one in answer)
    return _ordered(operator, answer, value)


def _same(left: Any, right: Any) -> bool:
    if _is_number(left) and _is_number(right):
        return bool(left == right)
    return isinstance(left, str | bool) and type(left) is type(right) and left == right


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _ordered(operator: str, answer: Any, value: Any) -> bool:
    compare = _ORDERED.get(operator)
    if compare is None:  # an operator of a newer schema never holds
        return False
    if _is_number(answer) and _is_number(value):
        return bool(compare(answer, value))
    left, right = known_date(answer), known_date(value)
    return left is not None and right is not None and bool(compare(left, right))


def check_fields(
    template: dict[str, Any],
    scope: str,
    answers: dict[str, Any] | None,
    facts: dict[str, Any] | None,
) -> dict[str, Any]:
    """Return {visible: field codes, findings} of the questions of one scope, in order."""
    answers = answers or {}
    fields = [one for one in template["fields"] if one["scope"] == scope]
    values = dict(facts or {})
    visible: list[str] = []
    found: list[Finding] = []
    for field in fields:
        code, answer = field["code"], answers.get(field["code"])
        filled = not is_empty(answer)
        if not condition_holds(field.get("visible_when") or ALWAYS, values):
            if filled:
                found.append(finding("FIELD_HIDDEN", f"answers.{code}"))
            continue
        visible.append(code)
        if filled:
            values[code] = answer
            fault = _answer_fault(field, answer)
        else:
            fault = "FIELD_REQUIRED" if field.get("required") else None
        if fault:
            found.append(finding(fault, f"answers.{code}"))
    known = {field["code"] for field in fields}
    found += [
        finding("FIELD_UNKNOWN", f"answers.{code}")
        for code, answer in answers.items()
        if code not in known and not is_empty(answer)
    ]
    return {"visible": visible, "findings": collect(found)}


def _answer_fault(field: dict[str, Any], answer: Any) -> str | None:
    kind = field["type"]
    if kind == "text":
        return _text_fault(field, answer)
    if kind == "number":
        return _number_fault(field, answer)
    if kind == "date":
        return _date_fault(field, answer)
    if kind == "choice":
        return _choice_fault(field, answer)
    if kind == "photo":
        return _photo_fault(field, answer)
    return None if isinstance(answer, str) else "FIELD_TYPE"


def _text_fault(field: dict[str, Any], answer: Any) -> str | None:
    if not isinstance(answer, str):
        return "FIELD_TYPE"
    longest = field.get("max_length")
    return "FIELD_LENGTH" if len(answer) > (200 if longest is None else longest) else None


def _number_fault(field: dict[str, Any], answer: Any) -> str | None:
    if not _is_number(answer):
        return "FIELD_TYPE"
    least, most = field.get("min"), field.get("max")
    outside = (least is not None and answer < least) or (most is not None and answer > most)
    if abs(answer) >= 2**53 or outside:
        return "FIELD_RANGE"
    scaled = float(answer) * 10 ** (field.get("decimals") or 0)
    return None if abs(scaled - math.floor(scaled + 0.5)) <= 0.000001 else "FIELD_RANGE"


def _date_fault(field: dict[str, Any], answer: Any) -> str | None:
    day = known_date(answer)
    if day is None:
        return "FIELD_TYPE"
    least, most = known_date(field.get("min")), known_date(field.get("max"))
    outside = (least is not None and day < least) or (most is not None and day > most)
    return "FIELD_RANGE" if outside else None


def _choice_fault(field: dict[str, Any], answer: Any) -> str | None:
    allowed = [choice["value"] for choice in field["choices"]]
    if not field.get("multiple"):
        if not isinstance(answer, str):
            return "FIELD_TYPE"
        return None if answer in allowed else "FIELD_CHOICE"
    if not isinstance(answer, list) or not all(isinstance(one, str) for one in answer):
        return "FIELD_TYPE"
    repeated = len(set(answer)) != len(answer)
    return "FIELD_CHOICE" if repeated or any(one not in allowed for one in answer) else None


def _photo_fault(field: dict[str, Any], answer: Any) -> str | None:
    texts = isinstance(answer, list) and all(isinstance(one, str) for one in answer)
    if not texts or any(is_empty(one) for one in answer):
        return "FIELD_TYPE"
    most = field.get("max_count")
    return "FIELD_LENGTH" if len(answer) > (1 if most is None else most) else None
