"""The frozen facts of lines that endorsements make; same keys as app/policies/frozen.py."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.enrollment.dossiers import identity
from app.policies.frozen import active_categories
from app.policies.models import Policy
from app.products.rules.benefits import sum_insured
from app.resident_id import parse_resident_id
from app.rosters.models import Household, Person
from app.secrets import mask_id_no


def added_facts(
    session: Session, policy: Policy, person: Person, home: Mapping[str, Any],
    body: Mapping[str, Any], plan: Mapping[str, Any], start: str,
) -> dict[str, Any]:  # fmt: skip
    """Return the facts of somebody who joins; the money is added by the caller."""
    household = session.get_one(Household, (person.county, person.village, person.household))
    number, birth, sex = identity(person, start)
    names = {one["id"]: one["name"] for one in home["members"]}
    heads = [one["name"] for one in home["members"] if one["relation"] in ("01", "02")]
    giver = None if body.get("capacity") == "SELF" else names.get(body.get("signer"))
    return {
        "name": person.name, "id_type": person.id_type or "RESIDENT_ID", "id_no": number,
        "id_no_mask": person.id_no_mask, "sex": sex, "birth_date": birth,
        "relation": person.relation, "household": household.id,
        "household_no": household.household_no, "head": next(iter(heads), None),
        "group_name": household.group_name,
        "poverty": active_categories(person.poverty, household.poverty, start),
        "occupation": body.get("occupation") or person.occupation, "copies": body["copies"],
        "plan": plan["code"], "plan_name": plan["name"]["zh-CN"],
        "sum_insured_fen": sum_insured(dict(plan["benefits"][0]), dict(body), 1),
        "methods": [], "receipts": [], "beneficiaries": [], "loan": None, "parent_name": giver,
        "consent_method": body.get("method"), "consent_capacity": body.get("capacity"),
        "consent_paper": body.get("paper_no"),
        "other_death_cover_fen": body.get("other_death_cover_fen"), "start_on": start,
        "end_on": policy.end_on, "on_roster": bool(person.on_roster),
    }  # fmt: skip


def corrected_facts(
    facts: Mapping[str, Any], body: Mapping[str, Any], today: str
) -> dict[str, Any]:  # fmt: skip
    """Return facts with who somebody is put right; a resident number decides birth and sex."""
    new = {**facts, **{name: value for name, value in body.items() if value not in (None, "")}}
    if new["id_type"] == "RESIDENT_ID":
        read = parse_resident_id(text=new["id_no"], today=today)
        if read["ok"]:
            new |= {name: read[name] for name in ("id_no", "birth_date", "sex")}
    new["id_no_mask"] = mask_id_no(new["id_no"]) if new["id_no"] else None
    return new


def named_facts(facts: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with other beneficiaries."""
    named = [dict(one) for one in body["beneficiaries"]]
    return {**facts, "beneficiaries": named, "beneficiary_paper": body.get("paper_no")}
