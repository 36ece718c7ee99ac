"""The rows of `policies` that one gate gives: one of a group, or one per borrower."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.rules import Actor
from app.db import new_id
from app.policies.frozen import frozen_lines
from app.policies.gate import Gate
from app.secrets import place, vault


@dataclass(frozen=True)
class Contract:
    """One policy to be: its id, its policyholder as it is frozen, its lines."""

    id: str
    holder: dict[str, Any]
    lines: Sequence[dict[str, Any]]


def contracts_of(now: Gate, *, today: str) -> list[Contract]:
    """Return what is issued together: borrowers are policyholders of their own (domain.md 2.5)."""
    if now.template["contract_form"] != "INDIVIDUAL":
        key = new_id()
        return [Contract(key, _holder(now), frozen_lines(now, key, today=today))]
    found = []
    for dossier in now.dossiers:
        for person, _ in dossier.included:
            key = new_id()
            holder = {
                "name": person.name, "kind": "NATURAL_PERSON", "person": person.id,
                "id_type": person.id_type or "RESIDENT_ID", "id_no_mask": person.id_no_mask,
            }  # fmt: skip
            lines = frozen_lines(now, key, today=today, only=person.id)
            found.append(Contract(key, holder, lines))
    return found


def policy_row(
    now: Gate, contract: Contract, number: str, decision: str, by: Actor, at: datetime, today: str
) -> dict[str, Any]:
    """Return the row of a contract that has its number."""
    shares: dict[str, int] = {}
    for line in contract.lines:
        for payer, fen in line["shares"].items():
            shares[payer] = shares.get(payer, 0) + fen
    campaign = now.campaign
    return {
        "county": by.county, "id": contract.id, "village": now.village, "campaign": campaign["id"],
        "unit": now.unit, "policy_no": number, "product_code": campaign["product_code"],
        "product_version": campaign["product_version"], "partner": campaign["partner"],
        "policyholder": contract.holder, "start_on": now.cover["start"],
        "end_on": now.cover["end"], "received_on": now.book.completed_on or today,
        "issued_on": today, "lives": len(contract.lines),
        "premium_fen": sum(line["premium_fen"] for line in contract.lines), "shares": shares,
        "gate_snapshot": _snapshot(now, contract.id, by.county, decision), "gate_sha": now.sha,
        "gate_override": now.override.id if now.override else None, "status": "ISSUED",
        "issued_by": by.id, "issued_at": at,
    }  # fmt: skip


def _holder(now: Gate) -> dict[str, Any]:
    holder = now.policyholder
    if holder is None:
        return {}
    names = ("id", "ver", "name", "kind", "uscc", "contact", "resolution", "answers")
    return {name: getattr(holder, name) for name in names}


def _snapshot(now: Gate, policy: str, county: int, decision: str) -> dict[str, Any]:
    """Return the gate as it was: figures in the open, the people it was made from sealed."""
    where = place("policies", "gate_snapshot", county, now.village, policy)
    return {
        "figures": now.figures,
        "households": len(now.judged),
        "findings": list(now.findings),
        "cover": now.cover,
        "differences": [
            {
                "enrollment": case.enrollment,
                "new": list(case.new),
                "premium_moved": case.premium_moved,
                "start_moved": case.start_moved,
            }
            for case in now.judged
            if case.new or case.premium_moved or case.start_moved
        ],
        "decision": decision or None,
        "roster_version": now.roster_version,
        "inputs": base64.b64encode(vault().seal_json(county, where, now.inputs)).decode(),
    }
