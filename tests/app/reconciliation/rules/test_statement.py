"""Layouts of statements: headers, titles, totals, one or two columns of money."""

import pytest

from app.reconciliation.rules.statement import Line, read


def lines_of(*rows):
    lines, faults = read([rows])
    assert faults == []
    return lines


def faults_of(*rows):
    return [(fault.place, fault.column, fault.code) for fault in read([rows])[1]]


def test_titles_before_and_totals_after_the_table_are_no_lines():
    found = lines_of(
        ["某银行 交易明细"],
        ["查询日期：", "2026-03-01", "收入合计", "60.00"],
        ["账号：9999", "户名：示例"],
        [],
        [
            "交易日期",
            "交易时间",
            "对方户名",
            "摘要",
            "附言",
            "借方金额",
            "贷方金额",
            "余额",
            "流水号",
        ],
        ["20260302", "15:05:00", "甲", "转账", "五四村", "", "30.00", "30.00", "\t0001"],
        ["", "", "", "", "", "", "", "", ""],
        ["20260302", "15:06:00", "乙", "手续费", "", "0.50", "-", "29.50", "0002"],
        ["合计", "", "共2笔", "", "", "0.50", "30.00", "", ""],
        ["", "总计", "", "", "", "0.50", "30.00", "", ""],
        ["打印时间：2026-03-03"],
    )
    assert found == [
        Line((1, 6), "2026-03-02", "15:05:00", "0001", 3000, 0, "甲", "转账", "五四村"),
        Line((1, 8), "2026-03-02", "15:06:00", "0002", 0, 50, "乙", "手续费", ""),
    ]


@pytest.mark.parametrize(
    ("flag", "money"),
    [("贷", (3000, 0)), ("贷方", (3000, 0)), ("收入", (3000, 0)), ("C", (3000, 0)), ("CR", (3000, 0)),
     ("借", (0, 3000)), ("支出", (0, 3000)), ("D", (0, 3000)), ("DR", (0, 3000)), ("转出", (0, 3000))],
)  # fmt: skip
def test_one_column_of_money_is_divided_by_its_flag(flag, money):
    line = lines_of(
        ["记账日期", "借贷标志", "交易金额", "账户余额", "对方名称", "交易流水号", "用途"],
        ["2026/3/2", flag, "30.00", "1.00", "甲", "0001", "保费"],
    )[0]
    assert (line.in_fen, line.out_fen) == money
    assert (line.payer, line.serial, line.remark) == ("甲", "0001", "保费")


def test_a_negative_amount_stays_on_its_side():
    rows = lines_of(
        ["日期", "金额", "借贷标志", "流水号"],
        ["20260302", "-30.00", "贷", "1"],
        ["20260302", "-30.00", "借", "2"],
    )
    assert [(row.in_fen, row.out_fen) for row in rows] == [(-3000, 0), (0, -3000)]


def test_a_signed_amount_without_a_flag_goes_out_when_negative():
    rows = lines_of(["交易时间", "金额"], ["2026-03-02 01:00", "30"], ["2026-03-02 02:00", "-8"])
    assert [(row.in_fen, row.out_fen, row.time) for row in rows] == [
        (3000, 0, "01:00:00"), (0, 800, "02:00:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("comes", "goes"),
    [("贷方金额", "借方金额"), ("收入金额", "支出金额"), ("贷方发生额（元）", "借方发生额（元）"),
     ("收入", "支出"), ("存入", "支取"), ("贷", "借"), ("转入金额", "转出金额"),
     ("贷 方\n金额", "借 方\n金额"), ("收入金额(人民币)", "支出金额(人民币)")],
)  # fmt: skip
def test_header_names_of_both_sides_differ_between_banks(comes, goes):
    rows = lines_of(
        [
            "序号",
            "交易日期",
            goes,
            comes,
            "余额",
            "对方账号",
            "对方户名",
            "对方开户行名称",
            "流水号",
        ],
        ["1", "20260302", "", "30.00", "9", "622", "甲", "某行", "0001"],
        ["2", "20260302", "8.00", "", "9", "622", "乙", "某行", "0002"],
    )
    assert [(r.in_fen, r.out_fen, r.payer, r.serial) for r in rows] == [
        (3000, 0, "甲", "0001"), (0, 800, "乙", "0002"),
    ]  # fmt: skip


def test_a_header_of_two_rows_is_read_as_one():
    rows = lines_of(
        ["交易日期", "摘要", "发生额", "", "流水号"],
        ["", "", "借方", "贷方", ""],
        ["20260302", "保费", "", "30.00", "0001"],
    )
    assert [(row.in_fen, row.summary, row.serial) for row in rows] == [(3000, "保费", "0001")]


def test_a_repeated_header_is_no_line():
    head = ["交易日期", "贷方金额", "流水号"]
    assert len(lines_of(head, ["20260302", "1", "1"], head, ["20260303", "2", "2"])) == 2


def test_payer_of_what_comes_in_and_payee_of_what_goes_out():
    rows = lines_of(
        ["交易日期", "收入金额", "支出金额", "付款人名称", "付款人账号", "收款人名称", "收款人开户行"],
        ["20260302", "30", "", "甲", "1", "本公司", "行"],
        ["20260302", "", "30", "本公司", "1", "甲", "行"],
    )  # fmt: skip
    assert [row.payer for row in rows] == ["甲", "甲"]


def test_all_free_text_is_kept_apart():
    line = lines_of(
        ["交易日期", "贷方金额", "摘要", "附言", "备注"], ["20260302", "1", "转账", "石", "坝村"]
    )[0]
    assert (line.summary, line.remark) == ("转账", "石 / 坝村")


def test_every_sheet_with_a_header_is_read():
    head, row = ["交易日期", "贷方金额", "流水号"], ["20260302", "1", "1"]
    lines, _ = read([[["说明"]], [head, row], [head, row]])
    assert [line.place for line in lines] == [(2, 2), (3, 2)]
    assert read([[["说明"], ["姓名", "身份证号"]]]) is None


def test_short_rows_are_read():
    assert lines_of(["交易日期", "贷方金额", "附言"], ["20260302", "1"])[0].remark == ""


def test_what_cannot_be_read_is_named_by_its_cell():
    head = ["交易日期", "借方金额", "贷方金额", "流水号"]
    assert faults_of(
        head,
        ["2026-02-30", "", "1.00", "1"],
        ["20260302", "", "一百", "2"],
        ["20260302", "1.00", "2.00", "3"],
    ) == [
        ((1, 2), "交易日期", "DATE_UNREADABLE"),
        ((1, 3), "贷方金额", "AMOUNT_UNREADABLE"),
        ((1, 4), "贷方金额", "BOTH_SIDES"),
    ]
    assert faults_of(["日期", "金额", "借贷标志"], ["20260302", "1", "？"]) == [
        ((1, 2), "借贷标志", "FLAG_UNREADABLE")
    ]


def test_an_unreadable_day_and_amount_of_one_line_are_both_named():
    found = faults_of(["交易日期", "贷方金额", "流水号"], ["昨天", "一百", "1"])
    assert [code for _, _, code in found] == ["AMOUNT_UNREADABLE", "DATE_UNREADABLE"]


def test_money_without_a_readable_day_is_a_fault_and_not_a_note():
    head = ["交易日期", "贷方金额", "附言"]
    assert faults_of(head, ["昨天", "30.00", ""]) == [((1, 2), "交易日期", "DATE_UNREADABLE")]
    assert lines_of(head, ["20260302", "1"], ["贷方笔数", "1"], ["以下空白"]) != []
