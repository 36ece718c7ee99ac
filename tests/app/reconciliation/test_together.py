"""Several supervisors at the same money at the same moment: it is booked once."""

import threading

from sqlalchemy import func, select

from app import clock
from app.db import db, transaction
from app.errors import Conflict
from app.reconciliation import booking, remittances
from app.reconciliation.importing import Upload, import_statement
from app.reconciliation.models import Match, Payment, Remittance, Statement
from app.reconciliation.remittances import Brought
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, statement
from tests.app.reconciliation.test_remittances import all_of, in_hand
from tests.conftest import both_databases
from tests.factories import SECOND, TOWNSHIP, VILLAGE, actor

PEOPLE = ("supervisor01", "supervisor02", "supervisor01", "supervisor02")


def together(app, act):
    """Let four people do the same at once; return what each of them got."""
    who = [actor(login) for login in PEOPLE]
    db.session.rollback()  # a reader of this thread would keep writers of SQLite waiting
    start, results = threading.Barrier(len(who)), []

    def run(by):
        with app.app_context():
            start.wait()
            try:
                with transaction() as session:
                    results.append(act(session, by))
            except Conflict as error:
                results.append(error.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(by,)) for by in who]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


@both_databases
def test_a_line_accepted_by_four_at_once_is_booked_once(app, county):
    approved_village(county)
    key = bring_in(statement(("官田村", "", DUE)))
    at = clock.now()

    found = together(app, lambda session, by: booking.accept(session, key, [1], by=by, at=at))

    assert sorted(map(str, found)) == ["1", *["STATEMENT_LINE_STATE"] * 3]
    assert (count(Match), count(Payment)) == (1, 1)


@both_databases
def test_two_statements_never_pay_one_due_twice(app, county):
    approved_village(county)
    keys = [bring_in(statement(("官田村", "", DUE, f"Q{n}")), name=f"{n}.csv") for n in range(4)]
    waiting, at = list(keys), clock.now()

    def act(session, by):
        return booking.accept(session, waiting.pop(), [1], by=by, at=at)

    found = together(app, act)

    assert sorted(map(str, found)) == ["1", *["DUE_CHANGED"] * 3]
    assert db.session.scalar(select(func.sum(Payment.amount_fen))) == DUE


@both_databases
def test_a_file_imported_by_four_at_once_is_one_statement(app, county):
    upload, at = Upload(TOWNSHIP, "a.csv", statement(("官田村", "", DUE))), clock.now()

    found = together(app, lambda session, by: import_statement(session, upload, by=by, at=at))

    assert len({key for key, _ in found}) == 1
    assert sorted(new for _, new in found) == [False, False, False, True]
    assert count(Statement) == 1


@both_databases
def test_receipts_are_remitted_once(app, county):
    approved_village(county)
    (holder,) = in_hand()
    keys, at = all_of(holder.agent), clock.now()

    def act(session, by):
        brought = Brought(holder.agent, keys, "2026-03-01", "")
        remittances.record(session, brought, by=by, at=at, today=clock.today())
        return "done"

    found = together(app, act)

    assert sorted(found) == [*["RECEIPT_STATE"] * 3, "done"]
    assert count(Remittance) == 1


@both_databases
def test_a_bank_line_that_two_areas_brought_in_is_booked_once(app, county):
    content, places = statement(("某人", "", DUE, "Q1")), []
    for village in (VILLAGE, SECOND):
        made = approved_village(county, village=village)
        places.append((bring_in(content, area=village), f"BATCH:{village}:{made.batch}"))
    waiting, at = places * 2, clock.now()

    def act(session, by):
        key, due = waiting.pop()
        booking.book_by_hand(session, key, 1, [(due, DUE)], by=by, at=at)
        return "done"

    found = together(app, act)

    assert found.count("done") == 1
    assert db.session.scalar(select(func.sum(Payment.amount_fen))) == DUE
