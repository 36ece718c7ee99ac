"""Odd lists: headers, households, reasons, warnings, one rule each."""

import pytest

from app.rosters.reading import read_file
from app.rosters.rules.columns import columns_of, field_of
from app.rosters.rules.roster import read_roster, summary
from tests.sheets import CHILD, HEAD, MAN, OTHER, WOMAN, id_number, row, workbook

TODAY = "2026-03-01"


def read(*rows, header=HEAD, titles=(), merge=()):
    content = workbook(("名册", [*titles, header, *rows]), merge=list(merge))
    return read_roster(read_file(content), TODAY)


def reasons(roster):
    return [line.reason for line in roster.lines]


def homes(roster):
    return [line.home for line in roster.lines]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名", "name"), ("家庭成员姓名", "name"), ("户主姓名", "head"), ("户主", "head"),
        ("公民身份号码", "id_no"), ("身份证", "id_no"), ("有效证件号码", "id_no"), ("证件类型", None),
        ("身份证有效期", None), ("与户主关系", "relation"), ("户编号", "household_no"),
        ("编号", "household_no"), ("序号", None), ("村民小组", "group"), ("组别", "group"),
        ("户主联系电话", "phone"), ("手机号码", "phone"), ("是否监测对象（监测类别）", "category"),
        ("户属性", "category"), ("状态/备注", "note"), ("情况说明", "note"), ("年龄", None),
        ("出生日期", None), ("签字（手印）", None), ("户主电话", "phone"),
    ],
)  # fmt: skip
def test_a_column_is_known_by_words_of_its_header(header, field):
    assert field_of(header) == field


def test_the_number_of_a_member_counts_before_that_of_the_head():
    assert columns_of(["户主姓名", "户主身份证号", "姓名", "身份证号"])["id_no"] == 3
    assert columns_of(["姓名", "户主身份证号"])["id_no"] == 1


def test_blanks_and_line_breaks_in_headers_do_not_matter():
    roster = read(["王建国", MAN], header=[" 姓\u3000名", "身份证\n号　码"])

    assert reasons(roster) == [None]


def test_of_two_header_rows_the_lower_one_counts():
    roster = read(["王建国", MAN], header=["姓名", "身份证号"], titles=[["姓名", "身份证号"]])

    assert summary(roster)["sheets"][0]["header_row"] == 2
    assert roster.kinds["person"] == 1


def test_a_header_over_two_merged_rows_begins_no_person():
    upper, lower = ["姓名", "身份证号", "联系方式", ""], ["", "", "手机", "座机"]
    roster = read(lower, ["王建国", MAN, "", ""], header=upper, merge=[(0, 0, 1, 0)])

    assert reasons(roster) == [None]


def test_a_header_below_the_tenth_row_is_none():
    titles = [[f"说明 {n}"] for n in range(10)]

    assert not any(read(["王建国", MAN], header=["姓名", "身份证号"], titles=titles).headers)


def test_a_dash_before_the_mark_of_a_foot_line_makes_a_person_of_it():
    roster = read(
        row("王建国", MAN, "户主"), ["合计", "", "", 1], ["填表人：王某"], ["第3页"], ["注：无"],
        ["第十二页"], [], row("", "", "子"),
    )  # fmt: skip

    assert dict(roster.kinds) == {"person": 2, "blank": 1, "header_repeat": 0, "other": 5}
    assert reasons(roster) == [None, "NAME_MISSING"]


def test_printed_pages_repeat_titles_and_headers():
    title = ["大堰镇名册"]
    roster = read(
        row("王建国", MAN, "户主", house="1"), title, HEAD, row("李秀英", WOMAN, "妻", house="1（续）"),
        titles=[title],
    )  # fmt: skip

    assert (roster.kinds["header_repeat"], roster.kinds["other"]) == (1, 1)
    assert homes(roster) == [0, 0]
    assert "printed pages" in summary(roster)["layout"]


def test_a_house_number_goes_on_over_merged_and_blank_cells():
    roster = read(
        row("王建国", MAN, "户主", house=1), row("李秀英", WOMAN, "妻"), row("赵平", OTHER, "户主", house=2),
        merge=[(1, 0, 2, 0)],
    )  # fmt: skip

    assert homes(roster) == [0, 0, 1]
    assert [line.row.household_no for line in roster.lines] == ["1", "1", "2"]


def test_equal_house_numbers_of_two_sheets_are_two_households():
    content = workbook(
        ("1组", [HEAD, row("王建国", MAN, "户主", house="01")]),
        ("2组", [HEAD, row("赵平", OTHER, "户主", house="01")]),
    )
    roster = read_roster(read_file(content), TODAY)

    assert homes(roster) == [0, 1]
    assert summary(roster)["layout"] == "household number on every row, two data sheets"


def test_without_house_numbers_group_and_head_tell_households_apart():
    header = ["组", "户主", "姓名", "身份证号"]
    roster = read(
        ["1组", "王建国", "王建国", MAN], ["1组", "王建国", "李秀英", WOMAN],
        ["2组", "王建国", "赵平", OTHER], header=header,
    )  # fmt: skip

    assert homes(roster) == [0, 0, 1]


def test_with_relations_only_each_head_begins_a_household():
    header = ["姓名", "身份证号", "与户主关系"]
    roster = read(
        ["王建国", MAN, "户主"], ["李秀英", WOMAN, "妻"], ["赵平", OTHER, "户主"], header=header
    )

    assert homes(roster) == [0, 0, 1]


def test_names_and_numbers_alone_make_a_household_of_every_row():
    roster = read(["王建国", MAN], ["李秀英", WOMAN], header=["姓名", "身份证号"])

    assert homes(roster) == [0, 1]
    assert summary(roster)["layout"] == "no household column, every row a household"


@pytest.mark.parametrize(
    ("name", "note", "reason"),
    [
        ("王建国（已故）", "", "PERSON_DEAD"), ("王建国(2024年病故)", "", "PERSON_DEAD"),
        ("王建国（迁出）", "", "PERSON_MOVED"), ("王建国（小名）", "", None),
        ("王建国", "2025.11.3去世（已注销户口）", "PERSON_DEAD"), ("王建国", "2025年8月病故", "PERSON_DEAD"),
        ("王建国", "２０２５年迁出", "PERSON_MOVED"), ("王建国", "2025-3/4 外迁", "PERSON_MOVED"),
        ("王建国", "丈夫已故，独居", None), ("王建国", "2021年迁入", None), ("王建国", "注销", None),
        ("", "已故", "NAME_MISSING"),
    ],
)  # fmt: skip
def test_who_died_or_moved_is_told_from_name_and_note(name, note, reason):
    assert reasons(read(row(name, MAN, note=note))) == [reason]


def test_a_note_that_mentions_death_of_somebody_asks_for_a_look():
    roster = read(
        row("王建国", MAN, note="丈夫已故，独居"), row("李秀英", WOMAN, note="已注销户口")
    )

    assert [line.warnings for line in roster.lines] == [("NOTE_MENTIONS_STATUS",)] * 2


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (519901198005156013, "ID_EXCEL_ROUNDED"), (5199011980051560, "ID_EXCEL_ROUNDED"),
        (519901800515601, None), (12345, "ID_LENGTH"), ("5.19901E+17", "ID_SCIENTIFIC"), ("", "ID_EMPTY"),
        (MAN[:-1], "ID_LENGTH"), (MAN[:-3] + "O13", "ID_CHARSET"), (MAN[:-1] + "4", "ID_CHECKSUM"),
        (id_number("2030-01-01", 1), "ID_FUTURE"), ("519901198002306010", "ID_DATE"), ("=A1", "ID_EMPTY"),
    ],
)  # fmt: skip
def test_a_damaged_number_is_refused_with_the_kind_of_damage(cell, reason):
    assert reasons(read(row("王建国", cell))) == [reason]


def test_a_formula_counts_as_empty_even_where_a_result_is_stored():
    roster = read(row("王建国", ("=A1", MAN)), row(("=B1", "李秀英"), WOMAN))

    assert reasons(roster) == ["ID_EMPTY", "NAME_MISSING"]


def test_the_same_number_twice_is_refused_in_the_household_and_beyond():
    roster = read(
        row("王建国", MAN, house="1"), row("王建国", MAN, house="1"), row("赵平", OTHER, house="2"),
        row("王建国", MAN.lower(), house="2"), row("王建国", f" {MAN}", house="3"),
    )  # fmt: skip

    assert reasons(roster) == [
        None, "DUPLICATE_IN_HOUSEHOLD", None, "DUPLICATE_IN_FILE", "DUPLICATE_IN_FILE",
    ]  # fmt: skip
    assert roster.lines[4].same_as == (0, 2)


def test_a_number_refused_before_does_not_make_a_duplicate():
    roster = read(row("王建国（已故）", MAN), row("王建国", MAN))

    assert reasons(roster) == ["PERSON_DEAD", None]


@pytest.mark.parametrize(
    ("typed", "warnings"),
    [
        (MAN, ()), (f"{MAN[:6]} {MAN[6:14]} {MAN[14:]}", ("ID_NORMALISED",)),
        (f"'{MAN}", ("ID_NORMALISED",)), (OTHER.lower(), ("ID_NORMALISED",)),
        ("".join(chr(ord(c) + 0xFEE0) for c in MAN), ("ID_NORMALISED",)),
        (MAN[:6] + MAN[8:17], ("ID_LEGACY_15",)),
        (f"{MAN[:6]} {MAN[8:17]}", ("ID_LEGACY_15", "ID_NORMALISED")),
    ],
)  # fmt: skip
def test_a_number_that_had_to_be_cleaned_is_accepted_with_a_warning(typed, warnings):
    [line] = read(row("王建国", typed)).lines

    assert (line.reason, line.warnings) == (None, warnings)
    assert line.id_no in (MAN, OTHER)


def test_the_number_wins_over_the_sex_that_was_written():
    [line] = read(row("王建国", MAN, sex="女")).lines

    assert (line.sex, line.warnings) == ("M", ("SEX_MISMATCH",))


@pytest.mark.parametrize(
    ("cell", "phone"),
    [(13812345678, "13812345678"), ("138 1234 5678", "13812345678"), ("0818-2345678", "0818-2345678"),
     ("138123456789", None), ("无", None), ("", None)],
)  # fmt: skip
def test_a_phone_is_kept_when_it_can_be_one(cell, phone):
    [line] = read(row("王建国", MAN, phone=cell)).lines

    assert line.phone == phone
    assert ("PHONE_INVALID" in line.warnings) == (phone is None and cell != "")


def test_categories_are_known_by_the_words_of_the_register():
    words = ("低保", "五 保户", "一般户", "", "困难户")
    people = [
        row("甲", id_number("1980-01-01", n), category=word) for n, word in enumerate(words, 1)
    ]
    roster = read(*people)

    assert [line.category for line in roster.lines] == [
        "SUBSISTENCE",
        "EXTREME_POOR",
        None,
        None,
        None,
    ]
    assert summary(roster)["warnings"] == {"CATEGORY_UNKNOWN": 1}


def test_a_category_merged_over_a_household_holds_for_all_its_rows():
    roster = read(
        row("王建国", MAN, house="1", category="低保户"), row("李秀英", WOMAN), merge=[(1, 8, 2, 8)]
    )

    assert [line.category for line in roster.lines] == ["SUBSISTENCE", "SUBSISTENCE"]


def test_groups_written_in_different_ways_are_one_group():
    roster = read(
        row("甲", MAN, group=3),
        row("乙", WOMAN, group="3组"),
        row("丙", CHILD, group="第3村民小组"),
    )

    assert summary(roster)["village_groups"] == 1


def test_an_unknown_relation_is_accepted_and_left_empty():
    roster = read(row("甲", MAN, "户主"), row("乙", WOMAN, "女媚"), row("丙", CHILD, "户主之女"))

    assert [line.relation for line in roster.lines] == ["02", None, "30"]
    assert [line.hints for line in roster.lines] == [(), ("RELATION_UNKNOWN",), ()]
