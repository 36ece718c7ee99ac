"""Money stays in whole fen."""

import pytest

from app.money import format_yuan, half_up, parse_yuan


def test_yuan_on_the_screen_has_groups_and_a_real_minus():
    assert format_yuan(247000) == "2,470.00"
    assert format_yuan(-2505) == "\u221225.05"
    assert format_yuan(0) == "0.00"


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.5", 123450), ("￥30", 3000), ("２，１００", 210000), ("30元", 3000), (" 7.05 ", 705),
        ("1,23", None), ("1.234", None), ("-3", None), ("", None), (None, None), ("三十", None),
        ("9" * 15, 99_999_999_999_999_900), ("1" * 16, None), ("1" * 5000, None),
    ],
)  # fmt: skip
def test_yuan_as_typed(text, fen):
    assert parse_yuan(text) == fen


def test_half_a_fen_goes_up():
    assert [half_up(n, 2) for n in (1, 2, 3)] == [1, 1, 2]
