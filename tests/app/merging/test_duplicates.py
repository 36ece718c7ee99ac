"""People recorded twice are found, kept or merged, and parted again."""

import re

from sqlalchemy import select, update

from app.accounts.models import UserArea
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.enrollment.models import Enrollment, InsuredPerson
from app.merging.models import IdentityDecision
from app.rosters.models import Person
from tests.app.merging.test_conflicts import row, text_of
from tests.app.policies.test_issue import accept_all
from tests.conftest import both_databases
from tests.factories import SECOND, VILLAGE, sign_in, submit
from tests.village import make_village


def doubled(county, **second):
    first = make_village(county, households=2, enrolled=1)
    other = make_village(county, households=2, enrolled=1, village=SECOND, **second)
    return first, other


def duplicate_url(person, village=VILLAGE):
    return f"/console/merging/duplicates/{village}/{person}"


def both(first, other):
    return [f"{VILLAGE}:{first.persons[0][0]}", f"{SECOND}:{other.persons[0][0]}"]


@both_databases
def test_a_person_in_two_villages_is_found_by_the_blind_index(county, client):
    first, _other = doubled(county)
    sign_in(client, "supervisor01")

    page = text_of(client.get("/console/merging"))
    one = text_of(client.get(duplicate_url(first.persons[0][0])))

    assert "重复的人 6" in page
    assert "2 处登记，2 处参保" in one
    assert not re.search(r"[0-9]{17}", page + one)
    only = text_of(client.get("/console/merging?d-cover=TWICE"))
    assert "重复的人 3" in only
    assert "重复的人 0" in text_of(client.get("/console/merging?d-where=ONE"))


@both_databases
def test_merging_leaves_one_place_and_can_be_taken_back(county, client):
    first, other = doubled(county)
    sign_in(client, "supervisor01")
    url, people = duplicate_url(first.persons[0][0]), both(first, other)
    premium = row(Enrollment, other.enrollments[0]).computed["premium_fen"]

    answer = submit(client, url, {"person": people, "stays": people[0], "reason": "随儿子住"})

    assert answer.status_code == 303
    gone, stays = row(Person, other.persons[0][0]), row(Person, first.persons[0][0], VILLAGE)
    assert (gone.life_status, stays.life_status) == ("MOVED", "ALIVE")
    lines = {
        one.person: one.included
        for one in db.session.scalars(select(InsuredPerson).where(InsuredPerson.village == SECOND))
    }
    assert lines[other.persons[0][0]] is False
    after = row(Enrollment, other.enrollments[0])
    assert after.computed["premium_fen"] < premium, "the household was judged again"
    assert after.claimed["premium_fen"] == after.computed["premium_fen"]
    page = text_of(client.get(url))
    assert "合并，留一份：随儿子住" in page

    key = db.session.scalars(select(IdentityDecision)).one().id
    assert submit(client, f"{url}/undo/{key}", {"reason": "弄错了"}).status_code == 303

    assert row(Person, other.persons[0][0]).life_status == "ALIVE"
    assert row(Enrollment, other.enrollments[0]).computed["premium_fen"] == premium
    db.session.expire_all()
    assert db.session.scalars(select(IdentityDecision)).one().undone_why == "弄错了"
    assert "重复的人 6" in text_of(client.get("/console/merging?d-state=OPEN"))
    trace = set(db.session.scalars(select(AuditEntry.action)))
    assert {"PERSON_MERGED", "PERSON_DECISION_UNDONE"} <= trace


def test_two_people_with_one_number_may_both_stand(county, client):
    first, other = doubled(county)
    sign_in(client, "supervisor01")
    people = both(first, other)

    submit(
        client, duplicate_url(first.persons[0][0]),
        {"person": people, "keep_all": "1", "reason": "号码录错，正在核对"},
    )  # fmt: skip

    assert row(Person, other.persons[0][0]).life_status == "ALIVE"
    assert "重复的人 5" in text_of(client.get("/console/merging?d-state=OPEN"))
    assert "重复的人 1" in text_of(client.get("/console/merging?d-state=KEPT"))


@both_databases
def test_an_accepted_household_is_not_left_unseen(county, client):
    first, other = doubled(county)
    accept_all(county, other, village=SECOND)
    sign_in(client, "supervisor01")
    people = both(first, other)

    answer = submit(
        client, duplicate_url(first.persons[0][0]),
        {"person": people, "stays": people[0], "reason": "随儿子住"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert "先撤销受理" in text_of(answer)
    assert "随儿子住" in text_of(answer)
    assert row(Person, other.persons[0][0]).life_status == "ALIVE"


def test_somebody_who_came_meanwhile_is_shown_first(county, client):
    first, other = doubled(county)
    sign_in(client, "supervisor01")

    answer = submit(
        client, duplicate_url(first.persons[0][0]),
        {"person": both(first, other)[:1], "stays": both(first, other)[0], "reason": "x"},
    )  # fmt: skip

    assert answer.status_code == 409
    assert "刚有变化" in text_of(answer)


def test_a_place_of_other_people_is_seen_but_not_written(county, client):
    first, other = doubled(county)
    with_one = sign_in(client, "supervisor01")
    with transaction() as session:
        session.execute(update(UserArea).where(UserArea.user == with_one.id).values(code=VILLAGE))
    people, url = both(first, other), duplicate_url(first.persons[0][0])

    refused = submit(client, url, {"person": people, "stays": people[0], "reason": "x"})
    allowed = submit(client, url, {"person": people, "stays": people[1], "reason": "x"})

    assert refused.status_code == 409
    assert "另一处不归你管" in text_of(refused)
    assert allowed.status_code == 303
    assert row(Person, first.persons[0][0], VILLAGE).life_status == "MOVED"
    foreign = duplicate_url(other.persons[0][0], SECOND)
    assert client.get(foreign).status_code == 404
