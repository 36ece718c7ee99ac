"""Who must have agreed to what, in which way (semantics 8)."""

from typing import Any

from app.findings import Finding, finding
from app.products.rules.benefits import death_sum
from app.text import is_empty

DEATH = "INSURED_DEATH_COVER"
_CHILD = {*map(str, range(20, 28)), "29", *map(str, range(30, 38)), "39"}
_GRANDCHILD = {str(code) for code in range(40, 45)}
_SIBLING = {str(code) for code in range(70, 79)}


def check_consents(
    template: dict[str, Any],
    plan: dict[str, Any],
    person: dict[str, Any],
    age: int,
    insured_count: int,
) -> list[Finding]:
    """Return the first failure of each required kind of consent."""
    listed = {entry["kind"]: entry for entry in template["consents"]}
    dies = any(benefit["type"].startswith("DEATH_") for benefit in plan["benefits"])
    sum_fen = death_sum(plan, person, insured_count)
    found = []
    for kind in _required(listed, person, age, dies):
        fault = _kind_fault(kind, listed.get(kind), person, age, sum_fen)
        if fault:
            found.append(finding(fault, f"consents.{kind}"))
    return found


def _required(listed: dict[str, Any], person: dict[str, Any], age: int, dies: bool) -> list[str]:
    kinds = [
        kind for kind in listed
        if kind != DEATH and (kind != "PIPL_MINOR" or age < 14)
    ]  # fmt: skip
    if dies:
        kinds.append(DEATH)
    if any(one.get("kind") == "NAMED" for one in person.get("beneficiaries") or []):
        kinds.append("BENEFICIARY")
    return kinds


def _kind_fault(
    kind: str, rule: dict[str, Any] | None, person: dict[str, Any], age: int, sum_fen: int
) -> str | None:
    entries = [one for one in person.get("consents") or [] if one.get("kind") == kind]
    standing = [one for one in entries if is_empty(one.get("withdrawn_on"))]
    if not standing:
        return "CONSENT_WITHDRAWN" if entries else "CONSENT_MISSING"
    standing = [one for one in standing if one.get("capacity") in givers(kind, age)]
    if not standing:
        return "CONSENT_WRONG_GIVER"
    if rule:
        standing = [one for one in standing if one.get("method") in rule["methods"]]
        if not standing:
            return "CONSENT_METHOD"
    if kind == DEATH:
        standing = [one for one in standing if (one.get("sum_insured_ack_fen") or 0) >= sum_fen]
        if not standing:
            return "CONSENT_SUM_TOO_LOW"
    if rule and not any(one.get("text_version") == rule["text_version"] for one in standing):
        return "CONSENT_TEXT_OLD"
    return None


def givers(kind: str, age: int) -> tuple[str, ...]:
    """Return the capacities in which a consent of this kind may be given at this age."""
    if age >= 18:
        return ("SELF",)
    if kind == DEATH:
        return ("PARENT", "GUARDIAN_WITH_PARENT_OK")
    others = ("PARENT", "GUARDIAN", "GUARDIAN_WITH_PARENT_OK")
    return ("SELF", *others) if age >= 14 else others


def is_plausible_parent(giver: str | None, child: str | None) -> bool:
    """Tell whether the relations to the head make the giver a plausible parent of the child."""
    if giver in ("01", "02", "10", "11", "12"):
        return child in _CHILD
    if giver in _CHILD or giver in ("28", "38"):
        return child in _GRANDCHILD
    if giver in {str(code) for code in range(40, 47)}:
        return child in ("47", "48")
    if giver in ("50", "51", "52", "57", "58"):
        return child in ("01", "02") or child in _SIBLING
    return False


def check_parent(person: dict[str, Any], members: list[dict[str, Any]]) -> list[Finding]:
    """Return a warning when the register does not show that a minor's PARENT is one."""
    relations = {one["id"]: one.get("relation") for one in members if not is_empty(one.get("id"))}
    given = [
        one for one in person.get("consents") or []
        if one.get("kind") == DEATH and one.get("capacity") == "PARENT"
        and is_empty(one.get("withdrawn_on"))
    ]  # fmt: skip
    proven = any(
        is_plausible_parent(relations.get(one.get("given_by")), person.get("relation"))
        for one in given
    )
    if not given or proven:
        return []
    return [finding("CONSENT_PARENT_UNPROVEN", f"consents.{DEATH}")]
