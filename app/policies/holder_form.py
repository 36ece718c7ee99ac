"""The policyholder form: fixed fields and the questions a product asks about a group."""

import re
from collections.abc import Mapping
from typing import Any

from app.credit_code import parse_uscc
from app.policies.policyholders import Facts
from app.products.rules.fields import check_fields
from app.text import clean
from app.words import say, sentence, words

KINDS = words(
    {
        "VILLAGE_COMMITTEE": "村民委员会",
        "COLLECTIVE": "村集体经济组织",
        "COOP": "农民专业合作社",
        "COMPANY": "公司",
        "SOLE_TRADER": "个体工商户",
        "OTHER": "其他",
    }
)
NAME_MAX = 100
PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


def questions(template: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the questions about the group that a desk can answer, in order."""
    fields = template.get("fields") or []
    return [
        field
        for field in fields
        if field["scope"] == "GROUP" and field["type"] in ("text", "number", "date", "choice")
    ]


def read(form: Any, template: dict[str, Any]) -> tuple[Facts, dict[str, str]]:
    """Return what the form says, and what is wrong with it as {field: sentence}."""
    answers = _answers(form, template)
    checked = check_fields(template, "GROUP", answers, {})
    kept = {code: answers[code] for code in checked["visible"] if code in answers}
    code = parse_uscc(form.get("uscc", ""))
    facts = Facts(
        name=form.get("name", "").strip(),
        kind=form.get("kind", ""),
        uscc=code["uscc"] if code["ok"] else form.get("uscc", "").strip(),
        contact_name=form.get("contact_name", "").strip(),
        phone=clean(form.get("phone", "")),
        resolution="resolution" in form,
        answers=kept,
    )
    wrong = _wrong(facts)
    if not code["ok"]:
        wrong["uscc"] = sentence(code["error"])
    for found in checked["findings"]:
        if found["severity"] == "BLOCK":
            wrong[found["path"]] = sentence(found["code"])
    return facts, wrong


def shown(facts: Facts) -> dict[str, Any]:
    """Return what the fields of the form hold, `answers.<code>` for the questions."""
    fields = {
        "name": facts.name, "kind": facts.kind, "uscc": facts.uscc,
        "contact_name": facts.contact_name, "phone": facts.phone,
        "resolution": facts.resolution,
    }  # fmt: skip
    return fields | {f"answers.{code}": answer for code, answer in facts.answers.items()}


def _wrong(facts: Facts) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not facts.name:
        wrong["name"] = say("没有填写投保人名称")
    elif len(facts.name) > NAME_MAX:
        wrong["name"] = say("名称不超过 {0} 个字", NAME_MAX)
    if facts.kind not in KINDS:
        wrong["kind"] = say("请选择投保人性质")
    if not facts.contact_name:
        wrong["contact_name"] = say("没有填写经办人")
    if facts.phone and not PHONE.fullmatch(facts.phone):
        wrong["phone"] = sentence("PHONE_INVALID")
    return wrong


def _answers(form: Any, template: Mapping[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for field in questions(template):
        name = f"answers.{field['code']}"
        if field.get("multiple"):
            values = form.getlist(name)
            if values:
                answers[field["code"]] = values
        elif text := form.get(name, "").strip():
            answers[field["code"]] = _number(text) if field["type"] == "number" else text
    return answers


def _number(text: str) -> int | float | str:
    """Return the number typed; what is no number stays text, for the check to refuse."""
    plain = clean(text)
    if not NUMBER.fullmatch(plain):
        return text
    return float(plain) if "." in plain else int(plain)
