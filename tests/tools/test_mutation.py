"""Mutants of the rules: how they are made, judged, and written down."""

from types import SimpleNamespace

import pytest

from tools import mutation
from tools.mutants import Mutant, Python, difference, read_files

FILE = "app/credit_code.py"
PAGE = "# Head\n\ntext\n\n## Python\n\n\n## JavaScript\n\n"
LIVED = Mutant(FILE, "a | b", "a < b", None)


def _source(change=("", "")):
    return (mutation.ROOT / FILE).read_text(encoding="utf-8").replace(*change)


@pytest.mark.parametrize(
    ("change", "killed"), [(("USCC_EMPTY", "USCC_NONE"), True), (("Read a code", "Take a code"), False)]
)  # fmt: skip
def test_the_vectors_notice_another_rule_and_no_other_comment(change, killed):
    assert Python().is_killed(Mutant(FILE, *change, _source(change))) is killed


def test_a_rule_that_does_not_load_is_noticed():
    assert Python().is_killed(Mutant(FILE, "", "", "raise ImportError"))


def test_every_rule_that_the_vectors_read_is_changed():
    python, javascript = read_files("app", ".py"), read_files("static/js", ".js")

    assert {"app/resident_id.py", "app/products/rules/pricing.py"} <= set(python)
    assert {"static/js/resident-id.js", "static/js/products/rules/pricing.js"} <= set(javascript)
    assert "app/products/rules/publishing.py" not in python
    assert next(Python().mutants()).file == python[0]


def test_a_difference_is_what_stands_between_equal_lines():
    assert difference("a\nb\nc\n", "a\n  x\n  y\nc\n") == ("b", "x y")


def test_a_survivor_is_written_once_and_keeps_its_reason():
    once = mutation.rewrite(PAGE, {"Python": [LIVED, LIVED]})
    key = mutation.key_of(LIVED)
    assert mutation.reasons(once) == {key: ""}
    assert once.count("a &lt; b") == 1

    told = once.replace("</code> |  |", "</code> | the same |")
    again = mutation.rewrite(told, {"Python": [LIVED], "JavaScript": []})

    assert mutation.reasons(again) == {key: "the same"}
    assert mutation.reasons(mutation.rewrite(again, {"Python": []})) == {}


class _Language:
    """Ten mutants, the first of which lives."""

    name = "Python"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def mutants(self):
        return [Mutant(FILE, str(number), "x", None) for number in range(10)]

    def drawn(self, mutant):
        return mutant

    def is_killed(self, mutant):
        return mutant.before != "0"


@pytest.mark.parametrize(("reason", "code"), [("the same", 0), ("", 1)])
def test_a_survivor_needs_a_reason(monkeypatch, tmp_path, capsys, reason, code):
    page = tmp_path / "page.md"
    page.write_text(PAGE + mutation.written((FILE, "0", "x"), reason), encoding="utf-8")
    monkeypatch.setattr(mutation, "PAGE", page)
    monkeypatch.setattr(mutation, "Python", _Language)

    assert mutation.main(0, "1", "Python", write=False) == code
    assert "Python: 10 mutants, seed 1, killed 90.0 %" in capsys.readouterr().out


def test_less_than_ninety_percent_is_too_little(monkeypatch):
    monkeypatch.setattr(mutation, "Python", _Language)
    monkeypatch.setattr(mutation, "reasons", lambda _: SimpleNamespace(get=lambda _: "told"))
    monkeypatch.setattr(_Language, "is_killed", lambda _, mutant: mutant.before > "1")

    assert mutation.main(0, "1", "Python", write=False) == 1


def test_the_seed_draws_the_mutants():
    drawn = [mutation.run(_Language(), 5, seed) for seed in ("1", "1", "2", "3", "4", "5", "6")]

    assert drawn[0] == drawn[1]
    assert all(count == 5 for count, _ in drawn)
    assert len({len(lived) for _, lived in drawn}) == 2
