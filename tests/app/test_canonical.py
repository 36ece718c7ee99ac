"""Canonical JSON is the same text in Python and in JavaScript."""

import json
from pathlib import Path

import pytest

from app.canonical import canonical_json

CASES = json.loads((Path(__file__).parents[1] / "canonical.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_text_is_the_canonical_one(case):
    assert canonical_json(case["value"]).decode() == case["text"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"x"])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match="not a JSON"):
        canonical_json(value)
