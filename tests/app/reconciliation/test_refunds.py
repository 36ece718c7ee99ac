"""Money goes back to who paid it."""

import pytest
from sqlalchemy import select

from app import clock
from app.db import db, transaction
from app.enrollment.models import InsuredPerson
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation import booking, refunds
from app.reconciliation.models import Refund
from app.reconciliation.refunds import Leaver
from app.sync import withdrawals
from app.sync.withdrawals import Request
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, lines, statement
from tests.factories import COUNTY, OUTSIDE, VILLAGE, actor


def leaver(**other):
    first = db.session.scalars(select(InsuredPerson).order_by(InsuredPerson.id)).first()
    facts = {"village": VILLAGE, "insured": first.id, "notice_on": "2026-03-10",
             "claimed": False, "reason": "不参加了"}  # fmt: skip
    return Leaver(**{**facts, **other})


def leave(one, by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        return refunds.leave(session, one, by=who, at=clock.now())


def rows():
    db.session.expire_all()
    found = db.session.scalars(select(Refund).order_by(Refund.fen.desc())).all()
    return [(row.cause, row.source, row.to_name, row.fen, row.state) for row in found]


def test_before_the_cover_begins_all_goes_back_by_source(county):
    approved_village(county)
    insured = db.session.scalars(select(InsuredPerson).order_by(InsuredPerson.id)).first()
    shares = {key: fen for key, fen in insured.computed["shares"].items() if fen}
    assert leave(leaver()) == len(shares)
    names = {"INDIVIDUAL": "王建国", "COLLECTIVE": "双石村村民委员会"}
    assert {row[1]: row[2:4] for row in rows()} == {
        source: (names[source], fen) for source, fen in shares.items()
    }
    with pytest.raises(Conflict, match="REFUND_EXISTS"):
        leave(leaver())


def test_later_the_rule_of_the_product_says_how_much(county):
    approved_village(county)
    found = refunds.split(db.session(), leaver(notice_on="2026-10-01"), by=actor("supervisor01"))
    assert found.figures["refund_fen"] == 1116
    assert sum(fen for *_, fen in found.shares) == 1116
    assert found.name == "王建国"
    with pytest.raises(Conflict, match="NOTHING_LEFT"):
        leave(leaver(claimed=True))


def test_who_left_before_he_was_insured_gets_nothing_a_second_time(county):
    made, who = approved_village(county), actor("supervisor01")
    wanted = Request(VILLAGE, made.enrollments[0], "不参加了", "2026-03-01")
    with transaction() as session:
        withdrawals.withdraw(session, wanted, by=who, at=clock.now(), today=clock.today())
    before = rows()

    with pytest.raises(Conflict, match="NOTHING_LEFT"):
        leave(leaver())

    assert rows() == before


def test_a_household_does_not_leave_with_what_a_member_got_back_alone(county):
    made, who = approved_village(county), actor("supervisor01")
    leave(leaver())
    wanted = Request(VILLAGE, made.enrollments[0], "不参加了", "2026-03-01")

    with transaction() as session, pytest.raises(Conflict, match="REFUND_EXISTS"):
        withdrawals.withdraw(session, wanted, by=who, at=clock.now(), today=clock.today())


def test_money_booked_in_one_area_is_not_paid_back_in_another(county):
    approved_village(county)
    content = statement(("官田村", "", DUE))
    mine, theirs = bring_in(content), bring_in(content, by="admin01", area=COUNTY)
    at, who = clock.now(), actor("admin01")
    with transaction() as session:
        booking.accept(session, mine, [1], by=actor("supervisor01"), at=at)

    with transaction() as session, pytest.raises(Conflict, match="LINE_BOOKED_ELSEWHERE"):
        refunds.too_much(session, theirs, 1, "没有对上", by=who, at=at)
    with transaction() as session:
        booking.take_back(session, mine, [1], by=who, at=at)
        refunds.too_much(session, theirs, 1, "没有对上", by=who, at=at)

    with transaction() as session, pytest.raises(Conflict, match="LINE_BOOKED_ELSEWHERE"):
        booking.accept(session, mine, [1], by=who, at=at)


def test_money_above_what_is_due_goes_back_to_its_payer(county):
    approved_village(county)
    key = bring_in(statement(("官田村村委会", "", DUE + 500)))
    who = actor("supervisor01")
    with transaction() as session:
        booking.accept(session, key, [1], by=who, at=clock.now())
    with transaction() as session, pytest.raises(Invalid, match="REFUND_REASON"):
        refunds.too_much(session, key, 1, "", by=who, at=clock.now())
    with transaction() as session:
        refund = refunds.too_much(session, key, 1, "多付了", by=who, at=clock.now())
    assert rows() == [("OVERPAID", None, "官田村村委会", 500, "DUE")]
    assert booking.rest_of(db.session(), lines(key)[0]) == 0
    with transaction() as session, pytest.raises(Conflict, match="NOTHING_LEFT"):
        refunds.too_much(session, key, 1, "多付了", by=who, at=clock.now())

    def pay_back(on, reference):
        with transaction() as session:
            refunds.pay_back(
                session, refund, on, reference, by=who, at=clock.now(), today=clock.today()
            )

    for on, reference, code in (
        ("x", "1", "DATE_INVALID"), ("2026-03-02", "1", "DATE_FUTURE"),
        ("2026-03-01", "", "REFUND_REFERENCE"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            pay_back(on, reference)
    pay_back("2026-03-01", "退 7")
    assert rows()[0][4] == "PAID"
    with pytest.raises(Conflict, match="REFUND_PAID"):
        pay_back("2026-03-01", "退 7")
    assert [row.id for row in refunds.refunds(db.session(), who)] == [refund]


def test_refunds_of_other_areas_do_not_exist(county):
    approved_village(county)
    with pytest.raises(NotFound, match="VILLAGE_UNKNOWN"):
        leave(leaver(village=OUTSIDE))
    with pytest.raises(NotFound, match="INSURED_UNKNOWN"):
        leave(leaver(insured="x"))
    with pytest.raises(Invalid, match="DATE_INVALID"):
        leave(leaver(notice_on="x"))
    with pytest.raises(Invalid, match="REFUND_REASON"):
        leave(leaver(reason=""))
    who = actor("supervisor01")
    with transaction() as session, pytest.raises(NotFound, match="REFUND_UNKNOWN"):
        refunds.pay_back(
            session, "x", "2026-03-01", "1", by=who, at=clock.now(), today=clock.today()
        )
    assert db.session.get(Refund, (COUNTY, "x")) is None
