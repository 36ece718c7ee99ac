"""Random templates that the schema and the publisher accept (docs/template-semantics.md)."""

from random import Random
from typing import Any

Json = dict[str, Any]
NAME = {"zh-CN": "试"}
POVERTY = ("NONE", "EXTREME_POOR", "SUBSISTENCE", "EXITED")
CONSENTS = (
    "INSURED_DEATH_COVER", "PIPL_GENERAL", "PIPL_SENSITIVE", "PIPL_MINOR", "SHARE_THIRD_PARTY",
)  # fmt: skip
METHODS = ("SIGN_ON_SCREEN", "PAPER_PHOTO", "FINGERPRINT_PHOTO", "VOICE")
BIRTH_DATES = ("2008-02-29", "2012-02-29", "1900-01-01", "2026-04-01", "2016-04-01", "2008-04-02")
SALES = (
    ("2025-01-01", None), ("2026-03-01", "2026-03-01"), ("2026-03-02", None),
    ("2025-01-01", "2026-02-28"), ("2026-02-28", "2026-03-02"),
)  # fmt: skip
PERSON_FACTS = ("@age", "@sex", "@occ", "@poverty", "@residence", "@minor", "@plan")
FACTS = {"PERSON": PERSON_FACTS, "HOUSEHOLD": ("@poverty",), "GROUP": ()}


def some_template(random: Random, contract_form: str | None = None) -> Json:
    """Return a template of any kind."""
    kind = random.choice(("WHOLE_VILLAGE", "MICRO_GROUP", "LOAN_LINKED"))
    form = contract_form or random.choice(("GROUP", "GROUP", "INDIVIDUAL"))
    lends = kind == "LOAN_LINKED"
    least = random.choice((0, 0, 5, 18))
    most = random.choice((17, 65, 75))
    template: Json = {
        "schema": 1, "code": "TEST-1", "version": 1, "name": NAME, "kind": kind,
        "contract_form": form, "insurer": "试", "filing_no": None,
        "sale": dict(zip(("from", "to"), random.choice(SALES), strict=True)),
        "term": {"rule": random.choice(("MONTHS", "LOAN_TERM")) if lends else "MONTHS",
                 "months": random.choice((1, 6, 12, 12, 60))},
        "start": {"rule": "NEXT_DAY"}, "group": some_group(random) if form == "GROUP" else None,
        "age": {"min_days": random.choice((0, 28, 365)), "min_years": min(least, most),
                "max_years": most, "renew_max_years": most + random.choice((0, 5))},
        "occupation": random.choice((None, {
            "max_class": random.choice((3, 6)), "refused_codes": random.choice(([], ["R1"]))})),
        "max_copies": random.choice((1, 3, 9)), "waiting_days": random.choice((0, 30, 365)),
        "renewal_grace_days": random.choice((0, 30)),
        "sum_insured_band": random.choice((None, {"min_fen": 1_000_000, "max_fen": 6_000_000})),
        "minor_cap_mode": random.choice(("SUM", "MAX_CAUSE")),
        "midterm_add": random.choice(("FULL", "PRORATA", "PRORATA", "NONE")),
        "refund": {"expense_bp": 2500},
        "beneficiary": "LENDER_FIRST" if lends else random.choice(("ANY", "NEAR_RELATIVE")),
        "loan": random.choice(({"lenders": ["MUTUAL_AID"]}, {"lenders": ["BANK", "MUTUAL_AID"]}))
        if lends else None,
        "plans": [some_plan(random, code, lends=lends) for code in "ABC"[: random.randint(1, 3)]],
        "subsidies": [some_subsidy(random, place) for place in range(random.choice((0, 1, 2, 4)))],
        "consents": [
            some_consent(random, kind) for kind in CONSENTS if random.random() < 0.6
        ], "fields": some_fields(random),
    }  # fmt: skip
    if template["term"]["rule"] == "MONTHS" and random.random() < 0.4:
        template["start"] = {"rule": "FIXED_DATE", "month_day": random.choice(("04-01", "01-01"))}
        if random.random() < 0.6:
            template["start"]["pay_by"] = random.choice(("03-01", "03-28", "12-20"))
    return template


def some_group(random: Random) -> Json:
    """Return what a group must fulfil."""
    return {
        "min_lives": random.choice((3, 3, 5)), "max_lives": random.choice((None, 5, 8)),
        "min_participation_bp": random.choice((0, 2500, 5000, 7500, 10000)),
        "denominator": random.choice(("HUKOU", "HUKOU_PLUS_RESIDENT", "MEMBERS")),
        "count_away": random.choice((True, False)),
        "below_includes_equal": random.choice((True, False)), "target_bp": None,
    }  # fmt: skip


def some_match(random: Random, keys: tuple[str, ...] = ("age", "sex", "occ", "poverty")) -> Json:
    """Return a match of some of the keys."""
    options: Json = {
        "age": ([0, 17], [18, 65], [0, 120], [66, 120]), "sex": ("M", "F"),
        "occ": ([1, 3], [4, 6], [1, 6]),
        "poverty": (["NONE"], ["EXITED", "SUBSISTENCE"], ["NONE", "EXTREME_POOR"]),
    }  # fmt: skip
    return {key: random.choice(options[key]) for key in keys if random.random() < 0.3}


def some_plan(random: Random, code: str, *, lends: bool) -> Json:
    """Return a plan with up to four rates and benefits."""
    basis = random.choice(("PERSON", "PERSON", "HOUSEHOLD", *(["LOAN_MONTH"] * 3 * lends)))
    keys = ("poverty",) if basis == "HOUSEHOLD" else ("age", "sex", "occ", "poverty")
    rates: list[Json] = []
    for _ in range(random.randint(1, 4)):
        rate: Json = {"when": some_match(random, keys)}
        if random.random() < 0.12:
            rate["decline"] = True
        elif basis == "LOAN_MONTH":
            rate["loan_month_ppm"] = random.choice((1, 333, 10000))
            rate["min_fen"] = random.choice((0, 500, 1_000_000))
        else:
            rate["premium_fen"] = random.choice((0, 1, 3000, 9999, 10_000_000))
        rates.append(rate)
    count = random.randint(1, 4)
    benefits = [some_benefit(random, f"B{place}", lends=lends) for place in range(count)]
    return {"code": code, "name": NAME, "basis": basis, "rates": rates, "benefits": benefits}


def some_benefit(random: Random, code: str, *, lends: bool) -> Json:
    """Return a benefit of any type and rule."""
    kind = random.choice((
        "DEATH_ACCIDENT", "DEATH_ILLNESS", "DEATH_ANY", "DISABILITY_ACCIDENT", "MEDICAL_ILLNESS",
    ))  # fmt: skip
    rule = random.choice(("FIXED", "FIXED", "PER_CAPITA", "PER_DAY", *(["PRINCIPAL"] * 3 * lends)))
    amount: Json = {"rule": rule}
    if rule != "PRINCIPAL":
        amount["fen"] = random.choice((1, 1_000_000, 5_000_000, 10_000_001, 20_000_000))
    benefit: Json = {"code": code, "name": NAME, "type": kind, "sum_insured": amount}
    if random.random() < 0.3:
        benefit["wait_days"] = random.choice((0, 15, 365))
    if random.random() < 0.3:
        benefit["minor_cap"] = random.choice((True, False))
    return benefit


def some_subsidy(random: Random, place: int) -> Json:
    """Return a subsidy of any mode."""
    mode = random.choice(("PCT", "FIXED", "REMAINDER"))
    row: Json = {
        "code": f"S{place}", "name": NAME, "when": some_match(random), "mode": mode,
        "payer": random.choice(("COLLECTIVE", "FISCAL", "SPONSOR", "INSURER")),
        "cap_fen": random.choice((None, None, 0, 333)),
    }  # fmt: skip
    if mode == "PCT":
        row["value_bp"] = random.choice((0, 3333, 5000, 10000))
    elif mode == "FIXED":
        row["value_fen"] = random.choice((0, 500, 10**9))
    return row


def some_consent(random: Random, kind: str) -> Json:
    """Return a consent that is asked for."""
    methods = random.sample(METHODS, random.randint(1, 3))
    rule: Json = {"kind": kind, "text_version": random.choice(("1", "2026-01")), "methods": methods}
    return {**rule, "receiver": "试"} if kind == "SHARE_THIRD_PARTY" else rule


def some_fields(random: Random) -> list[Json]:
    """Return extra questions whose conditions read earlier ones of their scope."""
    known = {scope: list(facts) for scope, facts in FACTS.items()}
    fields = []
    codes = random.sample(("a", "b", "c", "d", "constructor", "f"), random.randint(0, 6))
    for code in codes:
        scope = random.choice(("PERSON", "PERSON", "HOUSEHOLD", "GROUP"))
        field = {
            "code": code, "scope": scope, "title": NAME, "required": random.choice((True, False)),
            **some_type(random),
        }  # fmt: skip
        if known[scope] and random.random() < 0.6:
            field["visible_when"] = some_condition(random, known[scope], 4)
        known[scope].append(code)
        fields.append(field)
    return fields


def some_type(random: Random) -> Json:
    """Return the type of a question with its limits."""
    kind = random.choice(("text", "number", "date", "choice", "photo", "signature"))
    options: Json = {
        "text": {"max_length": random.choice((1, 2, 200))},
        "number": {"decimals": random.choice((0, 1, 2, 4)), "min": random.choice((0, 1, -1.5)),
                   "max": random.choice((2.5, 3, 10**17))},
        "date": {"min": "2026-04-01", "max": random.choice(("2026-04-01", "2026-12-31"))},
        "photo": {"max_count": random.choice((1, 3))}, "signature": {},
        "choice": {"multiple": random.choice((True, False))},
    }  # fmt: skip
    limits = {key: value for key, value in options[kind].items() if random.random() < 0.6}
    if kind == "choice":
        limits["choices"] = [{"value": one, "title": NAME} for one in ("a", "b")]
    return {"type": kind, **limits}


def some_condition(random: Random, names: list[str], depth: int) -> Json:
    """Return a condition at most `depth` levels deep."""
    form = random.choice(("all", "any", "not", "", "", "", "")) if depth > 1 else ""
    if form == "not":
        return {"not": some_condition(random, names, depth - 1)}
    if form:
        count = random.choice((0, 1, 2, 3))
        return {form: [some_condition(random, names, depth - 1) for _ in range(count)]}
    name = random.choice(names)
    operator = random.choice(("eq", "ne", "gt", "ge", "lt", "le", "has", "in", "filled", "empty"))
    values = ("a", "", "M", "EXITED", "HUKOU", "2026-04-01", 0, 1, 1.0, 2.5, 18, True, False)
    rule: Json = {"field": name, "op": operator}
    if operator == "in":
        rule["value"] = random.sample(values, random.randint(1, 4))
    elif operator not in ("filled", "empty"):
        rule["value"] = random.choice(values)
    return rule
