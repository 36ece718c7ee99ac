"""What the live preview on the designer's page is given: inputs for the phone's own rules. Pure.

An unfinished form is completed with quiet defaults, so that the picture is there from the start.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.designer import trial, words

Json = dict[str, Any]
NO_BENEFIT = {
    "code": "NONE", "name": {"zh-CN": ""}, "type": "DISABILITY_ACCIDENT",
    "sum_insured": {"rule": "FIXED", "fen": 1},
}  # fmt: skip
TRIED = ("NONE", "EDGE_AT_RISK", "SUBSISTENCE")
TRIED_AGE = 40


def previewable(body: Mapping[str, Any], today: str) -> Json:
    """Return a template the rules can read, from one that may be unfinished."""
    defaults: Json = {
        "code": "NEW", "name": {"zh-CN": ""}, "kind": "WHOLE_VILLAGE", "contract_form": "GROUP",
        "max_copies": 1, "waiting_days": 0, "renewal_grace_days": 0, "group": None,
        "sum_insured_band": None, "minor_cap_mode": "SUM", "midterm_add": "PRORATA",
        "refund": {"expense_bp": 0}, "beneficiary": "ANY", "loan": None, "occupation": None,
    }  # fmt: skip
    whole: Json = {**defaults, **body}
    whole["sale"] = {"from": today, "to": None, **(body.get("sale") or {})}
    whole["term"] = {"rule": "MONTHS", "months": 12, **(body.get("term") or {})}
    whole["start"] = {"rule": "NEXT_DAY", **(body.get("start") or {})}
    limits = {"min_days": 0, "min_years": 0, "max_years": 120, "renew_max_years": 120}
    whole["age"] = {**limits, **(body.get("age") or {})}
    if whole["occupation"] is not None:
        whole["occupation"] = {"max_class": 6, "refused_codes": [], **whole["occupation"]}
    if whole["loan"] is not None and not whole["loan"].get("lenders"):
        whole["loan"] = None
    whole["plans"] = list(_plans(body.get("plans") or []))
    for plan in whole["plans"]:
        if not plan["benefits"]:  # the rules read the first one
            plan["benefits"], whole["sum_insured_band"] = [NO_BENEFIT], None
    whole["subsidies"] = [one for one in body.get("subsidies") or [] if _is_subsidy(one)]
    whole["consents"] = [
        one for one in body.get("consents") or [] if {"kind", "methods", "text_version"} <= set(one)
    ]
    whole["fields"] = [
        one for one in body.get("fields") or [] if {"code", "scope", "type", "title"} <= set(one)
    ]
    return whole


def cases(template: Mapping[str, Any], examples: Sequence[Mapping[str, Any]]) -> list[Json]:
    """Return {"title", "input"} of the households to show: those of the examples, and one more."""
    chosen = [one for one in examples if one.get("members")] or [_sample(template)]
    return [
        {"title": one.get("title") or f"例子 {place + 1}", "input": trial.given(template, one)}
        for place, one in enumerate(chosen)
    ]


def tries(template: Mapping[str, Any]) -> list[Json]:
    """Return {"title", "input"} of a person of 40 in three sorts of household, first plan."""
    if not template["plans"]:
        return []
    return [
        {
            "title": words.POVERTY[category],
            "input": trial.given(
                template, {"poverty": [category], "members": [_person(template, TRIED_AGE, "M")]}
            ),
        }
        for category in TRIED
    ]


def _sample(template: Mapping[str, Any]) -> Json:
    grandfather = {**_person(template, 64, "M"), "name": "张德贵", "relation": "02"}
    child = {**_person(template, 9, "F"), "name": "张欣怡", "relation": "40"}
    alone = template.get("loan") is not None
    return {
        "title": "边缘易致贫户", "poverty": ["EDGE_AT_RISK"],
        "members": [grandfather] if alone else [grandfather, child],
    }  # fmt: skip


def _person(template: Mapping[str, Any], age: int, sex: str) -> Json:
    plan = template["plans"][0]["code"] if template["plans"] else None
    loan = {"principal_fen": 1_000_000, "months": 12} if template.get("loan") else {}
    return {"age": {"years": age}, "sex": sex, "occ": 2, "plan": plan, **loan}


def _plans(plans: Iterable[Mapping[str, Any]]) -> Iterable[Json]:
    for plan in plans:
        if {"code", "basis"} <= set(plan):
            price = {"PERSON": "premium_fen", "HOUSEHOLD": "premium_fen"}.get(plan["basis"])
            needed = {price} if price else {"loan_month_ppm", "min_fen"}
            yield {
                **plan,
                "rates": [
                    rate for rate in plan.get("rates") or []
                    if "decline" in rate or needed <= set(rate)
                ],
                "benefits": [one for one in plan.get("benefits") or [] if _is_benefit(one)],
            }  # fmt: skip


def _is_benefit(one: Mapping[str, Any]) -> bool:
    rule = one.get("sum_insured") or {}
    return {"code", "type"} <= set(one) and ("fen" in rule or rule.get("rule") == "PRINCIPAL")


def _is_subsidy(one: Mapping[str, Any]) -> bool:
    value = {"PCT": "value_bp", "FIXED": "value_fen", "REMAINDER": "mode"}.get(one.get("mode", ""))
    return value in one and {"code", "payer"} <= set(one)
