"""Templates put on sale from the command line pass the same checks and the same two people."""

import json

import pytest

from app.designer.cli import products
from app.products import queries
from tests.factories import template


@pytest.fixture
def run(app, county):
    """Run a command in the application of the test."""
    return lambda *arguments: app.test_cli_runner().invoke(products, list(arguments))


def _file(tmp_path, body):
    path = tmp_path / "version.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def test_a_file_is_drafted_by_one_and_published_by_another(run, tmp_path):
    drafted = run("draft", _file(tmp_path, template("MG-ACC-2026")), "--by", "admin01")
    own = run("publish", "MG-ACC-2026", "1", "--by", "admin01")
    published = run("publish", "MG-ACC-2026", "1", "--by", "admin02")

    assert "waits for a second person" in drafted.output
    assert (own.exit_code, "SECOND_PERSON_NEEDED" in own.output) == (1, True)
    assert "is on sale" in published.output
    assert queries.published("MG-ACC-2026", 1) == template("MG-ACC-2026")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"surprise": 1}, "surprise"), ({"max_copies": 0}, "max_copies"), ({"code": "a"}, "CODE")],
)
def test_a_file_with_a_fault_is_refused_with_its_place(run, tmp_path, change, said):
    done = run("draft", _file(tmp_path, {**template("MG-ACC-2026"), **change}), "--by", "admin01")

    assert done.exit_code == 1
    assert said in done.output


def test_an_unknown_person_puts_nothing_on_sale(run, tmp_path):
    done = run("draft", _file(tmp_path, template("MG-ACC-2026")), "--by", "nobody")

    assert "nobody signs in as nobody" in done.output
