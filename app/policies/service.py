"""Let a gate pass by a second person, and issue: what was judged is frozen."""

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
from app.policies.contracts import contracts_of, policy_row
from app.policies.gate import Gate, gate
from app.policies.models import GateOverride, Policy, PolicyInsured
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows


@dataclass(frozen=True)
class Act:
    """What a person decides at a gate. gate_sha: the gate he saw; text: his reason or decision.

    unit: the group or borrower where a campaign is not issued by village.
    """

    village: int
    campaign: str
    gate_sha: str
    text: str
    unit: str = ""


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
    """Issue what stands at a gate; return the id of the policy, of the first one of borrowers.

    The county's counter is locked last. Raises Conflict STALE_GATE, POLICY_EXISTS, ISSUE_REFUSED
    (detail `codes`), DECISION_MISSING.
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
    made = contracts_of(now, today=today)
    _mark(session, lock, now, [line for contract in made for line in contract.lines])
    detail = {"gate_sha": now.sha, "decision": act.text}
    entries = [Entry("POLICY_ISSUED", f"policy:{one.id}", by.id, detail=detail) for one in made]
    release(session, lock, entries, at=at)
    numbers = _numbers(session, now, len(made), today)
    rows = [
        policy_row(now, contract, number, act.text, by, at, today)
        for contract, number in zip(made, numbers, strict=True)
    ]
    session.execute(insert(Policy).returning(Policy.id), rows)
    # With RETURNING the rows go in multi-row statements; without it, one by one.
    lines = [line for contract in made for line in contract.lines]
    session.execute(insert(PolicyInsured).returning(PolicyInsured.line_no), lines)
    return made[0].id


def _seen(session: Session, act: Act, by: Actor, today: str) -> Gate:
    now = gate(session, by.county, act.village, act.campaign, today=today, unit=act.unit)
    if now.sha != act.gate_sha:
        raise Conflict("STALE_GATE")
    return now


def _issued(session: Session, county: int, act: Act) -> bool:
    found = session.scalar(
        select(Policy.id)
        .where(
            Policy.county == county, Policy.village == act.village,
            Policy.campaign == act.campaign, Policy.unit == act.unit,
            Policy.status.in_(("ISSUED", "PENDING_PAYMENT")),
        )
        .limit(1)
    )  # fmt: skip
    return found is not None


def _mark(session: Session, lock: VillageLock, now: Gate, lines: list[dict[str, Any]]) -> None:
    """Write the new status of enrollments, their lines, and the batches that are done with."""
    enrollments = {case.enrollment: {"status": "POLICY_ISSUED"} for case in now.judged}
    insured = {
        line["insured_person"]: {"policy_insured": f"{line['policy']}/{line['line_no']}"}
        for line in lines
    }
    open_ones = _open_batches(session, now, set(enrollments))
    update_rows(session, lock, Enrollment, enrollments)
    update_rows(session, lock, InsuredPerson, insured)
    batches = {
        line.batch.id: {"status": "ISSUED"}
        for line in now.book.batches
        if line.batch.id not in open_ones
    }
    update_rows(session, lock, Batch, batches)


def _open_batches(session: Session, now: Gate, issued: set[str]) -> set[str | None]:
    """Return the batches that hold accepted lines of other groups or borrowers."""
    lines = session.execute(
        select(Enrollment.id, Enrollment.batch).where(
            Enrollment.county == now.county, Enrollment.village == now.village,
            Enrollment.campaign == now.campaign["id"], Enrollment.status == "ACCEPTED",
            Enrollment.deleted.is_(False),
        )
    )  # fmt: skip
    return {batch for key, batch in lines if key not in issued}


def _numbers(session: Session, now: Gate, count: int, today: str) -> list[str]:
    """Take the next policy numbers of the county."""
    county = now.county
    last = session.execute(
        update(County)
        .where(County.county == county)
        .values(next_policy_no=County.next_policy_no + count)
        .returning(County.next_policy_no)
    ).scalar_one()
    code, year = now.campaign["product_code"], int(today[:4])
    return [rules.policy_no(county, code, year, no) for no in range(last - count, last)]
