"""Renewal: the register learns last year, and the page says who is missing."""

import pytest

from app import clock
from app.campaigns.models import Campaign
from app.db import db, transaction
from app.endorsements.judging import Wanted
from app.errors import Conflict
from app.policies.models import Policy
from app.renewals import service
from app.renewals.queries import difference
from app.renewals.rules import Standing, counts, kind_of, year_after
from app.rosters.models import Household, Person
from tests.app.endorsements.test_endorsements import asked, decided, on_day
from tests.app.exports.test_insured_list import issued
from tests.conftest import both_databases
from tests.factories import (
    COUNTY,
    OUTSIDE,
    SECOND,
    VILLAGE,
    actor,
    publish,
    sign_in,
    submit,
    template,
)

NEXT = {"from": "2027-01-01", "to": "2027-03-31"}


def next_version(county):
    with transaction() as session:
        return publish(session, {**template(), "sale": NEXT}, county.users)


def open_next(county, version, *villages, campaign=None, by="supervisor01"):
    who, old = actor(by), county.campaign
    plan = service.Plan(
        villages, "2027年度全村统保", version, "2027-01-01", "2027-03-25", "2027-04-01", campaign
    )
    with transaction() as session:
        known = session.get_one(Campaign, (COUNTY, old))
        return service.open_renewal(session, known, plan, by=who, at=clock.now())


def get(model, key):
    db.session.expire_all()
    return db.session.get(model, (COUNTY, VILLAGE, key))


@pytest.mark.parametrize(
    ("last", "enrolled", "listed", "fits", "declined", "kind"),
    [
        (True, True, True, True, False, "KEPT"),
        (False, True, True, True, False, "JOINED"),
        (True, False, False, True, False, "GONE"),
        (True, False, True, False, False, "TOO_OLD"),
        (True, False, True, True, True, "DECLINED"),
        (True, False, True, True, False, "WAITING"),
        (False, False, True, True, False, "NEW"),
        (False, False, False, True, False, None),
        (False, False, True, False, False, None),
    ],
)  # fmt: skip
def test_where_a_person_stands(last, enrolled, listed, fits, declined, kind):
    assert kind_of(Standing(last, enrolled, listed, fits, declined)) == kind


def test_a_leap_day_has_a_day_after_a_year():
    assert year_after("2028-02-29") == "2029-02-28"


@both_databases
def test_phones_learn_who_was_insured_and_who_left_is_not_marked(county, time):
    made, policy = issued(county, households=4, enrolled=3)
    on_day(time, "2026-10-01")
    decided(policy, asked("REMOVE", Wanted("D", 1)))
    version = next_version(county)
    before = get(Household, made.households[0]).ver
    renewal = open_next(county, version, VILLAGE)
    left, wife = (get(Person, key) for key in made.persons[0][:2])
    assert (left.previous_end_on, left.last_plan) == (None, None)
    assert (wife.previous_end_on, wife.last_plan) == ("2027-03-31", "A")
    assert [get(Household, key).insured_last for key in made.households] == [2, 3, 3, None]
    assert get(Household, made.households[0]).ver > before
    opened = db.session.get(Campaign, (COUNTY, renewal))
    assert (opened.renews, opened.product_version) == (county.campaign, version)
    rows = difference(db.session(), db.session.get(Policy, (COUNTY, policy)), opened)
    assert dict(counts(row.kind for row in rows)) == {
        "WAITING": 8, "KEPT": 0, "JOINED": 0, "NEW": 4, "DECLINED": 0, "TOO_OLD": 0, "GONE": 0,
    }  # fmt: skip


def test_a_village_without_policy_does_not_renew(county):
    issued(county)
    version = next_version(county)
    with pytest.raises(Conflict, match="NOTHING_TO_RENEW"):
        open_next(county, version, VILLAGE, SECOND)
    assert db.session.query(Campaign).count() == 1


def test_a_village_renews_once(county):
    issued(county)
    version = next_version(county)
    renewal = open_next(county, version, VILLAGE)

    with pytest.raises(Conflict, match="RENEWAL_OPEN"):
        open_next(county, version, VILLAGE, by="supervisor02")

    assert open_next(county, version, VILLAGE, campaign=renewal) == renewal
    assert db.session.query(Campaign).filter_by(renews=county.campaign).count() == 1


def test_a_renewal_is_opened_and_followed_on_its_page(county, client, time):
    made, policy = issued(county, households=4, enrolled=3)
    next_version(county)
    sign_in(client, "supervisor01")
    url = f"/console/policies/{policy}/renewal"
    page = client.get(url).text
    assert 'value="2027-04-01"' in page
    form = {
        "village": str(VILLAGE), "name": "2027年度全村统保", "version": "2", "opens_on": "2027-01-01",
        "closes_on": "2027-03-25", "scheme_start_on": "2027-04-01",
    }  # fmt: skip
    wrong = submit(client, url, {**form, "closes_on": "2026-12-31"})
    assert (wrong.status_code, 'value="2026-12-31"' in wrong.text) == (400, True)
    assert submit(client, url, form).status_code == 303
    with transaction() as session:
        session.get(Person, (COUNTY, VILLAGE, made.persons[1][0])).life_status = "DEAD"
    page = client.get(url, query_string={"kind": "GONE"}).text
    assert "去年保过，已不在册 1 人" in page
    assert "已故" in page
    foreign = submit(client, url, {**form, "village": str(OUTSIDE)})
    assert foreign.status_code == 404


def test_a_version_whose_sale_ends_before_the_next_year_opens_is_not_offered(county, client):
    _, policy = issued(county, households=4, enrolled=3)
    sign_in(client, "supervisor01")
    path = f"/console/policies/{policy}/renewal"
    assert (
        "请管理员先发布下一年的版本" in client.get(path).text
    )  # that of last year is still on sale

    next_version(county)

    assert f"销售期 {NEXT['from']} 至 {NEXT['to']}" in client.get(path).text
