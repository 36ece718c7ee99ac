"""Records keep median, least and 95th percentile; a part of a run replaces only its own."""

import json

import pytest

from bench import records, tables
from bench.records import Run


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(tables, "PAGE", tmp_path / "benchmarks.md")
    return Run("2 x test", "abc")


def test_a_record_has_the_agreed_fields(run):
    run.add("push.x", "ms", [3.0, 1.0, 2.0])

    records.keep(run.records)

    assert json.loads(records.RESULTS.read_text()) == [{
        "name": "push.x", "value": 2, "unit": "ms", "n": 3, "min": 1, "median": 2, "p95": 3,
        "machine": "2 x test", "commit": "abc",
    }]  # fmt: skip


def test_the_95th_percentile_of_many_is_not_the_worst(run):
    assert run.add("x.y", "ms", list(range(1, 101))).p95 == 95


@pytest.mark.parametrize(
    ("number", "kept"), [(0.123456, 0.1235), (1234.5678, 1235), (17.0, 17), (0, 0)]
)
def test_four_digits_count(number, kept):
    assert records.rounded(number) == kept


def test_a_later_run_of_one_area_leaves_the_others(run):
    run.add("push.x", "ms", [1])
    run.add("pull.y", "B", [2])
    records.keep(run.records)
    later = Run("2 x test", "def")
    later.add("push.x", "ms", [5])

    kept = records.keep(later.records)

    assert [(one.name, one.value, one.commit) for one in kept] == [
        ("pull.y", 2, "abc"), ("push.x", 5, "def")
    ]  # fmt: skip


def test_tables_are_refreshed_between_their_markers_and_new_areas_get_one(run):
    tables.PAGE.write_text("# B\nwords\n<!-- table: pull -->\nold\n<!-- end -->\nmore\n")
    run.add("pull.gzip_bytes_per_person", "B", [33])
    run.add("import.dry_run_s.2200", "s", [2.5])

    tables.refresh(run.records)
    tables.refresh(run.records)

    page = tables.PAGE.read_text()
    assert page.startswith("# B\nwords\n<!-- table: pull -->\n| figure")
    assert "| `pull.gzip_bytes_per_person` | 33 | B | 33 | 33 | 1 | <= 34 met |" in page
    assert "old" not in page
    assert page.count("## import\n") == 1
    assert "| `import.dry_run_s.2200` | 2.5 | s | 2.5 | 2.5 | 1 |  |" in page
