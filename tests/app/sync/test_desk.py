"""The desk as a phone: a household entered by the same rules, a line corrected, a receipt voided."""

import pytest
from sqlalchemy import select

from app import clock
from app.batches.models import Batch
from app.db import db, transaction
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.errors import Conflict, Invalid
from app.inbox.models import InboxOp
from app.rosters.models import Person
from app.sync import corrections, desk
from app.sync.corrections import Edit
from app.sync.desk import Entered, Member
from tests.app.policies.test_issue import row
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, VILLAGE, actor, sign_in, submit
from tests.village import id_no, make_village

MONEY = {
    "amount_fen": 7500, "method": "CASH", "book_no": "A07", "receipt_no": "0099",
    "collected_on": "2026-03-01",
}  # fmt: skip


@pytest.fixture
def made(county):
    return make_village(county, households=4, enrolled=3)


def entered(county, made, **more):
    head, wife, child = made.persons[3]
    members = (
        Member(head, "A", 0, head, "SELF"), Member(wife, "A", 0, wife, "SELF"),
        Member(child, "A", 0, head, "PARENT"),
    )  # fmt: skip
    facts = {
        "village": VILLAGE, "campaign": county.campaign, "household": made.households[3],
        "members": members, "declared_on": "2026-03-01", "paper_no": "T-1", "money": MONEY,
        "agent": county.users["agent01"], "reason": "手机坏了", "hand_in": True,
    }  # fmt: skip
    return Entered(**{**facts, **more})


def enter(form):
    who = actor("supervisor01")
    with transaction() as session:
        return desk.enter(session, form, by=who, at=clock.now())


@both_databases
def test_a_household_entered_at_the_desk_is_judged_as_a_phones(county, made):
    key = enter(entered(county, made))
    line = row(Enrollment, VILLAGE, key)
    assert (line.status, line.computed["premium_fen"]) == ("IN_BATCH", 9000)
    assert [one["code"] for one in line.findings] == []
    batch = row(Batch, VILLAGE, line.batch)
    assert batch.submitted_by == county.users["supervisor01"]
    assert batch.computed["totals_agree"]
    ops = db.session.scalars(select(InboxOp).where(InboxOp.install == "s100200")).all()
    assert {one.status for one in ops} == {"applied"}
    assert {one.sender for one in ops} == {county.users["supervisor01"]}


def test_a_household_is_entered_once(county, made):
    enter(entered(county, made, hand_in=False))
    with pytest.raises(Conflict, match="HOUSEHOLD_ENROLLED"):
        enter(entered(county, made))


def test_what_no_phone_may_send_the_desk_may_not_either(county, made):
    bad = {**MONEY, "method": "GOLD"}
    with pytest.raises(Conflict, match="DESK_REFUSED") as refused:
        enter(entered(county, made, money=bad))
    assert refused.value.detail["field"] == "method"
    assert db.session.scalar(select(InboxOp).where(InboxOp.install == "s100200")) is None
    with pytest.raises(Invalid, match="REASON_SHORT"):
        enter(entered(county, made, reason=""))


def edit(made, persons=None, lines=None, base=None, reason="核对户口簿", by="supervisor01"):
    who = actor(by)
    wanted = Edit(
        VILLAGE, made.batch, made.enrollments[0], reason, persons or {}, lines or {}, base or {}
    )
    with transaction() as session:
        corrections.edit_line(session, wanted, by=who, at=clock.now())


def line_of(made, person):
    db.session.expire_all()
    return db.session.scalars(
        select(InsuredPerson).where(InsuredPerson.person == person)
    ).one()  # fmt: skip


def test_a_plan_changed_at_the_desk_is_priced_and_claimed_anew(county, made):
    wife = line_of(made, made.persons[0][1])
    edit(made, lines={wife.id: {"included": False}}, base={wife.id: wife.ver})
    line = row(Enrollment, VILLAGE, made.enrollments[0])
    assert line.computed["premium_fen"] == 6000
    assert line.claimed["premium_fen"] == 6000
    assert "PREMIUM_MISMATCH" not in {one["code"] for one in line.findings}
    note = row(Batch, VILLAGE, made.batch).decisions[-1]
    assert (note["action"], note["text"], note["by_name"]) == ("EDIT", "核对户口簿", "陈静")


def test_a_corrected_number_is_masked_and_found(county, made):
    key, number = made.persons[0][0], id_no("1979-05-20", 7, "M")
    before = row(Person, VILLAGE, key)
    edit(made, persons={key: {"id_no": number}}, base={key: before.ver})
    now = row(Person, VILLAGE, key)
    assert now.id_no_mask == f"{number[:6]}********{number[-4:]}"
    assert now.id_no_index is not None


def test_two_supervisors_at_one_line_do_not_overwrite_each_other(county, made):
    key = made.persons[0][0]
    seen = row(Person, VILLAGE, key).ver
    edit(made, persons={key: {"name": "王建军"}}, base={key: seen}, by="supervisor02")
    with pytest.raises(Conflict, match="STALE_FORM"):
        edit(made, persons={key: {"name": "王建民"}}, base={key: seen})


def test_a_voided_receipt_leaves_the_household_unpaid(county, made):
    receipt = db.session.scalars(
        select(Collection).where(Collection.enrollment == made.enrollments[0])
    ).one()  # fmt: skip
    who, ver = actor("supervisor01"), receipt.ver
    with transaction() as session:
        corrections.void_receipt(
            session, VILLAGE, made.batch, made.enrollments[0], receipt.id, ver, "写错金额", by=who,
            at=clock.now(),
        )  # fmt: skip
    now = row(Collection, VILLAGE, receipt.id)
    assert (now.status, now.void_reason) == ("VOID", "写错金额")
    line = row(Enrollment, VILLAGE, made.enrollments[0])
    assert "RECEIPT_MISSING" in {one["code"] for one in line.findings}


def test_the_pages_enter_and_correct(county, made, client):
    sign_in(client, "supervisor01")
    url = f"/console/desk/{VILLAGE}/{county.campaign}"
    assert "004号" in client.get(url).text
    head = made.persons[3][0]
    form = {
        "household": made.households[3], "person": head, f"plan-{head}": "A", f"other-{head}": "0",
        f"capacity-{head}": "SELF", "declared_on": "2026-03-01", "paper_no": "T-1",
        "reason": "手机坏了", "agent": county.users["agent01"],
    }  # fmt: skip
    missing = submit(client, url, {**form, "paper_no": ""})
    assert (missing.status_code, "手机坏了" in missing.text) == (400, True)
    assert submit(client, url, form).status_code == 303
    edit_url = f"/console/batches/{VILLAGE}/{made.batch}/{made.enrollments[0]}/edit"
    page = client.get(edit_url).text
    assert "保存修改" in page
    key = made.persons[0][0]
    stale = submit(client, edit_url, {f"name-{key}": "王新", f"ver-{key}": "0", "reason": "x"})
    assert (stale.status_code, "现在：王建国" in stale.text, "王新" in stale.text) == (
        409,
        True,
        True,
    )
    for path in (url, edit_url):
        foreign = path.replace(str(VILLAGE), str(OUTSIDE))
        assert client.get(foreign).status_code == 404
        assert submit(client, foreign, form).status_code == 404
    assert submit(client, f"{edit_url[:-5]}/receipts/x/void", {"reason": "x"}).status_code == 404
    assert db.session.get(Person, (COUNTY, VILLAGE, key)).name == "王建国"
