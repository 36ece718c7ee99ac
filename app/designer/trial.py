"""Example cases: a household, what it should cost and what the rules should say of it. Pure.

A case is {"title", "poverty", "members": [{"age": {"years"} or {"days"}, "sex", "plan" ...}],
"expected": {"premium_fen", "INDIVIDUAL_fen" ..., "findings": codes}} as spec.EXAMPLE says.
Consents and extra questions are not part of a case; everything else the phone checks is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.civil_date import add_months, known_date, last_day_of_term
from app.designer import words
from app.enrollment.rules.household import assess_household
from app.enrollment.rules.shape import quoted_cover
from app.money import format_yuan
from app.words import say

Json = dict[str, Any]
CALLED = "甲乙丙丁戊己庚辛壬癸"  # digits in a name would be a finding
HALF_A_YEAR = timedelta(days=180)


@dataclass(frozen=True)
class Result:
    """What a case came to. differences: sentences, none if it is as expected."""

    title: str
    premium_fen: int | None
    shares: dict[str, int] | None
    findings: list[str]
    differences: list[str]


def given(template: Mapping[str, Any], case: Mapping[str, Any]) -> Json:
    """Return what the rules are given for a case: {template, household, cover, today}."""
    start = _start(template)
    months = [one["months"] for one in case.get("members", []) if "months" in one]
    first = date.fromisoformat(start)
    ends = [last_day_of_term(first, number).isoformat() for number in months]
    cover = quoted_cover(template, start, max(ends, default=None))
    members = [
        _member(template, one, place, start) for place, one in enumerate(case.get("members", []))
    ]
    if members and not any(one["relation"] in ("01", "02") for one in members):
        members[0]["relation"] = "02"
    household = {"poverty": _statuses(case.get("poverty")), "members": members}
    return {
        "template": dict(template), "household": household, "cover": cover,
        "today": template["sale"]["from"],
    }  # fmt: skip


def run(template: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]) -> list[Result]:
    """Return what each case comes to by the rules. The template must have passed its checks."""
    return [_one(template, case) for case in cases]


def _one(template: Mapping[str, Any], case: Mapping[str, Any]) -> Result:
    found, quote = assess_household(**given(template, case))
    codes = {one["code"] for one in found} | {one["code"] for one in quote["findings"]}
    findings = [code for code in words.TRIAL_FINDINGS if code in codes]
    differences = _differences(case.get("expected") or {}, quote, findings)
    return Result(
        case.get("title", ""), quote["premium_fen"], quote["shares"], findings, differences
    )


def _differences(expected: Mapping[str, Any], quote: Json, findings: list[str]) -> list[str]:
    said: list[str] = []
    premium = expected.get("premium_fen")
    if premium != quote["premium_fen"]:
        said.append(say("保费应为 {0}，算出 {1}", _yuan(premium), _yuan(quote["premium_fen"])))
    shares = {payer: expected.get(f"{payer}_fen") for payer in words.SHARES}
    if any(value is not None for value in shares.values()):
        have = quote["shares"] or {}
        said += [
            say(
                "{0}应出 {1}，算出 {2}",
                words.SHARES[payer],
                _yuan(value or 0),
                _yuan(have.get(payer)),
            )
            for payer, value in shares.items()
            if (value or 0) != have.get(payer)
        ]
    wanted = expected.get("findings") or []
    said += [
        say("应当提示“{0}”，没有提示", words.TRIAL_FINDINGS[one])
        for one in wanted
        if one not in findings
    ]
    said += [
        say("多提示了“{0}”", words.TRIAL_FINDINGS[one]) for one in findings if one not in wanted
    ]
    return said


def _yuan(fen: int | None) -> str:
    return say("没有保费") if fen is None else say("{0} 元", format_yuan(fen))


def _start(template: Mapping[str, Any]) -> str:
    """Return the first day of cover of somebody who applies on the first day of sale."""
    first: str = template["sale"]["from"]
    month_day = template["start"].get("month_day")
    if template["start"]["rule"] != "FIXED_DATE" or not month_day:
        return first
    year = int(first[:4]) + (month_day < first[5:])
    return f"{year}-{month_day}"


def _member(template: Mapping[str, Any], one: Mapping[str, Any], place: int, start: str) -> Json:
    person: Json = {
        "id": f"m{place + 1}", "name": one.get("name") or f"家人{CALLED[place % 10]}",
        "id_type": "HOUSEHOLD_BOOK", "id_no": f"{place + 1:08d}",
        "relation": one.get("relation") or "99", "residence": one.get("residence") or "HUKOU",
        "sex": one.get("sex") or "M", "birth_date": _birth(one.get("age") or {}, start),
        "poverty": _statuses(one.get("poverty")), "plan": one.get("plan"),
        "copies": one.get("copies"), "other_death_cover_fen": one.get("other_fen") or 0,
        "occupation": {"class": one.get("occ")} if "occ" in one else None,
    }  # fmt: skip
    if template.get("loan"):
        person["beneficiaries"] = [{"kind": "LENDER", "order": 1, "share_bp": 10000}]
        if "principal_fen" in one:
            end = last_day_of_term(date.fromisoformat(start), one.get("months") or 12)
            person["loan"] = {
                "lender_kind": template["loan"]["lenders"][0], "contract_no": f"LI-{place + 1}",
                "principal_fen": one["principal_fen"], "start": start, "end": end.isoformat(),
            }  # fmt: skip
    return person


def _birth(age: Mapping[str, int], start: str) -> str | None:
    day = known_date(start)
    if day is None or not age:
        return None
    if "days" in age:
        return (day - timedelta(days=age["days"])).isoformat()
    return (add_months(day, -12 * age["years"]) - HALF_A_YEAR).isoformat()


def _statuses(categories: Sequence[str] | None) -> list[Json]:
    chosen = [one for one in categories or [] if one != "NONE"]
    return [{"category": one, "from": "2000-01-01"} for one in chosen]
