"""From handed in to issued: money, gate, second person, frozen lines."""

import pytest
from sqlalchemy import select

from app import clock
from app.batches import service as batches
from app.batches.models import Batch
from app.batches.service import Decision
from app.db import db, transaction
from app.enrollment.models import Enrollment
from app.errors import Conflict, Invalid
from app.policies import service
from app.policies.frozen import open_line
from app.policies.gate import gate
from app.policies.models import Policy, PolicyInsured
from app.policies.queries import corrections
from app.policies.service import Act
from app.policies.view import gate_view
from app.reconciliation.queries import book
from app.reconciliation.service import Received, enter_payment, settle
from app.rosters.models import Person
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, VILLAGE, actor
from tests.village import INSTALL, id_no, make_village, put_policyholder


def row(model, *key):
    db.session.expire_all()
    return db.session.get(model, (COUNTY, *key))


def accept_all(county, made, by="supervisor01", village=VILLAGE):
    who, at = actor(by), clock.now()
    lines = {key: row(Enrollment, village, key).ver for key in made.enrollments}
    with transaction() as session:
        put_policyholder(session, county, village)
    with transaction() as session:
        decision = Decision(village, made.batch, lines, "ACCEPT")
        batches.accept(session, decision, by=who, at=at)
        settle(session, village, county.campaign, by=who, at=at)


def pay(county, fen, batch=None, on="2026-03-01"):
    who = actor("supervisor01")
    with transaction() as session:
        money = Received(VILLAGE, county.campaign, batch, fen, on, "T1")
        enter_payment(session, money, by=who, at=clock.now())


def look(county):
    db.session.expire_all()
    return gate(db.session(), COUNTY, VILLAGE, county.campaign, today=clock.today())


def act(county, verb, text="", by="supervisor01"):
    now, who = look(county), actor(by)
    with transaction() as session:
        wanted = Act(VILLAGE, county.campaign, now.sha, text)
        return verb(session, wanted, by=who, at=clock.now(), today=clock.today())


@both_databases
def test_a_whole_village_is_issued_and_frozen(county):
    made = make_village(county, households=4, enrolled=3)
    accept_all(county, made)
    due = book(db.session(), COUNTY, VILLAGE, county.campaign).due_fen
    assert due == 9 * 3000
    assert row(Batch, VILLAGE, made.batch).status == "APPROVED"
    pay(county, due)
    assert row(Batch, VILLAGE, made.batch).status == "RECONCILED"
    policy = act(county, service.issue)
    issued = row(Policy, policy)
    assert issued.policy_no == "2026-511703-WV-000001"
    assert (issued.lives, issued.premium_fen, issued.received_on) == (9, due, "2026-03-01")
    assert (issued.start_on, issued.end_on) == ("2026-04-01", "2027-03-31")
    assert issued.shares["INDIVIDUAL"] + issued.shares["COLLECTIVE"] == due
    assert row(Batch, VILLAGE, made.batch).status == "ISSUED"
    assert row(Enrollment, VILLAGE, made.enrollments[0]).status == "POLICY_ISSUED"
    lines = db.session.scalars(select(PolicyInsured).order_by(PolicyInsured.line_no)).all()
    assert [line.line_no for line in lines] == list(range(1, 10))
    first = open_line(lines[0])
    assert first["id_no"] == id_no("1980-05-20", 0, "M")
    assert open_line(lines[2])["parent_name"] == "王建国"


def test_the_gate_of_an_issued_village_shows_what_was_issued(county):
    made = make_village(county, households=4, enrolled=3)
    accept_all(county, made)
    pay(county, 27000)
    policy = act(county, service.issue)

    shown = gate_view(
        db.session(), actor("supervisor01"), VILLAGE, county.campaign, today=clock.today()
    )

    assert shown["issued"] == policy
    figures = shown["gate"].figures
    assert (figures["eligible"], figures["insured"], figures["missing"]) == (12, 9, 0)


def test_later_changes_of_a_person_leave_the_policy_as_it_was(county):
    made = make_village(county)
    accept_all(county, made)
    pay(county, 27000)
    act(county, service.issue)
    with transaction() as session:
        session.get(Person, (COUNTY, VILLAGE, made.persons[0][0])).name = "改名"
    line = db.session.scalars(select(PolicyInsured).where(PolicyInsured.line_no == 1)).one()
    assert open_line(line)["name"] == "王建国"


def test_the_gate_says_how_many_are_missing(county):
    make_village(county, households=5, enrolled=2)
    made_gate = look(county)
    assert made_gate.figures["eligible"] == 15
    assert made_gate.figures["insured"] == 0  # nothing accepted yet
    assert made_gate.figures["missing"] == 12
    assert made_gate.refusals == [
        "NOTHING_ACCEPTED",
        "BATCHES_OPEN",
        "PARTICIPATION_LOW",
        "GROUP_BLOCKED",
    ]


def test_a_low_gate_passes_only_by_a_second_person_with_reason(county):
    made = make_village(county, households=5, enrolled=2)
    accept_all(county, made)
    pay(county, 18000)
    assert look(county).figures | {"lives": 6} == {
        "eligible": 15, "insured": 6, "participation_bp": 4000, "min_bp": 7500, "missing": 6,
        "lives": 6,
    }  # fmt: skip
    with pytest.raises(Conflict, match="ISSUE_REFUSED") as refused:
        act(county, service.issue)
    assert refused.value.detail["codes"] == ["PARTICIPATION_LOW"]
    with pytest.raises(Conflict, match="OVERRIDE_OWN"):
        act(county, service.override, "先出单", by="supervisor01")
    with pytest.raises(Invalid, match="REASON_MISSING"):
        act(county, service.override, "", by="supervisor02")
    act(county, service.override, "偏远小村，分两次收", by="supervisor02")
    policy = act(county, service.issue)
    assert row(Policy, policy).gate_override is not None


def test_an_override_holds_only_for_the_gate_it_was_given_for(county):
    made = make_village(county, households=5, enrolled=2)
    accept_all(county, made)
    pay(county, 18000)
    act(county, service.override, "偏远小村", by="supervisor02")
    assert look(county).refusals == []
    with transaction() as session:
        session.get(Person, (COUNTY, VILLAGE, made.persons[4][0])).life_status = "DEAD"
    assert look(county).figures["eligible"] == 14
    assert look(county).refusals == ["PARTICIPATION_LOW"]


def test_a_gate_that_changed_while_somebody_looked_is_not_issued(county):
    made = make_village(county)
    accept_all(county, made)
    pay(county, 27000)
    who = actor("supervisor01")
    old = Act(VILLAGE, county.campaign, "0" * 64, "")
    with transaction() as session, pytest.raises(Conflict, match="STALE_GATE"):
        service.issue(session, old, by=who, at=clock.now(), today=clock.today())


def test_no_second_policy_for_the_same_village(county):
    made = make_village(county)
    accept_all(county, made)
    pay(county, 27000)
    act(county, service.issue)
    with pytest.raises(Conflict, match="POLICY_EXISTS"):
        act(county, service.issue)


def test_money_that_is_not_complete_stops_the_policy(county):
    made = make_village(county)
    accept_all(county, made)
    pay(county, 26999)
    assert look(county).refusals == ["BATCHES_OPEN"]
    assert look(county).book.difference_fen == -1
    pay(county, 1)
    assert look(county).refusals == []
    pay(county, -500)
    assert row(Batch, VILLAGE, made.batch).status == "APPROVED"


def test_money_too_late_for_the_common_date_needs_a_decision(county, time):
    made = make_village(county)
    accept_all(county, made)
    time.at = time.at.replace(month=4, day=5)
    pay(county, 27000, on="2026-04-04")
    now = look(county)
    assert now.cover["start"] == "2026-04-06"
    assert {one["code"] for one in now.cover["findings"]} == {
        "PAID_AFTER_CUTOFF",
        "LATE_FOR_FIXED_START",
    }
    with pytest.raises(Conflict, match="DECISION_MISSING"):
        act(county, service.issue)
    policy = act(county, service.issue, "村里同意 4月6日起保")
    assert row(Policy, policy).start_on == "2026-04-06"
    assert row(Policy, policy).gate_snapshot["decision"] == "村里同意 4月6日起保"


def test_corrections_at_the_door_that_moved_the_denominator_are_listed(county):
    made = make_village(county, households=5, enrolled=4)
    with transaction() as session:
        person = session.get(Person, (COUNTY, VILLAGE, made.persons[4][0]))
        person.life_status = "DEAD"
        person.field_meta = {"life_status": [7, INSTALL]}
    found = corrections(db.session(), COUNTY, look(county), today=clock.today())
    assert [(one.name, one.agent, one.counts) for one in found] == [("王建国", "李明", False)]


def test_what_the_rules_refuse_today_stops_the_policy(county):
    made = make_village(county, households=3)
    accept_all(county, made)
    pay(county, 27000)
    with transaction() as session:
        session.get(Person, (COUNTY, VILLAGE, made.persons[0][1])).life_status = "DEAD"
    assert look(county).refusals == ["JUDGED_BLOCKED"]


@both_databases
def test_nobody_is_insured_twice_by_one_product_wherever_in_the_county(county):
    for village in (VILLAGE, SECOND):
        made = make_village(county, village=village)  # the same people, by their numbers
        accept_all(county, made, village=village)
    pay(county, 27000)
    act(county, service.issue)
    now = gate(db.session(), COUNTY, SECOND, county.campaign, today=clock.today())

    assert "JUDGED_BLOCKED" in now.refusals
    blocking = {one["code"] for case in now.judged for one in case.findings}
    assert "PERSON_IN_FORCE" in blocking
