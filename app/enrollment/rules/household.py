"""Everything the rules say of one household's enrollment (semantics 8, 10, 11a, 13)."""

from typing import Any

from app.enrollment.rules.consent import check_parent
from app.enrollment.rules.person import check_claimed, findings_of
from app.findings import Finding, collect, finding, prefixed
from app.products.rules.benefits import plan_of
from app.products.rules.fields import check_fields
from app.products.rules.matching import active_categories, effective_date
from app.products.rules.pricing import quote_household, quote_person
from app.resident_id import parse_resident_id
from app.text import clean

Json = dict[str, Any]


def check_household(template: Json, household: Json, cover: Json, today: str) -> dict[str, Any]:
    """Return {findings} of a household; those of a member stand under `members[i].`."""
    return {"findings": assess_household(template, household, cover, today)[0]}


def assess_household(
    template: Json, household: Json, cover: Json, today: str
) -> tuple[list[Finding], Json]:
    """Return (findings, result of quote_household): both at the cost of one."""
    members = household.get("members") or []
    included = [(at, one) for at, one in enumerate(members) if one.get("included") is not False]
    context = {"poverty": household.get("poverty"), "insured_count": len(included)}
    quote = quote_household(template, household, cover, today)
    found = [one for one in quote["findings"] if one["path"] in ("members", "plan")]
    for at, person in included:
        single = quote_person(template, person, cover, today, context)
        rows = findings_of(template, person, cover, today, context, single)
        minor = single["age_years"] is not None and single["age_years"] < 18
        if minor and plan_of(template, person.get("plan")):
            rows += check_parent(person, members)
        found += prefixed(f"members[{at}].", rows)
    found += _household_findings(template, household, cover, today)
    found += _heads(members)
    found += duplicates([(f"members[{at}].id_no", one) for at, one in included], today)
    if template.get("loan") and sum(bool(one.get("loan")) for _, one in included) > 1:
        found.append(finding("LOAN_TWO_BORROWERS", "members"))
    found += check_claimed(household.get("claimed"), quote["premium_fen"], quote["shares"])
    return collect(found), quote


def _household_findings(template: Json, household: Json, cover: Json, today: str) -> list[Finding]:
    sale = template["sale"]
    open_ = sale["from"] <= today and (sale.get("to") is None or today <= sale["to"])
    found = [] if open_ else [finding("OUT_OF_SALE", "template")]
    active = active_categories(household.get("poverty"), effective_date(cover))
    facts = {"@poverty": sorted(active)}
    answers = check_fields(template, "HOUSEHOLD", household.get("answers"), facts)
    return found + list(answers["findings"])


def _heads(members: list[Json]) -> list[Finding]:
    heads = sum(one.get("relation") in ("01", "02") for one in members)
    if heads == 1:
        return []
    return [finding("HEAD_MULTIPLE" if heads else "HEAD_MISSING", "members")]


def duplicates(people: list[tuple[str, Json]], today: str) -> list[Finding]:
    """Return DUPLICATE_PERSON at the path of each later entry of the same identity."""
    seen: set[tuple[str, str]] = set()
    found = []
    for path, person in people:
        key = _identity_key(person, today)
        if key is None:
            continue
        if key in seen:
            found.append(finding("DUPLICATE_PERSON", path))
        seen.add(key)
    return found


def _identity_key(person: Json, today: str) -> tuple[str, str] | None:
    kind = person.get("id_type") or "RESIDENT_ID"
    text = clean(person.get("id_no"))
    if kind == "RESIDENT_ID":
        parsed = parse_resident_id(person.get("id_no"), today)
        if parsed["ok"]:
            return "RESIDENT_ID", parsed["id_no"]
    return (kind, text) if text else None
