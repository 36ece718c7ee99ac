"""What an endorsement does when it takes effect: lines end and begin, money goes back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.campaigns.models import Campaign
from app.endorsements.judging import Judged
from app.endorsements.models import Endorsement, EndorsementLine
from app.enrollment.models import InsuredPerson
from app.policies.models import Policy, PolicyInsured
from app.reconciliation.refunds import Back, give_back
from app.regions.service import VillageLock
from app.regions.writing import update_rows
from app.rosters.models import Person
from app.secrets import place, vault


def carry_out(
    session: Session, lock: VillageLock, policy: Policy, row: Endorsement,
    judged: Sequence[Judged], *, by: Actor, at: datetime, today: str,
) -> None:  # fmt: skip
    """Change the lines of a policy whose village is locked, and record what goes back to whom."""
    _end_lines(session, row, judged, today)
    made = _begin_lines(session, policy, row, judged)
    _tell_enrollments(session, lock, policy, judged, made)
    partner = session.scalar(
        select(Campaign.partner).where(
            Campaign.county == policy.county, Campaign.id == policy.campaign
        )
    )
    backs = [back for one in judged for back in _backs(policy, row, one, partner)]
    give_back(session, policy.village, backs, by=by, at=at)
    if row.kind == "CANCEL":
        ended = {
            "kind": "CANCELLED", "on": row.notice_on, "reason": row.reason, "by": by.id,
            "by_name": by.name, "endorsement": row.id,
        }  # fmt: skip
        session.execute(
            update(Policy)
            .where(Policy.county == policy.county, Policy.id == policy.id)
            .values(status="CANCELLED", ended=ended)
        )


def _end_lines(
    session: Session, row: Endorsement, judged: Sequence[Judged], today: str
) -> None:  # fmt: skip
    leaving = [one.wanted.policy_line for one in judged if one.wanted.op == "D"]
    changed = [one.wanted.policy_line for one in judged if one.wanted.op == "U"]
    for numbers, last in ((leaving, row.notice_on), (changed, today)):
        if numbers:
            session.execute(
                update(PolicyInsured)
                .where(
                    PolicyInsured.county == row.county, PolicyInsured.policy == row.policy,
                    PolicyInsured.line_no.in_(numbers),
                )
                .values(ended_by=row.id, to_on=last)
            )  # fmt: skip


def _begin_lines(
    session: Session, policy: Policy, row: Endorsement, judged: Sequence[Judged]
) -> dict[int, int]:
    """Insert the lines that stand in or join; return {place in the endorsement: line}."""
    last = session.scalar(
        select(func.max(PolicyInsured.line_no)).where(
            PolicyInsured.county == policy.county, PolicyInsured.policy == policy.id
        )
    )
    rows: list[dict[str, Any]] = []
    made: dict[int, int] = {}
    for number, one in enumerate(judged, start=1):
        if one.facts is not None:
            made[number] = (last or 0) + len(rows) + 1
            rows.append(_line(policy, row, one, made[number]))
    if rows:
        session.execute(insert(PolicyInsured).returning(PolicyInsured.line_no), rows)
    for number, line in made.items():
        session.execute(
            update(EndorsementLine)
            .where(
                EndorsementLine.county == row.county, EndorsementLine.endorsement == row.id,
                EndorsementLine.line_no == number,
            )
            .values(new_line=line)
        )  # fmt: skip
    return made


def _line(policy: Policy, row: Endorsement, one: Judged, number: int) -> dict[str, Any]:
    facts, old = dict(one.facts or {}), one.line.row if one.line else None
    where = place(
        "policy_insured", "snapshot", policy.county, policy.village, f"{policy.id}/{number}"
    )
    return {
        "county": policy.county, "policy": policy.id, "line_no": number,
        "village": policy.village, "insured_person": old.insured_person if old else "",
        "person": old.person if old else one.wanted.person, "plan": facts["plan"],
        "premium_fen": facts["premium_fen"], "shares": facts["shares"],
        "snapshot_enc": vault().seal_json(policy.county, where, facts), "added_by": row.id,
        "replaces": old.line_no if old else None,
    }  # fmt: skip


def _tell_enrollments(
    session: Session, lock: VillageLock, policy: Policy, judged: Sequence[Judged],
    made: dict[int, int],
) -> None:  # fmt: skip
    """Let what phones see say it too: the line in force or none, what somebody who joins does."""
    works = {
        one.wanted.person: {"occupation": one.wanted.body["occupation"]}
        for one in judged
        if one.wanted.person and one.wanted.body.get("occupation")
    }
    update_rows(session, lock, Person, works)
    changes: dict[str, dict[str, Any]] = {}
    for number, one in enumerate(judged, start=1):
        if one.line is not None and one.line.row.insured_person:
            line = made.get(number)
            named = f"{policy.id}/{line}" if line else None
            changes[one.line.row.insured_person] = {"policy_insured": named}
    update_rows(session, lock, InsuredPerson, changes)


def _backs(policy: Policy, row: Endorsement, one: Judged, partner: Any) -> list[Back]:
    """Return what goes back for a line, to whom by source."""
    if one.line is None:
        return []
    facts, old = one.line.facts, one.line.row
    names = {
        "INDIVIDUAL": facts["head"] or facts["name"],
        "COLLECTIVE": policy.policyholder.get("name") or "",
        "FISCAL": "财政", "SPONSOR": (partner or {}).get("name") or "",
    }  # fmt: skip
    leaves = one.wanted.op == "D"
    subject = f"policy:{policy.id}:{old.line_no}"
    if leaves and old.insured_person:  # the same as of a refund recorded without endorsement
        subject = f"insured:{policy.village}:{old.insured_person}"
    return [
        Back(
            subject, "LEFT" if leaves else "CORRECTED", source, names[source], -one.shares[source],
            row.reason[:200],
        )
        for source in names
        if one.shares.get(source, 0) < 0
    ]  # fmt: skip
