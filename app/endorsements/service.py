"""Draft, submit, decide and carry out endorsements; every step is traced and audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.models import County
from app.audit.service import Entry
from app.batches.scope import require_village
from app.civil_date import parse_date
from app.db import new_id
from app.endorsements import effects, rules
from app.endorsements.inforce import lines_of
from app.endorsements.judging import Case, Judged, Wanted, blocking, judge
from app.endorsements.models import Endorsement
from app.endorsements.storing import clear, store, wanted_of
from app.errors import Conflict, Invalid, NotFound
from app.policies.models import Policy
from app.regions.service import VillageLock, lock_village, release


@dataclass(frozen=True)
class Request:
    """What a person asks for. lines: empty for CANCEL, which is about all in force.

    claimed: numbers of lines with a claim, for CANCEL.
    """

    kind: str
    effective_on: str | None
    notice_on: str | None
    reason: str
    lines: Sequence[Wanted] = ()
    claimed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Step:
    """A step with an endorsement. base: rev the page showed; received_on, reference: of money."""

    action: str
    base: int
    text: str = ""
    received_on: str | None = None
    reference: str = ""


def preview(
    session: Session, policy: Policy, asked: Request, *, today: str
) -> tuple[list[Judged], dict[str, int], dict[str, int]]:
    """Return (lines judged, due, refund) of a request; writes nothing."""
    case = Case(policy, asked.kind, asked.effective_on, asked.notice_on, today)
    judged = judge(session, case, _wanted(session, policy, asked))
    return judged, *rules.money(one.shares for one in judged)


def save(
    session: Session, policy_id: str, key: str | None, base: int, asked: Request, *, by: Actor,
    at: datetime, today: str,
) -> str:  # fmt: skip
    """Store a request as a draft, new or in the place of an older one; return its id.

    Raises Conflict STALE_ENDORSEMENT, Invalid of what is missing or wrong.
    """
    policy = find_policy(session, by, policy_id)
    lock = lock_village(session, by.county, policy.village)
    session.refresh(policy)
    _require_valid(policy, asked, today)
    judged, due, back = preview(session, policy, asked, today=today)
    values = {
        "kind": asked.kind, "effective_on": asked.effective_on, "notice_on": asked.notice_on,
        "reason": asked.reason, "due": due, "refund": back,
    }  # fmt: skip
    if key is None:
        key = new_id()
        session.execute(insert(Endorsement), [{
            "county": by.county, "id": key, "policy": policy_id, "village": policy.village,
            "status": "DRAFT", "rev": 1, "trace": [_note("edit", by, at, "")], "made_by": by.id,
            "made_at": at, **values,
        }])  # fmt: skip
    else:
        row = find(session, by, policy_id, key)
        _move(session, row, "edit", base, by, at, "", values)
        clear(session, by.county, key)
    store(session, by.county, policy.village, key, judged)
    _audit(session, lock, "ENDORSEMENT_SAVED", key, by, at, {"kind": asked.kind})
    return key


def step(
    session: Session, policy_id: str, key: str, taken: Step, *, by: Actor, at: datetime, today: str
) -> None:
    """Take a step: submit, withdraw, approve, reject, receive, drop.

    What needs no money takes effect with its approval. Raises Conflict, Invalid, NotFound.
    """
    policy = find_policy(session, by, policy_id)
    lock = lock_village(session, by.county, policy.village)
    session.refresh(policy)
    row = find(session, by, policy_id, key)
    session.refresh(row)
    code = rules.refusal(taken.action, row.status, row.submitted_by, by.id)
    if code:
        raise Conflict(code)
    if taken.action == "reject" and not 0 < len(taken.text) <= rules.TEXT_MAX:
        raise Invalid("REASON_MISSING")
    values = _values(taken, by, today)
    judged: list[Judged] = []
    if taken.action in ("submit", "approve", "receive"):
        judged = _judged_again(session, policy, row, today)
        if taken.action != "submit":
            _require_in_time(row, values.get("received_on") or today)
    effective = taken.action == "receive" or (taken.action == "approve" and not row.due)
    if effective:
        values |= {"status": "EFFECTIVE", "effective_at": at}
    _move(session, row, taken.action, taken.base, by, at, taken.text, values)
    if effective:
        effects.carry_out(session, lock, policy, row, judged, by=by, at=at, today=today)
    detail = {"text": taken.text, "received_on": values.get("received_on")}
    _audit(session, lock, f"ENDORSEMENT_{taken.action.upper()}", key, by, at, detail)
    if taken.action == "approve":
        _take_number(session, by.county, key, int(today[:4]))


def find_policy(session: Session, by: Actor, policy_id: str) -> Policy:
    """Return a policy of the person's villages. Raises NotFound."""
    policy = session.get(Policy, (by.county, policy_id))
    if policy is None:
        raise NotFound("POLICY_UNKNOWN")
    require_village(by, policy.village)
    return policy


def find(session: Session, by: Actor, policy_id: str, key: str) -> Endorsement:
    """Return an endorsement of a policy. Raises NotFound."""
    row = session.get(Endorsement, (by.county, key))
    if row is None or row.policy != policy_id:
        raise NotFound("ENDORSEMENT_UNKNOWN")
    return row


def _wanted(session: Session, policy: Policy, asked: Request) -> Sequence[Wanted]:
    if asked.kind != "CANCEL":
        return asked.lines
    return [
        Wanted("D", line.line_no, None, line.line_no in asked.claimed)
        for line in lines_of(session, policy.county, policy.id)
        if line.in_force
    ]


def _require_valid(policy: Policy, asked: Request, today: str) -> None:
    if policy.status != "ISSUED":
        raise Conflict("POLICY_STATE")
    if asked.kind not in rules.KINDS:
        raise Invalid("ENDORSEMENT_KIND")
    if not 0 < len(asked.reason) <= rules.TEXT_MAX:
        raise Invalid("REASON_MISSING")
    if not asked.lines and asked.kind != "CANCEL":
        raise Invalid("ENDORSEMENT_EMPTY")
    code = rules.date_refusal(
        asked.kind, asked.effective_on, asked.notice_on, today=today, issued_on=policy.issued_on,
        end_on=policy.end_on,
    )  # fmt: skip
    if code:
        raise Invalid(code)


def _judged_again(
    session: Session, policy: Policy, row: Endorsement, today: str
) -> list[Judged]:  # fmt: skip
    """Judge what was asked for with the facts of now. Raises Conflict where it does not hold."""
    if policy.status != "ISSUED":
        raise Conflict("POLICY_STATE")
    case = Case(policy, row.kind, row.effective_on, row.notice_on, today)
    judged = judge(session, case, wanted_of(session, row))
    if blocking(judged):
        raise Conflict("ENDORSEMENT_BLOCKED")
    due, back = rules.money(one.shares for one in judged)
    if (due, back) != (row.due, row.refund):
        raise Conflict("ENDORSEMENT_CHANGED")
    if row.kind == "CANCEL":
        left = {one.line_no for one in lines_of(session, row.county, policy.id) if one.in_force}
        if left != {one.wanted.policy_line for one in judged}:
            raise Conflict("ENDORSEMENT_CHANGED")
    return judged


def _require_in_time(row: Endorsement, arrived_on: str) -> None:
    if rules.is_late(row.kind, row.effective_on, arrived_on):
        raise Conflict("ENDORSEMENT_LATE")


def _values(taken: Step, by: Actor, today: str) -> dict[str, Any]:
    """Return what a step writes besides its state. Raises Invalid for money that is not right."""
    if taken.action == "submit":
        return {"submitted_by": by.id}
    if taken.action in ("approve", "reject"):
        return {"decided_by": by.id}
    if taken.action != "receive":
        return {}
    if parse_date(taken.received_on) is None:
        raise Invalid("DATE_INVALID")
    if taken.received_on is not None and taken.received_on > today:
        raise Invalid("DATE_FUTURE")
    if len(taken.reference) > 60:
        raise Invalid("REFERENCE_LONG")
    return {"received_on": taken.received_on, "reference": taken.reference or None}


def _move(
    session: Session, row: Endorsement, action: str, base: int, by: Actor, at: datetime,
    text: str, values: Mapping[str, Any],
) -> None:  # fmt: skip
    starts, state = rules.MOVES[action]
    if row.status not in starts:
        raise Conflict("ENDORSEMENT_STATE")
    trace = [*row.trace, _note(action, by, at, text)]
    moved = session.execute(
        update(Endorsement)
        .where(Endorsement.county == row.county, Endorsement.id == row.id, Endorsement.rev == base)
        .values(**{"status": state, **values}, rev=base + 1, trace=trace)
        .returning(Endorsement.id)
    ).scalar_one_or_none()
    if moved is None:
        raise Conflict("STALE_ENDORSEMENT")


def _take_number(session: Session, county: int, key: str, year: int) -> None:
    """Take the next number of the county's counter, whose row is locked last."""
    count = session.execute(
        update(County)
        .where(County.county == county)
        .values(next_endorsement_no=County.next_endorsement_no + 1)
        .returning(County.next_endorsement_no)
    ).scalar_one()
    session.execute(
        update(Endorsement)
        .where(Endorsement.county == county, Endorsement.id == key)
        .values(number=rules.number(county, year, count - 1))
    )


def _audit(
    session: Session, lock: VillageLock, action: str, key: str, by: Actor, at: datetime,
    detail: Mapping[str, Any],
) -> None:  # fmt: skip
    entry = Entry(action, f"endorsement:{key}", by.id, detail=dict(detail))
    release(session, lock, [entry], at=at)


def _note(action: str, by: Actor, at: datetime, text: str) -> dict[str, Any]:
    return {
        "action": action, "by": by.id, "by_name": by.name, "at": int(at.timestamp()),
        "text": text or None,
    }  # fmt: skip
