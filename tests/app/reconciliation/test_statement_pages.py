"""The pages of bank statements, without JavaScript."""

import re
from io import BytesIO

import pytest
from sqlalchemy import event, select

from app.batches.models import Batch
from app.db import db
from app.reconciliation.models import Match, Statement, StatementLine
from tests.app.policies.test_issue import pay
from tests.app.reconciliation.bank import DUE, approved_village, bring_in, statement
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, TOWNSHIP, VILLAGE, csrf_token, sign_in, submit


def text_of(answer):
    return answer.get_data(as_text=True)


def upload(client, content, name="三月.csv", **fields):
    data = {"csrf_token": csrf_token(client), "file": (BytesIO(content), name), **fields}
    return client.post("/console/money", data=data, content_type="multipart/form-data")


def status(made, village=VILLAGE):
    db.session.expire_all()
    return db.session.get(Batch, (COUNTY, village, made.batch)).status


def url_of(key, rest=""):
    return f"/console/money/statements/{key}{rest}"


def test_a_file_is_imported_previewed_and_accepted(county, client):
    made = approved_village(county)
    sign_in(client, "supervisor01")
    assert "还没有对账单" in text_of(client.get("/console/money"))
    answer = upload(client, statement(("官田村", "保费", DUE), ("某公司", "货款", 700)))
    assert answer.status_code == 303
    page = text_of(client.get(answer.location))
    assert "1 笔可一起入账，合计 270.00 元" in page
    assert "没有写明哪个村" in page
    before = text_of(client.get(f"{answer.location}/preview"))
    assert "官田村第 1 批" in before
    assert 'value="1" checked' in before
    assert status(made) == "APPROVED"
    done = submit(client, f"{answer.location}/accept", {"line": "1"})
    assert done.status_code == 303
    assert status(made) == "RECONCILED"
    assert "已入账 1 笔" in text_of(client.get(done.location))
    payments = text_of(client.get(f"/console/payments/{VILLAGE}/{county.campaign}"))
    assert f"{answer.location}/1" in payments, "the figure opens the line behind it"


def test_the_same_file_leads_to_what_it_became(county, client):
    sign_in(client, "supervisor01")
    content = statement(("官田村", "保费", DUE))
    first, again = upload(client, content), upload(client, content, "again.csv")
    assert first.location == again.location
    assert "没有重复导入" in text_of(client.get(again.location))
    assert len(db.session.scalars(select(Statement)).all()) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "交易日期,贷方金额,流水号\n20260302,一百,1\n".encode(),
            "第 2 行 贷方金额：“一百” 不是金额",
        ),
        (b"\xff\xff\x00", "请另存为 xlsx 或 csv 再试"),
        ("姓名,年龄\n甲,1\n".encode(), "找不到表头"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_remedy(county, client, content, words):
    sign_in(client, "supervisor01")
    answer = upload(client, content)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert db.session.scalars(select(Statement)).all() == []


def test_no_file_is_asked_for(county, client):
    sign_in(client, "supervisor01")
    answer = submit(client, "/console/money")
    assert answer.status_code == 400
    assert "请先选文件" in text_of(answer)


def test_the_groups_and_the_search_show_what_they_say(county, client):
    approved_village(county)
    approved_village(county, village=SECOND)
    key = bring_in(
        statement(
            ("官田村", "", DUE), ("某公司", "货款", 700), ("", "手续费", -50),
            ("群力村", "少一人", DUE - 3000),
        )
    )  # fmt: skip
    sign_in(client, "supervisor01")
    page = text_of(client.get(url_of(key)))
    assert "要看 2" in page
    assert "某公司" in page
    assert "少了 30.00" in page
    assert "手续费" not in page
    other = text_of(client.get(url_of(key, "?show=OTHER")))
    assert "手续费" in other
    assert "某公司" not in other
    found = text_of(client.get(url_of(key, "?show=ALL&q=S004")))
    assert "群力村" in found
    assert "某公司" not in found
    assert "没有找到" in text_of(client.get(url_of(key, "?q=zzz")))


def test_long_statements_come_in_pages(county, client):
    key = bring_in(statement(*(("某人", "", 100 + number) for number in range(59)), *(("乙", "", 9000 + n, f"T{n}") for n in range(50))))  # fmt: skip
    sign_in(client, "supervisor01")
    first, last = text_of(client.get(url_of(key))), text_of(client.get(url_of(key, "?page=9")))
    assert "第 1 页，共 2 页" in first
    assert "第 2 页，共 2 页" in last
    assert len(re.findall(r'scope="row"', first)) == 100
    assert len(re.findall(r'scope="row"', last)) == 9


def test_a_row_s_own_button_books_that_row_alone(county, client):
    made, other = approved_village(county), approved_village(county, village=SECOND)
    key = bring_in(statement(("官田村", "", DUE), ("群力村", "", DUE)))
    sign_in(client, "supervisor01")
    submit(client, url_of(key, "/accept"), {"only": "2", "line": ["1"]})
    assert (status(made), status(other, SECOND)) == ("APPROVED", "RECONCILED")
    submit(client, url_of(key, "/undo"), {"only": "2"})
    assert status(other, SECOND) == "APPROVED"
    nothing = submit(client, url_of(key, "/undo"))
    assert nothing.status_code == 400
    assert "先选要入账的流水" in text_of(nothing)


def test_a_line_is_matched_by_hand_with_search(county, client):
    made = approved_village(county)
    key = bring_in(statement(("某公司", "货款", DUE + 500)))
    sign_in(client, "supervisor01")
    page = text_of(client.get(url_of(key, "/1")))
    ref = f"BATCH:{VILLAGE}:{made.batch}"
    assert f"fen-{ref}" in page
    assert "没有还没到的" in text_of(client.get(url_of(key, "/1?q=zzz")))
    assert f"fen-{ref}" in text_of(client.get(url_of(key, "/1?q=双石村")))
    wrong = submit(client, url_of(key, "/1/match"), {f"fen-{ref}": "9,999.00"})
    assert wrong.status_code == 400
    assert "分配的金额超过" in text_of(wrong)
    assert 'value="9,999.00"' in text_of(wrong), "what was typed is kept"
    done = submit(client, url_of(key, "/1/match"), {f"fen-{ref}": "270"})
    assert done.status_code == 303
    assert status(made) == "RECONCILED"
    page = text_of(client.get(done.location))
    assert "陈静 手工匹配" in page
    refund = submit(client, url_of(key, "/1/refund"), {"reason": "多付"})
    assert refund.status_code == 303
    assert "退给 某公司" in text_of(client.get(refund.location))
    assert "某公司" in text_of(client.get("/console/money/refunds"))


def test_a_line_is_set_aside_with_a_reason(county, client):
    key = bring_in(statement(("某公司", "货款", 700)))
    sign_in(client, "supervisor01")
    assert submit(client, url_of(key, "/1/aside"), {"reason": ""}).status_code == 400
    done = submit(client, url_of(key, "/1/aside"), {"reason": "租金"})
    assert "租金" in text_of(client.get(done.location))
    assert "不用管 1" in re.sub(r"<[^>]+>", "", text_of(client.get(url_of(key))))
    submit(client, url_of(key, "/1/aside"), {"back": "1"})
    assert db.session.scalars(select(StatementLine.aside)).one() is None


def test_what_changed_meanwhile_is_shown_again_and_not_booked(county, client):
    approved_village(county)
    key = bring_in(statement(("官田村", "", DUE)))
    pay(county, DUE)
    sign_in(client, "supervisor01")
    answer = submit(client, url_of(key, "/accept"), {"line": "1"})
    assert answer.status_code == 409
    assert "应到账刚变了，请再看一遍" in text_of(answer)
    assert "已经到齐，这一笔多出来" in text_of(answer)
    assert db.session.scalars(select(Match)).all() == []


@both_databases
def test_a_reversal_of_an_earlier_statement_asks_to_take_the_booking_back(county, client):
    made = approved_village(county)
    first = bring_in(statement(("官田村", "", DUE)))
    sign_in(client, "supervisor01")
    submit(client, url_of(first, "/accept"), {"only": "1"})
    later = bring_in(statement(("官田村", "冲正", -DUE, "Z1")), name="四月.csv")
    page = text_of(client.get(url_of(later)))
    assert "银行冲正了" in page
    assert "冲正的是三月.csv 第 1 笔" in page
    assert url_of(first, "/1") in page
    assert "去三月.csv 第 1 笔撤销入账" in text_of(client.get(url_of(later, "/1")))
    submit(client, url_of(first, "/undo"), {"only": "1"})
    assert status(made) == "APPROVED"
    assert "要看 0" in re.sub(r"<[^>]+>", "", text_of(client.get(url_of(later))))


@both_databases
def test_the_list_counts_lines_with_money_left(county, client):
    approved_village(county)
    key = bring_in(statement(("官田村", "", DUE + 500), ("某", "", 7)))
    sign_in(client, "supervisor01")
    open_counts = r'<td class="r">([0-9–]+)</td><td class="nowrap">陈静'
    submit(client, url_of(key, "/accept"), {"only": "1"})
    assert re.search(open_counts, text_of(client.get("/console/money"))).group(1) == "2"
    submit(client, url_of(key, "/1/refund"), {"reason": "多付"})
    submit(client, url_of(key, "/2/aside"), {"reason": "租金"})
    assert re.search(open_counts, text_of(client.get("/console/money"))).group(1) == "–"


def test_matching_again_sees_what_is_due_now(county, client):
    key = bring_in(statement(("官田村", "", DUE)))
    sign_in(client, "supervisor01")
    assert "没有写明哪个村" in text_of(client.get(url_of(key)))
    approved_village(county)
    answer = submit(client, url_of(key, "/rematch"))
    assert "金额正好是官田村第 1 批" in text_of(client.get(answer.location))


def test_pages_of_other_areas_are_not_found(county, client):
    key = bring_in(statement(("某", "", 1)), by="admin01", area=COUNTY)
    sign_in(client, "supervisor01")
    for rest in ("", "/preview", "/1"):
        assert client.get(url_of(key, rest)).status_code == 404
    for rest in ("/accept", "/undo", "/rematch", "/1/match", "/1/aside", "/1/refund"):
        data = {"line": "1", "reason": "x"}
        assert submit(client, url_of(key, rest), data).status_code == 404, rest
    mine = bring_in(statement(("某", "", 2)), area=TOWNSHIP)
    assert client.get(url_of(mine, "/99")).status_code == 404
    assert upload(client, statement(("某", "", 3)), area=str(COUNTY)).status_code == 404
    listed = text_of(client.get("/console/money"))
    assert mine in listed
    assert key not in listed


@pytest.mark.parametrize("path", ["", "?show=ALL", "/1", "/preview"])
def test_a_page_reads_no_more_often_when_there_are_more_lines(county, client, path):
    approved_village(county)
    few = bring_in(statement(("官田村", "", DUE)))
    many = bring_in(
        statement(("官田村", "", DUE, "M"), *((f"乙{n}", "", n + 1) for n in range(50))), name="b"
    )
    sign_in(client, "supervisor01")
    assert reads(client, url_of(many, path)) == reads(client, url_of(few, path)) <= 20


def reads(client, url):
    client.get(url)  # what is read once per process is read
    seen = []

    def note(_connection, _cursor, sql, *_rest):
        seen.append(sql)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
