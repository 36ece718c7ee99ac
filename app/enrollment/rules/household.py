"""Everything the rules say of one household's enrollment (semantics 8, 10, 11a, 13)."""

from typing import Any

from app.enrollment.rules.consent import check_parent
from app.enrollment.rules.person import check_claimed, findings_of
from app.findings import Finding, collect, finding, prefixed
from app.products.rules.benefits import plan_of
from app.products.rules.fields import check_fields
from app.products.rules.matching import active_categories, effective_date
from app.products.rules.pricing import household_context, quote_members, total_quote
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
    context = household_context(household)
    quotes = quote_members(template, household, cover, today)
    quote = total_quote(template, household, cover, quotes)
    found = [one for one in quote["findings"] if one["path"] in ("members", "plan")]
    for row in quotes:
        rows = findings_of(template, row.person, cover, today, context, row.quote)
        age = row.quote["age_years"]
        if age is not None and age < 18 and plan_of(template, row.quote["plan"]):
            rows += check_parent(row.person, members)
        found += prefixed(f"members[{row.place}].", rows)
    found += _household_findings(template, household, cover, today)
    found += _heads(members)
    found += duplicates([(f"members[{row.place}].id_no", row.person) for row in quotes], today)
    borrowers = sum(row.person.get("loan") is not None for row in quotes)
    if template["loan"] is not None and borrowers > 1:
        found.append(finding("LOAN_TWO_BORROWERS", "members"))
    found += check_claimed(household.get("claimed"), quote["premium_fen"], quote["shares"])
    return collect(found), quote


def _household_findings(template: Json, household: Json, cover: Json, today: str) -> list[Finding]:
    sale = template["sale"]
    open_ = sale["from"] <= today and (sale["to"] is None or today <= sale["to"])
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
    seen: set[str | tuple[str, str]] = set()
    found = []
    for path, person in people:
        key = _identity_key(person, today)
        if key is None:
            continue
        if key in seen:
            found.append(finding("DUPLICATE_PERSON", path))
        seen.add(key)
    return found


def _identity_key(person: Json, today: str) -> str | tuple[str, str] | None:
    kind = person.get("id_type") or "RESIDENT_ID"
    text = clean(person.get("id_no"))
    if kind == "RESIDENT_ID":
        parsed = parse_resident_id(person.get("id_no"), today)
        if parsed["ok"]:
            return str(parsed["id_no"])
    return (kind, text) if text else None
