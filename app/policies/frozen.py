"""The lines of a policy as they are frozen at issue: everything the insured list will ever say."""

from collections.abc import Sequence
from typing import Any

from app.enrollment.dossiers import Dossier, identity, opened
from app.policies.gate import Gate
from app.policies.rules import Judged
from app.products.rules.benefits import sum_insured
from app.rosters.models import Person
from app.secrets import place, vault

PAYERS = ("INDIVIDUAL", "COLLECTIVE", "FISCAL", "SPONSOR", "INSURER")


def frozen_lines(
    now: Gate, policy: str, *, today: str, only: str | None = None
) -> list[dict[str, Any]]:
    """Return the rows of `policy_insured`, numbered 1, 2, 3 ... in the order of the walk.

    only: the one person whose policy it is.
    """
    rows: list[dict[str, Any]] = []
    plans = {plan["code"]: plan for plan in now.template["plans"]}
    for dossier, case in zip(now.dossiers, now.judged, strict=True):
        quoted = {member["id"]: member for member in case.quote["members"]}
        for person, line in dossier.included:
            if only not in (None, person.id):
                continue
            number = len(rows) + 1
            money = quoted[person.id]
            snapshot = _snapshot(dossier, case, person, now, plans[line.plan], today)
            snapshot |= {"premium_fen": money["premium_fen"], "shares": money["shares"]}
            where = place(
                "policy_insured", "snapshot", person.county, person.village, f"{policy}/{number}"
            )
            rows.append({
                "county": person.county, "policy": policy, "line_no": number,
                "village": person.village, "insured_person": line.id, "person": person.id,
                "plan": line.plan, "premium_fen": money["premium_fen"], "shares": money["shares"],
                "snapshot_enc": vault().seal_json(person.county, where, snapshot),
            })  # fmt: skip
    return rows


def open_line(row: Any) -> dict[str, Any]:
    """Open the frozen facts of a line of `policy_insured`."""
    where = place(
        "policy_insured", "snapshot", row.county, row.village, f"{row.policy}/{row.line_no}"
    )
    facts: dict[str, Any] = vault().open_json(row.county, where, row.snapshot_enc)
    return facts


def _snapshot(
    dossier: Dossier, case: Judged, person: Person, now: Gate, plan: dict[str, Any], today: str
) -> dict[str, Any]:
    number, birth, sex = identity(person, today)
    line = dossier.insured[person.id]
    head, home = dossier.head, dossier.household
    consent = _death_consent(case, person.id)
    return {
        "name": person.name, "id_type": person.id_type or "RESIDENT_ID", "id_no": number,
        "id_no_mask": person.id_no_mask, "sex": sex, "birth_date": birth,
        "relation": person.relation, "household": home.id, "household_no": home.household_no,
        "head": head.name if head else None, "group_name": home.group_name,
        "poverty": active_categories(person.poverty, home.poverty, now.cover["start"]),
        "occupation": person.occupation, "copies": line.copies or 1,
        "plan": plan["code"], "plan_name": plan["name"]["zh-CN"],
        "sum_insured_fen": _first_sum(case, person.id, plan, len(dossier.included)),
        "methods": sorted({row.method for row in dossier.collections if row.method}),
        "receipts": _receipts(now.dossiers if now.unit else [dossier]),
        "beneficiaries": line.beneficiaries or [], "loan": opened(line, "loan"),
        "parent_name": _name_of(case, consent), "consent_method": consent and consent["method"],
        "consent_capacity": consent and consent["capacity"],
        "other_death_cover_fen": line.other_death_cover_fen,
        "start_on": now.cover["start"], "end_on": now.cover["end"],
        "on_roster": bool(person.on_roster),
    }  # fmt: skip


def _death_consent(case: Judged, person: str) -> dict[str, Any] | None:
    """Return the consent under which a person is covered: the latest one not withdrawn."""
    member = next(m for m in case.household["members"] if m["id"] == person)
    kinds = ("INSURED_DEATH_COVER", "PIPL_GENERAL")
    for kind in kinds:
        found = [c for c in member["consents"] if c["kind"] == kind and not c["withdrawn_on"]]
        if found:
            return dict(found[-1])
    return None


def _name_of(case: Judged, consent: dict[str, Any] | None) -> str | None:
    if consent is None or consent["capacity"] == "SELF":
        return None
    names = {member["id"]: member["name"] for member in case.household["members"]}
    return names.get(consent["given_by"])


def active_categories(own: list[Any] | None, home: list[Any] | None, on: str) -> list[str]:
    """Return the poverty categories in force on a day (template semantics, section 4)."""
    return sorted({
        status["category"]
        for status in [*(own or []), *(home or [])]
        if status.get("from") and status["from"] <= on <= (status.get("to") or "9999-12-31")
    })  # fmt: skip


def _first_sum(case: Judged, person: str, plan: dict[str, Any], members: int) -> int:
    """Return the sum insured of the plan's first benefit."""
    facts = next(member for member in case.household["members"] if member["id"] == person)
    return sum_insured(plan["benefits"][0], facts, members)


def _receipts(dossiers: Sequence[Dossier]) -> list[str]:
    """Return the receipt numbers; a group's one receipt stands at its first household."""
    numbers = [
        "-".join(part for part in (row.book_no, row.receipt_no) if part)
        for dossier in dossiers
        for row in dossier.collections
    ]
    return [number for number in numbers if number]
