"""What the pages of this stage show, read at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.batches.scope import require_village
from app.campaigns.models import Campaign, CampaignVillage, Policyholder
from app.campaigns.queries import campaign as find_campaign
from app.errors import NotFound
from app.lists.listing import page_of
from app.policies import listings, queries, rules
from app.policies.gate import Gate, gate
from app.policies.holder_form import shown
from app.policies.models import GateOverride, Policy
from app.policies.policyholders import Facts, phone_of
from app.policies.units import units
from app.products.queries import labels, published
from app.reconciliation.view import village_view
from app.words import words

FIRST = 20  # villages shown under the list of policies; the overview lists all


def without_policy(rows: Sequence[queries.Progress]) -> dict[str, Any]:
    """Return {waiting: villages without a policy, the nearest to the gate first; units}."""
    waiting = [row for row in rows if row.by_village and not row.policy]

    def nearest(row: queries.Progress) -> tuple[bool, int, int]:
        return not row.figures["eligible"], row.figures["missing"], row.village

    return {
        "waiting": sorted(waiting, key=nearest)[:FIRST],
        "waiting_count": len(waiting),
        "units": [row for row in rows if not row.by_village],
    }


def gate_view(
    session: Session, by: Actor, village: int, campaign: str, *, today: str, unit: str = ""
) -> dict[str, Any]:
    """Return everything the page of a gate shows."""
    found = gate(session, by.county, village, campaign, today=today, unit=unit)
    policy = session.scalar(
        select(Policy)
        .where(
            Policy.county == by.county, Policy.village == village, Policy.campaign == campaign,
            Policy.unit == unit, Policy.status == "ISSUED",
        )
        .limit(1)
    )  # fmt: skip
    decisions = [note for line in found.book.batches for note in line.batch.decisions or []]
    low = {one["code"] for one in found.findings}
    override = found.override
    person = session.get(User, (by.county, override.decided_by)) if override else None
    return {
        # What is insured is counted of what is accepted: once issued, that is the policy.
        "gate": replace(found, figures=policy.gate_snapshot["figures"]) if policy else found,
        "issued": policy.id if policy else None,
        "override_refusal": rules.override_refusal(by.id, rules.approved_by(decisions), low),
        "override_by": person.name if person else "",
        "corrections": [] if unit else queries.corrections(session, by.county, found, today=today),
        "min_lives": max(3, (found.template["group"] or {}).get("min_lives") or 0),
        "members": len(found.inputs["roster"]),
        "differences": _differences(found),
        **village_view(session, by.county, village),
    }


def units_view(
    session: Session, by: Actor, village: int, campaign: dict[str, Any]
) -> dict[str, Any]:
    """Return the groups or borrowers of a village, each with its policies."""
    issued: dict[str, list[Policy]] = {}
    rows = session.scalars(
        select(Policy).where(
            Policy.county == by.county, Policy.village == village,
            Policy.campaign == campaign["id"], Policy.status == "ISSUED",
        )
    )  # fmt: skip
    for policy in rows:
        issued.setdefault(policy.unit, []).append(policy)
    return {
        "campaign": campaign,
        "units": units(session, by.county, village, campaign),
        "policies": issued,
        **village_view(session, by.county, village),
    }


def holder_view(session: Session, county: int, village: int, campaign: str) -> dict[str, Any]:
    """Return what the policyholder form needs: the product's questions and what is saved."""
    found = find_campaign(county, campaign)
    sold = session.get(CampaignVillage, (county, campaign, village))
    if found is None or sold is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    row = session.get(Policyholder, (county, village, sold.policyholder or ""))
    place = village_view(session, county, village)
    return {
        "campaign": found,
        "template": published(found["product_code"], found["product_version"]),
        "base": row.ver if row else 0,
        "saved": shown(_facts(row)) if row else {"kind": "VILLAGE_COMMITTEE"},
        **place,
    }


def policy_view(
    session: Session, by: Actor, policy: str, args: Mapping[str, str]
) -> dict[str, Any]:
    """Return a policy with a page of its frozen lines, as an address asks for it."""
    row = session.get(Policy, (by.county, policy))
    if row is None:
        raise NotFound("POLICY_UNKNOWN")
    require_village(by, row.village)
    template = published(row.product_code, row.product_version)
    override = session.get(GateOverride, (by.county, row.gate_override or ""))
    people = {row.issued_by, override.decided_by if override else row.issued_by}
    names = session.execute(
        select(User.id, User.name).where(User.county == by.county, User.id.in_(people))
    )
    relations = words(labels("RELATION"))
    lines = queries.insured_lines(session, by.county, policy)
    return {
        "found": page_of(listings.insured(relations), lines, args),
        "policy": row,
        "template": template,
        "campaign": session.get(Campaign, (by.county, row.campaign)),
        "override": override,
        "names": {person.id: person.name for person in names},
        "now": queries.in_force(session, by.county, policy),
        "borrowers": [line for line in lines if line["loan"]],
        "relations": relations,
        **village_view(session, by.county, row.village),
    }


def _facts(row: Policyholder) -> Facts:
    return Facts(
        name=row.name or "", kind=row.kind or "", uscc=row.uscc or "",
        contact_name=(row.contact or {}).get("name", ""), phone=phone_of(row),
        resolution=bool(row.resolution), answers=row.answers or {},
    )  # fmt: skip


def _differences(found: Gate) -> list[dict[str, Any]]:
    """Return the households that today's dates or facts judge otherwise than at acceptance."""
    rows = []
    for dossier, case in zip(found.dossiers, found.judged, strict=True):
        blocking = [one for one in case.findings if one["severity"] == "BLOCK"]
        if case.new or case.premium_moved or case.start_moved or blocking:
            head = dossier.head
            rows.append({
                "name": head.name if head else "",
                "batch": dossier.enrollment.batch,
                "enrollment": dossier.enrollment.id,
                "findings": [*case.new, *(one for one in blocking if one not in case.new)],
                "was_fen": (dossier.enrollment.computed or {}).get("premium_fen"),
                "now_fen": case.quote["premium_fen"],
                "quoted_on": dossier.enrollment.quoted_start_on,
                "start_moved": case.start_moved,
            })  # fmt: skip
    return rows
