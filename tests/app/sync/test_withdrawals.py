"""A household leaves after its batch was handed in: at the door, or decided at the desk."""

import pytest

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.enrollment.models import Collection, Consent, Enrollment, Withdrawal
from app.errors import Conflict, Invalid, NotFound
from app.reconciliation.models import Payment, Refund
from app.reconciliation.queries import book
from app.reconciliation.service import Received, enter_payment
from app.sync import withdrawals
from app.sync.withdrawals import Request
from tests.app.reconciliation.bank import DUE, approved_village
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, VILLAGE, actor, sign_in, submit
from tests.handset import Handset, rows_of
from tests.village import make_village

LINE_FEN = DUE // 3


def counted(made):
    """Make a batch that both sides counted alike, as after a push."""
    with transaction() as session:
        batch = session.get_one(Batch, (COUNTY, VILLAGE, made.batch))
        batch.computed = {**batch.totals, "totals_agree": True, "findings": []}
    return made


def money_of(enrollment):
    db.session.expire_all()
    return db.session.query(Collection).filter_by(enrollment=enrollment).one()


def leaving(enrollment, **change):
    money = money_of(enrollment)
    fields = {
        "enrollment": enrollment, "reason": "外出打工", "told_on": "2026-03-01",
        "returned": [money.id] if money.status == "COLLECTED" else [], **change,
    }  # fmt: skip
    return ("wd", "c", fields)


def line(made, number):
    db.session.expire_all()
    return db.session.get_one(Enrollment, (COUNTY, VILLAGE, made.enrollments[number]))


def batch_of(made):
    db.session.expire_all()
    return db.session.get_one(Batch, (COUNTY, VILLAGE, made.batch))


def decide(verb, key, *words, by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        verb(session, VILLAGE, key, *words, by=who, at=clock.now())


def take_out(enrollment, reason="不保了", told_on="2026-03-01", by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        wanted = Request(VILLAGE, enrollment, reason, told_on)
        return withdrawals.withdraw(session, wanted, by=who, at=clock.now(), today=clock.today())


def refunds():
    db.session.expire_all()
    rows = db.session.query(Refund).order_by(Refund.source)
    return [(row.source, row.to_name, row.fen, row.state) for row in rows]


@both_databases
def test_at_the_door_it_is_done_at_once_and_the_batch_agrees_without_it(app, county):
    made = counted(make_village(county))
    phone, fen = Handset(app), money_of(made.enrollments[0]).amount_fen

    answer = phone.push([leaving(made.enrollments[0])])

    assert answer["ex"] == []
    assert line(made, 0).status == "WITHDRAWN"
    found = rows_of(phone.get(f"villages/{VILLAGE}/changes").json["rows"])
    told = found["wd", f"{phone.install}-1"]
    assert (told["status"], told["refund"]) == (
        "DONE", {"own_fen": fen, "hand_fen": fen, "due_fen": 0, "others": {}},
    )  # fmt: skip
    money = money_of(made.enrollments[0])
    assert (money.status, money.void_reason) == ("VOID", "撤回退费")
    batch = batch_of(made)
    assert batch.computed["totals_agree"] is True
    assert (batch.totals["households"], batch.computed["premium_fen"]) == (2, 2 * LINE_FEN)
    assert batch.totals["collected"]["CASH"] == 2 * fen
    consents = db.session.query(Consent).filter_by(enrollment=made.enrollments[0])
    assert {row.withdrawn_on for row in consents} == {"2026-03-01"}
    assert refunds() == []


def test_totals_that_differed_before_still_differ(app, county):
    made = make_village(county)
    with transaction() as session:
        batch = session.get_one(Batch, (COUNTY, VILLAGE, made.batch))
        batch.totals = {**batch.totals, "premium_fen": 1}
        batch.computed = {"totals_agree": False}
    Handset(app).push([leaving(made.enrollments[0])])
    assert batch_of(made).computed["totals_agree"] is False
    assert batch_of(made).totals["premium_fen"] == 1


@pytest.mark.parametrize("how", ["accepted", "remitted", "kept", "last"])
def test_what_is_not_the_agents_alone_waits_for_the_supervisor(app, county, how):
    made = counted(make_village(county))
    first, change = made.enrollments[0], {}
    with transaction() as session:
        if how == "accepted":
            session.get_one(Enrollment, (COUNTY, VILLAGE, first)).status = "ACCEPTED"
        elif how == "remitted":
            session.query(Collection).filter_by(enrollment=first).one().status = "REMITTED"
        elif how == "kept":
            change = {"returned": []}
        else:
            for other in made.enrollments[1:]:
                session.get_one(Enrollment, (COUNTY, VILLAGE, other)).status = "ACCEPTED"
    phone = Handset(app)

    answer = phone.push([leaving(first, **change)])

    assert answer["ex"] == []
    assert db.session.query(Withdrawal).one().status == "ASKED"
    assert line(made, 0).status in ("IN_BATCH", "ACCEPTED")
    decide(withdrawals.agree, f"{phone.install}-1")
    assert line(made, 0).status == "WITHDRAWN"
    with pytest.raises(Conflict, match="WITHDRAWAL_STATE"):
        decide(withdrawals.agree, f"{phone.install}-1")


def test_a_refusal_reaches_the_phone_and_changes_nothing(app, county):
    made = counted(make_village(county))
    phone = Handset(app)
    phone.push([leaving(made.enrollments[0], returned=[])])
    key = f"{phone.install}-1"
    with pytest.raises(Invalid, match="REFUSAL_REASON"):
        decide(withdrawals.refuse, key, "")

    decide(withdrawals.refuse, key, "本人说还要保")

    found = rows_of(phone.get(f"villages/{VILLAGE}/changes").json["rows"])["wd", key]
    assert (found["status"], found["answer"]["text"], found["answer"]["by_name"]) == (
        "REFUSED", "本人说还要保", "陈静",
    )  # fmt: skip
    assert line(made, 0).status == "IN_BATCH"
    assert money_of(made.enrollments[0]).status == "COLLECTED"
    phone.push([leaving(made.enrollments[0])])
    assert line(made, 0).status == "WITHDRAWN"


@both_databases
def test_premium_that_arrived_goes_back_by_source_and_the_book_stays_level(app, county):
    made = counted(approved_village(county))
    with transaction() as session:
        for money in session.query(Collection):
            money.status = "REMITTED"
    who = actor("supervisor01")
    with transaction() as session:
        paid = Received(VILLAGE, county.campaign, made.batch, DUE, "2026-03-01", None)
        enter_payment(session, paid, by=who, at=clock.now())
    assert batch_of(made).status == "RECONCILED"
    shares = line(made, 0).computed["shares"]

    take_out(made.enrollments[0])

    assert {source: fen for source, _, fen, _ in refunds()} == {
        payer: fen for payer, fen in shares.items() if fen and payer != "INSURER"
    }
    assert {name for source, name, _, _ in refunds() if source == "INDIVIDUAL"} == {"王建国"}
    now = book(db.session(), COUNTY, VILLAGE, county.campaign)
    assert (now.due_fen, now.received_fen, now.difference_fen) == (
        2 * LINE_FEN, 2 * LINE_FEN, 0,
    )  # fmt: skip
    assert db.session.query(Payment).filter(Payment.amount_fen < 0).one().amount_fen == -LINE_FEN
    assert batch_of(made).status == "RECONCILED"


def test_money_on_the_way_is_paid_back_by_the_township_and_cash_by_the_agent(app, county):
    made = counted(approved_village(county))
    with transaction() as session:
        session.query(Collection).filter_by(
            enrollment=made.enrollments[0]
        ).one().status = "REMITTED"
    fen = money_of(made.enrollments[1]).amount_fen

    take_out(made.enrollments[0])
    take_out(made.enrollments[1])

    assert refunds() == [("INDIVIDUAL", "王建国", fen, "DUE")]
    first, second = db.session.query(Withdrawal).order_by(Withdrawal.id)
    assert (first.refund["due_fen"], second.refund["hand_fen"]) == (fen, fen)
    assert batch_of(made).status == "APPROVED"
    assert line(made, 2).status == "ACCEPTED"


def test_who_is_insured_or_gone_cannot_leave(app, county):
    made = make_village(county)
    with transaction() as session:
        session.get_one(Enrollment, (COUNTY, VILLAGE, made.enrollments[0])).status = "POLICY_ISSUED"
    phone = Handset(app)
    answer = phone.push([leaving(made.enrollments[0])])
    assert answer["ex"][0][2]["code"] == "ENROLLMENT_LOCKED"
    with pytest.raises(Conflict, match="WITHDRAW_STATE"):
        take_out(made.enrollments[0])
    for reason, told_on, code in (
        ("", "2026-03-01", "WITHDRAW_REASON"), ("走了", "昨天", "DATE_INVALID"),
        ("走了", "2026-03-02", "DATE_FUTURE"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=code):
            take_out(made.enrollments[1], reason, told_on)
    with pytest.raises(NotFound):
        take_out("s100200-999")
    with pytest.raises(NotFound):
        withdrawals.withdrawal_of(db.session(), actor("supervisor01"), OUTSIDE, "x-1")


def test_a_household_that_left_may_be_enrolled_anew(app, county):
    made = counted(make_village(county))
    phone = Handset(app)
    phone.push([leaving(made.enrollments[0])])
    answer = phone.push([
        ("en", "c", {
            "campaign": county.campaign, "household": made.households[0], "outcome": "ENROLL",
            "declared_on": "2026-03-01", "quoted_start_on": "2026-04-01",
        }),
        ("in", "c", {"enrollment": phone.next(0), "person": made.persons[0][0], "included": True,
                     "plan": "A", "copies": 1}),
    ])  # fmt: skip
    assert answer["ex"] == []
    row = db.session.query(Enrollment).filter_by(id=phone.next(-2)).one()
    assert row.status == "RECEIVED"
    assert "PERSON_ENROLLED_ELSEWHERE" not in {one["code"] for one in row.findings}


def test_the_pages_ask_refuse_and_print_what_goes_back(app, county, client):
    made = counted(make_village(county))
    phone = Handset(app)
    phone.push([leaving(made.enrollments[0], returned=[])])
    key = f"{phone.install}-1"
    sign_in(client, "supervisor01")
    pages = "/console/money/withdrawals"
    assert "等同意 1" in client.get(pages).text
    assert submit(client, f"{pages}/{VILLAGE}/{key}/refuse", {"text": ""}).status_code == 400
    assert submit(client, f"{pages}/{VILLAGE}/{key}/agree").status_code == 303
    done = client.get(f"{pages}/{VILLAGE}/{key}").text
    assert "已撤回，不承保" in done
    assert "代办员退现金" in done
    assert submit(client, f"{pages}/{VILLAGE}/{key}/agree").status_code == 409
    url = f"{pages}/of/{VILLAGE}/{made.enrollments[1]}"
    assert "撤回王建国户" in client.get(url).text
    wrong = submit(client, url, {"reason": "去了外地", "told_on": "2026-03-09"})
    assert wrong.status_code == 400
    assert "去了外地" in wrong.text
    made_one = submit(client, url, {"reason": "去了外地", "told_on": "2026-03-01"})
    assert made_one.status_code == 303
    assert "已撤回，不承保" in client.get(made_one.location).text
    assert "不能撤回" in client.get(url).text
