"""The server counts a batch as the phone shows it: the same cases run through totals.js."""

import json
from pathlib import Path

import pytest

from app.batches import rules
from app.sync.finishing import _line
from app.sync.village import VillageState

CASES = json.loads((Path(__file__).parents[2] / "totals.json").read_text())["cases"]


class _Row:
    def __init__(self, key, **row):
        self.id, self.row = key, row


class _State(VillageState):
    """Only what counting reads: the rows below an enrollment."""

    def __init__(self, rows):
        self.rows = rows

    def of(self, code, _column, parent):
        return self.rows[code, parent]


def _counted(key, given):
    rows = {
        ("in", key): [_Row(f"i{at}", included=flag) for at, flag in enumerate(given["insured"])],
        ("cl", key): [_Row(f"c{at}", **one) for at, one in enumerate(given["collections"])],
    }
    # The server computes what the phone claims: whether it does is for the vectors to say.
    row = {name: given[name] for name in ("outcome", "status", "claimed")}
    return _line(_State(rows), _Row(key, **row, computed=given["claimed"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_totals_of_a_batch(case):
    lines = [_counted(f"e{at}", one) for at, one in enumerate(case["enrollments"])]

    assert rules.totals(lines) == case["totals"]
    assert rules.agree(case["totals"], rules.totals(lines))
