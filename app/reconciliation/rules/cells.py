"""Cells of a bank statement: text for comparing, amounts, dates and times as banks write them."""

import re
import unicodedata
from datetime import date, timedelta

from app.money import parse_yuan
from app.text import BLANK

_DASHES = "-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL BAR}\N{HYPHEN}\N{FIGURE DASH}"
_NOTHING = re.compile(f"[{_DASHES}/]*")
_CURRENCY = re.compile(r"^(?:RMB|CNY|人民币|¥)|元$", re.IGNORECASE)
_FEN_TAIL = re.compile(r"(\.[0-9]{2})0+$")
_DAY = re.compile(
    r"(?P<year>[12][0-9]{3})(?:[-/.年](?P<m1>[0-9]{1,2})[-/.月](?P<d1>[0-9]{1,2})日?"
    r"|(?P<m2>[0-9]{2})(?P<d2>[0-9]{2}))[T-]?(?P<rest>.*)"
)
_CLOCK = re.compile(r"([0-9]{1,2})[:时]([0-9]{1,2})(?:[:分]([0-9]{1,2})(?:\.[0-9]+)?秒?|分)?")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{2})\.([0-9]{2})(?:\.[0-9]+)?")
_HALF = re.compile(r"上午|下午|AM|PM|(?:星期|周)[一二三四五六日天]", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{3,6}")
_SERIAL_DAY = re.compile(r"([3-7][0-9]{4})(\.[0-9]+)?")
_FRACTION = re.compile(r"0?(\.[0-9]+)")
_EXCEL_EPOCH = date(1899, 12, 30)
_DAY_SECONDS = 86400


def plain(text: str) -> str:
    """Return a text for comparing: NFKC, without any blank."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in normal if ord(sign) not in BLANK and not sign.isspace())


def amount_fen(text: str) -> int | None:
    """Return the fen of `1,234.50`, `￥30.00`, `(8.00)`, `-8`; 0 of nothing; None if no amount."""
    bare, sign = _CURRENCY.sub("", plain(text)), 1
    if _NOTHING.fullmatch(bare):
        return 0
    if bare.startswith("(") and bare.endswith(")"):
        sign, bare = -sign, bare[1:-1]
    # A sign may stand before or behind the currency, and behind the amount.
    if bare.startswith(tuple(_DASHES)) or bare.endswith(tuple(_DASHES)):
        sign, bare = -sign, bare.strip(_DASHES)
    bare = _CURRENCY.sub("", bare.removeprefix("+"))
    fen = parse_yuan(_FEN_TAIL.sub(r"\1", bare))
    return None if fen is None else sign * fen


def day_and_clock(text: str) -> tuple[str, str] | None:
    """Return (YYYY-MM-DD, HH:MM:SS) of a cell; the time is empty if the cell has none.

    Knows 20260302, 2026-3-2, 2026/03/02, 2026.3.2, 2026年3月2日, each with or without a time
    behind, and the day numbers of spreadsheets. None if there is no date.
    """
    bare = plain(text)
    number = _SERIAL_DAY.fullmatch(bare)
    if number:
        day = _EXCEL_EPOCH + timedelta(days=int(number[1]))
        return day.isoformat(), _of_fraction(number[2]) if number[2] else ""
    # `2026-3-2 15:05` would lose the border between day and hour with its blank.
    spaced = " ".join(unicodedata.normalize("NFKC", text).split())
    found = _DAY.fullmatch(spaced) or _DAY.fullmatch(bare)
    if not found:
        return None
    month, on = int(found["m1"] or found["m2"]), int(found["d1"] or found["d2"])
    try:
        day = date(int(found["year"]), month, on)
    except ValueError:
        return None
    clock = clock_time(found["rest"])
    return (day.isoformat(), clock) if clock or not plain(found["rest"]) else None


def clock_time(text: str) -> str:
    """Return HH:MM:SS of `15:05:00`, `9:05`, `150500`, `15时05分00秒`; empty if it is no time."""
    bare = plain(text)
    half = "".join(_HALF.findall(bare)).upper()
    bare = _HALF.sub("", bare)
    found = _CLOCK.fullmatch(bare) or _DOTTED.fullmatch(bare)
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups())
    elif _DIGITS.fullmatch(bare):
        digits = bare.zfill(6) if len(bare) > 4 else bare.zfill(4) + "00"
        hour, minute, second = (int(digits[at : at + 2]) for at in (0, 2, 4))
    elif _FRACTION.fullmatch(bare):
        return _of_fraction(bare)
    else:
        return ""
    if ("下午" in half or "PM" in half) and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return ""
    return f"{hour:02d}:{minute:02d}:{second:02d}"


def _of_fraction(fraction: str) -> str:
    """Return the time of a fraction of a day, as spreadsheets store it."""
    digits = fraction.partition(".")[2]
    seconds = (2 * int(digits) * _DAY_SECONDS + 10 ** len(digits)) // (2 * 10 ** len(digits))
    seconds = min(seconds, _DAY_SECONDS - 1)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
