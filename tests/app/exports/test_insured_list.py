"""The insured list: what is read back equals what was enrolled, byte for byte the same twice."""

import re
from io import BytesIO

from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app import clock
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.exports import running, service
from app.exports.models import Export
from app.lists.files import harmless
from app.reconciliation.queries import book
from tests.app.policies.test_issue import accept_all, act, pay
from tests.app.policies.test_issue import service as policies
from tests.factories import COUNTY, PASSWORD, VILLAGE, actor, sign_in, submit
from tests.village import id_no, make_village


def issued(county, **options):
    made = make_village(county, **options)
    accept_all(county, made)
    return made, act(county, pay_and(county, made), "名字已核对")


def pay_and(county, made):
    db.session.expire_all()
    due = book(db.session(), 511703, VILLAGE, county.campaign).due_fen
    if due:
        pay(county, due)
    return policies.issue


def make_file(policy, word="insured-list"):
    who, wanted = actor("supervisor01"), service.format_of(word, "POLICY")
    with transaction() as session:
        row = service.ask(session, policy, wanted, by=who, at=clock.now())
        key, total = row.id, row.total
    running.start(COUNTY, key, total)
    with transaction() as session:
        return service.hand_out(session, key, by=who, at=clock.now())


def rows_of(content):
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    _, head, *rows = sheet.to_python()
    return head, [dict(zip(head, row, strict=True)) for row in rows]


def test_what_is_read_back_equals_what_was_enrolled(county):
    _, policy = issued(county, enrolled=3, poverty={1: "SUBSISTENCE"})
    head, rows = rows_of(make_file(policy).content)
    *people, total = rows
    assert head[:5] == ["序号", "姓名", "证件类型", "证件号码", "性别"]
    assert len(people) == 9
    child = people[2]
    assert child["证件号码"] == id_no("2012-09-14", 2, "F")
    assert (child["性别"], child["出生日期"], child["与户主关系"]) == ("女", "2012-09-14", "女")
    assert (child["户主"], child["户号"], child["村民小组"]) == ("王建国", "001号", "1组")
    assert (child["保费"], child["个人应缴"], child["集体补助"]) == (30.0, 25.0, 5.0)
    assert (child["保额"], child["他司身故保额"]) == (20000.0, 0.0)
    assert (child["未成年人父母同意"], child["同意方式"]) == ("王建国", "屏幕签名")
    assert (child["收据号"], child["缴费方式"]) == ("A07-0001", "现金")
    assert (child["起保日期"], child["终止日期"]) == ("2026-04-01", "2027-03-31")
    assert people[3]["人员类别"] == "低保"
    assert people[3]["财政补贴"] == 30.0
    assert (total["序号"], total["姓名"], total["保费"]) == ("合计", "9 人", 270.0)
    assert total["个人应缴"] == sum(row["个人应缴"] for row in people)


def test_the_same_policy_gives_the_same_bytes(county, time):
    _, policy = issued(county)
    first = make_file(policy)
    time.at = time.at.replace(month=5)
    assert make_file(policy).content == first.content


def test_a_name_that_looks_like_a_formula_stays_text(county):
    assert harmless("=1+1") == "'=1+1"
    _, policy = issued(county, names={0: "=HYPERLINK()"})
    _, rows = rows_of(make_file(policy).content)
    assert rows[0]["姓名"] == "'=HYPERLINK()"


def test_the_list_on_the_page_is_searched_and_taken_with_masked_numbers(county, client):
    _, policy = issued(county, names={0: "赵大山"})
    sign_in(client, "supervisor01")
    url = f"/console/policies/{policy}"

    assert "赵大山</th>" in client.get(f"{url}?q=赵大山").get_data(as_text=True)
    assert "没有找到" in client.get(f"{url}?cover=ENDED").get_data(as_text=True)
    text = client.get(f"{url}?sort=-no&as=csv").get_data(as_text=True)
    assert [line.split(",")[0] for line in text.splitlines()][1:] == list("987654321")
    assert "****" in text
    assert not re.search("[0-9]{17}", text)


def test_a_download_asks_the_password_again_and_is_recorded(county, client):
    _, policy = issued(county)
    sign_in(client, "supervisor01")
    url = f"/console/policies/{policy}/files/insured-list"
    assert "再输一次你的密码" in client.get(url).get_data(as_text=True)
    refused = submit(client, url, {"password": "wrong"})
    assert refused.status_code == 400
    assert db.session.scalar(select(Export)) is None
    answer = submit(client, url, {"password": PASSWORD})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    db.session.expire_all()
    export = db.session.scalars(select(Export)).one()
    assert (export.row_count, export.made_by) == (9, county.users["supervisor01"])
    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain == VILLAGE)).all()
    assert actions[-1] == "EXPORTED"
