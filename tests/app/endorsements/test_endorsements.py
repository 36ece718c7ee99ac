"""Endorsements: money by the rules, a second person, lines that end and begin, two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.db import db, transaction
from app.endorsements import service, takeback
from app.endorsements.inforce import lines_of
from app.endorsements.judging import Wanted
from app.endorsements.models import Endorsement, EndorsementLine
from app.endorsements.service import Request, Step
from app.enrollment.models import Enrollment, InsuredPerson
from app.errors import Conflict, Invalid
from app.policies.models import Policy, PolicyInsured
from app.policies.queries import in_force
from app.policies.service import issue
from app.reconciliation.models import Refund
from tests.app.claims.test_claims import told
from tests.app.exports.test_insured_list import issued, make_file
from tests.app.policies.test_issue import act
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE, actor
from tests.handset import Handset
from tests.village import id_no

CONSENT = {
    "signer": None, "capacity": "SELF", "method": "PAPER_PHOTO", "given_on": "2026-09-30",
    "paper_no": "T-1",
}  # fmt: skip


def joining(person, **body):
    return Wanted(
        "A",
        None,
        person,
        body={
            "plan": "A",
            "copies": 1,
            "other_death_cover_fen": 0,
            **CONSENT,
            "signer": person,
            **body,
        },
    )


def asked(kind, *lines, on="2026-10-01", notice="2026-10-01", claimed=()):
    joins, leaves = kind in ("ADD", "REPLACE"), kind in ("REMOVE", "REPLACE", "CANCEL")
    return Request(
        kind, on if joins else None, notice if leaves else None, "村里要求", lines,
        frozenset(claimed),
    )  # fmt: skip


def save(policy, request, key=None, base=0, by="supervisor01"):
    who = actor(by)
    with transaction() as session:
        return service.save(
            session, policy, key, base, request, by=who, at=clock.now(), today=clock.today()
        )


def step(policy, key, action, by="supervisor01", **more):
    who = actor(by)
    base = more.pop("base", None) or row(key).rev
    with transaction() as session:
        taken = Step(action, base, **more)
        service.step(
            session, policy, key, taken, by=who, at=clock.now(), today=clock.today()
        )  # fmt: skip
    return row(key)


def row(key):
    db.session.expire_all()
    return db.session.get(Endorsement, (COUNTY, key))


def decided(policy, request):
    key = save(policy, request)
    step(policy, key, "submit")
    return key, step(policy, key, "approve", by="supervisor02")


def on_day(time, text):
    year, month, day = (int(part) for part in text.split("-"))
    time.at = time.at.replace(year=year, month=month, day=day)


def refunds():
    rows = db.session.scalars(select(Refund).order_by(Refund.source)).all()
    return {one.source: (one.to_name, one.fen) for one in rows}


@both_databases
def test_who_joins_pays_for_the_days_left_and_is_covered_after_the_money(county, time):
    made, policy = issued(county, households=4, enrolled=3)
    on_day(time, "2026-09-30")
    key, row_ = decided(policy, asked("ADD", joining(made.persons[3][0])))
    # 3000 x 182 / 365 days, of which the village pays 500 and the person the rest.
    assert row_.due == {"INDIVIDUAL": 996, "COLLECTIVE": 500}
    assert (row_.status, row_.number) == ("APPROVED", "2026-511703-PD-000001")
    assert in_force(db.session(), COUNTY, policy)["lives"] == 9
    done = step(policy, key, "receive", received_on="2026-09-30", reference="T-77")
    assert (done.status, done.received_on) == ("EFFECTIVE", "2026-09-30")
    line = lines_of(db.session(), COUNTY, policy)[-1]
    assert (line.line_no, line.row.added_by, line.row.premium_fen) == (10, key, 1496)
    assert (line.facts["start_on"], line.facts["end_on"]) == ("2026-10-01", "2027-03-31")
    assert line.facts["id_no"] == id_no("1980-05-20", 9, "M")
    assert in_force(db.session(), COUNTY, policy) == {"lives": 10, "premium_fen": 27000 + 1496}


def test_money_that_comes_on_the_day_of_joining_is_too_late(county, time):
    made, policy = issued(county, households=4, enrolled=3)
    on_day(time, "2026-09-30")
    key, _ = decided(policy, asked("ADD", joining(made.persons[3][0])))
    on_day(time, "2026-10-02")
    with pytest.raises(Conflict, match="ENDORSEMENT_LATE"):
        step(policy, key, "receive", received_on="2026-10-01")
    with pytest.raises(Invalid, match="DATE_FUTURE"):
        step(policy, key, "receive", received_on="2026-10-03")
    assert step(policy, key, "reject", text="钱来晚了").status == "REJECTED"


@both_databases
def test_who_leaves_gets_back_by_source_and_his_line_ends_with_the_notice(county, time):
    _, policy = issued(county)
    on_day(time, "2026-10-01")
    key, row_ = decided(policy, asked("REMOVE", Wanted("D", 1)))
    assert row_.status == "EFFECTIVE"
    # 3000 x 75% x 181 / 365 = 1116, split 500 : 2500.
    assert row_.refund == {"COLLECTIVE": 186, "INDIVIDUAL": 930}
    assert refunds() == {"COLLECTIVE": ("双石村村民委员会", 186), "INDIVIDUAL": ("王建国", 930)}
    line = db.session.get(PolicyInsured, (COUNTY, policy, 1))
    assert (line.ended_by, line.to_on) == (key, "2026-10-01")
    assert (
        db.session.get(InsuredPerson, (COUNTY, VILLAGE, line.insured_person)).policy_insured is None
    )
    assert in_force(db.session(), COUNTY, policy)["lives"] == 8
    with pytest.raises(Conflict, match="LINE_ENDED"):
        save(policy, asked("REMOVE", Wanted("D", 1)))


def test_a_claim_gives_nothing_back(county, time):
    _, policy = issued(county)
    on_day(time, "2026-10-01")
    _, row_ = decided(policy, asked("REMOVE", Wanted("D", 1, None, True)))
    assert row_.refund == {}
    assert db.session.scalar(select(func.count()).select_from(Refund)) == 0


def test_an_open_claim_gives_nothing_back_even_if_nobody_says_so(app, county, time):
    made, policy = issued(county)
    phone = Handset(app)
    assert phone.push([told(made.persons[0][0])])["ex"] == []
    on_day(time, "2026-10-01")

    _, row_ = decided(policy, asked("REMOVE", Wanted("D", 1)))

    assert row_.refund == {}
    line = db.session.scalars(select(EndorsementLine)).one()
    assert line.claimed is True


def test_nobody_approves_what_he_submitted(county, time):
    _, policy = issued(county)
    key = save(policy, asked("REMOVE", Wanted("D", 1), notice="2026-03-01"))
    step(policy, key, "submit")
    with pytest.raises(Conflict, match="OWN_ENDORSEMENT"):
        step(policy, key, "approve")
    assert step(policy, key, "withdraw").status == "DRAFT"


def test_two_supervisors_at_one_draft_do_not_overwrite_each_other(county):
    _, policy = issued(county)
    key = save(policy, asked("REMOVE", Wanted("D", 1), notice="2026-03-01"))
    save(policy, asked("REMOVE", Wanted("D", 2), notice="2026-03-01"), key, 1, by="supervisor02")
    with pytest.raises(Conflict, match="STALE_ENDORSEMENT"):
        save(policy, asked("REMOVE", Wanted("D", 3), notice="2026-03-01"), key, 1)
    with pytest.raises(Conflict, match="STALE_ENDORSEMENT"):
        step(policy, key, "submit", base=1)


def test_a_replacement_gives_back_and_asks_anew(county, time):
    made, policy = issued(county, households=4, enrolled=3)
    on_day(time, "2026-09-30")
    wanted = (Wanted("D", 1), joining(made.persons[3][1]))
    key, row_ = decided(policy, asked("REPLACE", *wanted, notice="2026-09-30"))
    assert row_.status == "APPROVED"
    assert sum(row_.due.values()) == 1496
    assert sum(row_.refund.values()) == 1122
    step(policy, key, "receive", received_on="2026-09-30")
    assert in_force(db.session(), COUNTY, policy)["lives"] == 9


def test_a_corrected_number_changes_the_list_but_not_the_line_of_the_issue(county, time):
    _, policy = issued(county)
    number = id_no("1981-06-21", 0, "M")
    on_day(time, "2026-05-01")
    body = {"name": "王建军", "id_no": number}
    _, row_ = decided(policy, asked("CORRECT", Wanted("U", 1, body=body)))
    assert (row_.status, row_.due, row_.refund) == ("EFFECTIVE", {}, {})
    old, new = (line for line in lines_of(db.session(), COUNTY, policy) if line.line_no in (1, 10))
    assert (old.facts["name"], new.facts["name"]) == ("王建国", "王建军")
    assert new.facts["birth_date"] == "1981-06-21"
    assert new.row.replaces == 1
    kept = db.session.get(InsuredPerson, (COUNTY, VILLAGE, new.row.insured_person))
    assert kept.policy_insured == f"{policy}/10"
    listed = make_file(policy, "insured-csv").content.decode("utf-8-sig")
    assert "王建军" in listed
    assert number in listed
    assert listed.count("\r\n") == 10


def test_a_beneficiary_that_is_no_beneficiary_stops_it(county):
    _, policy = issued(county)
    named = {"kind": "NAMED", "name": "李秀英", "relation": "10", "order": 1, "share_bp": 5000}
    body = {"beneficiaries": [named], "paper_no": "T-2"}
    key = save(policy, asked("BENEFICIARY", Wanted("U", 1, body=body)))
    with pytest.raises(Conflict, match="ENDORSEMENT_BLOCKED"):
        step(policy, key, "submit")
    body["beneficiaries"][0]["share_bp"] = 10000
    save(policy, asked("BENEFICIARY", Wanted("U", 1, body=body)), key, 1)
    step(policy, key, "submit")
    step(policy, key, "approve", by="supervisor02")
    assert lines_of(db.session(), COUNTY, policy)[-1].facts["beneficiaries"] == [
        named | {"share_bp": 10000}
    ]


@both_databases
def test_a_cancelled_policy_gives_back_for_everybody_but_who_has_a_claim(county, time):
    _, policy = issued(county)
    on_day(time, "2026-10-01")
    _, row_ = decided(policy, asked("CANCEL", claimed=(2,)))
    assert row_.status == "EFFECTIVE"
    assert sum(row_.refund.values()) == 8 * 1116
    assert db.session.scalar(select(func.sum(Refund.fen))) == 8 * 1116
    ended = db.session.get(Policy, (COUNTY, policy))
    assert (ended.status, ended.ended["kind"]) == ("CANCELLED", "CANCELLED")
    assert in_force(db.session(), COUNTY, policy)["lives"] == 0
    with pytest.raises(Conflict, match="POLICY_STATE"):
        save(policy, asked("REMOVE", Wanted("D", 2)))


def test_an_issue_is_taken_back_before_cover_begins_and_can_be_issued_again(county, time):
    made, policy = issued(county)
    who = actor("supervisor01")
    with transaction() as session, pytest.raises(Invalid, match="REASON_MISSING"):
        takeback.take_back(session, policy, "", by=who, at=clock.now(), today=clock.today())
    with transaction() as session:
        takeback.take_back(session, policy, "选错活动", by=who, at=clock.now(), today=clock.today())
    db.session.expire_all()
    assert db.session.get(Policy, (COUNTY, policy)).ended["reason"] == "选错活动"
    assert db.session.get(Enrollment, (COUNTY, VILLAGE, made.enrollments[0])).status == "ACCEPTED"
    again = act(county, issue, "重出")
    assert db.session.get(Policy, (COUNTY, again)).policy_no == "2026-511703-WV-000002"


def test_an_issue_stands_once_cover_has_begun(county, time):
    _, policy = issued(county)
    time.at += timedelta(days=31)
    who = actor("supervisor01")
    with transaction() as session, pytest.raises(Conflict, match="COVER_BEGUN"):
        takeback.take_back(session, policy, "晚了", by=who, at=clock.now(), today=clock.today())
