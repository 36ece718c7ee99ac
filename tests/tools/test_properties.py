"""Both languages say the same of whatever phones and spreadsheets bring."""

import json
from contextlib import nullcontext
from pathlib import Path
from random import Random

import jsonschema

from app.products.rules.publishing import check_template
from tools import properties
from tools.rule_inputs import INPUTS, some_case
from tools.rule_templates import some_template
from tools.vectors import FUNCTIONS

SCHEMA = Path(__file__).parents[2] / "app" / "products" / "product-template.schema.json"


def test_a_thousand_random_inputs_get_the_same_answer_in_both_languages():
    counts, found = properties.compare(1_000, "make test")

    assert found == []
    assert counts.total() == 1_000
    assert counts.keys() == FUNCTIONS.keys() == INPUTS.keys()


def test_random_templates_are_ones_that_could_be_published():
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    for seed in range(200):
        template = some_template(Random(seed))

        assert [one.message for one in validator.iter_errors(template)] == []
        assert check_template(template) == []


def test_the_same_seed_gives_the_same_input():
    assert some_case(Random("1:7")) == some_case(Random("1:7"))
    assert some_case(Random("1:7")) != some_case(Random("1:8"))


def _on(_function, given):
    return {"holds": bool(given.get("on"))}


def _crash(_function, _given):
    return {"crash": "TypeError"}


def test_a_disagreement_is_found_and_made_small(monkeypatch, capsys):
    monkeypatch.setattr(
        properties, "some_case", lambda _: ("age_on", {"on": [1, {"a": 2}], "b": 1})
    )
    monkeypatch.setattr(properties, "run_python", _on)
    monkeypatch.setattr(properties, "javascript", lambda: nullcontext(lambda *_: {"holds": False}))

    assert properties.main(3, "s") == 1

    said = capsys.readouterr().out
    assert '{"function": "age_on", "input": {"on": [{}], "b": 1}}' in said
    assert "3 comparisons (age_on 3), disagreements 3" in said


def test_a_crash_in_both_is_a_disagreement(monkeypatch):
    monkeypatch.setattr(properties, "run_python", _crash)

    assert properties.disagreement(_crash, "age_on", {})
