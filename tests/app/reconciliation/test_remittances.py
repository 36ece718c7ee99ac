"""Cash from the agent's hand to the bank, receipt by receipt."""

import pytest
from sqlalchemy import update

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.enrollment.models import Collection, Enrollment
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation import booking, cash, remittances
from app.reconciliation.dues import open_dues
from app.reconciliation.holders import holders
from app.reconciliation.models import Remittance
from app.reconciliation.remittances import Brought
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, lines, statement, states
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, THIRD, VILLAGE, actor
from tests.village import make_village


def in_hand(by="supervisor01"):
    db.session.expire_all()
    session, who = db.session(), actor(by)
    return [cash.in_hand(session, who, one.agent) for one in holders(session, who)]


def bring(agent, receipts, on="2026-03-01", by="supervisor01", reference="存 12"):
    who = actor(by)
    with transaction() as session:
        brought = Brought(agent, receipts, on, reference)
        made = remittances.record(session, brought, by=who, at=clock.now(), today=clock.today())
        return made.id


def cancel(key, reason="记错了"):
    who = actor("supervisor01")
    with transaction() as session:
        remittances.cancel(session, key, reason, by=who, at=clock.now())


def receipts():
    db.session.expire_all()
    rows = db.session.query(Collection).order_by(Collection.id).all()
    return {row.status for row in rows}


def all_of(agent):
    return [row.id for row in cash.cash_of(db.session(), actor("supervisor01"), agent)]


def test_cash_is_listed_by_agent_and_day(county):
    make_village(county)
    with transaction() as session:
        session.query(Collection).first().collected_on = "2026-02-27"
    (one,) = in_hand()
    assert (one.name, one.oldest_on) == ("李明", "2026-02-27")
    assert [(day, len(rows)) for day, rows in one.days] == [("2026-02-27", 1), ("2026-03-01", 2)]
    assert one.fen == sum(row.amount_fen for row in db.session.query(Collection))
    assert {row.household for row in one.receipts} == {"王建国"}
    assert in_hand("admin01")[0].fen == one.fen


@both_databases
def test_a_remittance_arrives_and_its_receipts_are_matched(county):
    made = approved_village(county)
    (one,) = in_hand()
    key = bring(one.agent, all_of(one.agent))
    assert receipts() == {"REMITTED"}
    assert in_hand() == []
    page = bring_in(statement(("李明", "现金存入", one.fen), ("官田村", "", DUE - one.fen)))
    assert states(page) == ["MATCHED", "MATCHED"]
    assert lines(page)[0].refs[0]["name"] == "李明 2026-03-01 解缴"
    who = actor("supervisor01")
    with transaction() as session:
        booking.accept(session, page, [1, 2], by=who, at=clock.now())
    assert receipts() == {"MATCHED"}
    db.session.expire_all()
    assert db.session.get(Remittance, (COUNTY, key)).state == "MATCHED"
    assert db.session.get(Batch, (COUNTY, VILLAGE, made.batch)).status == "RECONCILED"
    with pytest.raises(Conflict, match="REMITTANCE_STATE"):
        cancel(key)
    with transaction() as session:
        booking.take_back(session, page, [1], by=who, at=clock.now())
    assert receipts() == {"REMITTED"}
    db.session.expire_all()
    assert db.session.get(Batch, (COUNTY, VILLAGE, made.batch)).status == "APPROVED"
    cancel(key)
    assert receipts() == {"COLLECTED"}


def test_one_line_for_two_villages_of_an_agent_reaches_both_batches(county):
    made = approved_village(county)
    other = approved_village(county, village=SECOND)
    (one,) = in_hand()
    bring(one.agent, all_of(one.agent))
    page = bring_in(statement(("李 明", "", one.fen)))
    assert states(page) == ["MATCHED"]
    who = actor("supervisor01")
    with transaction() as session:
        booking.accept(session, page, [1], by=who, at=clock.now())
    rest = statement(
        ("官田村", "", DUE - one.fen // 2, "A"), ("群力村", "", DUE - one.fen // 2, "B")
    )
    page = bring_in(rest)
    with transaction() as session:
        booking.accept(session, page, [1, 2], by=who, at=clock.now())
    for village, batch in ((VILLAGE, made.batch), (SECOND, other.batch)):
        assert db.session.get(Batch, (COUNTY, village, batch)).status == "RECONCILED"


def test_what_arrived_before_the_hand_in_is_not_due_again_after_it(county):
    made, who = approved_village(county), actor("supervisor01")
    (one,) = in_hand()
    key = bring(one.agent, all_of(one.agent))
    with transaction() as session:  # as it was before the hand-in
        session.execute(update(Enrollment).values(batch=None))
    page, parts = bring_in(statement(("某人", "", 1000))), [(f"REMITTANCE:0:{key}", 1000)]
    with transaction() as session:
        booking.book_by_hand(session, page, 1, parts, by=who, at=clock.now())
    with transaction() as session:
        session.execute(update(Enrollment).values(batch=made.batch))

    dues = {due.kind: due for due in open_dues(db.session(), COUNTY, VILLAGE)}

    assert dues["REMITTANCE"].open_fen == one.fen - 1000
    assert [part[3] for part in dues["REMITTANCE"].parts] == [one.fen - 1000]
    assert dues["BATCH"].open_fen == DUE - one.fen
    rest = statement(("李明", "", one.fen - 1000, "S9"))
    assert states(bring_in(rest, name="四月.csv")) == ["MATCHED"]


def test_a_remittance_that_arrives_in_part_stays_open(county):
    approved_village(county)
    (one,) = in_hand()
    key = bring(one.agent, all_of(one.agent))
    page = bring_in(statement(("某人", "", one.fen - 1000)))
    who = actor("supervisor01")
    with transaction() as session:
        parts = [(f"REMITTANCE:0:{key}", one.fen - 1000)]
        booking.book_by_hand(session, page, 1, parts, by=who, at=clock.now())
    assert receipts() == {"REMITTED"}
    with pytest.raises(Conflict, match="REMITTANCE_STATE"):
        cancel(key)
    rest = bring_in(statement(("李明", "余款", 1000, "R")))
    assert states(rest) == ["MATCHED"]
    with transaction() as session:
        booking.accept(session, rest, [1], by=who, at=clock.now())
    assert receipts() == {"MATCHED"}


def test_what_is_wrong_with_a_remittance_is_said(county):
    make_village(county)
    (one,) = in_hand()
    keys = all_of(one.agent)
    for receipts_, on, reference, code in (
        ([], "2026-03-01", "", "NO_RECEIPTS"), (keys, "昨天", "", "DATE_INVALID"),
        (keys, "2026-03-02", "", "DATE_FUTURE"), (keys, "2026-03-01", "9" * 61, "REFERENCE_LONG"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            bring(one.agent, receipts_, on, reference=reference)
    bring(one.agent, keys[:1])
    with pytest.raises(Conflict, match="RECEIPT_STATE"):
        bring(one.agent, keys)
    with pytest.raises(NotFound, match="REMITTANCE_UNKNOWN"):
        cancel("x")


def test_a_cancelled_remittance_needs_a_reason_and_leaves_voided_receipts_alone(county):
    make_village(county)
    (one,) = in_hand()
    key = bring(one.agent, all_of(one.agent))
    with pytest.raises(Invalid, match="CANCEL_REASON"):
        cancel(key, "")
    with transaction() as session:
        session.query(Collection).first().status = "VOID"
    cancel(key)
    assert receipts() == {"VOID", "COLLECTED"}


def test_a_remittance_stays_in_one_area(county):
    make_village(county, village=THIRD)
    assert [one.name for one in in_hand()] == ["李明"]
    (one,) = in_hand()
    key = bring(one.agent, all_of(one.agent), by="admin01")
    rows = cash.remittances(db.session(), actor("supervisor01"))
    assert [(row.id, name) for row, name in rows] == [(key, "李明")]
    covered = cash.covered(db.session(), actor("supervisor01"), key)
    assert {row.village for row in covered} == {THIRD}
