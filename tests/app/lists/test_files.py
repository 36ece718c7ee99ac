"""Lists as files: no formula, money in yuan, and a note of who took what."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import db
from app.lists.files import comma_separated, harmless, workbook
from app.lists.listing import Column
from app.secrets import place, vault
from tests.conftest import both_databases
from tests.factories import COUNTY, sign_in
from tests.village import make_village

COLUMNS = [
    Column("name", "姓名", lambda row: row[0]),
    Column("fen", "金额（元）", lambda row: row[1], "money"),
    Column("rate", "覆盖率", lambda row: row[2], "percent"),
    Column("count", "人", lambda row: row[3], "number"),
]
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "\r=1"]


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_is_a_formula(text):
    rows = [(text, -12345, 7496, 3)]

    csv = comma_separated(COLUMNS, rows).decode("utf-8-sig")
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook("名单", COLUMNS, rows)))
    cell = sheet.get_sheet_by_index(0).to_python()[2][0]

    assert harmless(text)[0] == "'"
    assert cell == harmless(text) or cell == harmless(text).replace("\r", "\n")
    assert csv.splitlines()[1].lstrip('"').startswith("'")


def test_money_and_ratios_are_numbers_a_person_reads():
    rows = [("王建国", -12345, 7496, 3), (None, None, None, None)]

    lines = comma_separated(COLUMNS, rows).decode("utf-8-sig").splitlines()
    book = CalamineWorkbook.from_filelike(BytesIO(workbook("名单", COLUMNS, rows)))
    cells = book.get_sheet_by_index(0).to_python()

    assert lines[0] == "姓名,金额（元）,覆盖率,人"
    assert lines[1:] == ["王建国,-123.45,74.96%,3", ",,,"]
    assert cells[2] == ["王建国", -123.45, 0.7496, 3]


def test_a_title_with_forbidden_signs_still_names_its_sheet():
    body = workbook("a[b]:c*d?e/f\\g" * 4, COLUMNS, [])

    assert len(CalamineWorkbook.from_filelike(BytesIO(body)).sheet_names[0]) <= 31


PAGES = [
    ("/console/", "官田村"), ("/console/figures?a-as=csv", None), ("/console/batches", "P26-"),
    ("/console/households", "户"), ("/console/insured", "王建国"), ("/console/receipts", "A07"),
    ("/console/arrivals", None), ("/console/policies", None), ("/console/rosters", "官田村"),
    ("/console/money", None), ("/console/money/remittances?h-as=csv", "李明"),
    ("/console/money/write-offs?d-as=csv", None), ("/console/money/refunds", None),
    ("/console/endorsements", None), ("/console/merging?d-as=csv", None),
]  # fmt: skip


@both_databases
@pytest.mark.parametrize(("path", "holds"), PAGES)
def test_every_list_leaves_as_a_file_and_is_written_down(county, client, path, holds):
    make_village(county)
    user = sign_in(client, "supervisor01").id
    url = path if "as=csv" in path else f"{path}?as=csv"

    answer = client.get(url)

    assert answer.status_code == 200
    assert answer.content_type.startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    if holds:
        assert holds in answer.get_data().decode("utf-8-sig")
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "LIST_TAKEN"))
    where = place("audit_entries", "detail", COUNTY, COUNTY, str(entry.no))
    detail = vault().open_json(COUNTY, where, entry.detail_enc)
    assert (entry.actor, detail["form"]) == (user, "csv")


def test_a_file_that_is_too_long_is_refused_with_the_way_out(county, client, monkeypatch):
    make_village(county)
    monkeypatch.setattr("app.lists.listing.FILE_ROWS_MAX", 2)
    sign_in(client, "supervisor01")

    answer = client.get("/console/insured?as=xlsx")

    assert answer.status_code == 400
    assert "先按乡镇、村或状态筛选" in answer.get_data(as_text=True)
