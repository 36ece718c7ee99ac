"""Take back an issue made by mistake: the village stands as before, with reason and trace."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.models import Batch
from app.endorsements import rules
from app.endorsements.models import Endorsement
from app.endorsements.service import find_policy
from app.enrollment.models import Enrollment, InsuredPerson
from app.errors import Conflict, Invalid
from app.policies.models import Policy, PolicyInsured
from app.reconciliation.service import settle
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows

OPEN = ("DRAFT", "SUBMITTED", "APPROVED")


def refusal(session: Session, policy: Policy, today: str) -> str | None:
    """Return why an issue cannot be taken back now, as a code, or None."""
    open_ones = session.scalar(
        select(Endorsement.id).where(
            Endorsement.county == policy.county, Endorsement.policy == policy.id,
            Endorsement.status.in_(OPEN),
        )
        .limit(1)
    )  # fmt: skip
    changed = session.scalar(
        select(PolicyInsured.line_no).where(
            PolicyInsured.county == policy.county, PolicyInsured.policy == policy.id,
            PolicyInsured.added_by.is_not(None) | PolicyInsured.ended_by.is_not(None),
        )
        .limit(1)
    )  # fmt: skip
    return rules.take_back_refusal(
        policy.status, policy.start_on, today, changed=changed is not None,
        open_endorsements=open_ones is not None,
    )  # fmt: skip


def take_back(
    session: Session, policy_id: str, reason: str, *, by: Actor, at: datetime, today: str
) -> None:
    """Undo an issue: lines are accepted again, the policy stays as CANCELLED.

    Its number is not used again; its batches stand as the money says. Raises Invalid
    REASON_MISSING, Conflict as `refusal` says.
    """
    policy = find_policy(session, by, policy_id)
    if not 0 < len(reason) <= rules.TEXT_MAX:
        raise Invalid("REASON_MISSING")
    lock = lock_village(session, by.county, policy.village)
    session.refresh(policy)
    code = refusal(session, policy, today)
    if code:
        raise Conflict(code)
    _open_again(session, lock, policy)
    ended = {
        "kind": "TAKEN_BACK", "on": today, "reason": reason, "by": by.id, "by_name": by.name,
        "endorsement": None,
    }  # fmt: skip
    session.execute(
        update(Policy)
        .where(Policy.county == by.county, Policy.id == policy_id)
        .values(status="CANCELLED", ended=ended)
    )
    detail = {"reason": reason, "policy_no": policy.policy_no}
    entry = Entry("POLICY_TAKEN_BACK", f"policy:{policy_id}", by.id, detail=detail)
    release(session, lock, [entry], at=at)
    settle(session, policy.village, policy.campaign, by=by, at=at)


def _open_again(session: Session, lock: VillageLock, policy: Policy) -> None:
    rows = session.execute(
        select(InsuredPerson.id, InsuredPerson.enrollment)
        .join(
            PolicyInsured,
            (PolicyInsured.county == InsuredPerson.county)
            & (PolicyInsured.village == InsuredPerson.village)
            & (PolicyInsured.insured_person == InsuredPerson.id),
        )
        .where(
            PolicyInsured.county == policy.county, PolicyInsured.policy == policy.id,
            InsuredPerson.county == policy.county, InsuredPerson.village == policy.village,
        )
    ).all()  # fmt: skip
    enrollments = {row.enrollment for row in rows}
    batches = _batches(session, policy, sorted(enrollments))
    update_rows(session, lock, InsuredPerson, {row.id: {"policy_insured": None} for row in rows})
    update_rows(
        session, lock, Enrollment, {key: {"status": "ACCEPTED"} for key in sorted(enrollments)}
    )
    update_rows(session, lock, Batch, {key: {"status": "RECONCILED"} for key in batches})


def _batches(session: Session, policy: Policy, enrollments: Sequence[str]) -> list[str]:
    """Return the issued batches of some enrollments."""
    rows = session.scalars(
        select(Enrollment.batch)
        .join(
            Batch,
            (Batch.county == Enrollment.county)
            & (Batch.village == Enrollment.village)
            & (Batch.id == Enrollment.batch),
        )
        .where(
            Enrollment.county == policy.county, Enrollment.village == policy.village,
            Enrollment.id.in_(enrollments), Batch.status == "ISSUED",
        )
        .distinct()
    )  # fmt: skip
    return [key for key in rows if key is not None]
