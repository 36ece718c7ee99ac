"""Money: whole fen, integer ratios, text in yuan. Never floating point."""

import re

from app.text import clean

_YUAN = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")
MOST_DIGITS = 15  # of yuan; more is no money, and in fen no number that a column holds
MINUS = "\N{MINUS SIGN}"


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def format_yuan(fen: int) -> str:
    """Return fen as yuan for the screen: `2,470.00`, with a real minus sign."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{yuan:,}.{rest:02d}"


def parse_yuan(text: str | None) -> int | None:
    """Return the fen of an amount typed in yuan; None when it is no such amount."""
    cleaned = clean(text).lstrip("\N{YEN SIGN}\N{FULLWIDTH YEN SIGN}").removesuffix("\u5143")
    match = _YUAN.fullmatch(cleaned)
    if not match:
        return None
    yuan, cents = match.groups()
    digits = yuan.replace(",", "")
    if len(digits) > MOST_DIGITS:
        return None
    return int(digits) * 100 + int((cents or "0").ljust(2, "0"))
