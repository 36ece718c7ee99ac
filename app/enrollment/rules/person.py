"""Everything the rules say of one person to be insured (semantics 2, 3, 7-11a, 13)."""

import re
from datetime import date
from typing import Any

from app.civil_date import known_date
from app.enrollment.rules.beneficiaries import check_beneficiaries
from app.enrollment.rules.consent import check_consents
from app.enrollment.rules.loan import check_loan
from app.enrollment.rules.minors import check_minor
from app.findings import Finding, collect, finding
from app.products.rules.benefits import copies_of, is_renewal, plan_of, sum_insured
from app.products.rules.fields import check_fields
from app.products.rules.matching import Facts, effective_date, identity, person_facts
from app.products.rules.pricing import quote_person
from app.products.rules.subsidy import PAYERS
from app.text import clean, is_empty, is_phone

Json = dict[str, Any]
_SUSPECT = re.compile("[0-9?*\u25a1\u25a0]")


def check_person(
    template: Json, person: Json, cover: Json, today: str, household: Json | None = None
) -> dict[str, list[Finding]]:
    """Return {findings} of one person; household is {poverty, insured_count} around him."""
    quote = quote_person(template, person, cover, today, household)
    return {"findings": collect(findings_of(template, person, cover, today, household, quote))}


def findings_of(
    template: Json, person: Json, cover: Json, today: str, household: Json | None, quote: Json
) -> list[Finding]:
    """Return the findings of a person whose quote is known, unsorted."""
    on = effective_date(cover)
    facts = person_facts(person, household, on, today)
    plan = plan_of(template, person.get("plan"))
    count = (household or {}).get("insured_count") or 1
    found: list[Finding] = list(quote["findings"])
    found += _identity_findings(person, today, facts, on)
    found += _status_findings(template, person, facts, on)
    found += _occupation(template, person)
    found += check_beneficiaries(template, person)
    found += check_loan(template, person.get("loan"), cover)
    if plan:
        found += _plan_findings(template, plan, person, facts, count)
    found += check_claimed(person.get("claimed"), quote["premium_fen"], quote["shares"])
    answers = check_fields(template, "PERSON", person.get("answers"), _field_facts(person, facts))
    return [*found, *answers["findings"]]


def _identity_findings(person: Json, today: str, facts: Facts, on: date | None) -> list[Finding]:
    found = _id_findings(person, today, facts)
    name = person.get("name")
    if is_empty(name):
        found.append(finding("NAME_MISSING", "name"))
    elif _SUSPECT.search(clean(name)):
        found.append(finding("NAME_SUSPECT", "name"))
    phone = person.get("phone")
    if not is_empty(phone) and not is_phone(clean(phone)):
        found.append(finding("PHONE_INVALID", "phone"))
    valid_to = known_date(person.get("id_valid_to"))
    if valid_to and on and valid_to < on:
        found.append(finding("ID_EXPIRED", "id_valid_to"))
    return found


def _id_findings(person: Json, today: str, facts: Facts) -> list[Finding]:
    parsed = identity(person, today)
    if parsed is None:
        found = [] if clean(person.get("id_no")) else [finding("ID_EMPTY", "id_no")]
        if person["id_type"] == "BIRTH_CERT" and (facts.age or 0) >= 1:
            found.append(finding("ID_TYPE_AGE", "id_type"))
        return found
    if not parsed["ok"]:
        return [finding(parsed["error"], "id_no")]
    found = [finding(code, "id_no") for code in parsed["warnings"]]
    birth, sex = person.get("birth_date"), person.get("sex")
    known = known_date(birth)
    if known and known.isoformat() != parsed["birth_date"]:
        found.append(finding("ID_BIRTH_MISMATCH", "birth_date"))
    if not is_empty(sex) and sex != parsed["sex"]:
        found.append(finding("ID_SEX_MISMATCH", "sex"))
    return found


def _status_findings(template: Json, person: Json, facts: Facts, on: date | None) -> list[Finding]:
    found = []
    status = person.get("life_status")
    if status in ("DEAD", "MOVED"):
        found.append(finding(f"PERSON_{status}", "life_status"))
    if _outside_group(template, person):
        found.append(finding("NOT_IN_GROUP", "residence"))
    if not 1 <= copies_of(person) <= template["max_copies"]:
        found.append(finding("COPIES_OUT_OF_RANGE", "copies"))
    previous = known_date(person.get("previous_end"))
    if previous and on and previous >= on:
        found.append(finding("ALREADY_COVERED", "previous_end"))
    if facts.age is not None and on:
        renewal = is_renewal(template, person, on)
        fault = age_fault(template, facts.age, facts.age_days or 0, renewal=renewal)
        if fault:
            found.append(finding(fault, "birth_date"))
    return found


def _outside_group(template: Json, person: Json) -> bool:
    denominator = (template["group"] or {}).get("denominator")
    if denominator == "HUKOU":
        return person.get("residence") == "RESIDENT"
    return denominator == "MEMBERS" and person.get("member") is False


def age_fault(template: Json, years: int, days: int, *, renewal: bool) -> str | None:
    """Return AGE_TOO_LOW or AGE_TOO_HIGH for an age outside the limits, all inclusive."""
    limits = template["age"]
    if days < limits["min_days"] or years < limits["min_years"]:
        return "AGE_TOO_LOW"
    most = limits["renew_max_years"] if renewal else limits["max_years"]
    return "AGE_TOO_HIGH" if years > most else None


def _occupation(template: Json, person: Json) -> list[Finding]:
    rule = template["occupation"]
    if rule is None:
        return []
    found = []
    if occupation_refused(rule, person):
        found.append(finding("OCC_REFUSED", "occupation"))
    if (person.get("occupation") or {}).get("class") is None:
        found.append(finding("OCC_MISSING", "occupation"))
    return found


def occupation_refused(rule: Json, person: Json) -> bool:
    """Tell whether class or code of the occupation is not accepted; unknown ones are."""
    occupation = person.get("occupation") or {}
    if occupation.get("code") in rule["refused_codes"]:
        return True
    level = occupation.get("class")
    return level is not None and level > rule["max_class"]


def _plan_findings(
    template: Json, plan: Json, person: Json, facts: Facts, count: int
) -> list[Finding]:
    found = []
    first = plan["benefits"][0]
    fen = sum_insured(first, person, count)
    unknown = first["sum_insured"]["rule"] == "PRINCIPAL" and person.get("loan") is None
    band = template["sum_insured_band"]
    if band and not unknown and not band["min_fen"] <= fen <= band["max_fen"]:
        found.append(finding("SUM_INSURED_BAND", "plan"))
    if facts.age is None:
        return found
    dies = any(benefit["type"].startswith("DEATH_") for benefit in plan["benefits"])
    if facts.age >= 18 and dies and person.get("legal_capacity") == "NONE":
        found.append(finding("ADULT_WITHOUT_CAPACITY", "legal_capacity"))
    found += check_minor(template, plan, person, facts.age, count)
    return found + check_consents(template, plan, person, facts.age, count)


def check_claimed(claimed: Json | None, premium: int | None, shares: Json | None) -> list[Finding]:
    """Compare what was claimed with what was computed; only what is claimed is compared."""
    if not claimed or premium is None:
        return []
    found = []
    stated = claimed.get("premium_fen")
    if stated is not None and stated != premium:
        found.append(finding("PREMIUM_MISMATCH", "claimed.premium_fen"))
    parts = claimed.get("shares")
    if parts is not None:
        total = sum(parts.get(payer) or 0 for payer in PAYERS)
        if stated is not None and total != stated:
            found.append(finding("SHARES_SUM", "claimed.shares"))
        elif any((parts.get(payer) or 0) != fen for payer, fen in (shares or {}).items()):
            found.append(finding("SHARES_MISMATCH", "claimed.shares"))
    return found


def _field_facts(person: Json, facts: Facts) -> Json:
    return {
        "@age": facts.age, "@sex": facts.sex, "@occ": facts.occupation_class,
        "@poverty": list(facts.poverty), "@residence": person.get("residence") or "HUKOU",
        "@minor": None if facts.age is None else facts.age < 18, "@plan": person.get("plan"),
    }  # fmt: skip
