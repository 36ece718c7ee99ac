"""A county in the middle of its season: most people enrolled, money on its way, some policies."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import Flask
from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Install, User
from app.batches.models import Batch
from app.bulk import put
from app.campaigns.models import Campaign
from app.db import Model, db, transaction
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.inbox.models import InboxOp
from app.policies.models import Policy
from app.reconciliation.models import Payment
from app.regions.service import VillageLock, lock_village, release
from app.rosters.models import Person
from bench.kit.county import COUNTY, County

SHARE_OUT = 12  # one household in so many stays out
BATCH = 40  # households handed in together
PREMIUM, OWN = 3000, 2500
STATES = ("POLICY_ISSUED", "ACCEPTED", "IN_BATCH", "RECEIVED")
BATCHES = {"POLICY_ISSUED": "ISSUED", "ACCEPTED": "APPROVED", "IN_BATCH": "SUBMITTED"}
MONEY = {
    "POLICY_ISSUED": "MATCHED", "ACCEPTED": "REMITTED", "IN_BATCH": "COLLECTED",
    "RECEIVED": "COLLECTED",
}  # fmt: skip
DOUBLED = 60  # people who also stand in the next village


def enroll(app: Flask, county: County) -> int:
    """Enroll most households of a county that `make_county` made; return how many people."""
    people = 0
    with app.app_context():
        with transaction() as session:
            campaign = session.scalars(select(Campaign.id)).one()
            agents = _phones(session, county)
        for number, village in enumerate(county.villages):
            with transaction() as session:
                lock = lock_village(session, COUNTY, village)
                made = _Village(session, lock, campaign, number, agents[village])
                people += made.fill()
                release(session, lock, [], at=clock.now())
        with transaction() as session:
            _double(session, county)
        db.session.remove()
        db.engine.dispose()
    return people


def _phones(session: Session, county: County) -> dict[int, tuple[str, str]]:
    """Give every agent a phone; return {village: (agent, install)}."""
    users = {row.login_name: row.id for row in session.scalars(select(User))}
    found, rows = {}, []
    for number, village in enumerate(county.villages):
        install, agent = f"b{number:09d}", users[county.agent(village)]
        found[village] = (agent, install)
        at = clock.now() - timedelta(hours=number % 90)
        rows.append({
            "county": COUNTY, "id": install, "agent": agent, "jwk": {}, "thumbprint": install,
            "label": "bench", "app": "1", "checks": {}, "wire": {}, "created_at": at,
            "report": {"unsent": number % 7}, "seen_at": at,
        })  # fmt: skip
    put(session, cast("Table", Install.__table__), rows)
    return found


class _Village:
    def __init__(
        self, session: Session, lock: VillageLock, campaign: str, number: int,
        phone: tuple[str, str],
    ) -> None:  # fmt: skip
        self.session, self.lock, self.campaign, self.number = session, lock, campaign, number
        self.agent, self.install = phone
        self.state = STATES[number % len(STATES)]
        self.seq = 0
        self.rows: dict[type[Model], list[dict[str, Any]]] = {}

    def fill(self) -> int:
        """Write what phones, supervisors and the bank made of the village; return the people."""
        chance = random.Random(self.number)  # noqa: S311 - invented people
        people = self.session.execute(
            select(Person.household, Person.id)
            .where(Person.county == COUNTY, Person.village == self.lock.village)
            .order_by(Person.id)
        ).all()
        homes: dict[str, list[str]] = {}
        for home, person in people:
            homes.setdefault(home, []).append(person)
        kept = [home for home in homes if chance.randrange(SHARE_OUT)]
        for start in range(0, len(kept), BATCH):
            self._batch({home: homes[home] for home in kept[start : start + BATCH]}, chance)
        if self.state == "POLICY_ISSUED":
            self._policy(sum(len(homes[home]) for home in kept))
        for model, rows in self.rows.items():
            put(self.session, cast("Table", model.__table__), rows)
        return sum(len(homes[home]) for home in kept)

    def _add(self, model: type[Model], row: dict[str, Any]) -> None:
        self.rows.setdefault(model, []).append({"county": COUNTY, **row})

    def _entity(self, model: type[Model], key: str, row: dict[str, Any]) -> None:
        self._add(model, {
            "village": self.lock.village, "id": key, "ver": self.lock.next_ver(),
            "writer": self.install, "deleted": False, "field_meta": {}, **row,
        })  # fmt: skip

    def _op(self, at: datetime) -> str:
        self.seq += 1
        self._add(InboxOp, {
            "install": self.install, "seq": self.seq, "village": self.lock.village,
            "set_first": self.seq, "set_last": self.seq, "sha": b"0", "body_enc": b"0",
            "sender": self.agent, "received_at": at, "status": "applied", "ver": self.lock.ver,
            "result": None,
        })  # fmt: skip
        return f"{self.install}-{self.seq}"

    def _batch(self, homes: dict[str, list[str]], chance: random.Random) -> None:
        at = clock.now().astimezone(UTC) - timedelta(days=chance.randrange(40))
        day = clock.civil_date(at)
        batch = None if self.state == "RECEIVED" else self._op(at)
        due = 0
        for home, people in homes.items():
            due += self._household(home, people, at, day, batch)
        if batch is None:
            return
        self._entity(Batch, batch, {
            "campaign": self.campaign, "lines": [], "totals": {}, "difference_reason": None,
            "batch_no": self.lock.batch_no(2026), "status": BATCHES[self.state],
            "submitted_by": self.agent, "computed": {}, "decisions": [],
        })  # fmt: skip
        if self.state != "IN_BATCH":
            self._add(Payment, {
                "id": batch, "village": self.lock.village, "campaign": self.campaign,
                "batch": batch, "amount_fen": due, "received_on": day, "source": "MANUAL",
                "reference": batch, "entered_by": self.agent, "entered_at": at, "match": None,
            })  # fmt: skip

    def _household(
        self, home: str, people: list[str], at: datetime, day: str, batch: str | None
    ) -> int:
        key, count = self._op(at), len(people)
        figures = _figures(count)
        self._entity(Enrollment, key, {
            "campaign": self.campaign, "household": home, "outcome": "ENROLL",
            "decline_reason": None, "declared_on": day, "quoted_start_on": None, "answers": {},
            "claimed": figures, "answered_return_no": None, "status": self.state, "batch": batch,
            "returns": [], "findings": [], "computed": figures,
        })  # fmt: skip
        for place, person in enumerate(people):
            self._entity(InsuredPerson, f"{key}0{place}", {
                "enrollment": key, "person": person, "included": True, "plan": "A", "copies": 1,
                "other_death_cover_fen": 0, "beneficiaries": [], "loan_enc": None, "answers": {},
                "claimed": _figures(1), "computed": _figures(1), "policy_insured": None,
            })  # fmt: skip
        self._entity(Collection, f"{key}99", {
            "enrollment": key, "amount_fen": OWN * count, "method": "CASH", "book_no": "A",
            "receipt_no": f"{self.seq:05d}", "collected_on": day, "void_reason": None,
            "status": MONEY[self.state], "statement_line": None,
        })  # fmt: skip
        return PREMIUM * count

    def _policy(self, lives: int) -> None:
        at, village = clock.now(), self.lock.village
        self._add(Policy, {
            "id": f"p{village}", "policy_no": f"B{village}", "village": village,
            "campaign": self.campaign, "unit": "", "partner": None, "product_code": "x",
            "product_version": 1, "policyholder": {"name": f"{village}村民委员会"},
            "start_on": "2027-01-01", "end_on": "2027-12-31", "received_on": "2026-11-01",
            "issued_on": "2026-11-02", "lives": lives, "premium_fen": lives * PREMIUM,
            "shares": _figures(lives)["shares"], "gate_snapshot": {}, "gate_sha": "",
            "gate_override": None, "status": "ISSUED", "ended": None, "issued_by": self.agent,
            "issued_at": at,
        })  # fmt: skip


def _figures(count: int) -> dict[str, Any]:
    shares = {
        "INDIVIDUAL": OWN * count, "COLLECTIVE": (PREMIUM - OWN) * count, "FISCAL": 0,
        "SPONSOR": 0, "INSURER": 0,
    }  # fmt: skip
    return {"premium_fen": PREMIUM * count, "shares": shares}


def _double(session: Session, county: County) -> None:
    """Let some people of each of the first villages stand in the next one too."""
    for village, other in zip(county.villages[:DOUBLED], county.villages[1:], strict=False):
        first = session.scalars(
            select(Person).where(Person.county == COUNTY, Person.village == village).limit(1)
        ).one()
        second = session.scalars(
            select(Person.id).where(Person.county == COUNTY, Person.village == other).limit(1)
        ).one()
        session.execute(
            update(Person)
            .where(Person.county == COUNTY, Person.village == other, Person.id == second)
            .values(id_no_index=first.id_no_index)
        )
