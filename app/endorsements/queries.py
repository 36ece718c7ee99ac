"""What the pages of endorsements show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries import user_names
from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.endorsements import rules, service, takeback
from app.endorsements.inforce import Line, covered_persons, lines_of
from app.endorsements.judging import Judged
from app.endorsements.models import Endorsement
from app.endorsements.storing import wanted_of
from app.enrollment.rules.group import check_group
from app.errors import DomainError
from app.policies.models import Policy
from app.policies.queries import in_force
from app.policies.register import roster_facts
from app.products.queries import dictionary, published
from app.reconciliation.view import village_view
from app.rosters.models import Household, Person
from app.words import words

FOUND = 30  # people shown of a search
UNASKED = 8  # and before one


@dataclass(frozen=True)
class Candidate:
    """A person of the register who could join."""

    person: Person
    where: str


def policy_head(session: Session, by: Actor, policy_id: str) -> dict[str, Any]:
    """Return what every page of a policy's endorsements shows on top. Raises NotFound."""
    policy = service.find_policy(session, by, policy_id)
    names = village_view(session, by.county, policy.village)
    return {
        "policy": policy, "now": in_force(session, by.county, policy_id),
        "template": published(policy.product_code, policy.product_version),
        "relations": words(dictionary("RELATION")["items"]),
        "occupations": words(dictionary("OCCUPATION")["items"]), **names,
    }  # fmt: skip


def index(session: Session, by: Actor, policy_id: str, *, today: str) -> dict[str, Any]:
    """Return the endorsements of a policy, newest first, and whether its issue can be undone."""
    head = policy_head(session, by, policy_id)
    rows = session.scalars(
        select(Endorsement)
        .where(Endorsement.county == by.county, Endorsement.policy == policy_id)
        .order_by(Endorsement.made_at.desc(), Endorsement.id)
    ).all()
    return {
        **head, "rows": rows, "names": user_names(session, by.county),
        "take_back_refusal": takeback.refusal(session, head["policy"], today),
    }  # fmt: skip


def waiting(session: Session, by: Actor) -> Sequence[tuple[Endorsement, Policy]]:
    """Return endorsements of the person's villages that wait for a decision or for money."""
    rows = session.execute(
        select(Endorsement, Policy)
        .join(Policy, (Policy.county == Endorsement.county) & (Policy.id == Endorsement.policy))
        .where(
            Endorsement.county == by.county, in_areas(Endorsement.village, by),
            Endorsement.status.in_(("SUBMITTED", "APPROVED")),
        )
        .order_by(Endorsement.made_at)
    ).all()  # fmt: skip
    return [(one, policy) for one, policy in rows]


def show(session: Session, by: Actor, policy_id: str, key: str, *, today: str) -> dict[str, Any]:
    """Return an endorsement with what it does; one that is past shows what it did."""
    head = policy_head(session, by, policy_id)
    row = service.find(session, by, policy_id, key)
    judged: list[Judged] = []
    fault = None
    lines = {line.line_no: line for line in lines_of(session, by.county, policy_id)}
    if row.status in ("DRAFT", "SUBMITTED", "APPROVED"):
        try:
            judged = service.preview(
                session, head["policy"], request_of(session, row), today=today
            )[0]
        except DomainError as error:
            fault = error
    asked = wanted_of(session, row)
    return {
        **head, "row": row, "judged": judged, "fault": fault, "lines": lines, "asked": asked,
        "people": _people(session, by, head["policy"], [one.person for one in asked]),
        "allowed": [
            action for action in rules.MOVES
            if rules.refusal(action, row.status, row.submitted_by, by.id) is None
        ],
        "after": floor(session, head["policy"], judged, today) if judged else None,
        "own": row.status == "SUBMITTED" and row.submitted_by == by.id,
        "trace": [{**note, "at": datetime.fromtimestamp(note["at"], UTC)} for note in row.trace],
    }  # fmt: skip


def floor(session: Session, policy: Policy, judged: Sequence[Judged], today: str) -> dict[str, Any]:
    """Return {lives, participation_bp, findings} of the policy after an endorsement."""
    covered = covered_persons(session, policy.county, policy.id)
    gone = {one.wanted.policy_line for one in judged if one.wanted.op == "D"}
    people = {person for person, line in covered.items() if line not in gone}
    people |= {one.wanted.person for one in judged if one.wanted.op == "A" and one.wanted.person}
    version = policy.gate_snapshot["roster_version"]
    roster = roster_facts(session, policy.county, policy.village, version, today=today)
    return check_group(
        template=published(policy.product_code, policy.product_version), stage="IN_FORCE",
        lines=[{"person_id": person} for person in sorted(people)], roster=roster,
        effective=policy.start_on, today=today,
    )  # fmt: skip


def request_of(session: Session, row: Endorsement) -> service.Request:
    """Return a stored endorsement as it was asked for."""
    wanted = wanted_of(session, row)
    claimed = frozenset(one.policy_line for one in wanted if one.claimed and one.policy_line)
    return service.Request(
        row.kind, row.effective_on, row.notice_on, row.reason,
        [] if row.kind == "CANCEL" else wanted, claimed,
    )  # fmt: skip


def insured_like(
    session: Session, by: Actor, policy_id: str, text: str, chosen: Sequence[str]
) -> list[Line]:  # fmt: skip
    """Return lines in force by part of a name or the end of an ID number, those chosen first."""
    found = [line for line in lines_of(session, by.county, policy_id) if line.in_force]
    picked = [line for line in found if str(line.line_no) in chosen]
    if not text:
        return picked or found[:UNASKED]
    hits = [
        line for line in found
        if text in (line.facts["name"] or "")
        or (line.facts["id_no"] or "").endswith(text)
        or text == str(line.line_no)
    ]  # fmt: skip
    return [*picked, *(line for line in hits if line not in picked)][: FOUND + len(picked)]


def candidates(
    session: Session, by: Actor, policy: Policy, text: str, chosen: str | None
) -> list[Candidate]:
    """Return people of the village's register who are not covered, by part of a name."""
    covered = covered_persons(session, by.county, policy.id)
    query = (
        select(Person, Household)
        .join(
            Household,
            (Household.county == Person.county)
            & (Household.village == Person.village)
            & (Household.id == Person.household),
        )
        .where(
            Person.county == by.county, Person.village == policy.village,
            Person.deleted.is_(False),
        )
        .order_by(Household.walk_order.nulls_last(), Person.id)
    )  # fmt: skip
    if text:
        query = query.where(Person.name.contains(text, autoescape=True))
    rows = session.execute(query.limit(FOUND + len(covered))).all()
    if chosen and all(person.id != chosen for person, _ in rows):
        rows = [*session.execute(query.where(Person.id == chosen)).all(), *rows]
    return [
        Candidate(person, f"{home.group_name or ''}{home.household_no or ''}")
        for person, home in rows
        if person.id not in covered and (person.life_status or "ALIVE") == "ALIVE"
    ][: FOUND if text else UNASKED]  # fmt: skip


def family_of(session: Session, by: Actor, village: int, person: str | None) -> Sequence[Person]:
    """Return everybody in the household of a person: one of them signs."""
    row = session.get(Person, (by.county, village, person or ""))
    if row is None:
        return []
    return session.scalars(
        select(Person)
        .where(
            Person.county == by.county, Person.village == village,
            Person.household == row.household, Person.deleted.is_(False),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip


def _people(
    session: Session, by: Actor, policy: Policy, keys: Sequence[str | None]
) -> dict[str, Person]:
    found = session.scalars(
        select(Person).where(
            Person.county == by.county,
            Person.village == policy.village,
            Person.id.in_([key for key in keys if key]),
        )
    )
    return {person.id: person for person in found}
