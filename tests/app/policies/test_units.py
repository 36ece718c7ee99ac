"""Groups and borrowers: one policy each, judged by themselves and not by the village."""

import pytest
from sqlalchemy import select

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.enrollment.models import Enrollment
from app.errors import Conflict, NotFound
from app.policies import service
from app.policies.frozen import open_line
from app.policies.gate import gate
from app.policies.models import Policy, PolicyInsured
from app.policies.rules import group_of
from app.policies.service import Act
from app.policies.units import units
from app.reconciliation.service import Received, enter_payment
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE, actor, sign_in
from tests.village import make_group, make_loan, make_village, sell

LOAN = {
    "lender_kind": "MUTUAL_AID", "contract_no": "互2026-018", "principal_fen": 500000,
    "start": "2026-03-01", "end": "2027-03-01",
}  # fmt: skip


def row(model, *key):
    db.session.expire_all()
    return db.session.get(model, (COUNTY, *key))


def look(campaign, unit):
    db.session.expire_all()
    return gate(db.session(), COUNTY, VILLAGE, campaign, today=clock.today(), unit=unit)


def pay(campaign, fen, batch=None):
    with transaction() as session:
        money = Received(VILLAGE, campaign, batch, fen, clock.today(), "T1")
        enter_payment(session, money, by=actor("supervisor01"), at=clock.now())


def issue(campaign, unit, text=""):
    act = Act(VILLAGE, campaign, look(campaign, unit).sha, text, unit)
    who = actor("supervisor01")
    with transaction() as session:
        return service.issue(session, act, by=who, at=clock.now(), today=clock.today())


@both_databases
def test_each_group_gets_a_policy_of_its_own(county):
    made = make_village(county, households=6, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")
    first = make_group(county, campaign, made, "花椒合作社", (0, 1, 2))
    second = make_group(county, campaign, made, "施工队", (3, 4, 5), batch=first.batch)
    pay(campaign, 6 * 3600)
    assert row(Batch, VILLAGE, first.batch).status == "RECONCILED"

    policy = row(Policy, issue(campaign, first.holder))

    assert (policy.unit, policy.lives, policy.premium_fen) == (first.holder, 3, 3 * 3600)
    assert policy.policyholder["name"] == "花椒合作社"
    assert row(Batch, VILLAGE, first.batch).status == "RECONCILED"  # the other group is in it
    assert row(Enrollment, VILLAGE, second.enrollments[0]).status == "ACCEPTED"
    with pytest.raises(Conflict, match="POLICY_EXISTS"):
        issue(campaign, first.holder)
    issue(campaign, second.holder)
    assert row(Batch, VILLAGE, first.batch).status == "ISSUED"


def test_a_group_is_judged_by_its_members_and_not_by_the_roster(county):
    made = make_village(county, households=9, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")
    group = make_group(county, campaign, made, "花椒合作社", (0, 1, 2), idle=(3,))

    found = look(campaign, group.holder)

    assert found.figures["eligible"] == 4  # its members, insured or not
    assert found.figures["lives"] == 3
    assert found.refusals == ["BATCHES_OPEN"]  # only the money lacks


def test_two_people_are_no_group(county):
    made = make_village(county, households=3, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")
    group = make_group(county, campaign, made, "夫妻店", (0, 1))
    pay(campaign, 2 * 3600)

    assert look(campaign, group.holder).refusals == ["GROUP_BLOCKED"]
    with pytest.raises(Conflict, match="ISSUE_REFUSED"):
        issue(campaign, group.holder)


def test_a_group_waits_for_all_its_households(county):
    made = make_village(county, households=4, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")
    group = make_group(county, campaign, made, "花椒合作社", (0, 1, 2, 3))
    pay(campaign, 4 * 3600)
    with transaction() as session:
        session.get(Enrollment, (COUNTY, VILLAGE, group.enrollments[3])).status = "RECEIVED"

    assert "UNIT_WAITING" in look(campaign, group.holder).refusals


def test_a_household_that_no_group_names_stands_alone_without_policyholder(county):
    made = make_village(county, households=3, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")
    make_group(county, campaign, made, "花椒合作社", (0, 1, 2), named=(0, 1))
    wanted = {"id": campaign, "kind": "MICRO_GROUP"}

    found = units(db.session(), COUNTY, VILLAGE, wanted)

    assert [(unit.holder is None, unit.lives) for unit in found] == [(False, 2), (True, 1)]
    assert "GROUP_BLOCKED" in look(campaign, found[1].key).refusals


@both_databases
def test_a_borrower_is_his_own_policyholder_and_the_lender_comes_first(county):
    made = make_village(county, households=2, enrolled=0)
    campaign = sell(county, "LN-MUTUAL-2026")
    loan = make_loan(county, campaign, made, 0, LOAN)
    pay(campaign, 1200)

    policy = row(Policy, issue(campaign, loan.enrollments[0]))

    assert policy.policyholder["name"] == "王建国"
    assert policy.policyholder["kind"] == "NATURAL_PERSON"
    assert (policy.start_on, policy.end_on) == ("2026-03-02", "2027-03-01")
    line = db.session.scalars(select(PolicyInsured)).one()
    facts = open_line(line)
    assert facts["sum_insured_fen"] == 500000
    assert facts["beneficiaries"][0] == {"kind": "LENDER", "order": 1}
    assert facts["loan"]["contract_no"] == "互2026-018"
    assert b"2026-018" not in line.snapshot_enc


def test_the_partner_of_a_joint_promotion_stays_on_the_policy(county):
    partner = {"name": "供销合作社", "kind": "SUPPLY_COOP"}
    made = make_village(county, households=2, enrolled=0)
    campaign = sell(county, "LN-MUTUAL-2026", partner=partner)
    loan = make_loan(county, campaign, made, 0, LOAN)
    pay(campaign, 1200)

    assert row(Policy, issue(campaign, loan.enrollments[0])).partner == partner


def test_a_unit_that_is_not_there_is_not_found(county):
    make_village(county, households=1, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")

    with pytest.raises(NotFound, match="UNIT_UNKNOWN"):
        look(campaign, "s100200-1")


def test_the_pages_list_groups_and_borrowers_apart_from_the_villages(county, client):
    made = make_village(county, households=4, enrolled=0)
    campaign = sell(county, "MG-ACC-2026")
    group = make_group(county, campaign, made, "花椒合作社", (0, 1, 2))
    sign_in(client, "supervisor01")

    for path in ("/console/", "/console/policies"):
        page = client.get(path).get_data(as_text=True)
        assert "团单和借款人" in page
        assert f"/console/policies/{VILLAGE}/{campaign}" in page
        assert '<td class="r">3 人</td>' in page
    listed = client.get(f"/console/policies/{VILLAGE}/{campaign}").get_data(as_text=True)
    assert "花椒合作社" in listed
    shown = client.get(f"/console/policies/{VILLAGE}/{campaign}?unit={group.holder}")
    assert "3 人，够了" in shown.get_data(as_text=True)
    assert client.get(f"/console/policies/{VILLAGE}/{campaign}?unit=x").status_code == 404


def test_a_group_is_the_first_that_names_everybody():
    groups = {"a": ["1", "2"], "b": ["1", "2", "3"]}
    assert group_of(["1"], groups) == "a"
    assert group_of(["1", "3"], groups) == "b"
    assert group_of(["4"], groups) is None
    assert group_of([], groups) is None
