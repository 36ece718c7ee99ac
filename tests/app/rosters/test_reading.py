"""Files as they come: encodings, wrong endings, damage, and files made to hurt."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid, TooLarge
from app.rosters import workbooks
from app.rosters.reading import MAX_FILE, read_file, safe_name
from app.rosters.rules.roster import read_roster, summary
from tests.sheets import MAN, WOMAN, workbook

TEXT = f"姓名,身份证号,备注\r\n王建国,{MAN},\r\n李秀英,{WOMAN},长期外出\r\n"

WORKBOOK = workbook(("名册", [["姓名", "身份证号"], ["王建国", MAN], ["甲", ("=A1", "乙")]]))


def _accepted(content):
    return [line.name for line in read_roster(read_file(content), "2026-03-01").accepted]


def _refused(content):
    with pytest.raises((Invalid, TooLarge)) as refusal:
        read_file(content)
    return refusal.value


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_text_is_read_in_each_encoding_spreadsheets_save(encoding, said):
    book = read_file(TEXT.encode(encoding))

    assert book.encoding == said
    assert _accepted(TEXT.encode(encoding)) == ["王建国", "李秀英"]


def test_rare_characters_of_gb18030_survive():
    assert _accepted(TEXT.replace("建", "㛃").encode("gb18030")) == ["王㛃国", "李秀英"]


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_other_separators_are_seen_from_the_header(separator):
    assert _accepted(TEXT.replace(",", separator).encode()) == ["王建国", "李秀英"]


def test_tabs_that_protect_numbers_are_no_separators():
    text = f"姓名,身份证号\n王建国,\t{MAN}\n李秀英,\t{WOMAN}\n"

    roster = read_roster(read_file(text.encode()), "2026-03-01")

    assert [line.warnings for line in roster.accepted] == [(), ()]


def test_a_number_wrapped_as_a_formula_is_unwrapped_without_a_warning():
    text = f'姓名,身份证号\n王建国,"=""{MAN}"""\n'

    [line] = read_roster(read_file(text.encode()), "2026-03-01").lines

    assert (line.id_no, line.warnings) == (MAN, ())


def test_cells_with_line_breaks_and_commas_stay_whole():
    text = f'姓名,"身份证\n号码",备注\n王建国,{MAN},"在校,\n住读"\n'

    [line] = read_roster(read_file(text.encode()), "2026-03-01").lines

    assert line.row.text("note") == "在校,\n住读"


def test_a_workbook_is_known_by_its_content():
    content = workbook(("名册", [["姓名", "身份证号"], ["王建国", MAN]]))

    assert _accepted(content) == ["王建国"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ROSTER_FILE_EMPTY"),
        (b" \r\n ", "ROSTER_FILE_EMPTY"),
        (b"<html><table><tr><td>\xe5\xa7\x93</td></tr></table>", "ROSTER_FILE_KIND"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "ROSTER_FILE_KIND"),
        (b"%PDF-1.7\x00\x01", "ROSTER_FILE_KIND"),
        (b"PK\x03\x04 not a zip", "ROSTER_FILE_DAMAGED"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ROSTER_FILE_DAMAGED"),
        (b"\xff\xfe\x00\xd8\x00\x00", "ROSTER_FILE_ENCODING"),
        ("姓名".encode() + b"\xff\xff", "ROSTER_FILE_ENCODING"),
        (bytes([65]) * (MAX_FILE + 1), "ROSTER_FILE_HUGE"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_its_own_code(content, code):
    assert _refused(content).code == code


def test_text_that_no_encoding_explains_is_refused_with_its_row():
    assert _refused("姓名\n王\n".encode("gb18030") + b"\xff\xff").detail == {"row": 3}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data):
    good = data.draw(st.sampled_from([WORKBOOK, TEXT.encode("gb18030"), TEXT.encode()]))
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, min(start + 40, len(good))))
    bad = good[:start] + data.draw(st.binary(max_size=8)) + good[end:]

    with suppress(Invalid, TooLarge):
        summary(read_roster(read_file(bad), "2026-03-01"))


def test_a_zip_without_a_workbook_is_refused():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("photo.jpg", "x")

    assert _refused(target.getvalue()).code == "ROSTER_FILE_KIND"


def test_a_workbook_cut_off_is_refused():
    content = workbook(("名册", [["姓名", "身份证号"], ["王建国", MAN]]))

    assert _refused(content[: len(content) // 2]).code == "ROSTER_FILE_DAMAGED"


def _with_sheet(xml):
    """Return a workbook whose first sheet is replaced."""
    source = BytesIO(workbook(("名册", [["姓名"]])))
    target = BytesIO()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, xml if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return target.getvalue()


def test_a_small_file_that_unfolds_to_gigabytes_is_not_unfolded(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNFOLDED", 1_000_000)

    refusal = _refused(_with_sheet(b" " * 2_000_000))

    assert refusal.code == "ROSTER_FILE_HUGE"


def test_a_zip_that_lies_about_its_sizes_is_stopped_while_it_unfolds(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNFOLDED", 1_000_000)
    honest = _with_sheet(b" " * 2_000_000)
    lying = honest.replace((2_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))

    assert _refused(lying).code in ("ROSTER_FILE_HUGE", "ROSTER_FILE_DAMAGED")


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "ZZZ3", "GS1"])
def test_one_cell_far_out_is_refused_and_named_before_room_is_made_for_it(cell):
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    )

    refusal = _refused(_with_sheet(xml.encode()))

    assert (refusal.code, refusal.detail["cell"]) == ("ROSTER_TOO_WIDE", cell)


def test_borders_drawn_to_the_end_of_the_sheet_do_no_harm():
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
        '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1" /></row></sheetData></worksheet>'
    )

    [sheet] = read_file(_with_sheet(xml.encode())).sheets

    assert sheet.rows == [["姓名"]]


def test_rows_and_columns_left_empty_before_the_list_keep_their_numbers():
    content = workbook(("名册", [[], [], ["", "姓名", "身份证号"], ["", "王建国", MAN]]))

    roster = read_roster(read_file(content), "2026-03-01")

    assert summary(roster)["sheets"] == [{"name": "名册", "header_row": 3}]
    assert [line.row.number for line in roster.lines] == [4]


def test_a_cell_far_out_is_found_across_the_pieces_in_which_a_sheet_is_read(monkeypatch):
    monkeypatch.setattr(workbooks, "_CHUNK", 64)
    monkeypatch.setattr(workbooks, "_TAIL", 32)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60))
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}<row r="60"><c r="XFD60"><v>1</v></c></row></sheetData></worksheet>'

    assert _refused(_with_sheet(xml.encode())).code == "ROSTER_TOO_WIDE"


def test_text_with_too_many_rows_or_columns_is_refused():
    assert _refused(b"a\n" * 60_001).code == "ROSTER_TOO_WIDE"
    assert _refused(b"a," * 201).code == "ROSTER_TOO_WIDE"


def test_a_sheet_that_is_only_a_chart_or_empty_is_passed_over():
    content = workbook(("空", []), ("名册", [["姓名", "身份证号"], ["王建国", MAN]]))

    found = summary(read_roster(read_file(content), "2026-03-01"))

    assert found["sheets"] == [
        {"name": "空", "header_row": None}, {"name": "名册", "header_row": 1},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\表\\名册.xlsx", "名册.xlsx"),
        ("../../etc/x.csv", "x.csv"),
        ("a\x00\nb", "ab"),
        ("", "花名册"),
    ],
)
def test_of_a_file_name_only_the_last_part_is_kept(given, kept):
    assert safe_name(given) == kept


def test_many_sheets_are_together_no_larger_than_one_may_be(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_ROWS", 10)
    monkeypatch.setattr(workbooks, "MAX_COLUMNS", 10)
    wide = [["x"] * 10 for _ in range(10)]
    assert read_file(workbook(("一", wide))).sheets

    with pytest.raises(TooLarge, match="ROSTER_FILE_HUGE"):
        read_file(workbook(("一", wide), ("二", wide)))
