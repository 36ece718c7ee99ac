"""Money of what is insured: it stays, and never pays for what comes after it."""

import threading

import pytest
from sqlalchemy import text, update

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.endorsements.takeback import take_back as take_issue_back
from app.errors import Conflict
from app.policies.gate import gate
from app.policies.models import Policy
from app.policies.service import Act, issue
from app.reconciliation import booking
from app.reconciliation.dues import open_dues
from app.reconciliation.models import Payment
from app.reconciliation.service import Received, enter_payment, settle
from app.regions.service import lock_village
from tests.app.policies.test_issue import act
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, statement
from tests.factories import COUNTY, TOWNSHIP, VILLAGE, actor
from tests.village import make_loan, make_village, sell

PREMIUM = 1200
LOAN = {
    "lender_kind": "MUTUAL_AID", "contract_no": "互2026-018", "principal_fen": 500000,
    "start": "2026-03-01", "end": "2027-03-01",
}  # fmt: skip


def pay(campaign, fen, batch=None):
    with transaction() as session:
        money = Received(VILLAGE, campaign, batch, fen, clock.today(), "T1")
        enter_payment(session, money, by=actor("supervisor01"), at=clock.now())


def status(made):
    db.session.expire_all()
    return db.session.get(Batch, (COUNTY, VILLAGE, made.batch)).status


def insure(campaign, made):
    who, unit = actor("supervisor01"), made.enrollments[0]
    now = gate(db.session(), COUNTY, VILLAGE, campaign, today=clock.today(), unit=unit)
    with transaction() as session:
        act = Act(VILLAGE, campaign, now.sha, "", unit)
        issue(session, act, by=who, at=clock.now(), today=clock.today())


def two_borrowers(county, *, common):
    """Insure a first borrower, paid for by name or with the village, then accept a second one."""
    village = make_village(county, households=2, enrolled=0)
    campaign = sell(county, "LN-MUTUAL-2026")
    first = make_loan(county, campaign, village, 0, LOAN)
    pay(campaign, PREMIUM, None if common else first.batch)
    insure(campaign, first)
    second = make_loan(county, campaign, village, 1, LOAN)
    with transaction() as session:
        settle(session, VILLAGE, campaign, by=actor("supervisor01"), at=clock.now())
    return campaign, first, second


@pytest.mark.parametrize("common", [False, True])
def test_the_next_borrower_is_not_paid_for_by_the_one_before(county, common):
    _, first, second = two_borrowers(county, common=common)

    assert (status(first), status(second)) == ("ISSUED", "APPROVED")
    (due,) = open_dues(db.session(), COUNTY, TOWNSHIP)
    assert due.open_fen == PREMIUM


@pytest.mark.parametrize("common", [False, True])
def test_the_next_borrower_is_balanced_by_his_own_money(county, common):
    campaign, _, second = two_borrowers(county, common=common)

    pay(campaign, PREMIUM)

    assert status(second) == "RECONCILED"


@pytest.mark.parametrize("common", [False, True])
def test_money_of_a_policy_is_not_taken_away_by_hand(county, common):
    campaign, first, second = two_borrowers(county, common=common)
    pay(campaign, PREMIUM, second.batch)

    with pytest.raises(Conflict, match="BATCH_ISSUED"):
        pay(campaign, -1, None if common else first.batch)
    pay(campaign, -1, second.batch)  # nobody is insured for this one yet

    assert (status(first), status(second)) == ("ISSUED", "APPROVED")


def test_an_issue_taken_back_leaves_the_batch_as_its_money_says(county):
    made = approved_village(county)
    pay(county.campaign, DUE, made.batch)
    policy = act(county, issue)
    with transaction() as session:  # money can be missing in ways that nobody thought of
        session.execute(update(Payment).values(amount_fen=DUE - 1))

    with transaction() as session:
        take_issue_back(
            session, policy, "选错", by=actor("supervisor01"), at=clock.now(), today=clock.today()
        )

    assert status(made) == "APPROVED"


@pytest.mark.parametrize(
    "database_kind", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
def test_a_line_is_not_taken_back_under_a_policy_that_is_being_issued(app, county):
    made, who = approved_village(county), actor("supervisor02")
    key, found = bring_in(statement(("官田村", "", DUE))), []
    with transaction() as session:
        booking.accept(session, key, [1], by=actor("supervisor01"), at=clock.now())

    def take_back():
        with app.app_context():
            try:
                with transaction() as session:
                    booking.take_back(session, key, [1], by=who, at=clock.now())
            except Conflict as error:
                found.append(error.code)
            finally:
                db.session.remove()

    other = threading.Thread(target=take_back)
    with transaction() as session:
        lock_village(session, COUNTY, VILLAGE)
        session.execute(update(Batch).values(status="ISSUED"))
        other.start()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not session.scalar(waiting) and other.is_alive():
            pass
    other.join()

    assert found == ["BATCH_ISSUED"]
    assert db.session.query(Payment).count() == 1
    assert db.session.query(Policy).count() == 0
    assert status(made) == "ISSUED"
