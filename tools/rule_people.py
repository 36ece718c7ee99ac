"""Random people as phones and spreadsheets make them, the same for the same random source.

Odd wherever docs/template-semantics.md says what then happens: numbers pasted and cut, dates of no
calendar, answers of any type, ranks and shares that do not add up.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from tools.rule_templates import BIRTH_DATES, CONSENTS, POVERTY

Json = dict[str, Any]
START = date(2026, 4, 1)
TODAY = "2026-03-01"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
NO_DATES = (
    None,
    "",
    " ",
    "2026-02-30",
    "2026-13-01",
    "2026-4-1",
    "20260401",
    "２０２６-04-01",
    "x",
)
DATES = ("2024-02-29", "2026-03-01", "2026-04-01", "0001-01-01", "9999-12-31", "1899-12-31")
BLANKS = ("", " ", "\u3000", "\u200b\ufeff", "\t\n")
RELATIONS = (
    "01", "02", "03", "10", "12", "20", "28", "29", "30", "38", "39", "40", "44", "45", "46",
    "47", "48", "50", "52", "58", "60", "70", "78", "79", None,
)  # fmt: skip


def near(random: Random, day: date = START) -> str | None:
    """Return a date around `day`, sometimes far from it, sometimes none at all."""
    chance = random.random()
    if chance < 0.06:
        return random.choice(NO_DATES)
    if chance < 0.1:
        return random.choice(DATES)
    spread = random.choice((1, 3, 40, 500))
    return (day + timedelta(days=random.randint(-spread, spread))).isoformat()


def some_birth(random: Random) -> date:
    """Return a birth date, often one whose birthday is near the start of cover."""
    if random.random() < 0.3:
        return date.fromisoformat(random.choice(BIRTH_DATES))
    years = random.choice((0, 0, 1, 9, 10, 13, 14, 17, 18, 18, 40, 64, 65, 66, 75, 100))
    return date(2026 - years, 4, 1) + timedelta(days=random.choice((-400, -1, 0, 1, 27, 28, 29)))


def resident_id(random: Random, birth: date) -> str:
    """Return a number with a true check character, mostly of a region that exists."""
    region = random.choice(("519901", "519901", "990101", "810000", "830000", "001234"))
    body = f"{region}{birth:%Y%m%d}{random.choice(('000', '001', '002', '777', '998'))}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def typed(random: Random, number: str) -> str | None:
    """Return a number as somebody typed or pasted it."""
    place = random.randrange(len(number) or 1)
    return random.choice((
        number, number, number, number, number.lower(), f" {number}\u3000", f"'{number}",
        number.translate({code: code + 0xFEE0 for code in range(0x30, 0x5B)}),
        number.replace("X", random.choice("×Ⅹⅹхx")), number[:6] + number[8:17], number[:-1],
        number[:place] + random.choice("0123456789XA-\U0001f600") + number[place + 1 :],
        number[:15] + "000", "5.19901E+17", "5E1", "", None, random.choice(BLANKS),
    ))  # fmt: skip


def some_cover(random: Random) -> Json:
    """Return a cover, sometimes without a start or end, sometimes joined mid-term."""
    if random.random() < 0.04:
        return {"start": near(random), "end": near(random), "from": near(random)}
    start = START + timedelta(days=random.choice((0, 0, 0, -31, 1, 333)))
    cover: Json = {"start": start.isoformat()}
    cover["end"] = (start + timedelta(days=random.choice((364, 364, 365, 180, 30, 0)))).isoformat()
    if random.random() < 0.35:
        cover["from"] = near(random, start + timedelta(days=random.choice((0, 100, 364))))
    return cover


def statuses(random: Random) -> list[Json] | None:
    """Return poverty statuses, some of them over, to come or without a date."""
    if random.random() < 0.5:
        return random.choice(([], None))
    return [
        {
            "category": random.choice(POVERTY[1:]),
            "from": near(random, START - timedelta(days=random.choice((0, 300)))),
            "to": random.choice((None, near(random), near(random))),
        }
        for _ in range(random.choice((1, 1, 2, 3)))
    ]


def some_person(random: Random, template: Json, place: int = 0) -> Json:
    """Return a person as a phone has entered him."""
    birth = some_birth(random)
    number = typed(random, resident_id(random, birth))
    person: Json = {
        "id": f"p{place}", "name": random.choice(("王建国", "王建国", "李□", "Ａ1", "*", "", None)),
        "id_no": number, "relation": random.choice(RELATIONS), "poverty": statuses(random),
        "plan": random.choice([*(plan["code"] for plan in template["plans"]) , "Z"][-4:]),
        "consents": consents(random, template), "beneficiaries": beneficiaries(random),
        "answers": answers(random, template, "PERSON"),
        "other_death_cover_fen": random.choice((None, 0, 0, 10_000_000, 20_000_000, 49_999_999)),
    }  # fmt: skip
    choices: Json = {
        "id_type": (None, "PASSPORT", "BIRTH_CERT", "RESIDENT_ID"), "sex": ("M", "F", "", None),
        "birth_date": (birth.isoformat(), near(random, birth)), "included": (None, True, False),
        "residence": ("HUKOU", "RESIDENT", "AWAY", None), "member": (True, False, None),
        "life_status": ("ALIVE", "DEAD", "MOVED", None), "copies": (None, 0, 1, 2, 3, 9, 10),
        "legal_capacity": ("FULL", "LIMITED", "NONE", None), "previous_end": (near(random),) * 2,
        "id_valid_to": (near(random),), "occupation": (occupation(random),) * 2,
        "phone": ("13800000000", "１３９0000 0000", "0839-1234567", "12345", "", None),
        "loan": (some_loan(random),) * 2,
    }  # fmt: skip
    for name, options in choices.items():
        if random.random() < 0.5:
            person[name] = random.choice(options)
    return person


def occupation(random: Random) -> Json | None:
    """Return an occupation, often without class or code."""
    level = random.choice((1, 2, 3, 4, 6, None))
    code = random.choice(("010101", "R1", "R2", None))
    return random.choice(({"code": code, "class": level}, {"class": level}, {"code": code}, None))


def consents(random: Random, template: Json) -> list[Json] | None:
    """Return consents; most of them fit, so that the later faults are seen too."""
    if random.random() < 0.05:
        return None
    rules = {rule["kind"]: rule for rule in template["consents"]}
    found = []
    for kind in (*CONSENTS, "BENEFICIARY", random.choice(CONSENTS)):
        rule = rules.get(kind) or {"methods": ["VOICE"], "text_version": "1"}
        if random.random() < 0.1:
            continue
        found.append({
            "kind": kind,
            "capacity": random.choice(
                ("SELF", "SELF", "PARENT", "PARENT", "GUARDIAN", "GUARDIAN_WITH_PARENT_OK", None)),
            "method": random.choice([*rule["methods"], *rule["methods"], "SMS_OTP", None]),
            "text_version": random.choice((rule["text_version"], rule["text_version"], "0", None)),
            "sum_insured_ack_fen": random.choice((None, 1_000_000, 5_000_000, 10**9, 10**9)),
            "given_by": random.choice(("p0", "p1", "p2", "", None)),
            "withdrawn_on": random.choice((None, None, None, "2026-03-01", "", " ")),
        })  # fmt: skip
    return found


def beneficiaries(random: Random) -> list[Json] | None:
    """Return beneficiaries with ranks and shares that often do not add up."""
    if random.random() < 0.5:
        return random.choice(([], None))
    count = random.choice((1, 1, 2, 2, 3))
    return [
        {
            "kind": random.choice(("NAMED", "NAMED", "LEGAL", "LENDER", "ORG", None)),
            "name": random.choice(("王小", "", None)), "relation": random.choice(RELATIONS),
            "order": random.choice((1, 1, 1, 2, 3, 0, None)),
            "share_bp": random.choice((None, None, 10000, 5000, 5000, 0, 3333)),
        }
        for _ in range(count)
    ]  # fmt: skip


def some_loan(random: Random) -> Json | None:
    """Return a loan around the cover."""
    if random.random() < 0.15:
        return random.choice((None, {}))
    return {
        "lender_kind": random.choice(("MUTUAL_AID", "BANK", "CREDIT_COOP", "OTHER", None)),
        "contract_no": random.choice(("A-1", "ａ-1", "B2", "'", " ", "", None)),
        "principal_fen": random.choice((None, 0, 1, 333, 5_000_000, 99_999_999, 100_000_000)),
        "start": near(random), "end": near(random, START + timedelta(days=364)),
    }  # fmt: skip


def some_answer(random: Random) -> Any:
    """Return an answer of any type."""
    return random.choice((
        None, "", " ", "a", "b", "是", "\U0001f600\U0001f600", "x" * 201, "2026-04-01",
        "2026-02-30", True, False, 0, 1, 1.0, -1, 2.5, 0.1, 1.005, 3, 18, 2**53, 1e300, [], [""],
        ["a"],        ["a", "a"], ["a", "b"], ["b", 1], [["a"]], {}, {"a": 1}, ["x", "y", "z", "w"],
    ))  # fmt: skip


def answers(random: Random, template: Json, scope: str) -> Json | None:
    """Return answers to the fields of a template and to some it does not have."""
    if random.random() < 0.1:
        return None
    codes = [field["code"] for field in template["fields"]]
    given = {code: some_answer(random) for code in codes if random.random() < 0.7}
    for field in template["fields"]:
        if field["scope"] == scope and field.get("choices") and random.random() < 0.5:
            given[field["code"]] = "a"
    if random.random() < 0.2:
        other = random.choice(
            ("nobody", "constructor", "__proto__", "\U0001f600", "\uffe5", "@age")
        )
        given[other] = some_answer(random)
    return given
