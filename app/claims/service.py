"""A supervisor takes a claim notice on: received, passed on to the insurer, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.scope import in_areas, require_village
from app.claims import rules
from app.claims.models import ClaimNotice
from app.errors import Conflict, Invalid, NotFound
from app.policies.models import Policy, PolicyInsured
from app.regions.models import Village
from app.regions.rules import short_name
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Person

TEXT_MAX = 200
NUMBER_MAX = 40
LIST_MAX = 500


@dataclass(frozen=True)
class Notice:
    """A notice with whom it is about. missing: papers of the checklist without a photo."""

    row: ClaimNotice
    person: Person
    village_name: str
    agent: str
    missing: Sequence[str]


@dataclass(frozen=True)
class Step:
    """What is done about a notice. base: version the form showed."""

    status: str
    text: str
    claim_no: str
    base: int


def notices(session: Session, by: Actor) -> list[Notice]:
    """Return the notices of the person's villages: those nobody took on first, oldest first."""
    order = {status: place for place, status in enumerate((*rules.OPEN, "CLOSED", "VOID"))}
    return _notices(
        session, by, (case(order, value=ClaimNotice.status), ClaimNotice.happened_on), LIST_MAX
    )


def _notices(
    session: Session, by: Actor, order: Sequence[Any], limit: int, *wanted: ColumnElement[bool]
) -> list[Notice]:
    rows = session.execute(
        select(ClaimNotice, Person, Village.name, User.name)
        .join(
            Person,
            (Person.county == ClaimNotice.county)
            & (Person.village == ClaimNotice.village)
            & (Person.id == ClaimNotice.person),
        )
        .join(Village, (Village.county == ClaimNotice.county) & (Village.id == ClaimNotice.village))
        .outerjoin(
            User, (User.county == ClaimNotice.county) & (User.id == ClaimNotice.submitted_by)
        )
        .where(
            ClaimNotice.county == by.county, in_areas(ClaimNotice.village, by),
            ClaimNotice.deleted.is_(False), *wanted,
        )
        .order_by(*order, ClaimNotice.id)
        .limit(limit)
    )  # fmt: skip
    return [
        Notice(row, person, short_name(village), agent or "", rules.missing(row.kind, row.answers))
        for row, person, village, agent in rows
    ]


def notice_of(session: Session, by: Actor, village: int, key: str) -> Notice:
    """Return one notice. Raises NotFound CLAIM_UNKNOWN."""
    require_village(by, village)
    found = _notices(session, by, (), 1, ClaimNotice.village == village, ClaimNotice.id == key)
    if not found:
        raise NotFound("CLAIM_UNKNOWN")
    return found[0]


def policies_of(session: Session, notice: Notice) -> Sequence[Policy]:
    """Return the policies that name the person, the latest first."""
    row = notice.row
    return session.scalars(
        select(Policy)
        .join(
            PolicyInsured,
            (PolicyInsured.county == Policy.county) & (PolicyInsured.policy == Policy.id),
        )
        .where(
            Policy.county == row.county, PolicyInsured.village == row.village,
            PolicyInsured.person == row.person,
        )
        .order_by(Policy.start_on.desc())
    ).all()  # fmt: skip


def take_step(
    session: Session, village: int, key: str, step: Step, *, by: Actor, at: datetime
) -> None:
    """Write what is done; it reaches the phone with the next pull.

    Raises Invalid CLAIM_..._MISSING, CLAIM_TEXT_LONG; Conflict CLAIM_STATE, STALE_FORM.
    """
    require_village(by, village)
    if len(step.text) > TEXT_MAX or len(step.claim_no) > NUMBER_MAX:
        raise Invalid("CLAIM_TEXT_LONG")
    lock = lock_village(session, by.county, village)
    row = session.get(ClaimNotice, (by.county, village, key))
    if row is None or row.deleted:
        raise NotFound("CLAIM_UNKNOWN")
    session.refresh(row)
    refusal = rules.step_refusal(row.status, step.status, step.text, step.claim_no)
    if refusal == "CLAIM_STATE":
        raise Conflict(refusal)
    if refusal:
        raise Invalid(refusal)
    note = {
        "status": step.status, "text": step.text or None, "by_name": by.name,
        "at": int(at.timestamp()),
    }  # fmt: skip
    columns = {
        "status": step.status, "steps": [*(row.steps or []), note],
        "claim_no": step.claim_no or row.claim_no,
    }  # fmt: skip
    update_rows(session, lock, ClaimNotice, {key: columns}, base={key: step.base})
    detail = {"status": step.status, "text": step.text, "claim_no": step.claim_no}
    release(session, lock, [Entry("CLAIM_STEP", f"claim:{key}", by.id, detail=detail)], at=at)
