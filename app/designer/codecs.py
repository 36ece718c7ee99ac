"""From the text in a field to a value of the template and back; `read(show(value)) == value`.

Money is typed in yuan and kept in fen, ratios in per cent and kept in 1/10000 (bp).
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from app.civil_date import parse_date
from app.money import parse_yuan
from app.text import clean
from app.words import listed, say

SEPARATORS = re.compile(r"[、,，;；\s]+")
_WHOLE = re.compile(r"[0-9]{1,15}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_AGE = re.compile(r"([0-9]{1,3})(天|岁|周岁)?")


class Wrong(ValueError):
    """A text that is no such value; its own text says what to type instead."""


def read_text(text: str) -> str:
    """Return the text as typed, without blanks around it."""
    return text


def read_whole(text: str) -> int:
    """Return a whole number of at least 0."""
    plain = clean(text).replace(",", "")
    if not _WHOLE.fullmatch(plain):
        raise Wrong(say("请填整数，如 30"))
    return int(plain)


def read_yuan(text: str) -> int:
    """Return fen of an amount in yuan."""
    fen = parse_yuan(text)
    if fen is None:
        raise Wrong(say("请填金额（元），最多两位小数，如 30.00"))
    return fen


def show_yuan(fen: Any) -> str:
    """Return `2470.00`, without commas, as spreadsheets take it."""
    return f"{fen // 100}.{fen % 100:02d}" if isinstance(fen, int) else str(fen)


def read_hundredths(text: str) -> int:
    """Return hundredths of a decimal with at most two places: per cent as bp, ‱ as ppm."""
    plain = clean(text).rstrip("%")
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", plain):
        raise Wrong(say("请填数字，最多两位小数，如 75"))
    return int(Decimal(plain) * 100)


def show_hundredths(value: Any) -> str:
    """Return `66.67` of 6667, `75` of 7500."""
    if not isinstance(value, int):
        return str(value)
    return f"{value // 100}.{value % 100:02d}".removesuffix(".00")


def read_number(text: str) -> int | float:
    """Return a number, whole if it has no point."""
    plain = clean(text)
    if not _DECIMAL.fullmatch(plain):
        raise Wrong(say("请填数字，如 1 或 1.5"))
    return float(plain) if "." in plain else int(plain)


def read_date(text: str) -> str:
    """Return an ISO date of `2026-01-01`, `2026/1/1` or `2026年1月1日`."""
    found = _DATE.fullmatch(clean(text))
    day = found and f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
    if not day or parse_date(day) is None:
        raise Wrong(say("请填日历上有的日期，如 2026-01-01"))
    return day


def read_month_day(text: str) -> str:
    """Return `04-01` of `04-01` or `4月1日`."""
    found = _MONTH_DAY.fullmatch(clean(text))
    day = found and f"{found[1]:0>2}-{found[2]:0>2}"
    if not day or parse_date(f"2001-{day}") is None or day[3:] > "28":
        raise Wrong(say("请填月和日，如 04-01，日到 28 为止"))
    return day


def read_bool(text: str) -> bool:
    """Return True of 是, False of 否."""
    known = {"是": True, "否": False, "yes": True, "no": False, "YES": True, "NO": False}
    if text not in known:
        raise Wrong(say("请选是或否"))
    return known[text]


def show_bool(value: Any) -> str:
    """Return 是 or 否."""
    return {True: say("是"), False: say("否")}.get(value, str(value))


def read_flag(text: str) -> bool:
    """Return True; there is no other value."""
    if text not in ("是", "yes", "不保", "1"):
        raise Wrong(say("打勾或填“是”，否则空着"))
    return True


def read_age(text: str) -> dict[str, int]:
    """Return {"years"} of `9`, {"days"} of `20天`."""
    found = _AGE.fullmatch(text.replace(" ", ""))
    if not found:
        raise Wrong(say("请填周岁，如 9；不满一岁的填天数，如 40天"))
    return {"days" if found[2] == "天" else "years": int(found[1])}


def show_age(value: Any) -> str:
    """Return `9` or `20天`."""
    return say("{0}天", value["days"]) if "days" in value else str(value.get("years", ""))


def split(text: str) -> list[str]:
    """Return the words of a list typed in one cell."""
    return [word for word in SEPARATORS.split(text.strip()) if word]


def code_of(text: str, labels: Mapping[str, str]) -> str:
    """Return the code of a label; a code is its own. Raises Wrong with what there is."""
    if text in labels:
        return text
    found = next((code for code, label in labels.items() if label == text), None)
    if found is None:
        raise Wrong(say("没有“{0}”，可以填：{1}", text[:20], listed(tuple(labels.values()))))
    return found


def read_codes(text: str, labels: Mapping[str, str]) -> list[str]:
    """Return the codes of a list of labels, in its order."""
    return [code_of(word, labels) for word in split(text)]


def show_codes(value: Any, labels: Mapping[str, str]) -> str:
    """Return the labels of codes, `低保、特困`."""
    return listed([labels.get(code, str(code)) for code in value])


READERS: dict[str, Callable[[str], Any]] = {
    "text": read_text, "long": read_text, "whole": read_whole, "yuan": read_yuan,
    "percent": read_hundredths, "permyriad": read_hundredths, "number": read_number,
    "date": read_date, "month_day": read_month_day, "bool": read_bool, "flag": read_flag,
    "age": read_age, "words": split,
}  # fmt: skip
SHOWERS: dict[str, Callable[[Any], str]] = {
    "yuan": show_yuan, "percent": show_hundredths, "permyriad": show_hundredths,
    "bool": show_bool, "flag": lambda value: say("是") if value else "", "age": show_age,
    "words": lambda value: "、".join(map(str, value)),
}  # fmt: skip
