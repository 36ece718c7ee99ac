"""Somebody moves to another household at the door: what becomes of the one he left."""

import pytest

from app.db import db, transaction
from app.enrollment.models import Enrollment, InsuredPerson
from app.rosters.models import Household, Person
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE
from tests.handset import Handset, rows_of
from tests.village import make_village


def line_of(person):
    db.session.expire_all()
    return db.session.query(InsuredPerson).filter_by(person=person).one()


def set_status(made, number, status):
    with transaction() as session:
        session.get_one(Enrollment, (COUNTY, VILLAGE, made.enrollments[number])).status = status


@both_databases
def test_who_moves_is_out_of_the_open_enrollment_he_left_and_it_is_priced_anew(app, county):
    made = make_village(county)
    set_status(made, 0, "RECEIVED")
    child = made.persons[0][2]
    phone = Handset(app)

    answer = phone.push(
        [("ps", "u", {"household": made.households[1], "relation": "30"}, child, 1 << 41)]
    )

    assert answer["ex"] == []
    assert line_of(child).included is False
    row = db.session.get_one(Enrollment, (COUNTY, VILLAGE, made.enrollments[0]))
    assert row.computed["persons"] == 2
    assert "PREMIUM_MISMATCH" in {one["code"] for one in row.findings}
    found = rows_of(phone.get(f"villages/{VILLAGE}/changes").json["rows"])
    assert found["in", line_of(child).id]["included"] is False


@pytest.mark.parametrize("status", ["IN_BATCH", "ACCEPTED"])
def test_a_household_that_was_handed_in_keeps_its_line_and_the_supervisor_is_told(
    app, county, status
):
    made = make_village(county)
    set_status(made, 0, status)
    child = made.persons[0][2]

    Handset(app).push([("ps", "u", {"household": made.households[1]}, child, 1 << 41)])

    assert line_of(child).included is True
    row = db.session.get_one(Enrollment, (COUNTY, VILLAGE, made.enrollments[0]))
    told = {one["code"] for one in row.findings}
    assert ("PREMIUM_MISMATCH" in told) is (status == "IN_BATCH")


def test_a_new_household_is_made_for_who_leaves(app, county):
    made = make_village(county)
    set_status(made, 0, "RECEIVED")
    phone = Handset(app)
    child = made.persons[0][2]
    home = phone.next(0)

    answer = phone.push([
        ("hh", "c", {"group_name": "1组", "household_no": "099号"}),
        ("ps", "u", {"household": home, "relation": "02"}, child, 1 << 41),
    ])  # fmt: skip

    assert answer["ex"] == []
    db.session.expire_all()
    assert db.session.get_one(Household, (COUNTY, VILLAGE, home)).household_no == "099号"
    assert db.session.get_one(Person, (COUNTY, VILLAGE, child)).household == home
    assert line_of(child).included is False
