"""The five lists that show what village committees send."""

import json
from pathlib import Path

import pytest

from app.rosters.reading import read_file
from app.rosters.rules.roster import read_roster, summary

FOLDER = Path(__file__).parents[2] / "fixtures" / "rosters"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_list_of_a_village_gives_the_counts_that_were_agreed(name):
    book = read_file((FOLDER / name).read_bytes())

    found = summary(read_roster(book, EXPECTED[name]["today"]))

    assert found == EXPECTED[name]
    assert list(found) == (["encoding"] if "encoding" in found else []) + [
        key for key in EXPECTED[name] if key != "encoding"
    ]


def test_every_row_is_counted_once():
    for name, expected in EXPECTED.items():
        roster = read_roster(read_file((FOLDER / name).read_bytes()), expected["today"])
        places = [(line.row.sheet, line.row.number) for line in roster.lines]

        assert len(set(places)) == len(places) == roster.kinds["person"]
