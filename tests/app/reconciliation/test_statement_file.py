"""Files as banks send them: encodings, delimiters, workbooks, and what is refused."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from app.errors import Invalid
from app.reconciliation.statement_file import place_of, read_statement

TEXT = '交易日期,对方户名,贷方金额,流水号\r\n20260302,示例镇五四村,"6,345.00",\t0964\r\n,,,\r\n合计,,,\r\n'


def only(content):
    (line,) = read_statement(content)
    return line.received_on, line.payer, line.in_fen, line.serial


EXPECTED = ("2026-03-02", "示例镇五四村", 634500, "0964")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_every_encoding_banks_use(encoding):
    assert only(TEXT.encode(encoding)) == EXPECTED


@pytest.mark.parametrize("sign", ["\t", ";", "|"])
def test_columns_may_be_divided_by_other_signs(sign):
    rows = sign.join(["交易日期", "对方户名", "贷方金额", "流水号"]) + "\n"
    rows += sign.join(["20260302", "示例镇五四村", "6,345.00", "0964"]) + "\n"
    assert only(rows.encode()) == EXPECTED


def test_zeros_kept_by_a_formula_or_an_apostrophe_are_kept():
    text = '日期,贷方金额,流水号\n20260302,1,"=""0964"""\n20260302,1,\'0965\n'
    assert [line.serial for line in read_statement(text.encode())] == ["0964", "0965"]


def workbook(*rows):
    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(at, place, cell, moment)
            else:
                sheet.write(at, place, cell)
    book.close()
    return file.getvalue()


def test_numbers_and_dates_of_a_workbook_are_read_without_floating_point():
    content = workbook(
        ["交易时间", "收入金额", "流水号", "余额"],
        [datetime(2026, 3, 2, 14, 54), 0.1 + 0.2, 964, 1],  # noqa: DTZ001
        [20260303, 8145, "0965", 1],
        ["合计", 8145.3, "", ""],
    )
    found = read_statement(content)
    assert [(row.received_on, row.time, row.in_fen, row.serial) for row in found] == [
        ("2026-03-02", "14:54:00", 30, "964"), ("2026-03-03", "", 814500, "0965"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "STATEMENT_EMPTY"), (b" \n", "STATEMENT_EMPTY"),
        (b"PK\x03\x04 broken", "STATEMENT_UNREADABLE"),
        (b"\xd0\xcf\x11\xe0 broken", "STATEMENT_UNREADABLE"),
        (b"\x89PNG\r\n\x1a\n\xff\xff,", "STATEMENT_UNREADABLE"),
        (b"<table><tr>", "STATEMENT_HTML"),
        ("交易日期,贷方金额,付款人\n20260302,1,王\x00\n".encode(), "STATEMENT_UNREADABLE"),
        (f"交易日期,贷方金额\n20260302,{'9' * 30}\n".encode(), "STATEMENT_FAULTS"),
        ("姓名,身份证号\n甲,1\n".encode(), "STATEMENT_NO_HEADER"),
        ("无表".encode(), "STATEMENT_NO_HEADER"),
        ("交易日期,贷方金额\n合计,1\n".encode(), "STATEMENT_NO_LINES"),
        (b"a,b\n" * 50_001, "STATEMENT_LONG"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_by_its_kind(content, code):
    with pytest.raises(Invalid) as refusal:
        read_statement(content)
    assert refusal.value.code == code


def test_a_workbook_that_unpacks_to_too_much_is_not_opened():
    file = BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(257):
            part.write(b"0" * (1 << 20))
    with pytest.raises(Invalid) as refusal:
        read_statement(file.getvalue())
    assert refusal.value.code == "STATEMENT_LONG"


def test_a_cell_far_out_does_not_make_room_for_all_before_it():
    with pytest.raises(Invalid) as refusal:
        read_statement(workbook(["交易日期", "贷方金额", *[""] * 400, "远"]))
    assert refusal.value.code == "STATEMENT_LONG"


def test_every_fault_of_a_file_is_named_at_once():
    text = "交易日期,贷方金额,流水号\n20260302,一百,1\n20260230,1,2\n20260302,3,3\n"
    with pytest.raises(Invalid) as refusal:
        read_statement(text.encode())
    faults = refusal.value.detail["faults"]
    assert [place_of(fault) for fault in faults] == ["第 2 行 贷方金额", "第 3 行 交易日期"]
