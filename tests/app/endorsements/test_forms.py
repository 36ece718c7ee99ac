"""What a form of an endorsement says, and what it cannot mean."""

import pytest
from werkzeug.datastructures import MultiDict

from app.endorsements.forms import request_of, step_of, typed
from app.errors import Invalid

JOINS = {
    "kind": "ADD", "person": "s100200-1", "effective_on": "2026-10-01", "reason": "新来",
    "plan": "A", "capacity": "SELF", "method": "PAPER_PHOTO", "paper_no": "7",
    "given_on": "2026-09-20",
}  # fmt: skip


def other_cover(text):
    form = MultiDict({**JOINS, "other_death_cover": text})
    return request_of(form, "2026-09-20")


@pytest.mark.parametrize(("text", "fen"), [("", None), ("0", 0), ("5,000", 500000), ("0.5", 50)])
def test_cover_elsewhere_is_read_as_an_amount(text, fen):
    (line,) = other_cover(text).lines
    assert line.body["other_death_cover_fen"] == fen


@pytest.mark.parametrize("text", ["五千", "5000.5.5", "-1"])
def test_cover_elsewhere_that_cannot_be_read_is_not_nothing(text):
    with pytest.raises(Invalid, match="AMOUNT_INVALID"):
        other_cover(text)


@pytest.mark.parametrize(("text", "shown"), [("5000", "5,000"), ("0.5", "0.50")])
def test_a_draft_shows_again_what_was_typed(text, shown):
    assert typed(other_cover(text))["other_death_cover"] == shown


def test_numbers_of_a_thousand_digits_are_none():
    long = "9" * 5000
    form = MultiDict({"kind": "REMOVE", "line": long, "reason": "x", "notice_on": "2026-03-01"})
    assert request_of(form, "2026-03-01").lines == []
    assert step_of({"base": long}, "approve").base == 0
