"""The command that matches a statement: one JSON object, equal to what the samples promise."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from app.reconciliation.cli import match_statement
from app.reconciliation.statement_file import read_statement

BANK = Path(__file__).parents[2] / "fixtures" / "bank"
EXPECTED = json.loads((BANK / "expected.json").read_text(encoding="utf-8"))


def run(app, *args):
    return app.test_cli_runner().invoke(match_statement, [str(arg) for arg in args])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_gives_exactly_its_expected_object(app, name):
    done = run(app, BANK / name, "--due", BANK / EXPECTED[name]["due"], "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == EXPECTED[name]
    assert done.stderr == ""


def test_without_json_every_line_and_due_is_printed_in_words(app):
    done = run(app, BANK / "流水B.xlsx", "--due", BANK / "流水B.due.json")

    assert "2026-03-03 087206287847 7,636.67 金额不符 V02 7,606.67" in done.stdout
    assert "V02 7,606.67 / 7,606.67 OVER" in done.stdout


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("{", "is no JSON"),
        ("{}", "is no list"),
        ("[1]", "due 1 is no object"),
        ('[{"ref":""}]', "due 1: ref must be"),
        ('[{"ref":"A","kind":"X"}]', "due 1: kind must be"),
        ('[{"ref":"A","kind":"VILLAGE","keyword":1}]', "due 1: keyword must be"),
        ('[{"ref":"A","kind":"VILLAGE","payers":"x"}]', "due 1: payers must be"),
        ('[{"ref":"A","kind":"VILLAGE","amount_fen":1.5}]', "due 1: amount_fen must be"),
        (json.dumps([{"ref": "A", "kind": "RECEIPT", "amount_fen": 1}] * 2), "A stands twice"),
    ],
)
def test_a_wrong_due_file_is_refused_with_the_entry_and_the_key(app, tmp_path, due, words):
    (tmp_path / "due.json").write_text(due)

    done = run(app, BANK / "流水B.xlsx", "--due", tmp_path / "due.json", "--json")

    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stdout == ""


def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(app, tmp_path):
    (tmp_path / "a.csv").write_text("交易日期,贷方金额,流水号\n20260302,一百,01\n")
    shutil.copy(BANK / "流水B.due.json", tmp_path)

    done = run(app, tmp_path / "a.csv", "--due", tmp_path / "流水B.due.json")

    assert done.exit_code == 1
    assert "第 2 行 贷方金额: AMOUNT_UNREADABLE '一百'" in done.stderr


def test_a_file_that_is_no_statement_is_refused_with_the_remedy(app, tmp_path):
    (tmp_path / "a.csv").write_text("<html><table>")

    done = run(app, tmp_path / "a.csv", "--due", BANK / "流水B.due.json")

    assert done.exit_code == 1
    assert "save it as xlsx" in done.stderr


LAYOUTS = {
    "one column with a flag": (
        "记账日期,交易时间,借贷标志,交易金额,账户余额,对方账户名称,摘要,备注,交易流水号",
        lambda row: [
            row.received_on.replace("-", "/"), row.time.replace(":", ""),
            "借" if row.out_fen else "贷", yuan(row.in_fen or row.out_fen), "1.00", row.payer,
            row.summary, row.remark, f"\t{row.serial}",
        ],
    ),
    "money in first, one column of time, full width": (
        "流水号,交易时间,收入,支出,付款人名称,用途,附言",
        lambda row: [
            row.serial, f"{row.received_on} {row.time}",
            yuan(row.in_fen).translate(WIDE), yuan(row.out_fen).translate(WIDE) or "-",
            f" {row.payer}\u3000", row.summary, row.remark,
        ],
    ),
}  # fmt: skip
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789,."}


def yuan(fen):
    return f"￥{fen // 100:,}.{fen % 100:02d}" if fen else ""


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_statement_in_another_layout_gives_the_same_verdicts(
    app, tmp_path, name, layout, encoding
):
    header, row_of = LAYOUTS[layout]
    file = tmp_path / name
    with file.open("w", encoding=encoding, newline="") as text:
        rows = csv.writer(text)
        rows.writerows([["某农商行对账单"], ["账号", "9999"], header.split(",")])
        rows.writerows(row_of(row) for row in read_statement((BANK / name).read_bytes()))
        rows.writerow(["合计", "", "共几笔"])

    done = run(app, file, "--due", BANK / EXPECTED[name]["due"], "--json")

    assert json.loads(done.stdout) == EXPECTED[name]
