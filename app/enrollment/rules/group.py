"""The group: lives, participation, policyholder (semantics 11, 11a)."""

from typing import Any

from app.civil_date import known_date, whole_years
from app.credit_code import parse_uscc
from app.enrollment.rules.household import duplicates
from app.enrollment.rules.person import age_fault, occupation_refused
from app.findings import Finding, collect, finding
from app.products.rules.benefits import is_renewal
from app.products.rules.fields import check_fields
from app.text import clean

Json = dict[str, Any]


def participation(template: Json, roster: list[Json], insured: list[str], effective: str) -> Json:
    """Return {eligible, insured, participation_bp, findings} of a group; insured are ids."""
    entries: dict[str, Json] = {}
    for entry in roster:
        entries.setdefault(entry["id"], entry)
    within = {key for key, one in entries.items() if in_denominator(template, one, effective)}
    covered = set(insured)
    count = len(covered & within)
    rate = count * 10000 // len(within) if within else 0
    found = []
    if not within:
        found.append(finding("ROSTER_EMPTY", "roster"))
    if rate < _minimum(template):
        found.append(finding("PARTICIPATION_LOW", "insured"))
    if covered - set(entries):
        found.append(finding("INSURED_NOT_ON_ROSTER", "insured"))
    return {
        "eligible": len(within), "insured": count, "participation_bp": rate,
        "findings": collect(found),
    }  # fmt: skip


def in_denominator(template: Json, entry: Json, effective: str) -> bool:
    """Tell whether a person of the roster counts among those who could be insured."""
    if (entry.get("life_status") or "ALIVE") != "ALIVE" or entry.get("declined_by_insurer"):
        return False
    if not _resides(template["group"], entry):
        return False
    rule = template["occupation"]
    if rule is not None and occupation_refused(rule, entry):
        return False
    birth, on = known_date(entry.get("birth_date")), known_date(effective)
    if birth is None or on is None:
        return True
    if birth > on:
        return False
    renewal = is_renewal(template, entry, on)
    years, days = whole_years(birth, on), (on - birth).days
    return age_fault(template, years, days, renewal=renewal) is None


def _resides(group: Json, entry: Json) -> bool:
    residence = entry.get("residence") or "HUKOU"
    if group["denominator"] == "MEMBERS" and entry.get("member") is False:
        return False
    if residence == "AWAY":
        return bool(group["count_away"])
    return residence == "HUKOU" or bool(group["denominator"] != "HUKOU")


def _minimum(template: Json) -> int:
    return int(template["group"]["min_participation_bp"])


def check_group(
    template: Json,
    stage: str,
    lines: list[Json],
    effective: str,
    today: str,
    roster: list[Json] | None = None,
    policyholder: Json | None = None,
) -> Json:
    """Return {lives, participation_bp or null, findings} at ISSUE or IN_FORCE."""
    persons = {line["person_id"]: None for line in lines}
    group, lives = template["group"], len(persons)
    rate, found = None, []
    if group and (_minimum(template) > 0 or roster):
        result = participation(template, roster or [], list(persons), effective)
        rate, found = result["participation_bp"], result["findings"]
    if stage == "IN_FORCE":
        found = _floor(group, lives, rate) if group else []
    else:
        found = [*found, *_issue(template, lines, policyholder or {}, lives, today)]
    return {"lives": lives, "participation_bp": rate, "findings": collect(found)}


def _floor(group: Json, lives: int, rate: int | None) -> list[Finding]:
    minimum = group["min_participation_bp"]
    # With below_includes_equal the next number above is the least that is enough.
    equal = int(group["below_includes_equal"])
    few = lives < group["min_lives"] + equal
    low = minimum > 0 and rate is not None and rate < minimum + equal
    return [finding("GROUP_BELOW_FLOOR", "lines")] if few or low else []


def _issue(
    template: Json, lines: list[Json], holder: Json, lives: int, today: str
) -> list[Finding]:
    found = []
    group = template["group"]
    if group:  # min_lives is never below the legal floor of 3: the schema (保监发〔2015〕14号)
        if lives < group["min_lives"]:
            found.append(finding("LIVES_LOW", "lines"))
        if group["max_lives"] is not None and lives > group["max_lives"]:
            found.append(finding("LIVES_HIGH", "lines"))
        parsed = parse_uscc(holder.get("uscc"))
        if not parsed["ok"]:
            found.append(finding(parsed["error"], "policyholder.uscc"))
    found += duplicates([(f"lines[{at}].id_no", one) for at, one in enumerate(lines)], today)
    if template["loan"] is not None:
        found += _duplicate_loans(lines)
    found += check_fields(template, "GROUP", holder.get("answers"), {})["findings"]
    collective = any((line.get("shares") or {}).get("COLLECTIVE") for line in lines)
    if collective and holder.get("resolution") is not True:
        found.append(finding("RESOLUTION_MISSING", "policyholder.resolution"))
    return found


def _duplicate_loans(lines: list[Json]) -> list[Finding]:
    seen: set[str] = set()
    found = []
    for at, line in enumerate(lines):
        number = clean(line.get("loan_contract_no"))
        if number and number in seen:
            found.append(finding("LOAN_DUPLICATE_CONTRACT", f"lines[{at}].loan_contract_no"))
        seen.add(number)
    return found
