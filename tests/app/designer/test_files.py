"""Versions as files: what goes out comes back equal, and no cell is a formula."""

import json
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from app.designer import documents, form, sheets
from app.errors import Invalid
from tests.app.designer.test_form import CODES
from tests.factories import template

TEXTS = {"PIPL_GENERAL": "第一行\n第二行"}
EXAMPLES = [{
    "title": "九岁的孩子", "poverty": ["SUBSISTENCE"],
    "members": [{"age": {"years": 9}, "plan": "A"}, {"age": {"days": 40}, "plan": "B"}],
    "expected": {"premium_fen": 3000, "FISCAL_fen": 3000, "findings": ["OCC_MISSING"]},
}]  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_workbook_reads_back_equal(code):
    fields = form.show(template(code), TEXTS, EXAMPLES)

    again = sheets.read(sheets.write(fields))

    assert again == fields
    assert form.read(again, version=1).body == template(code)


@pytest.mark.parametrize("code", CODES)
def test_a_json_file_reads_back_equal(code):
    found = form.read(form.show(template(code), TEXTS, EXAMPLES), version=1)

    fields, lost = documents.read(documents.write(found, {}), {})

    assert (fields, lost) == (found.form, [])
    again = form.read(fields, version=1)
    assert (again.body, again.texts, again.examples) == (template(code), TEXTS, EXAMPLES)


@pytest.mark.parametrize("code", CODES)
def test_a_template_alone_can_be_read(code):
    fields, lost = documents.read(json.dumps(template(code)).encode(), {})

    assert lost == []
    assert form.read(fields, version=1).body == template(code)


def test_what_no_field_can_hold_is_named():
    odd = {**template(), "surprise": 1, "refund": {"expense_bp": 2500, "more": True}}

    assert set(documents.read(json.dumps(odd).encode(), {})[1]) == {"refund", "surprise"}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "'plain", "=cmd|' /C'!A0"])
def test_no_cell_is_taken_for_a_formula(text):
    fields = {**form.show(template()), "insurer": text}

    content = sheets.write(fields)

    assert sheets.read(content) == fields
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    tables = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    cells = [str(cell) for table in tables for row in table for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"\xff\xfe", b'{"template": 3}', b'{"template": {}, "examples": 5}',
    b'{"plans": {"a": 1}, "name": "x", "fields": [3], "sale": [1]}', b"[" * 100_000,
    b'{"fields": [{"visible_when": ' + b'{"not": ' * 900 + b"{}" + b"}" * 900 + b"}]}",
])  # fmt: skip
def test_a_file_that_is_no_version_is_refused_or_read_as_far_as_it_goes(content):
    with suppress(Invalid):
        fields, lost = documents.read(content, {})
        assert lost
        assert form.typed(list(fields.items())) == fields


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"plain text"])
def test_a_file_that_is_no_workbook_is_refused(content):
    with pytest.raises(Invalid) as refusal:
        sheets.read(content)

    assert refusal.value.code == "IMPORT_UNREADABLE"


def test_a_workbook_typed_by_hand_may_hold_numbers_and_leave_sheets_out():
    file = BytesIO()
    book = Workbook(file)
    basic = book.add_worksheet("销售与起保")
    basic.write_row(0, 0, ["项目", "内容"])
    basic.write_row(1, 0, ["月数", 12])
    rates = book.add_worksheet("费率")
    rates.write_row(0, 0, ["第几个方案", "年龄从", "年龄到", "保费"])
    rates.write_row(1, 0, [1, 0, 17, 40])
    rates.write_row(2, 0, [1, 18, 60, 50.5])
    book.close()

    assert sheets.read(file.getvalue()) == {
        "term.months": "12",
        "plans.0.rates.0.when.age.0": "0", "plans.0.rates.0.when.age.1": "17",
        "plans.0.rates.0.premium_fen": "40",
        "plans.0.rates.1.when.age.0": "18", "plans.0.rates.1.when.age.1": "60",
        "plans.0.rates.1.premium_fen": "50.5",
    }  # fmt: skip


def test_a_small_file_that_unpacks_to_a_very_large_one_is_refused():
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_BYTES + 1))

    with pytest.raises(Invalid):
        sheets.read(file.getvalue())


def test_a_cell_far_out_does_not_make_room_for_all_before_it():
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("基本").write_string(1_048_575, 16_383, "远")

    with pytest.raises(Invalid):
        sheets.read(file.getvalue())


def test_approved_texts_go_along_and_are_written_again_only_where_they_are_not_known():
    known = {"2026-01": {"PIPL_GENERAL": "我同意"}}
    fields = form.show(template("MG-ACC-2026"))
    file = documents.write(form.read(fields, version=1), known)

    assert documents.read(file, known)[0] == fields
    assert documents.read(file, {})[0] == fields | {"texts.PIPL_GENERAL": "我同意"}
