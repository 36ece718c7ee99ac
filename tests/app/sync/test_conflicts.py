"""Two phones and one desk in a village: nothing is overwritten unseen, nothing is lost."""

from sqlalchemy import select

from app.db import db, transaction
from app.enrollment.models import Enrollment
from app.inbox.models import FieldConflict
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household
from app.secrets import place, vault
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND
from tests.handset import Handset, rows_of
from tests.visit import visit


def row(model, key):
    db.session.expire_all()
    return db.session.scalars(select(model).where(model.id == key)).one()


@both_databases
def test_the_second_of_two_blind_edits_is_kept_as_a_conflict(app, county):
    register = Register(2, SECOND)
    first, second = Handset(app, "agent01", village=SECOND), Handset(app, "agent02", village=SECOND)
    hh, seen = register.homes[0], row(Household, register.homes[0]).ver
    first.push([("hh", "u", {"address": "东头", "phone": "13800000001"}, hh, seen)])

    answer = second.push(
        [("hh", "u", {"phone": "13800000002", "household_no": "8"}, hh, seen)],
        pull={"after": seen, "limit": 100},
    )

    [entry] = answer["ex"]
    assert entry[:2] == [1, "conflict"]
    assert entry[2]["f"] == ["phone"]
    conflict = row(FieldConflict, entry[2]["c"][0])
    assert (conflict.status, conflict.entity, conflict.field, conflict.base_ver) == (
        "OPEN",
        hh,
        "phone",
        seen,
    )
    assert conflict.kept["install"] == first.install
    assert conflict.lost == {"install": second.install, "seq": 1, "ver": answer["ok"][0][2]}
    where = place("conflicts", "lost_value", COUNTY, SECOND, conflict.id)
    assert vault().open_json(COUNTY, where, conflict.lost_value_enc) == "13800000002"
    # The phone that lost hears the value that stands, in the same answer.
    pulled = rows_of(answer["pull"]["rows"])["hh", hh]
    assert (pulled["phone"], pulled["household_no"]) == ("13800000001", "8")


@both_databases
def test_an_open_conflict_stops_the_enrollment_it_concerns(app, county):
    register = Register(1, SECOND)
    first, second = Handset(app, "agent01", village=SECOND), Handset(app, "agent02", village=SECOND)
    person, seen = register.people[0][1], 0
    first.push([("ps", "u", {"phone": "13800000001"}, person, 2**50)])
    second.push([("ps", "u", {"phone": "13800000002"}, person, seen)])
    key = first.next(0)

    first.push(visit(first, county.campaign, register.homes[0], register.people[0]))

    found = [one for one in row(Enrollment, key).findings if one["code"] == "FIELD_CONFLICT"]
    assert [(one["path"], one["severity"], one["source"]) for one in found] == [
        ("members[1].phone", "BLOCK", "SERVER")
    ]


def test_a_desk_and_a_phone_do_not_overwrite_each_other(app, county, register, phone):
    hh, seen = register.homes[0], row(Household, register.homes[0]).ver
    with transaction() as session:
        lock = lock_village(session, COUNTY, county.village)
        update_rows(session, lock, Household, {hh: {"address": "西头"}})
        release(session, lock, [], at=None)

    answer = phone.push([("hh", "u", {"address": "东头"}, hh, seen)])

    assert answer["ex"][0][1] == "conflict"
    assert row(Household, hh).address == "西头"


def test_own_edits_in_a_row_never_conflict(app, county, register, phone):
    hh, seen = register.homes[0], row(Household, register.homes[0]).ver

    answer = phone.push(*[[("hh", "u", {"address": f"{n}号"}, hh, seen)] for n in range(4)])

    assert answer["ex"] == []
    assert row(Household, hh).address == "3号"


def test_the_same_person_enrolled_twice_in_the_village_is_found(app, county, register, phone):
    phone.push(visit(phone, county.campaign, register.homes[0], register.people[0]))
    number = rows_of(phone.push(pull={"after": 0, "limit": 500})["pull"]["rows"])[
        "ps", register.people[0][1]
    ]["id_no"]
    key = phone.next(1)
    ops = [("ps", "u", {"id_no": number}, register.people[1][1], 2**50)]
    later = visit(phone, county.campaign, register.homes[1], register.people[1], receipt="0002")
    later = [
        (t, k, {n: key if v == phone.next(0) else v for n, v in f.items()}) for t, k, f in later
    ]

    phone.push([*ops, *later])

    found = [
        one for one in row(Enrollment, key).findings if one["code"] == "PERSON_ENROLLED_ELSEWHERE"
    ]
    assert [one["path"] for one in found] == ["insured[1]"]
    assert found[0]["detail"] == {
        "person": register.people[1][1],
        "enrollment": f"{phone.install}-1",
    }


def test_a_receipt_used_twice_is_found(app, county, register, phone):
    phone.push(visit(phone, county.campaign, register.homes[0], register.people[0], receipt="0007"))
    key = phone.next(0)

    phone.push(visit(phone, county.campaign, register.homes[1], register.people[1], receipt="0007"))

    codes = [(one["code"], one["path"]) for one in row(Enrollment, key).findings]
    assert codes == [("RECEIPT_DUPLICATE", "collections[0].receipt_no")]
