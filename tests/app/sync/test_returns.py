"""A returned household: corrected on the phone, answered, and back in its batch."""

from sqlalchemy import select

from app import clock
from app.batches.models import Batch
from app.batches.service import Decision, accept, return_lines
from app.db import db, transaction
from app.enrollment.models import Enrollment
from tests.conftest import both_databases
from tests.factories import actor
from tests.handset import rows_of
from tests.visit import OWN_FEN, PLAN_FEN, shares, totals, visit


def row(model, key):
    db.session.expire_all()
    return db.session.scalars(select(model).where(model.id == key)).one()


def hand_in(phone, county, register):
    """Enroll two households and hand them in; return (lines, batch)."""
    lines = []
    for number in range(2):
        lines.append(phone.next(0))
        phone.push(
            visit(
                phone,
                county.campaign,
                register.homes[number],
                register.people[number],
                receipt=f"{number}",
            )
        )
    batch = phone.next(0)
    phone.push([("ba", "c", {"campaign": county.campaign, "lines": lines, "totals": totals(2)})])
    return lines, batch


def decide(what, county, batch, line, **options):
    with transaction() as session:
        shown = {line: row(Enrollment, line).ver}
        decision = Decision(county.village, batch, shown, what.__name__.upper(), **options)
        what(session, decision, by=actor("supervisor01"), at=clock.now())


@both_databases
def test_a_returned_line_is_corrected_and_goes_back_into_its_batch(app, county, register, phone):
    lines, batch = hand_in(phone, county, register)
    decide(return_lines, county, batch, lines[0], reason="AMOUNT_DIFFERS", text="少收一人")
    person = rows_of(phone.push(pull={"after": 0, "limit": 500})["pull"]["rows"])
    assert person["en", lines[0]]["status"] == "RETURNED"
    assert person["en", lines[0]]["returns"][0]["text"] == "少收一人"
    child = next(
        key
        for (code, key), one in person.items()
        if code == "in" and one["enrollment"] == lines[0] and one["person"] == register.people[0][2]
    )
    counted = {
        "households": 2, "persons": 5, "premium_fen": PLAN_FEN * 5, "shares": shares(5),
        "collected": {"CASH": OWN_FEN * 5},
    }  # fmt: skip
    money = f"{lines[0].split('-')[0]}-{int(lines[0].split('-')[1]) + 7}"
    seen = 2**50

    answer = phone.push([
        ("en", "u", {"claimed": {"premium_fen": PLAN_FEN * 2, "shares": shares(2)}, "answered_return_no": 1}, lines[0], seen),
        ("in", "u", {"included": False, "claimed": None}, child, seen),
        ("cl", "u", {"void_reason": "应收改变"}, money, seen),
        ("cl", "c", {"enrollment": lines[0], "amount_fen": OWN_FEN * 2, "method": "CASH", "book_no": "A07", "receipt_no": "77", "collected_on": "2026-03-01"}),
        ("ba", "u", {"totals": counted}, batch, seen),
    ])  # fmt: skip

    assert answer["ex"] == []
    line, back = row(Enrollment, lines[0]), row(Batch, batch)
    assert (line.status, line.batch, line.answered_return_no) == ("IN_BATCH", batch, 1)
    assert [one["code"] for one in line.findings] == []
    assert line.computed["premium_fen"] == PLAN_FEN * 2
    assert back.computed["totals_agree"] is True
    decide(accept, county, batch, lines[0])
    assert row(Enrollment, lines[0]).status == "ACCEPTED"
    locked = phone.push([("en", "u", {"outcome": "AWAY"}, lines[0], seen)])
    assert locked["ex"][0][2]["code"] == "ENROLLMENT_LOCKED"


def test_a_batch_returned_whole_is_submitted_again_by_its_first_answer(
    app, county, register, phone
):
    lines, batch = hand_in(phone, county, register)
    for line in lines:
        decide(return_lines, county, batch, line, reason="CONSENT_INVALID")
    assert row(Batch, batch).status == "RETURNED"

    phone.push([("en", "u", {"answered_return_no": 1}, lines[0], 2**50)])

    assert row(Batch, batch).status == "SUBMITTED"
    assert row(Enrollment, lines[1]).status == "RETURNED"


def test_an_answer_to_an_older_return_leaves_the_line_returned(app, county, register, phone):
    lines, batch = hand_in(phone, county, register)
    decide(return_lines, county, batch, lines[0], reason="CONSENT_INVALID")

    phone.push([("en", "u", {"answered_return_no": 2, "decline_reason": "x"}, lines[0], 2**50)])

    assert row(Enrollment, lines[0]).status == "RETURNED"


def test_people_change_while_a_household_is_not_handed_in_and_it_is_judged_again(
    app, county, register, phone
):
    key = phone.next(0)
    phone.push(visit(phone, county.campaign, register.homes[0], register.people[0]))

    phone.push(
        [
            (
                "ps",
                "u",
                {"life_status": "DEAD", "died_on": "2026-02-20"},
                register.people[0][1],
                2**50,
            )
        ]
    )

    codes = [(one["code"], one["path"]) for one in row(Enrollment, key).findings]
    assert ("PERSON_DEAD", "members[1].life_status") in codes
    assert row(Enrollment, key).status == "RECEIVED"
