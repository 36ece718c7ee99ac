"""Random inputs for every function of the rule vectors, the same for the same random source.

Templates are valid (schema and publisher); people, answers and dates may be odd.
"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from app.products.rules.pricing import quote_household, quote_person
from tools.rule_people import (
    START,
    TODAY,
    answers,
    near,
    occupation,
    resident_id,
    some_birth,
    some_cover,
    some_loan,
    some_person,
    statuses,
    typed,
)  # fmt: skip
from tools.rule_templates import some_template

Json = dict[str, Any]


def some_case(random: Random) -> tuple[str, Json]:
    """Return (function, input) of one comparison."""
    function = random.choice(tuple(INPUTS))
    return function, INPUTS[function](random)


def some_household(random: Random, template: Json, cover: Json) -> Json:
    """Return a household; what it claims is often the true price."""
    count = random.choice((0, 1, 1, 2, 3, 4, 5, 9))
    members = [some_person(random, template, place) for place in range(count)]
    if members and random.random() < 0.6:
        for one in members:
            one["plan"] = members[0]["plan"]
    household: Json = {
        "id": "h", "poverty": statuses(random), "members": members,
        "answers": answers(random, template, "HOUSEHOLD"),
    }  # fmt: skip
    if random.random() < 0.6:
        household["claimed"] = claim(random, quote_household(template, household, cover, TODAY))
    if not members and random.random() < 0.5:
        household["members"] = None
    return household


def claim(random: Random, quote: Json) -> Json | None:
    """Return a claimed price: that of a quote, or one near it."""
    premium, shares = quote["premium_fen"], dict(quote["shares"] or {})
    if premium is None or random.random() < 0.1:
        return random.choice((None, {}, {"premium_fen": 100, "shares": {"INDIVIDUAL": 100}}))
    if random.random() < 0.3:
        premium += random.choice((-1, 1, 100))
    if random.random() < 0.3:
        shares["FISCAL"] += 1
        shares["INDIVIDUAL"] -= random.choice((0, 1))
    if random.random() < 0.3:
        shares = {
            payer: fen or None for payer, fen in shares.items() if fen or random.random() < 0.5
        }
    return random.choice((
        {"premium_fen": premium, "shares": shares}, {"premium_fen": premium}, {"shares": shares},
    ))  # fmt: skip


def context(random: Random) -> Json | None:
    """Return the household around one person."""
    count = random.choice((None, 0, 1, 2, 3, 7))
    return random.choice((None, {}, {"poverty": statuses(random), "insured_count": count}))


def person_input(random: Random) -> Json:
    """Return the input of quote_person and check_person."""
    template, cover = some_template(random), some_cover(random)
    given = {
        "template": template, "person": some_person(random, template), "cover": cover,
        "today": TODAY, "household": context(random),
    }  # fmt: skip
    if random.random() < 0.5:
        given["person"]["claimed"] = claim(random, quote_person(**given))
    return given


def household_input(random: Random) -> Json:
    """Return the input of quote_household and check_household."""
    template, cover = some_template(random), some_cover(random)
    household = some_household(random, template, cover)
    return {"template": template, "household": household, "cover": cover, "today": TODAY}


def roster(random: Random) -> list[Json]:
    """Return a roster in which some people stand twice."""
    return [
        {
            "id": f"p{random.choice((place, place, place, 0))}",
            "birth_date": random.choice((some_birth(random).isoformat(), near(random))),
            "residence": random.choice(("HUKOU", "HUKOU", "RESIDENT", "AWAY", None)),
            "member": random.choice((True, True, False, None)),
            "life_status": random.choice(("ALIVE", "ALIVE", "DEAD", None)),
            "occupation": occupation(random), "previous_end": near(random),
            "declined_by_insurer": random.choice((False, None, True)),
        }
        for place in range(random.choice((0, 1, 4, 4, 12)))
    ]  # fmt: skip


def participation_input(random: Random) -> Json:
    """Return the input of participation: a contract with a group."""
    template = some_template(random, contract_form="GROUP")
    people = roster(random)
    insured = [one["id"] for one in people if random.random() < 0.7]
    insured += random.choice(([], [], ["stranger"]))
    return {"template": template, "roster": people, "insured": insured, "effective": near(random)}


def group_input(random: Random) -> Json:
    """Return the input of check_group."""
    template = some_template(random)
    lines = [
        {
            "person_id": f"p{random.choice((place, place, 0))}",
            "id_type": random.choice((None, None, "PASSPORT")),
            "id_no": typed(random, resident_id(random, date(1980, 1, random.randint(1, 3)))),
            "shares": random.choice((None, {}, {"COLLECTIVE": 100}, {"COLLECTIVE": 0})),
            "loan_contract_no": random.choice(("A1", "a1", "B2", "", None)),
        }
        for place in range(random.choice((0, 2, 3, 4, 4, 8)))
    ]  # fmt: skip
    code = random.choice(("54511703ME0000001E", "N2511703MF00000028", "", None, "1", "5" * 18))
    holder = {
        "uscc": typed(random, code or ""), "resolution": random.choice((True, False, None)),
        "answers": answers(random, template, "GROUP"),
    }  # fmt: skip
    return {
        "template": template, "stage": random.choice(("ISSUE", "IN_FORCE")), "lines": lines,
        "roster": random.choice((None, roster(random), roster(random))),
        "policyholder": random.choice((holder, holder, None)), "effective": near(random),
        "today": TODAY,
    }  # fmt: skip


def period_input(random: Random) -> Json:
    """Return the input of cover_period."""
    return {
        "template": some_template(random), "received_on": near(random), "issued_on": near(random),
        "scheme_start": random.choice(("2026-04-01", "2027-01-01", "2028-03-01", near(random))),
        "loan": some_loan(random),
    }  # fmt: skip


def fields_input(random: Random) -> Json:
    """Return the input of check_fields."""
    template, scope = some_template(random), random.choice(("PERSON", "HOUSEHOLD", "GROUP"))
    given = answers(random, template, scope)
    return {"template": template, "scope": scope, "answers": given, "facts": facts(random)}


def facts(random: Random) -> Json | None:
    """Return facts of a person."""
    known = {
        "@age": random.choice((None, 17, 18)), "@sex": random.choice(("M", "F", None)),
        "@occ": random.choice((1, 4, None)), "@poverty": random.choice(([], ["EXITED"], None)),
        "@minor": random.choice((True, False, None)), "@plan": random.choice(("A", "B", None)),
        "@residence": "HUKOU",
    }  # fmt: skip
    return random.choice((known, known, {}, None))


def condition_input(random: Random) -> Json:
    """Return the input of condition: a rule of a template over any answers."""
    conditions = []
    template = some_template(random)
    while not conditions:
        template = some_template(random)
        conditions = [one["visible_when"] for one in template["fields"] if "visible_when" in one]
    rule = random.choice(conditions)
    return {
        "condition": rule, "answers": answers(random, template, "PERSON"), "facts": facts(random),
    }  # fmt: skip


def refund_input(random: Random) -> Json:
    """Return the input of refund."""
    premium = random.choice((0, 1, 999, 3000, 90_000_000))
    first = random.randint(0, premium)
    days = random.choice((0, 29, 364, 1825))
    shares = random.choice((
        {"INDIVIDUAL": premium}, {"FISCAL": first, "INDIVIDUAL": premium - first}, None, {},
        {"COLLECTIVE": premium - first, "SPONSOR": first, "INSURER": None},
    ))  # fmt: skip
    return {
        "premium_fen": premium, "shares": shares, "start": START.isoformat(),
        "expense_bp": random.choice((0, 1, 2500, 3500, 10000)),
        "end": (START + timedelta(days=days)).isoformat(),
        "notice": (START + timedelta(days=random.randint(-2, days + 2))).isoformat(),
        "claim_open_or_paid": random.choice((False, False, False, True, None)),
    }  # fmt: skip


def midterm_input(random: Random) -> Json:
    """Return the input of midterm."""
    cover = some_cover(random)
    return {
        "premium_fen": random.choice((0, 1, 3000, 89_999_999)), "start": cover["start"],
        "end": cover["end"], "from": cover.get("from"),
        "rule": random.choice(("FULL", "PRORATA", "NONE")),
    }  # fmt: skip


INPUTS: dict[str, Callable[[Random], Json]] = {
    "parse_resident_id": lambda random: {
        "text": typed(random, resident_id(random, some_birth(random))),
        "today": random.choice((TODAY, "2016-04-01", "1990-01-01")),
    },
    "parse_uscc": lambda random: {"text": typed(random, "54511703ME0000001E")},
    "age_on": lambda random: {
        "birth_date": random.choice((some_birth(random).isoformat(), near(random))),
        "on": near(random),
    },
    "cover_period": period_input, "condition": condition_input, "check_fields": fields_input,
    "quote_person": person_input, "quote_household": household_input, "midterm": midterm_input,
    "refund": refund_input, "check_person": person_input, "check_household": household_input,
    "participation": participation_input, "check_group": group_input,
}  # fmt: skip
