"""Premium paid back to who paid it: what came too much, and the premium of people who leave.

A person's premium goes back by source share (products/rules/refund.py); the insurer's own
concession was never paid and goes to nobody. Recorded first, PAID when the bank has done it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry, record
from app.batches.scope import require_village
from app.campaigns.models import Campaign, CampaignVillage, Policyholder
from app.civil_date import parse_date
from app.db import new_id
from app.enrollment.models import Enrollment, InsuredPerson
from app.enrollment.rules.shape import quoted_cover
from app.errors import Conflict, Invalid, NotFound
from app.products.queries import published
from app.products.rules.refund import refund
from app.reconciliation.areas import below, within
from app.reconciliation.booking import rest_of
from app.reconciliation.importing import locked
from app.reconciliation.lines import subject_of
from app.reconciliation.models import Refund, StatementLine
from app.reconciliation.rules.premium import REFERENCE_MAX
from app.reconciliation.twins import require_not_elsewhere
from app.regions.service import lock_village, release
from app.rosters.models import Person

TEXT_MAX = 200
HEADS = ("01", "02")
PAID = ("ACCEPTED", "POLICY_ISSUED")  # states of enrollments whose premium is due


@dataclass(frozen=True)
class Leaver:
    """A person who leaves. notice_on: the day it was told; claimed: a claim is open or paid."""

    village: int
    insured: str
    notice_on: str
    claimed: bool
    reason: str


@dataclass(frozen=True)
class Back:
    """One share that goes back. subject, cause, source: as in `refunds`; name: to whom."""

    subject: str
    cause: str
    source: str
    name: str
    fen: int
    reason: str


@dataclass(frozen=True)
class Split:
    """What goes back: the rule's own answer, and to whom by source share."""

    name: str
    figures: Mapping[str, Any]
    shares: Sequence[tuple[str, str, int]]


def too_much(
    session: Session, statement: str, line_no: int, reason: str, *, by: Actor, at: datetime
) -> str:
    """Record that what is left of a line goes back to who paid it; return the refund's id.

    Raises Invalid REFUND_REASON; Conflict NOTHING_LEFT, LINE_BOOKED_ELSEWHERE.
    """
    found = locked(session, by, statement)
    _require_text(reason)
    row = session.get(StatementLine, (by.county, statement, line_no))
    if row is None:
        raise NotFound("STATEMENT_LINE_UNKNOWN")
    rest = rest_of(session, row)
    if rest <= 0 or row.status in ("REVERSED", "DUPLICATE"):
        raise Conflict("NOTHING_LEFT")
    require_not_elsewhere(session, found, [line_no])
    made = new_id()
    common = {"cause": "OVERPAID", "subject": subject_of(row), "reason": reason}
    _insert(session, by, found.area, [(made, None, row.payer, rest)], common, at)
    detail = {"fen": rest, "to": row.payer, "reason": reason}
    record(session, by.county, Entry("REFUND_DUE", f"refund:{made}", by.id, detail=detail), at=at)
    return made


def split(session: Session, leaver: Leaver, *, by: Actor) -> Split:
    """Return what the rule gives back for a person, and to whom.

    Raises NotFound, Invalid; Conflict NOTHING_LEFT for who is not insured and will not be.
    """
    require_village(by, leaver.village)
    if parse_date(leaver.notice_on) is None:
        raise Invalid("DATE_INVALID")
    key = by.county, leaver.village
    insured = session.get(InsuredPerson, (*key, leaver.insured))
    if insured is None or not insured.computed:
        raise NotFound("INSURED_UNKNOWN")
    row = session.get(Enrollment, (*key, insured.enrollment))
    assert row is not None, "a foreign key says so"
    if row.status not in PAID or not insured.included:
        raise Conflict("NOTHING_LEFT")  # who was withdrawn got it back with the household
    campaign = session.get(Campaign, (by.county, row.campaign))
    assert campaign is not None, "an enrollment has its campaign"
    template = published(campaign.product_code, campaign.product_version)
    cover = quoted_cover(template, row.quoted_start_on)
    if cover["start"] is None or cover["end"] is None:
        raise Invalid("COVER_BLOCKED")
    figures = refund(
        insured.computed["premium_fen"], insured.computed["shares"],
        template["refund"]["expense_bp"], cover["start"], cover["end"], leaver.notice_on,
        leaver.claimed,
    )  # fmt: skip
    payers = payers_of(session, by.county, leaver.village, row.household, row.campaign)
    shares = [
        (source, payers[source], fen)
        for source, fen in figures["shares"].items()
        if fen and source != "INSURER"
    ]
    person = session.get(Person, (*key, insured.person))
    return Split((person.name if person else "") or "", figures, shares)


def leave(session: Session, leaver: Leaver, *, by: Actor, at: datetime) -> int:
    """Record the refund of a person who leaves, one row per source; return how many.

    Raises Conflict REFUND_EXISTS, NOTHING_LEFT; Invalid as split does.
    """
    _require_text(leaver.reason)
    lock = lock_village(session, by.county, leaver.village)
    found = split(session, leaver, by=by)
    subject = f"insured:{leaver.village}:{leaver.insured}"
    if refunded(session, by.county, leaver.village, [leaver.insured]):
        raise Conflict("REFUND_EXISTS")
    if not found.shares:
        raise Conflict("NOTHING_LEFT")
    rows = [(new_id(), source, name, fen) for source, name, fen in found.shares]
    common = {"cause": "LEFT", "subject": subject, "reason": leaver.reason}
    _insert(session, by, leaver.village, rows, common, at)
    detail = {"insured": leaver.insured, "figures": dict(found.figures), "reason": leaver.reason}
    entry = Entry("REFUND_DUE", subject, by.id, detail=detail)
    release(session, lock, [entry], at=at)
    return len(rows)


def give_back(
    session: Session, village: int, backs: Sequence[Back], *, by: Actor, at: datetime
) -> None:
    """Record shares that somebody gets back, in a village the caller has locked.

    What went back already, recorded without an endorsement, does not go back twice.
    """
    subjects = {one.subject for one in backs}
    known = set(
        session.scalars(
            select(Refund.subject).where(Refund.county == by.county, Refund.subject.in_(subjects))
        )
    )
    rows = [
        {
            "county": by.county, "id": new_id(), "area": village, "cause": one.cause,
            "subject": one.subject, "reason": one.reason, "source": one.source,
            "to_name": one.name, "fen": one.fen, "state": "DUE", "recorded_by": by.id,
            "recorded_at": at,
        }
        for one in backs
        if one.subject not in known
    ]  # fmt: skip
    if rows:
        session.execute(insert(Refund).returning(Refund.id), rows)


def pay_back(
    session: Session, refund_id: str, paid_on: str, reference: str, *, by: Actor, at: datetime,
    today: str,
) -> None:  # fmt: skip
    """Say that the bank has paid a refund. Raises Invalid DATE_..., REFERENCE_..., Conflict."""
    found = session.get(Refund, (by.county, refund_id))
    if found is None or not within(by, found.area):
        raise NotFound("REFUND_UNKNOWN")
    if parse_date(paid_on) is None:
        raise Invalid("DATE_INVALID")
    if paid_on > today:
        raise Invalid("DATE_FUTURE")
    if not 0 < len(reference) <= REFERENCE_MAX:
        raise Invalid("REFUND_REFERENCE")
    done = session.execute(
        update(Refund)
        .where(Refund.county == by.county, Refund.id == refund_id, Refund.state == "DUE")
        .values(state="PAID", paid_on=paid_on, reference=reference, paid_by=by.id)
        .returning(Refund.id)
    ).one_or_none()
    if done is None:
        raise Conflict("REFUND_PAID")
    detail = {"paid_on": paid_on, "reference": reference}
    entry = Entry("REFUND_PAID", f"refund:{refund_id}", by.id, detail=detail)
    record(session, by.county, entry, at=at)


def refunds(session: Session, by: Actor) -> Sequence[Refund]:
    """Return the refunds of the person's areas, those to be paid first, newest first."""
    return session.scalars(
        select(Refund)
        .where(Refund.county == by.county, below(Refund.area, by))
        .order_by(Refund.state, Refund.recorded_at.desc(), Refund.id)
        .limit(500)
    ).all()


def refunded(session: Session, county: int, village: int, insured: Sequence[str]) -> bool:
    """Tell whether premium of one of some insured persons goes back already."""
    subjects = [f"insured:{village}:{key}" for key in insured]
    query = select(Refund.id).where(Refund.county == county, Refund.subject.in_(subjects)).limit(1)
    return session.scalar(query) is not None


def _insert(
    session: Session,
    by: Actor,
    area: int,
    rows: Sequence[tuple[str, str | None, str, int]],
    common: Mapping[str, str],
    at: datetime,
) -> None:
    session.execute(insert(Refund), [
        {
            **common, "county": by.county, "id": made, "area": area, "source": source,
            "to_name": name, "fen": fen, "state": "DUE", "recorded_by": by.id, "recorded_at": at,
        }
        for made, source, name, fen in rows
    ])  # fmt: skip


def payers_of(
    session: Session, county: int, village: int, household: str, campaign: str
) -> dict[str, str]:
    """Return who paid each source's share of a household."""
    holder = session.scalar(
        select(Policyholder.name)
        .join(
            CampaignVillage,
            (CampaignVillage.county == Policyholder.county)
            & (CampaignVillage.village == Policyholder.village)
            & (CampaignVillage.policyholder == Policyholder.id),
        )
        .where(
            Policyholder.county == county, Policyholder.village == village,
            CampaignVillage.campaign == campaign,
        )
    )  # fmt: skip
    head = session.scalar(
        select(Person.name)
        .where(
            Person.county == county, Person.village == village, Person.household == household,
            Person.relation.in_(HEADS), Person.deleted.is_(False),
        )
        .limit(1)
    )  # fmt: skip
    partner = session.scalar(
        select(Campaign.partner).where(Campaign.county == county, Campaign.id == campaign)
    )
    return {
        "INDIVIDUAL": head or "",
        "COLLECTIVE": holder or "",
        "FISCAL": "财政",
        "SPONSOR": (partner or {}).get("name") or "",
    }


def _require_text(reason: str) -> None:
    if not 0 < len(reason) <= TEXT_MAX:
        raise Invalid("REFUND_REASON")
