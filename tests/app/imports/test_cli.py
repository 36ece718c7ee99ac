"""The command import-roster: one JSON object, or sentences that name file, sheet, row, remedy."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db import db
from app.imports import running
from app.rosters import service
from app.rosters.models import Household, Person, RosterRow, RosterVersion
from tests.factories import VILLAGE
from tests.sheets import HEAD, MAN, WOMAN, id_number, row, workbook

FOLDER = Path(__file__).parents[2] / "fixtures" / "rosters"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
FILE = FOLDER / "五四村花名册.xlsx"


def run(app, file, *options, village=VILLAGE):
    arguments = ["import-roster", str(file), "--village", str(village), *options]
    return app.test_cli_runner().invoke(args=arguments)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("name", EXPECTED)
def test_json_is_one_object_with_the_counts_that_were_agreed(app, county, name):
    done = run(app, FOLDER / name, "--dry-run", "--json", "--today", EXPECTED[name]["today"])

    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == EXPECTED[name]
    assert (count(Person), count(RosterVersion)) == (0, 0)


def test_without_dry_run_the_same_object_is_printed_and_the_village_is_written(app, county):
    done = run(app, FILE, "--json", "--today", "2026-03-01")

    assert json.loads(done.stdout) == EXPECTED[FILE.name]
    assert (count(Person), count(Household), count(RosterRow)) == (231, 61, 257)


def test_without_json_counts_and_refused_rows_are_said_in_words(app, county):
    run(app, FILE, "--today", "2026-03-01")
    done = run(app, FILE, "--dry-run", "--today", "2026-03-01")

    assert "接收 231 人，拒收 26 行" in done.stdout
    assert "不变 231" in done.stdout
    assert "花名册 第 11 行：同一户里号码重复" in done.stdout
    assert done.stdout.endswith("试跑，什么都没有写入\n")
    assert count(RosterVersion) == 1


def test_a_file_without_a_header_is_refused_and_what_is_missing_is_named(app, county, tmp_path):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(
        workbook(("一组", [["大堰村名册"], ["序号", "姓名", "电话"], [1, "甲", ""]]), ("空", []))
    )

    done = run(app, file, "--json")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "名册.xlsx：工作表“一组”第 2 行像表头，但缺“身份证号”列" in done.stderr
    assert "工作表“空”没有表头" in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "文件是空的"),
        (b"<html><table>", "另存为 xlsx"),
        (b"PK\x03\x04", "打不开"),
        ("姓名,身份证号\n甲,1\n".encode(), "没有一行可以接收"),
    ],
)
def test_other_faults_name_the_file_and_the_remedy(app, county, tmp_path, content, said):
    file = tmp_path / "名册.csv"
    file.write_bytes(content)

    done = run(app, file, "--dry-run", "--json")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "名册.csv：" in done.stderr and said in done.stderr


def test_an_unknown_village_date_or_person_is_refused(app, county):
    assert "核对 12 位区划代码" in run(app, FILE, village=511703999999).stderr
    assert "no date" in run(app, FILE, "--today", "2026-02-30").stderr
    assert "nobody signs in" in run(app, FILE, "--by", "nobody").stderr
    assert count(RosterVersion) == 0


def test_the_person_who_imports_is_recorded(app, county):
    run(app, FILE, "--by", "supervisor01")

    assert db.session.scalar(select(RosterVersion.made_by)) == county.users["supervisor01"]


def _large(tmp_path):
    people = [
        row(
            f"村民{n}",
            id_number("1980-01-01", n),
            "户主" if n % 2 else "子",
            house=str((n + 1) // 2),
        )
        for n in range(1, 42)
    ]
    file = tmp_path / "大村.xlsx"
    file.write_bytes(workbook(("名册", [HEAD, *people])))
    return file


def test_a_large_roster_is_written_in_blocks_and_becomes_one_version(
    app, county, tmp_path, monkeypatch
):
    monkeypatch.setattr(running, "ONE_TRANSACTION", 10)
    monkeypatch.setattr(service, "BLOCK", 8)
    blocks = []
    write = service.write_homes
    monkeypatch.setattr(service, "write_homes", lambda *a: (blocks.append(len(a[2])), write(*a)))

    done = run(app, _large(tmp_path))

    assert done.exit_code == 0
    assert blocks == [4, 4, 4, 4, 4, 1]
    assert (count(Person), count(Household)) == (41, 21)
    version = db.session.scalars(select(RosterVersion)).one()
    assert (version.status, version.report["counts"]["inserted"]) == ("ACTIVE", 41)


def test_a_large_roster_that_was_cut_off_goes_on_where_it_stopped(
    app, county, tmp_path, monkeypatch
):
    monkeypatch.setattr(running, "ONE_TRANSACTION", 10)
    monkeypatch.setattr(service, "BLOCK", 8)
    write, calls = service.write_homes, []

    def break_third(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise OSError
        write(*arguments)

    monkeypatch.setattr(service, "write_homes", break_third)
    run(app, _large(tmp_path))
    assert (count(Person), count(RosterVersion)) == (16, 0)  # whole households, no version

    run(app, _large(tmp_path))

    assert (count(Person), count(Household)) == (41, 21)
    assert db.session.scalars(select(RosterVersion.status)).all() == ["ACTIVE"]


def test_a_file_of_two_people_is_printed_without_names_or_numbers(app, county, tmp_path):
    file = tmp_path / "名册.csv"
    file.write_text(f"姓名,身份证号\n王建国,{MAN}\n李秀英,{WOMAN}x\n", encoding="utf-8")

    done = run(app, file)

    assert MAN not in done.output and "李秀英" not in done.output
