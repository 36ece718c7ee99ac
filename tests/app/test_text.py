"""Numbers as typed, and what counts as empty."""

import pytest

from app.text import BLANK, clean, is_empty, whole


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("５１９９０１ｘ", "519901X"),
        ("519901\u00d7\u2169\u2179\u0425\u0445", "519901XXXXX"),
        (" '5199\u200b01\u3000\ufeff", "519901"),
        ("\uff07\uff40\u2018\u2019`'", ""),
        ("5199-01", "5199-01"),
        ("\u0085", "\u0085"),
        (None, ""),
    ],
)
def test_a_number_is_cleaned_and_nothing_else_is_dropped(typed, cleaned):
    assert clean(typed) == cleaned


@pytest.mark.parametrize("value", [None, "", [], "".join(map(chr, BLANK))])
def test_nothing_and_blanks_are_empty(value):
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, "0", [""], {}, "\u0085", "'"])
def test_everything_else_is_filled(value):
    assert not is_empty(value)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("123456789", 123456789)])
def test_a_whole_number_is_digits_alone(text, number):
    assert whole(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1.0", "\u00b2", "\uff11", "1234567890", None, 1]
)
def test_anything_else_is_no_whole_number(text):
    assert whole(text) is None
