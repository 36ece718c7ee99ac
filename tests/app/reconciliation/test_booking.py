"""From a bank's file to balanced batches, and back again."""

import pytest
from sqlalchemy import func, select

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.enrollment.models import Collection
from app.errors import Conflict, Invalid, NotFound
from app.policies import service
from app.policies.models import Policy
from app.reconciliation import booking
from app.reconciliation.display import explain
from app.reconciliation.importing import Upload, import_statement
from app.reconciliation.models import Match, Payment, Statement, StatementLine
from app.reconciliation.queries import book
from tests.app.policies.test_issue import act, pay
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, lines, statement, states
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, SECOND, TOWNSHIP, VILLAGE, actor


def status(made, village=VILLAGE):
    db.session.expire_all()
    return db.session.get(Batch, (COUNTY, village, made.batch)).status


def accept(key, *wanted, by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        return booking.accept(session, key, wanted, by=who, at=clock.now())


def by_hand(key, line_no, *parts, by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        booking.book_by_hand(session, key, line_no, parts, by=who, at=clock.now())


def take_back(key, line_no, by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        booking.take_back(session, key, [line_no], by=who, at=clock.now())


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def due_of(made, village=VILLAGE):
    return f"BATCH:{village}:{made.batch}"


@both_databases
def test_a_village_that_pays_exactly_is_balanced_by_accepting_the_line(county):
    made = approved_village(county)
    key = bring_in(statement(("亭子镇官田村村民委员会", "保费", DUE), ("", "结息", 137)))

    assert states(key) == ["MATCHED", "IGNORED"]
    assert explain(lines(key)[0]) == "写明“官田村”，金额正好是官田村第 1 批还没到的 270.00"
    assert status(made) == "APPROVED", "nothing is booked by importing"
    assert accept(key, 1) == 1
    assert status(made) == "RECONCILED"
    payment = db.session.scalars(select(Payment)).one()
    assert (payment.source, payment.amount_fen, payment.reference) == ("STATEMENT", DUE, "S001")
    assert (payment.batch, payment.received_on) == (made.batch, "2026-03-02")
    assert book(db.session(), COUNTY, VILLAGE, county.campaign).completed_on == "2026-03-02"


def test_the_same_file_a_second_time_changes_nothing(county):
    approved_village(county)
    content = statement(("官田村", "保费", DUE), ("", "手续费", -50))
    first = bring_in(content)
    before = (count(Statement), count(StatementLine))

    assert bring_in(content, name="again.csv") == first
    assert bring_in(content, by="supervisor02") == first
    assert (count(Statement), count(StatementLine)) == before == (1, 2)


def test_lines_of_an_overlapping_file_are_repeats(county):
    approved_village(county)
    bring_in(statement(("官田村", "保费", DUE)))
    key = bring_in(statement(("官田村", "保费", DUE), ("某人", "", 5, "S900")))
    assert states(key) == ["DUPLICATE", "UNMATCHED"]
    assert explain(lines(key)[0]) == "流水号和以前导入的对账单里有一笔相同，不再入账"


def test_lines_without_a_serial_are_repeats_when_all_they_say_is_the_same(county):
    bring_in(statement(("某人", "", 5, "")))
    assert states(bring_in(statement(("某人", "", 5, ""), ("某人", "", 6, "")))) == [
        "DUPLICATE", "UNMATCHED",
    ]  # fmt: skip


def test_what_a_file_cannot_say_is_refused_whole(county):
    who = actor("supervisor01")
    content = "交易日期,贷方金额,流水号\n20260302,x,1\n20260302,1,2\n".encode()
    upload = Upload(TOWNSHIP, "a", content)
    with transaction() as session, pytest.raises(Invalid, match="STATEMENT_FAULTS"):
        import_statement(session, upload, by=who, at=clock.now())
    assert count(Statement) == 0


def test_a_split_a_merged_and_a_wrong_payment(county):
    made = approved_village(county)
    other = approved_village(county, village=SECOND)
    split = bring_in(statement(("官田村", "第一笔", 10000), ("张三", "官田村余款", DUE - 10000)))
    assert states(split) == ["SPLIT", "SPLIT"]
    assert accept(split, 1, 2) == 2
    assert status(made) == "RECONCILED"
    wrong = bring_in(statement(("群力村", "少一人", DUE - 3000, "W1")), name="b")
    assert states(wrong) == ["AMOUNT_DIFF"]
    assert explain(lines(wrong)[0]) == "写明“群力村”，群力村第 1 批还没到 270.00，少了 30.00"
    accept(wrong, 1)
    assert status(other, SECOND) == "APPROVED"
    take_back(split, 1)
    merged = bring_in(statement(("赵", "官田村、群力村补差", 13000, "M1")), name="c")
    assert states(merged) == ["MERGED"]
    accept(merged, 1)
    assert (status(made), status(other, SECOND)) == ("RECONCILED", "RECONCILED")


def test_money_above_what_is_due_stays_with_the_line(county):
    made = approved_village(county)
    key = bring_in(statement(("官田村", "", DUE + 500)))
    assert explain(lines(key)[0]) == "写明“官田村”，官田村第 1 批只差 270.00，多了 5.00"
    accept(key, 1)
    assert status(made) == "RECONCILED"
    assert booking.rest_of(db.session(), lines(key)[0]) == 500


def test_taking_back_books_the_opposite_and_judges_again(county):
    made = approved_village(county)
    key = bring_in(statement(("官田村", "", DUE)))
    accept(key, 1)
    take_back(key, 1, by="supervisor02")

    assert status(made) == "APPROVED"
    assert states(key) == ["MATCHED"]
    amounts = db.session.scalars(select(Payment.amount_fen).order_by(Payment.amount_fen)).all()
    assert amounts == [-DUE, DUE]
    assert book(db.session(), COUNTY, VILLAGE, county.campaign).completed_on is None
    assert db.session.scalars(select(Match)).one().undone_by == actor("supervisor02").id
    with pytest.raises(Conflict, match="STATEMENT_LINE_STATE"):
        take_back(key, 1)
    accept(key, 1)
    assert status(made) == "RECONCILED"


def test_money_of_an_issued_policy_is_not_taken_back(county):
    made = approved_village(county)
    key = bring_in(statement(("官田村", "", DUE)))
    accept(key, 1)
    act(county, service.issue)
    assert db.session.scalars(select(Policy)).one().received_on == "2026-03-02"
    with pytest.raises(Conflict, match="BATCH_ISSUED"):
        take_back(key, 1)
    assert status(made) == "ISSUED"


def test_a_line_is_matched_by_hand_to_what_a_person_chose(county):
    made, other = approved_village(county), approved_village(county, village=SECOND)
    key = bring_in(statement(("某公司", "货款", DUE + 700)))
    assert states(key) == ["UNMATCHED"]
    with pytest.raises(Invalid, match="PARTS_TOO_MUCH"):
        by_hand(key, 1, (due_of(made), DUE), (due_of(other, SECOND), 800))
    with pytest.raises(Invalid, match="PARTS_MISSING"):
        by_hand(key, 1)
    with pytest.raises(Invalid, match="PARTS_MISSING"):
        by_hand(key, 1, (due_of(made), 0))
    by_hand(key, 1, (due_of(made), DUE))
    by_hand(key, 1, (due_of(other, SECOND), 700))
    assert status(made) == "RECONCILED"
    assert booking.rest_of(db.session(), lines(key)[0]) == 0
    take_back(key, 1)
    assert status(made) == "APPROVED"


def test_a_line_that_names_nobody_shows_the_dues_of_its_amount(county):
    approved_village(county)
    approved_village(county, village=SECOND)
    key = bring_in(statement(("某公司", "货款", DUE), ("某公司", "货款", DUE + 1)))
    assert states(key) == ["UNMATCHED", "UNMATCHED"]
    first, second = (explain(line) for line in lines(key))
    assert first == "没有写明哪个村，金额和官田村第 1 批、群力村第 1 批一样，请选一项"
    assert second == "没有写明哪个村，也没有这个金额的应到账"


def test_every_total_is_the_sum_of_its_rows(county):
    """Recompute from the rows alone what pages and rules show, through booking and undoing."""
    made = approved_village(county), approved_village(county, village=SECOND)
    key = bring_in(
        statement(
            ("官田村", "一", 9000), ("官田村", "二", DUE - 9000), ("群力村", "", DUE + 400),
            ("某", "", 5),
        )
    )  # fmt: skip

    def totals():
        db.session.expire_all()
        paid = sum(db.session.scalars(select(Payment.amount_fen)))
        matched = sum(db.session.scalars(select(Match.fen).where(Match.undone_at.is_(None))))
        shown = sum(
            book(db.session(), COUNTY, village, county.campaign).received_fen
            for village in (VILLAGE, SECOND)
        )
        left = sum(booking.rest_of(db.session(), line) for line in lines(key))
        return paid, matched, shown, left

    assert totals() == (0, 0, 0, 2 * DUE + 405)
    accept(key, 1, 2, 3)
    assert totals() == (2 * DUE, 2 * DUE, 2 * DUE, 405)
    assert [status(one, at) for one, at in zip(made, (VILLAGE, SECOND), strict=True)] == [
        "RECONCILED", "RECONCILED",
    ]  # fmt: skip
    take_back(key, 2)
    assert totals() == (DUE + 9000, DUE + 9000, DUE + 9000, DUE - 9000 + 405)
    take_back(key, 1)
    take_back(key, 3)
    assert totals() == (0, 0, 0, 2 * DUE + 405)


def test_what_was_paid_meanwhile_is_not_paid_twice(county):
    approved_village(county)
    key = bring_in(statement(("官田村", "", DUE)))
    pay(county, DUE)
    with pytest.raises(Conflict, match="DUE_CHANGED"):
        accept(key, 1)


@both_databases
def test_the_same_bank_line_is_booked_once_in_a_county(county):
    made = approved_village(county)
    content = statement(("官田村", "", DUE))
    mine, theirs = bring_in(content), bring_in(content, by="admin01", area=COUNTY)
    accept(mine, 1)
    take = booking.accept
    who = actor("admin01")
    pay(county, -DUE, made.batch)  # what is due is open again
    with transaction() as session, pytest.raises(Conflict, match="LINE_BOOKED_ELSEWHERE"):
        take(session, theirs, [1], by=who, at=clock.now())
    assert status(made) == "APPROVED"


def test_a_line_that_is_no_premium_is_set_aside_with_a_reason_and_back(county):
    approved_village(county)
    key = bring_in(statement(("官田村", "", DUE)))
    who = actor("supervisor01")
    with transaction() as session:
        booking.set_aside(session, key, 1, "村里的租金", by=who)
    with pytest.raises(Conflict, match="STATEMENT_LINE_STATE"):
        accept(key, 1)
    with transaction() as session, pytest.raises(Invalid, match="ASIDE_REASON"):
        booking.set_aside(session, key, 1, "", by=who)
    with transaction() as session:
        booking.set_aside(session, key, 1, None, by=who)
    assert accept(key, 1) == 1


@pytest.mark.parametrize("wanted", [1, 2, 3])
def test_what_is_no_money_for_us_is_never_booked(county, wanted):
    approved_village(county)
    key = bring_in(
        statement(("官田村", "", DUE), ("官田村", "冲正", -DUE), ("", "手续费", -50)),
    )
    assert states(key) == ["REVERSED", "REVERSED", "OUTGOING"]
    with pytest.raises(Conflict, match="STATEMENT_LINE_STATE"):
        accept(key, wanted)
    with pytest.raises(Invalid, match="NO_STATEMENT_LINES"):
        accept(key)
    with pytest.raises(NotFound):
        accept(key, 99)


def test_statements_of_other_areas_do_not_exist(county):
    key = bring_in(statement(("官田村", "", DUE)), by="admin01", area=COUNTY)
    with pytest.raises(NotFound, match="STATEMENT_UNKNOWN"):
        accept(key, 1)
    with pytest.raises(NotFound, match="AREA_UNKNOWN"):
        bring_in(b"x", area=OUTSIDE)


def test_a_transfer_of_a_household_is_a_due_of_its_own(county):
    made = approved_village(county)
    with transaction() as session:
        row = session.scalars(select(Collection).order_by(Collection.id)).first()
        row.method, fen, receipt = "TRANSFER", row.amount_fen, row.id
    key = bring_in(statement(("王建国", "保险费", fen), ("官田村", "", DUE - fen)))
    assert states(key) == ["MATCHED", "MATCHED"]
    accept(key, 1, 2)
    assert status(made) == "RECONCILED"
    row = db.session.get(Collection, (COUNTY, VILLAGE, receipt))
    assert (row.status, row.statement_line) == ("MATCHED", f"{key}:1")
    take_back(key, 1)
    db.session.expire_all()
    row = db.session.get(Collection, (COUNTY, VILLAGE, receipt))
    assert (row.status, row.statement_line) == ("COLLECTED", None)
    assert status(made) == "APPROVED"
