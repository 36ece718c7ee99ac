"""Premium of a person and of a household, split over the payers (semantics 4-6)."""

from dataclasses import dataclass
from typing import Any

from app.civil_date import days_between, known_date, started_months
from app.findings import Finding, collect, finding, prefixed
from app.money import half_up
from app.products.rules.benefits import copies_of, plan_of, quoted_benefits
from app.products.rules.matching import (
    Facts,
    birth_and_sex,
    effective_date,
    holds,
    household_facts,
    person_facts,
)
from app.products.rules.subsidy import PAYERS, allocate, split_premium

Json = dict[str, Any]


def midterm(
    premium_fen: int, start: str | None, end: str | None, from_: str | None, rule: str
) -> Json:
    """Return {premium_fen, findings} of joining on `from_`; the vectors call it `from`.

    Without one of the three dates nobody joins mid-term.
    """
    first, last, joined = known_date(start), known_date(end), known_date(from_)
    if first is None or last is None or joined is None or joined <= first:
        return {"premium_fen": premium_fen, "findings": []}
    if joined > last or rule == "NONE":
        return {"premium_fen": None, "findings": [finding("MIDTERM_NOT_ALLOWED", "cover.from")]}
    if rule == "PRORATA":
        premium_fen = half_up(premium_fen * days_between(joined, last), days_between(first, last))
    return {"premium_fen": premium_fen, "findings": []}


def _joined(template: Json, cover: Json, premium_fen: int) -> Json:
    dates = (cover.get("start"), cover.get("end"), cover.get("from"))
    return midterm(premium_fen, *dates, template["midterm_add"])


def _rate_row(plan: Json, facts: Facts) -> tuple[int | None, str | None]:
    for place, row in enumerate(plan["rates"]):
        if holds(row["when"], facts):
            return place, "RATE_DECLINED" if row.get("decline") else None
    return None, "OUTSIDE_RATES"


def quote_person(
    template: Json, person: Json, cover: Json, today: str, household: Json | None = None
) -> Json:
    """Quote one person; findings are only those that stop pricing.

    Returns {plan, age_years, age_days, poverty, rate_row, premium_fen, shares, applied, benefits,
    findings}; where the premium is null so are the shares.
    """
    on = effective_date(cover)
    facts = person_facts(person, household, on, today)
    plan = plan_of(template, person.get("plan"))
    found = _facts_faults(template, person, cover, plan, facts, today)
    quote: Json = {
        "plan": person.get("plan"), "age_years": facts.age, "age_days": facts.age_days,
        "poverty": list(facts.poverty), "rate_row": None, "premium_fen": None, "shares": None,
        "applied": [], "benefits": [], "findings": [],
    }  # fmt: skip
    if plan and facts.age is not None and on:
        count = (household or {}).get("insured_count") or 1
        quote["benefits"] = quoted_benefits(template, plan, person, on, count)
        if plan["basis"] != "HOUSEHOLD":
            _price(template, plan, person, cover, facts, quote, found)
    quote["findings"] = collect(found)
    return quote


def _facts_faults(
    template: Json, person: Json, cover: Json, plan: Json | None, facts: Facts, today: str
) -> list[Finding]:
    found: list[Finding] = _joined(template, cover, 0)["findings"]
    if plan is None:
        found.append(finding("PLAN_UNKNOWN", "plan"))
    if facts.age is None:
        found.append(finding(_birth_fault(person, cover, today), "birth_date"))
    if plan and plan["basis"] == "LOAN_MONTH" and person.get("loan") is None:
        found.append(finding("LOAN_MISSING", "loan"))
    return found


def _birth_fault(person: Json, cover: Json, today: str) -> str:
    birth, _ = birth_and_sex(person, today)
    return (
        "BIRTH_MISSING" if birth is None or effective_date(cover) is None else "BIRTH_AFTER_START"
    )


def _price(
    template: Json, plan: Json, person: Json, cover: Json, facts: Facts, quote: Json,
    found: list[Finding],
) -> None:  # fmt: skip
    quote["rate_row"], fault = _rate_row(plan, facts)
    if fault:
        found.append(finding(fault, "plan"))
        return
    row = plan["rates"][quote["rate_row"]]
    premium = _line_premium(template, plan, row, person, cover)
    if premium is None:
        return
    quote["premium_fen"] = premium
    quote["shares"], quote["applied"] = split_premium(template, premium, facts)


def _line_premium(template: Json, plan: Json, row: Json, person: Json, cover: Json) -> int | None:
    if plan["basis"] != "LOAN_MONTH":
        whole = int(row["premium_fen"]) * copies_of(person)
        premium: int | None = _joined(template, cover, whole)["premium_fen"]
        return premium
    loan, on, end = person.get("loan"), effective_date(cover), known_date(cover.get("end"))
    if loan is None or on is None or end is None or _joined(template, cover, 0)["findings"]:
        return None
    parts = (loan.get("principal_fen") or 0) * row["loan_month_ppm"] * started_months(on, end)
    return max(int(row["min_fen"]), half_up(parts, 1_000_000))


@dataclass(frozen=True)
class MemberQuote:
    """An included member at his place among all members, with his result of quote_person."""

    place: int
    person: Json
    quote: Json


def household_context(household: Json) -> Json:
    """Return what the check of one person reads of his household: {poverty, insured_count}."""
    members = household.get("members") or []
    count = sum(one.get("included") is not False for one in members)
    return {"poverty": household.get("poverty"), "insured_count": count}


def quote_members(template: Json, household: Json, cover: Json, today: str) -> list[MemberQuote]:
    """Quote each included member, in order."""
    context = household_context(household)
    return [
        MemberQuote(place, one, quote_person(template, one, cover, today, context))
        for place, one in enumerate(household.get("members") or [])
        if one.get("included") is not False
    ]


def quote_household(template: Json, household: Json, cover: Json, today: str) -> Json:
    """Quote the included members of a household.

    Returns {rate_row, premium_fen, shares, applied, members: [{id, premium_fen, shares}],
    findings}; findings of members stand under `members[i].`.
    """
    return total_quote(template, household, cover, quote_members(template, household, cover, today))


def total_quote(template: Json, household: Json, cover: Json, quotes: list[MemberQuote]) -> Json:
    """Return what quote_household returns, from the quotes of the members."""
    found = [
        one for row in quotes for one in prefixed(f"members[{row.place}].", row.quote["findings"])
    ]
    result: Json = {
        "rate_row": None, "premium_fen": None, "shares": None, "applied": [], "members": [],
        "findings": found,
    }  # fmt: skip
    if not quotes:
        result |= {"premium_fen": 0, "shares": dict.fromkeys(PAYERS, 0)}
        found.append(finding("HOUSEHOLD_EMPTY", "members"))
    else:
        _total(template, household, cover, quotes, result)
    result["findings"] = collect(found)
    return result


def _total(
    template: Json, household: Json, cover: Json, quotes: list[MemberQuote], result: Json
) -> None:
    plans = [plan_of(template, row.quote["plan"]) for row in quotes]
    rated = [plan for plan in plans if plan and plan["basis"] == "HOUSEHOLD"]
    if rated:
        if len({row.quote["plan"] for row in quotes}) > 1:
            result["findings"].append(finding("PLAN_MIXED", "members"))
            return
        _household_premium(template, rated[0], household, cover, quotes, result)
        return
    result["members"] = [
        _line(row, row.quote["premium_fen"], row.quote["shares"]) for row in quotes
    ]
    if any(row.quote["premium_fen"] is None for row in quotes):
        return
    result["premium_fen"] = sum(row.quote["premium_fen"] for row in quotes)
    result["shares"] = {
        payer: sum(row.quote["shares"][payer] for row in quotes) for payer in PAYERS
    }


def _line(row: MemberQuote, premium_fen: int | None, shares: Json | None) -> Json:
    return {"id": row.person.get("id"), "premium_fen": premium_fen, "shares": shares}


def _household_premium(
    template: Json, plan: Json, household: Json, cover: Json, quotes: list[MemberQuote],
    result: Json,
) -> None:  # fmt: skip
    facts = household_facts(household, effective_date(cover))
    result["rate_row"], fault = _rate_row(plan, facts)
    result["members"] = [_line(row, None, None) for row in quotes]
    if fault:
        result["findings"].append(finding(fault, "plan"))
        return
    row = plan["rates"][result["rate_row"]]
    premium = _line_premium(template, plan, row, {}, cover)
    if premium is None:
        return
    result["premium_fen"] = premium
    result["shares"], result["applied"] = split_premium(template, premium, facts)
    parts = allocate(result["shares"], len(quotes))
    result["members"] = [
        _line(row, sum(parts[place].values()), parts[place]) for place, row in enumerate(quotes)
    ]
