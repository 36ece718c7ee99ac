"""Let a gate pass by a second person, and issue: what was judged is frozen."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.models import County
from app.audit.service import Entry
from app.batches.models import Batch
from app.batches.scope import require_village
from app.db import new_id
from app.enrollment.models import Enrollment, InsuredPerson
from app.errors import Conflict, Invalid
from app.policies import rules
from app.policies.frozen import frozen_lines
from app.policies.gate import Gate, gate
from app.policies.models import GateOverride, Policy, PolicyInsured
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows
from app.secrets import place, vault


@dataclass(frozen=True)
class Act:
    """What a person decides at a gate. gate_sha: the gate he saw; text: his reason or decision."""

    village: int
    campaign: str
    gate_sha: str
    text: str


def override(session: Session, act: Act, *, by: Actor, at: datetime, today: str) -> None:
    """Let a low participation pass, with reason, by a person who approved none of the batches.

    Raises Conflict STALE_GATE, OVERRIDE_OWN, NOTHING_TO_OVERRIDE; Invalid REASON_MISSING.
    """
    require_village(by, act.village)
    if not act.text or len(act.text) > rules.REASON_MAX:
        raise Invalid("REASON_MISSING")
    lock = lock_village(session, by.county, act.village)
    now = _seen(session, act, by, today)
    codes = sorted({finding["code"] for finding in now.findings})
    decisions = [entry for line in now.book.batches for entry in line.batch.decisions or []]
    code = rules.override_refusal(by.id, rules.approved_by(decisions), codes)
    if code:
        raise Conflict(code)
    decision = new_id()
    session.execute(insert(GateOverride), [{
        "county": by.county, "id": decision, "village": act.village, "campaign": act.campaign,
        "gate_sha": act.gate_sha, "codes": [rules.OVERRIDABLE], "reason": act.text,
        "decided_by": by.id, "decided_at": at,
    }])  # fmt: skip
    detail = {"gate_sha": act.gate_sha, "reason": act.text, "figures": now.figures}
    entry = Entry("GATE_OVERRIDDEN", f"gate_override:{decision}", by.id, detail=detail)
    release(session, lock, [entry], at=at)


def issue(session: Session, act: Act, *, by: Actor, at: datetime, today: str) -> str:
    """Issue the policy of a village; return its id. The county's counter is locked last.

    Raises Conflict STALE_GATE, POLICY_EXISTS, ISSUE_REFUSED (detail `codes`), DECISION_MISSING.
    """
    require_village(by, act.village)
    lock = lock_village(session, by.county, act.village)
    if _issued(session, by.county, act):
        raise Conflict("POLICY_EXISTS")
    now = _seen(session, act, by, today)
    if now.refusals:
        raise Conflict("ISSUE_REFUSED", codes=now.refusals)
    if now.needs_decision and not act.text:
        raise Conflict("DECISION_MISSING")
    policy = new_id()
    lines = frozen_lines(now, policy, today=today)
    _mark(session, lock, now, policy, lines)
    entry = Entry(
        "POLICY_ISSUED",
        f"policy:{policy}",
        by.id,
        detail={"gate_sha": now.sha, "decision": act.text},
    )
    release(session, lock, [entry], at=at)
    session.execute(insert(Policy), [_policy(session, now, policy, lines, act, by, at, today)])
    # With RETURNING the rows go in multi-row statements; without it, one by one.
    session.execute(insert(PolicyInsured).returning(PolicyInsured.line_no), lines)
    return policy


def _seen(session: Session, act: Act, by: Actor, today: str) -> Gate:
    now = gate(session, by.county, act.village, act.campaign, today=today)
    if now.sha != act.gate_sha:
        raise Conflict("STALE_GATE")
    return now


def _issued(session: Session, county: int, act: Act) -> bool:
    found = session.scalar(
        select(Policy.id)
        .where(
            Policy.county == county, Policy.village == act.village,
            Policy.campaign == act.campaign, Policy.status.in_(("ISSUED", "PENDING_PAYMENT")),
        )
        .limit(1)
    )  # fmt: skip
    return found is not None


def _mark(
    session: Session, lock: VillageLock, now: Gate, policy: str, lines: list[dict[str, Any]]
) -> None:
    """Write the new status of enrollments, their lines and their batches."""
    enrollments = {case.enrollment: {"status": "POLICY_ISSUED"} for case in now.judged}
    insured = {
        line["insured_person"]: {"policy_insured": f"{policy}/{line['line_no']}"} for line in lines
    }
    update_rows(session, lock, Enrollment, enrollments)
    update_rows(session, lock, InsuredPerson, insured)
    batches = {line.batch.id: {"status": "ISSUED"} for line in now.book.batches}
    update_rows(session, lock, Batch, batches)


def _policy(
    session: Session,
    now: Gate,
    policy: str,
    lines: list[dict[str, Any]],
    act: Act,
    by: Actor,
    at: datetime,
    today: str,
) -> dict[str, Any]:
    number = session.execute(
        update(County)
        .where(County.county == by.county)
        .values(next_policy_no=County.next_policy_no + 1)
        .returning(County.next_policy_no)
    ).scalar_one()
    code = now.campaign["product_code"]
    shares: dict[str, int] = {}
    for line in lines:
        for payer, fen in line["shares"].items():
            shares[payer] = shares.get(payer, 0) + fen
    return {
        "county": by.county, "id": policy, "village": act.village, "campaign": act.campaign,
        "policy_no": rules.policy_no(by.county, code, int(today[:4]), number - 1),
        "product_code": code, "product_version": now.campaign["product_version"],
        "policyholder": _holder(now), "start_on": now.cover["start"], "end_on": now.cover["end"],
        "received_on": now.book.completed_on or today, "issued_on": today, "lives": len(lines),
        "premium_fen": sum(line["premium_fen"] for line in lines), "shares": shares,
        "gate_snapshot": _snapshot(now, policy, by.county, act.text), "gate_sha": now.sha,
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
