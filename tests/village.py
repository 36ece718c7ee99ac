"""A village with people, enrollments and a batch, put straight into the tables for console tests."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, update

from app import clock
from app.accounts.models import Install
from app.batches.models import Batch
from app.campaigns.models import CampaignVillage, Policyholder
from app.campaigns.service import open_campaign
from app.db import transaction
from app.enrollment.models import Collection, Consent, Enrollment, InsuredPerson
from app.inbox.models import InboxOp
from app.products.rules.pricing import quote_household
from app.regions.service import VillageLock, lock_village, release
from app.rosters.models import Household, Person, RosterEntry, RosterVersion
from app.secrets import mask_id_no, place, vault
from tests.factories import COUNTY, VILLAGE, CountyFacts, publish, template

INSTALL = "7k2m9qa4x1"
KINDS = ("INSURED_DEATH_COVER", "PIPL_GENERAL", "PIPL_SENSITIVE", "SHARE_THIRD_PARTY")
COVER = {"start": "2026-04-01", "end": "2027-03-31"}
DEATH_COVER_FEN = 2_100_000
# Head, wife, child: (name, birth, sex, relation).
FAMILY = (
    ("王建国", "1980-05-20", "M", "02"),
    ("李秀英", "1982-01-02", "F", "10"),
    ("王小丽", "2012-09-14", "F", "30"),
)


@dataclass
class VillageFacts:
    """Ids of what was made; households in order."""

    households: list[str] = field(default_factory=list)
    persons: list[list[str]] = field(default_factory=list)
    enrollments: list[str] = field(default_factory=list)
    batch: str = ""


def id_no(birth: str, number: int, sex: str) -> str:
    """Return a valid number of an invented person."""
    order = number * 2 + (1 if sex == "M" else 0)
    body = f"519901{birth.replace('-', '')}{order % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


def make_village(
    facts: CountyFacts,
    *,
    households: int = 4,
    enrolled: int = 3,
    village: int = VILLAGE,
    findings: dict[int, list[dict[str, Any]]] | None = None,
    unpaid: tuple[int, ...] = (),
    poverty: dict[int, str] | None = None,
    names: dict[int, str] | None = None,
) -> VillageFacts:
    """Make households of three, enroll the first ones in plan A, hand them in as one batch.

    findings, unpaid, poverty, names (of the head): by number of the household.
    """
    made, at = VillageFacts(), clock.now()
    agent = facts.users["agent01"]
    with transaction() as session:
        lock = lock_village(session, COUNTY, village)
        put = _Put(session, lock)
        session.execute(insert(RosterVersion), [{
            "county": COUNTY, "village": village, "no": 1, "as_of": "2026-01-01", "source": "test",
            "status": "ACTIVE", "report": {}, "made_by": "test", "made_at": at,
        }])  # fmt: skip
        _install(session, agent, at)
        for number in range(households):
            _household(put, made, number, (poverty or {}).get(number), (names or {}).get(number))
        for number in range(enrolled):
            _enroll(put, made, facts, number, (findings or {}).get(number, []), number in unpaid)
        if enrolled:
            _hand_in(put, made, facts, agent, at)
        release(session, lock, [], at=at)
    return made


def put_policyholder(session: Any, facts: CountyFacts, village: int = VILLAGE) -> None:
    """Say who takes out the policy."""
    lock = lock_village(session, COUNTY, village)
    key = _Put(session, lock).row(
        Policyholder, name="双石村村民委员会", kind="VILLAGE_COMMITTEE", uscc="54511703MA0000003C",
        contact={"name": "唐永明", "phone_mask": "138****1234"}, resolution=True,
        answers={"resolution_date": "2026-02-01"},
    )  # fmt: skip
    session.execute(
        update(CampaignVillage)
        .where(CampaignVillage.county == COUNTY, CampaignVillage.village == village)
        .values(policyholder=key)
    )
    release(session, lock, [], at=clock.now())


class _Put:
    def __init__(self, session: Any, lock: VillageLock) -> None:
        self.session, self.lock, self.totals = session, lock, {"premium_fen": 0, "shares": {}}

    def row(self, model: Any, key: str | None = None, **columns: Any) -> str:
        key = key or self.lock.new_id()
        for name in ("id_no", "phone", "evidence", "loan"):
            if name in columns:
                where = place(model.__tablename__, name, COUNTY, self.lock.village, key)
                columns[f"{name}_enc"] = vault().seal_json(COUNTY, where, columns.pop(name))
        self.session.execute(insert(model.__table__), [{
            "county": COUNTY, "village": self.lock.village, "id": key, "ver": self.lock.next_ver(),
            "writer": self.lock.install, "deleted": False, "field_meta": {}, **columns,
        }])  # fmt: skip
        return key


def _install(session: Any, agent: str, at: Any) -> None:
    if session.get(Install, (COUNTY, INSTALL)) is None:
        session.execute(insert(Install), [{
            "county": COUNTY, "id": INSTALL, "agent": agent, "jwk": {}, "thumbprint": "t",
            "label": "test", "app": "1", "checks": {}, "wire": {}, "created_at": at, "seen_at": at,
        }])  # fmt: skip


def _household(
    put: _Put, made: VillageFacts, number: int, poverty: str | None, name: str | None
) -> None:
    status = [{"category": poverty, "from": "2025-01-01"}] if poverty else []
    home = put.row(
        Household, group_name="1组", household_no=f"{number + 1:03d}号", poverty=status,
        walk_order=number,
    )  # fmt: skip
    people = []
    for place_no, (own, birth, sex, relation) in enumerate(FAMILY):
        text = id_no(birth, number * 3 + place_no, sex)
        people.append(put.row(
            Person, household=home, name=name if name and place_no == 0 else own,
            id_type="RESIDENT_ID", id_no=text, id_no_mask=mask_id_no(text),
            id_no_index=vault().blind_index("RESIDENT_ID", text), relation=relation,
            residence="HUKOU", life_status="ALIVE", legal_capacity="FULL",
            occupation={"code": "010101", "class": 1}, poverty=[], on_roster=True,
        ))  # fmt: skip
    made.households.append(home)
    made.persons.append(people)
    rows = [
        {"county": COUNTY, "village": put.lock.village, "version": 1, "person": key}
        for key in people
    ]
    put.session.execute(insert(RosterEntry), rows)


def _quote(put: _Put, made: VillageFacts, number: int) -> dict[str, Any]:
    home = put.session.get(Household, (COUNTY, put.lock.village, made.households[number]))
    members = [
        {
            "id": key,
            "plan": "A",
            "id_type": "RESIDENT_ID",
            "id_no": id_no(birth, number * 3 + at, sex),
        }
        for at, (key, (_, birth, sex, _r)) in enumerate(
            zip(made.persons[number], FAMILY, strict=True)
        )
    ]
    household = {"id": "h", "poverty": home.poverty, "members": members}
    return quote_household(template(), household, COVER, "2026-03-01")


def _enroll(
    put: _Put,
    made: VillageFacts,
    facts: CountyFacts,
    number: int,
    findings: list[Any],
    unpaid: bool,
) -> None:
    quote = _quote(put, made, number)
    figures = {"premium_fen": quote["premium_fen"], "shares": quote["shares"]}
    row = put.row(
        Enrollment, campaign=facts.campaign, household=made.households[number], outcome="ENROLL",
        declared_on="2026-03-01", quoted_start_on=COVER["start"], answers={}, claimed=figures,
        computed=figures, status="IN_BATCH", batch=f"{INSTALL}-{_seq(put.lock)}", returns=[],
        findings=[{"source": "RULES", "detail": {}, **one} for one in findings],
    )  # fmt: skip
    made.enrollments.append(row)
    for member in quote["members"]:
        own = {"premium_fen": member["premium_fen"], "shares": member["shares"]}
        put.row(
            InsuredPerson, enrollment=row, person=member["id"], included=True, plan="A", copies=1,
            other_death_cover_fen=0, beneficiaries=[], answers={}, claimed=own, computed=own,
        )  # fmt: skip
    _agree(put, row, made.persons[number])
    due = quote["shares"]["INDIVIDUAL"]
    if due and not unpaid:
        put.row(
            Collection, enrollment=row, amount_fen=due, method="CASH", book_no="A07",
            receipt_no=f"{number + 1:04d}", collected_on="2026-03-01", status="COLLECTED",
        )  # fmt: skip
    put.totals["premium_fen"] += quote["premium_fen"]
    for payer, fen in quote["shares"].items():
        put.totals["shares"][payer] = put.totals["shares"].get(payer, 0) + fen


def _agree(put: _Put, row: str, people: list[str]) -> None:
    head, wife, child = people
    for signer in (head, wife):
        put.row(
            Consent, enrollment=row, signer=signer, capacity="SELF", kinds=list(KINDS),
            covers=[signer], text_version="2026-01", text_sha="0", sums_fen=[DEATH_COVER_FEN],
            method="SIGN_ON_SCREEN", evidence={"strokes": "M0 0"}, given_on="2026-03-01",
        )  # fmt: skip
    put.row(
        Consent, enrollment=row, signer=head, capacity="PARENT", kinds=[*KINDS, "PIPL_MINOR"],
        covers=[child], text_version="2026-01", text_sha="0", sums_fen=[DEATH_COVER_FEN],
        method="SIGN_ON_SCREEN", evidence={"strokes": "M0 0"}, given_on="2026-03-01",
    )  # fmt: skip


def _seq(lock: VillageLock) -> int:
    """Return the number of the op that hands in: 900 in the first village, its own in others."""
    return 900 + lock.village - VILLAGE


def _hand_in(put: _Put, made: VillageFacts, facts: CountyFacts, agent: str, at: Any) -> None:
    count, totals = len(made.enrollments), put.totals
    made.batch = put.row(
        Batch, f"{INSTALL}-{_seq(put.lock)}", campaign=facts.campaign, lines=made.enrollments,
        totals={**totals, "households": count, "persons": count * 3, "collected": {"CASH": totals["shares"]["INDIVIDUAL"]}},
        batch_no=put.lock.batch_no(2026), status="SUBMITTED", submitted_by=agent, decisions=[],
    )  # fmt: skip
    put.session.execute(insert(InboxOp), [{
        "county": COUNTY, "install": INSTALL, "seq": _seq(put.lock), "village": put.lock.village,
        "set_first": 900, "set_last": 900, "sha": b"0", "body_enc": b"0", "sender": agent,
        "received_at": at, "status": "applied",
    }])  # fmt: skip


@dataclass
class UnitFacts:
    """A group or borrowers put into the tables, accepted and waiting for money."""

    holder: str = ""
    enrollments: list[str] = field(default_factory=list)
    batch: str = ""


def sell(facts: CountyFacts, code: str, partner: dict[str, Any] | None = None) -> str:
    """Put a sample product on sale in the village; return its campaign."""
    with transaction() as session:
        version = publish(session, template(code), facts.users)
        return open_campaign(
            session, COUNTY, product=code, version=version, name=code, opens_on="2026-01-01",
            closes_on="2026-12-31", scheme_start_on=None, target_bp=None, villages=[VILLAGE],
            partner=partner, by=facts.users["admin01"], at=clock.now(),
        )  # fmt: skip


def make_group(
    facts: CountyFacts,
    campaign: str,
    made: VillageFacts,
    name: str,
    homes: tuple[int, ...],
    *,
    idle: tuple[int, ...] = (),
    named: tuple[int, ...] | None = None,
    batch: str = "",
) -> UnitFacts:
    """Insure the heads of some households as one group.

    idle: households whose head belongs to it uninsured. named: those the group names, all if None.
    """
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        put, unit = _Put(session, lock), UnitFacts()
        heads = [made.persons[home][0] for home in (*(homes if named is None else named), *idle)]
        unit.holder = put.row(
            Policyholder, name=name, kind="COOP", uscc="93511703MA00000X7M", members=heads,
            contact={"name": "李国强", "phone_mask": "138****1234"}, answers={"crew_kind": "COOP"},
        )  # fmt: skip
        for home in homes:
            person = {"plan": "STD", "copies": 1, "beneficiaries": []}
            unit.enrollments.append(_insure_head(put, made, campaign, home, person, 3600))
        _accepted_batch(put, facts, campaign, unit, batch)
        release(session, lock, [], at=clock.now())
    return unit


def make_loan(
    facts: CountyFacts, campaign: str, made: VillageFacts, home: int, loan: dict[str, Any]
) -> UnitFacts:
    """Insure the head of a household as a borrower."""
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        put, unit = _Put(session, lock), UnitFacts()
        heirs = [{"kind": "LENDER", "order": 1}, {"kind": "LEGAL", "order": 2}]
        person = {
            "plan": "LOAN", "copies": 1, "beneficiaries": heirs, "loan": loan,
            "answers": {"loan_use": "PLANT", "contract_photo": ["0" * 64]},
        }  # fmt: skip
        unit.enrollments.append(_insure_head(put, made, campaign, home, person, 1200))
        _accepted_batch(put, facts, campaign, unit, "")
        release(session, lock, [], at=clock.now())
    return unit


def _insure_head(
    put: _Put, made: VillageFacts, campaign: str, home: int, person: dict[str, Any], fen: int
) -> str:
    shares = {"INDIVIDUAL": fen, "COLLECTIVE": 0, "FISCAL": 0, "SPONSOR": 0, "INSURER": 0}
    figures = {"premium_fen": fen, "shares": shares}
    head = made.persons[home][0]
    row = put.row(
        Enrollment, campaign=campaign, household=made.households[home], outcome="ENROLL",
        declared_on="2026-03-01", quoted_start_on="2026-03-02", answers={}, claimed=figures,
        computed=figures, status="ACCEPTED", returns=[], findings=[],
    )  # fmt: skip
    put.row(
        InsuredPerson, enrollment=row, person=head, included=True, claimed=figures,
        computed=figures, **{"answers": {}, **person},
    )  # fmt: skip
    put.row(
        Consent, enrollment=row, signer=head, capacity="SELF", kinds=list(KINDS), covers=[head],
        text_version="2026-01", text_sha="0", sums_fen=[10_000_000], method="SIGN_ON_SCREEN",
        evidence={"strokes": "M0 0"}, given_on="2026-03-01",
    )  # fmt: skip
    put.row(
        Collection, enrollment=row, amount_fen=fen, method="CASH", collected_on="2026-03-01",
        status="COLLECTED",
    )  # fmt: skip
    return row


def _accepted_batch(
    put: _Put, facts: CountyFacts, campaign: str, unit: UnitFacts, batch: str
) -> None:
    """Put the enrollments into a batch that is approved; into one that is there, if named."""
    unit.batch = batch or put.row(
        Batch, campaign=campaign, lines=unit.enrollments, totals={},
        batch_no=put.lock.batch_no(2026), status="APPROVED",
        submitted_by=facts.users["agent01"], decisions=[],
    )  # fmt: skip
    put.session.execute(
        update(Enrollment)
        .where(Enrollment.county == COUNTY, Enrollment.id.in_(unit.enrollments))
        .values(batch=unit.batch)
    )
