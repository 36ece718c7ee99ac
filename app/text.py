"""Text as people and spreadsheets write it (docs/template-semantics.md 1, 2)."""

import re
from typing import Any

BLANK = frozenset(
    [*range(0x09, 0x0E), 0x20, 0xA0, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x205F,
     0x2060, 0x3000, 0xFEFF]
)  # fmt: skip
_QUOTES = (0x27, 0x60, 0x2018, 0x2019)
_X_SHAPES = (0x00D7, 0x2169, 0x2179, 0x0425, 0x0445)
_CLEAN: dict[int, int | None] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(_X_SHAPES, ord("X")),
    **{code: code - 0x20 for code in range(ord("a"), ord("z") + 1)},
    **{code: code - 0xFEE0 - 0x20 for code in range(0xFF41, 0xFF5B)},
    **dict.fromkeys(BLANK, None),
    **dict.fromkeys(_QUOTES, None),
    **dict.fromkeys((0xFF07, 0xFF40), None),  # the full-width forms of two quotes
}
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
# Browsers take a backslash for a slash and leave out tabs and line ends.
_OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_BLANK_TEXT = "".join(map(chr, sorted(BLANK)))


def clean(text: Any) -> str:
    """Return a number as typed without blanks and quotes, half-width, upper case.

    Anything but a text counts as empty.
    """
    return text.translate(_CLEAN) if isinstance(text, str) else ""


def is_empty(value: Any) -> bool:
    """Tell whether an answer is empty: null, `[]`, or a text of blanks only."""
    if isinstance(value, str):
        return not value.strip(_BLANK_TEXT)
    return value is None or value == []


def whole(text: Any, digits: int = 9) -> int | None:
    """Return a whole number of at most so many digits 0 to 9; None for anything else.

    `str.isdigit` takes `²` and thousands of digits, and `int` refuses both.
    """
    plain = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if plain else None


def is_own_path(text: str) -> bool:
    """Tell whether an address leads to a page of this site, however a browser reads it."""
    return _OWN_PATH.fullmatch(text) is not None


def is_phone(cleaned: str) -> bool:
    """Tell whether a cleaned text is a mobile or landline number."""
    return _PHONE.fullmatch(cleaned) is not None
