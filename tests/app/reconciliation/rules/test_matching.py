"""Which line pays what: every step of the rule, and what must not be booked."""

import pytest

from app.reconciliation.rules.matching import Due, match
from app.reconciliation.rules.statement import Line


def village(ref, keyword, fen, payers=(), received=0):
    return Due(ref, "VILLAGE", keyword, payers, fen, received)


def receipt(ref, payer, fen):
    return Due(ref, "RECEIPT", None, [payer], fen)


class Pages:
    """Makes lines a minute apart, each with its own serial."""

    def __init__(self):
        self.lines = []

    def add(self, fen, payer="", text="", *, out=0, serial=None, day="2026-03-02", time=None):
        number = len(self.lines) + 1
        line = Line(
            (1, number), day, time or f"10:{number:02d}:00", serial or f"{number:04d}", fen, out,
            payer, text,
        )  # fmt: skip
        self.lines.append(line)
        return line


@pytest.fixture
def pages():
    return Pages()


def verdicts(pages, *dues, known=()):
    found = match(pages.lines, dues, known).verdicts
    return [(v.status, v.refs) for v in found]


def test_a_village_named_anywhere_pays_its_exact_amount(pages):
    pages.add(100, "示例镇 五 四\u3000村村民委员会")
    pages.add(200, "张三", "石坝村保费")
    assert verdicts(pages, village("A", "五四村", 100), village("B", "石坝村", 200)) == [
        ("MATCHED", [("A", 100)]), ("MATCHED", [("B", 200)]),
    ]  # fmt: skip


def test_a_keyword_inside_a_longer_one_is_not_meant(pages):
    pages.add(200, "大龙潭村委会")
    pages.add(90, "", "大龙潭村代龙潭村")
    dues = village("A", "龙潭村", 100), village("B", "大龙潭村", 200)
    assert verdicts(pages, *dues) == [("MATCHED", [("B", 200)]), ("UNMATCHED", [])]
    assert match(pages.lines, dues).verdicts[1].candidates == ["A", "B"]


def test_a_payer_counts_only_where_no_village_is_named(pages):
    pages.add(100, "李德秀", "石坝村")
    pages.add(50, "李 德 秀")
    dues = village("A", "五四村", 50, ["李德秀"]), village("B", "石坝村", 100)
    assert verdicts(pages, *dues) == [("MATCHED", [("B", 100)]), ("MATCHED", [("A", 50)])]


def test_one_line_for_several_named_villages_is_divided(pages):
    pages.add(300, "赵", "石牛村、永兴村")
    dues = village("A", "石牛村", 100), village("B", "永兴村", 200)
    assert verdicts(pages, *dues) == [("MERGED", [("A", 100), ("B", 200)])]


def test_several_payer_candidates_are_never_merged(pages):
    pages.add(300, "赵")
    assert verdicts(pages, receipt("A", "赵", 100), receipt("B", "赵", 200)) == [("UNMATCHED", [])]


def test_two_equal_candidates_wait_for_a_person(pages):
    pages.add(100, "赵")
    assert verdicts(pages, receipt("A", "赵", 100), receipt("B", "赵", 100)) == [("AMBIGUOUS", [])]


def test_an_ambiguous_line_becomes_sure_when_the_other_due_is_paid(pages):
    pages.add(100, "赵")
    dues = receipt("A", "赵", 100), Due("B", "RECEIPT", None, ["赵"], 100, 100)
    assert verdicts(pages, *dues) == [("MATCHED", [("A", 100)])]


def test_several_lines_that_add_up_are_split(pages):
    pages.add(40, "新民村")
    pages.add(60, "", "新民村余款")
    assert verdicts(pages, village("A", "新民村", 100)) == [
        ("SPLIT", [("A", 40)]), ("SPLIT", [("A", 60)]),
    ]  # fmt: skip


def test_lines_that_do_not_add_up_take_what_is_open_in_order(pages):
    pages.add(80, "新民村")
    pages.add(60, "新民村")
    pages.add(10, "新民村")
    found = match(pages.lines, [village("A", "新民村", 100)])
    assert [(v.status, v.refs, v.excess_fen) for v in found.verdicts] == [
        ("AMOUNT_DIFF", [("A", 80)], 0), ("AMOUNT_DIFF", [("A", 20)], 40),
        ("AMOUNT_DIFF", [("A", 0)], 10),
    ]  # fmt: skip
    assert (found.received["A"], found.states["A"]) == (100, "OVER")


def test_money_of_earlier_statements_is_no_longer_open(pages):
    pages.add(60, "新民村")
    found = match(pages.lines, [village("A", "新民村", 100, received=40)])
    assert [(v.status, v.refs) for v in found.verdicts] == [("MATCHED", [("A", 60)])]
    assert found.states["A"] == "BALANCED"


def test_a_repeated_serial_counts_once_also_over_statements(pages):
    pages.add(100, "五四村", serial="07")
    pages.add(100, "五四村", serial="07")
    pages.add(100, "五四村", serial="7")
    assert [s for s, _ in verdicts(pages, village("A", "五四村", 100))] == [
        "MATCHED", "DUPLICATE", "AMOUNT_DIFF",
    ]  # fmt: skip
    assert [s for s, _ in verdicts(pages, village("A", "五四村", 100), known={"07"})] == [
        "DUPLICATE", "DUPLICATE", "MATCHED",
    ]  # fmt: skip


def test_lines_without_a_serial_are_never_repeats():
    lines = [Line((1, at), "2026-03-02", "", "", 100, 0, "五四村") for at in (2, 3)]
    found = match(lines, [village("A", "五四村", 200)])
    assert [v.status for v in found.verdicts] == ["SPLIT", "SPLIT"]


@pytest.mark.parametrize("word", ["冲正", "账号错误退回", "红字"])
def test_a_reversal_undoes_the_nearest_earlier_line(pages, word):
    pages.add(100, "五四村")
    pages.add(100, "五四村")
    pages.add(0, "五四村", word, out=100)
    found = match(pages.lines, [village("A", "五四村", 100)])
    assert [v.status for v in found.verdicts] == ["MATCHED", "REVERSED", "REVERSED"]
    assert [v.partner for v in found.verdicts] == [None, 2, 1]


def test_each_line_is_reversed_once(pages):
    pages.add(100, "五四村")
    pages.add(0, "五四村", "冲正", out=100)
    pages.add(-100, "五四村", "红字")
    assert [s for s, _ in verdicts(pages)] == ["REVERSED", "REVERSED", "OUTGOING"]


def test_a_negative_line_is_a_reversal_by_itself(pages):
    pages.add(100, "五四村")
    pages.add(-100, "五四 村")
    assert [s for s, _ in verdicts(pages)] == ["REVERSED", "REVERSED"]


def test_a_reversal_of_another_payer_or_amount_is_only_outgoing(pages):
    pages.add(100, "五四村")
    pages.add(0, "石坝村", "冲正", out=100)
    pages.add(0, "五四村", "冲正", out=99)
    pages.add(0, "五四村", "退款", out=100)
    assert [s for s, _ in verdicts(pages, village("A", "五四村", 100))] == [
        "MATCHED", "OUTGOING", "OUTGOING", "OUTGOING",
    ]  # fmt: skip


def test_interest_is_set_aside(pages):
    pages.add(137, "", "结息")
    assert verdicts(pages, receipt("A", "甲", 137)) == [("IGNORED", [])]


def test_order_is_by_time_not_by_place_in_the_file(pages):
    pages.add(0, "五四村", "冲正", out=100, time="12:00:00")
    pages.add(100, "五四村", time="11:00:00")
    found = match(pages.lines, [])
    assert [(v.line.serial, v.status) for v in found.verdicts] == [
        ("0002", "REVERSED"), ("0001", "REVERSED"),
    ]  # fmt: skip


def test_a_nameless_line_suggests_the_only_due_of_its_amount_without_booking(pages):
    pages.add(100, "某公司", "货款")
    found = match(pages.lines, [village("A", "五四村", 100), village("B", "石坝村", 200)])
    assert [(v.status, v.refs) for v in found.verdicts] == [("SUGGESTED", [("A", 100)])]
    assert (found.received["A"], found.states["A"]) == (0, "OPEN")


@pytest.mark.parametrize(
    ("amounts", "dues"),
    [
        ([100, 100], [village("A", "甲村", 100)]),
        ([100], [village("A", "甲村", 100), village("B", "乙村", 100)]),
        ([100], [village("A", "甲村", 100, received=1)]),
        ([100], [village("A", "甲村", 101)]),
    ],
)
def test_nothing_is_suggested_where_two_could_be_meant(pages, amounts, dues):
    for amount in amounts:
        pages.add(amount, "某公司")
    assert {s for s, _ in verdicts(pages, *dues)} == {"UNMATCHED"}


def test_a_line_of_nothing_pays_nothing(pages):
    pages.add(0, "五四村")
    assert verdicts(pages, village("A", "五四村", 0)) == [("UNMATCHED", [])]
