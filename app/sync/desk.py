"""A supervisor enters a household for an agent whose phone broke: the same ops, the same rules.

The ops are those of the village's own install (contracts.md 1.3), stored in the inbox like a
phone's because a person decided them, and applied by the same path. What does not fit is refused
as a whole: the person still sits before the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches import rules as counting
from app.batches.scope import require_village
from app.campaigns.models import Campaign, CampaignVillage
from app.enrollment.dossiers import as_rule_rows
from app.enrollment.models import Enrollment
from app.enrollment.rules.shape import quoted_cover, rule_household
from app.errors import Conflict, Invalid, NotFound
from app.inbox.ops import Delivery, Op, PackedOp, pack
from app.inbox.service import lock_install, store
from app.products.queries import published
from app.products.rules.benefits import death_sum, plan_of
from app.products.rules.pricing import quote_household
from app.regions.service import VillageLock, lock_village, release
from app.rosters.models import Household, Person
from app.sync.service import Author, apply_received

DESK = "desk"  # what stands for the version of the app
TEXT_MAX = 200
OPEN = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED", "POLICY_ISSUED")


@dataclass(frozen=True)
class Member:
    """Somebody who wants to be insured, and who signed the paper for him."""

    person: str
    plan: str
    other_death_cover_fen: int | None
    signer: str
    capacity: str


@dataclass(frozen=True)
class Entered:
    """A household as a supervisor enters it. money: fields of a collection, or none.

    agent: whose visit it was. hand_in: make a batch of it at once.
    """

    village: int
    campaign: str
    household: str
    members: Sequence[Member]
    declared_on: str
    paper_no: str
    money: Mapping[str, Any] | None
    agent: str
    reason: str
    hand_in: bool


def enter(session: Session, form: Entered, *, by: Actor, at: datetime) -> str:
    """Store and apply; return the id of the enrollment.

    Raises Invalid REASON_SHORT, DESK_NOBODY; NotFound; Conflict HOUSEHOLD_ENROLLED, DESK_REFUSED
    (detail `why`, `field`).
    """
    require_village(by, form.village)
    if not 0 < len(form.reason) <= TEXT_MAX:
        raise Invalid("REASON_SHORT")
    if not form.members:
        raise Invalid("DESK_NOBODY")
    campaign = _campaign(session, by.county, form)
    install = f"s{form.village % 1_000_000:06d}"
    _ensure_install(session, by, install, at)
    mark = lock_install(session, by.county, install)
    lock = lock_village(session, by.county, form.village)
    _require_new(session, by.county, form)
    first = mark["last_seq"] + 1
    ops = _ops(_Facts(session, lock, campaign, form), first, int(at.timestamp()))
    detail = {"reason": form.reason, "agent": form.agent, "paper_no": form.paper_no}
    span = f"set:{install}:{first}-{first + len(ops) - 1}"
    release(session, lock, [Entry("DESK_ENTERED", span, by.id, install, detail)], at=at)
    delivery = Delivery(install, form.village, mark["last_seq"], tuple(ops), None, 0, {})
    store(session, by.county, delivery, sender=by.id, at=at)
    author = Author(by.county, install, by.areas)
    applied = apply_received(session, author, form.village, at=at, known=ops, agent=by.id)
    for verdict in applied.verdicts.values():
        if verdict.status != "applied":
            about = verdict.result or {}
            raise Conflict("DESK_REFUSED", why=about.get("code"), field=about.get("field"))
    return ops[0].op.id


@dataclass(frozen=True)
class _Facts:
    session: Session
    lock: VillageLock
    campaign: Campaign
    form: Entered

    @property
    def template(self) -> dict[str, Any]:
        """Return the template of the campaign."""
        return published(self.campaign.product_code, self.campaign.product_version)

    @property
    def start(self) -> str:
        """Return the first day of cover that is quoted (contracts.md 6.2)."""
        return self.campaign.scheme_start_on or self.form.declared_on


def _campaign(session: Session, county: int, form: Entered) -> Campaign:
    row = session.get(Campaign, (county, form.campaign))
    sold = session.get(CampaignVillage, (county, form.campaign, form.village))
    if row is None or sold is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    return row


def _ensure_install(session: Session, by: Actor, install: str, at: datetime) -> None:
    if session.get(Install, (by.county, install)) is None:
        session.execute(insert(Install), [{
            "county": by.county, "id": install, "agent": by.id, "jwk": {}, "thumbprint": install,
            "label": "主管代录", "app": DESK, "checks": {}, "wire": {}, "created_at": at,
            "seen_at": at,
        }])  # fmt: skip


def _require_new(session: Session, county: int, form: Entered) -> None:
    known = session.scalar(
        select(Enrollment.id)
        .where(
            Enrollment.county == county, Enrollment.village == form.village,
            Enrollment.campaign == form.campaign, Enrollment.household == form.household,
            Enrollment.status.in_(OPEN), Enrollment.deleted.is_(False),
        )
        .limit(1)
    )  # fmt: skip
    if known is not None:
        raise Conflict("HOUSEHOLD_ENROLLED")


def _ops(facts: _Facts, first: int, at: int) -> list[PackedOp]:
    """Return the set of one save, as a phone would make it."""
    form, quote = facts.form, _quote(facts)
    enrollment = facts.lock.new_id()
    figures = {"premium_fen": quote["premium_fen"], "shares": quote["shares"]}
    rows: list[tuple[str, str, dict[str, Any]]] = [("en", enrollment, {
        "campaign": form.campaign, "household": form.household, "outcome": "ENROLL",
        "declared_on": form.declared_on, "quoted_start_on": facts.start, "answers": {},
        "claimed": figures,
    })]  # fmt: skip
    quoted = {one["id"]: one for one in quote["members"]}
    for one in form.members:
        rows.append(("in", facts.lock.new_id(), _line(one, enrollment, quoted[one.person])))
        rows.append(("co", facts.lock.new_id(), _consent(facts, one, enrollment)))
    if form.money is not None:
        rows.append(("cl", facts.lock.new_id(), {"enrollment": enrollment, **form.money}))
    if form.hand_in:
        rows.append(("ba", facts.lock.new_id(), {
            "campaign": form.campaign, "lines": [enrollment],
            "totals": _totals(form, enrollment, figures),
        }))  # fmt: skip
    last, seen = first + len(rows) - 1, facts.lock.first_ver
    return [
        pack(Op(first + place, first, last, f"{kind}@1", "c", key, seen, at, fields))
        for place, (kind, key, fields) in enumerate(rows)
    ]  # fmt: skip


def _quote(facts: _Facts) -> dict[str, Any]:
    form, session = facts.form, facts.session
    key = (facts.lock.county, form.village, form.household)
    home = session.get(Household, key)
    if home is None or home.deleted:
        raise NotFound("HOUSEHOLD_UNKNOWN")
    people = session.scalars(
        select(Person)
        .where(
            Person.county == key[0], Person.village == key[1], Person.household == home.id,
            Person.deleted.is_(False),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip
    if {one.person for one in form.members} - {person.id for person in people}:
        raise NotFound("PERSON_UNKNOWN")
    lines: dict[str, Any] = {
        one.person: {
            "included": True, "plan": one.plan, "copies": 1, "beneficiaries": [], "answers": {},
            "other_death_cover_fen": one.other_death_cover_fen, "claimed": None, "loan": None,
        }
        for one in form.members
    }  # fmt: skip
    plain, rows = as_rule_rows(home, people)
    household = rule_household(plain, {"answers": {}, "claimed": None}, rows, lines, [])
    cover = quoted_cover(facts.template, facts.start)
    return quote_household(facts.template, household, dict(cover), form.declared_on)


def _line(one: Member, enrollment: str, quoted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "enrollment": enrollment, "person": one.person, "included": True, "plan": one.plan,
        "copies": 1, "other_death_cover_fen": one.other_death_cover_fen, "beneficiaries": [],
        "answers": {},
        "claimed": {"premium_fen": quoted["premium_fen"], "shares": quoted["shares"]},
    }  # fmt: skip


def _consent(facts: _Facts, one: Member, enrollment: str) -> dict[str, Any]:
    """Return the signed paper as a consent to all that the product asks for."""
    listed, plan = facts.template.get("consents") or [], plan_of(facts.template, one.plan)
    sums = death_sum(plan, {"copies": 1}, len(facts.form.members)) if plan else 0
    kinds = {"INSURED_DEATH_COVER", *(entry["kind"] for entry in listed)}
    return {
        "enrollment": enrollment, "signer": one.signer, "capacity": one.capacity,
        "kinds": sorted(kinds), "covers": [one.person], "sums_fen": [sums],
        "text_version": next((entry["text_version"] for entry in listed), None),
        "method": "PAPER_PHOTO", "evidence": {"paper_no": facts.form.paper_no},
        "given_on": facts.form.declared_on,
    }  # fmt: skip


def _totals(form: Entered, enrollment: str, figures: Mapping[str, Any]) -> dict[str, Any]:
    money = form.money or {}
    collected = {money["method"]: money["amount_fen"]} if money else {}
    line = counting.Line(enrollment, len(form.members), figures, figures, collected)
    return counting.totals([line])
