"""A difference is let go by two people, never by one."""

import pytest

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.errors import Conflict, Invalid, NotFound
from app.policies import service
from app.policies.models import Policy
from app.reconciliation import write_offs
from app.reconciliation.dues import missing
from app.reconciliation.models import WriteOff
from app.reconciliation.queries import book
from app.reconciliation.write_offs import Proposal
from tests.app.policies.test_issue import act, pay
from tests.app.reconciliation.bank import DUE, approved_village
from tests.app.reconciliation.test_remittances import all_of, bring, cancel, in_hand
from tests.factories import COUNTY, OUTSIDE, VILLAGE, actor


@pytest.fixture
def short(county):
    """A village that lacks 3.00."""
    made = approved_village(county)
    pay(county, DUE - 300, made.batch)
    return made


def propose(made, fen=300, reason="零头不收", by="supervisor01", village=VILLAGE):
    who = actor(by)
    with transaction() as session:
        proposal = Proposal(village, made.batch, fen, reason)
        return write_offs.propose(session, proposal, by=who, at=clock.now())


def decide(key, decision="APPROVE", text="同意", by="supervisor02"):
    who = actor(by)
    with transaction() as session:
        write_offs.decide(session, key, decision, text, by=who, at=clock.now())


def status(made):
    db.session.expire_all()
    return db.session.get(Batch, (COUNTY, VILLAGE, made.batch)).status


def state(key):
    db.session.expire_all()
    return db.session.get(WriteOff, (COUNTY, key)).state


def test_a_difference_is_let_go_by_a_second_person_only(county, short):
    key = propose(short)
    with pytest.raises(Conflict, match="SECOND_PERSON_NEEDED"):
        decide(key, by="supervisor01")
    assert status(short) == "APPROVED"
    decide(key)
    assert (status(short), state(key)) == ("RECONCILED", "APPROVED")
    money = book(db.session(), COUNTY, VILLAGE, county.campaign)
    assert (money.due_fen, money.received_fen, money.written_fen) == (DUE, DUE - 300, 300)
    assert money.difference_fen == 0
    act(county, service.issue)
    assert db.session.query(Policy).one().premium_fen == DUE
    with pytest.raises(Conflict, match="BATCH_ISSUED"):
        decide(key, "REVOKE", "弄错了")


def test_money_that_is_too_much_is_let_go_the_same_way(county):
    made = approved_village(county)
    pay(county, DUE + 200, made.batch)
    key = propose(made, fen=-200)
    decide(key)
    assert status(made) == "RECONCILED"


def test_an_approval_is_revoked_with_a_reason_and_the_batch_waits_again(short):
    key = propose(short)
    decide(key)
    with pytest.raises(Invalid, match="WRITE_OFF_REASON"):
        decide(key, "REVOKE", "")
    decide(key, "REVOKE", "后来补交了")
    assert (status(short), state(key)) == ("APPROVED", "REVOKED")
    propose(short)


def test_a_proposal_is_rejected_by_another_or_withdrawn_by_its_own_person(short):
    key = propose(short)
    with pytest.raises(Invalid, match="WRITE_OFF_REASON"):
        decide(key, "REJECT", "")
    decide(key, "REJECT", "再去催一次")
    assert state(key) == "REJECTED"
    with pytest.raises(Conflict, match="WRITE_OFF_STATE"):
        decide(key)
    again = propose(short)
    with pytest.raises(Conflict, match="WRITE_OFF_STATE"):
        decide(again, "WITHDRAW", by="supervisor02")
    decide(again, "WITHDRAW", "", by="supervisor01")
    assert (state(again), status(short)) == ("WITHDRAWN", "APPROVED")


def test_a_difference_that_moved_is_not_let_go(county, short):
    with pytest.raises(Conflict, match="STALE_DIFFERENCE"):
        propose(short, fen=299)
    key = propose(short)
    with pytest.raises(Conflict, match="WRITE_OFF_OPEN"):
        propose(short)
    pay(county, 100, short.batch)
    with pytest.raises(Conflict, match="STALE_DIFFERENCE"):
        decide(key)
    decide(key, "REJECT", "数变了")


def test_nothing_is_let_go_while_money_is_on_the_way(county):
    made = approved_village(county)
    (holder,) = in_hand()
    pay(county, DUE - holder.fen - 300, made.batch)
    key = bring(holder.agent, all_of(holder.agent))
    (one,) = missing(db.session(), COUNTY, VILLAGE)
    assert (one.fen, one.on_the_way_fen) == (holder.fen + 300, holder.fen)
    with pytest.raises(Conflict, match="MONEY_ON_THE_WAY"):
        propose(made, fen=holder.fen + 300)
    cancel(key)
    propose(made, fen=holder.fen + 300)


def test_money_paid_for_the_whole_village_counts_for_its_batches(county):
    made = approved_village(county)
    pay(county, DUE - 300)
    decide(propose(made))
    assert status(made) == "RECONCILED"


def test_what_is_not_there_is_not_let_go(county, short):
    with pytest.raises(Invalid, match="WRITE_OFF_REASON"):
        propose(short, reason="")
    with pytest.raises(Invalid, match="REASON_TEXT_LONG"):
        propose(short, reason="长" * 201)
    with pytest.raises(NotFound, match="VILLAGE_UNKNOWN"):
        propose(short, village=OUTSIDE)
    with pytest.raises(NotFound, match="WRITE_OFF_UNKNOWN"):
        decide("x")
    pay(county, 300, short.batch)
    with pytest.raises(Conflict, match="NO_DIFFERENCE"):
        propose(short, fen=0)
