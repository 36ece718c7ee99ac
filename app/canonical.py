"""Canonical JSON (RFC 8785): the one text of a value that both sides hash and sign."""

import hashlib
import json
import math
import re
from json.encoder import encode_basestring  # the text of a string, without escapes for Chinese
from typing import Any

_plain_json = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
).encode
# Where Python's own writer may differ from RFC 8785: numbers that are not whole, and characters
# beyond the basic plane, by which it would sort names otherwise. Inside strings it does no harm.
_FRACTION = re.compile("[:,[]-?[0-9]+[.e]")
_FAR = re.compile("[\U00010000-\U0010ffff]")


def canonical_json(value: Any) -> bytes:
    """Return the canonical UTF-8 text of a JSON value.

    Raises ValueError for what JSON cannot say: NaN, infinities, other types.
    """
    try:
        text = _plain_json(value)
    except (TypeError, ValueError):
        return _write(value).encode()  # says what is wrong
    return (_write(value) if _doubtful(value, text) else text).encode()


def _doubtful(value: Any, text: str) -> bool:
    """Tell whether Python's text may not be canonical; the patterns are the dear part of it."""
    if isinstance(value, float) or not (text.isascii() or _FAR.search(text) is None):
        return True
    fraction = "." in text or "e-" in text or "e+" in text
    return fraction and _FRACTION.search(text) is not None


def canonical_sha(value: Any) -> str:
    """Return the hex SHA-256 of the canonical text."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _write(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join([_write(item) for item in value]) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=None if "".join(value).isascii() else _utf16)
        return (
            "{"
            + ",".join([f"{encode_basestring(one)}:{_write(value[one])}" for one in names])
            + "}"
        )
    raise ValueError(f"not a JSON value: {type(value).__name__}")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _number(value: float) -> str:
    """Write a number as ECMAScript does: the shortest digits that read back the same."""
    if not math.isfinite(value):
        raise ValueError("not a JSON number")
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    digits, _, exponent = text.partition("e")
    if not exponent:
        return text if abs(value) >= 1e-4 else _plain(value)
    power = int(exponent)
    if -6 <= power < 0:
        return _plain(value)
    return f"{digits.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"


def _plain(value: float) -> str:
    mantissa, _, exponent = repr(value).partition("e")
    sign = "-" if value < 0 else ""
    digits = mantissa.lstrip("-").replace(".", "").lstrip("0")
    if not exponent:
        return repr(value)
    places = -int(exponent) - 1
    return f"{sign}0.{'0' * places}{digits.rstrip('0') or '0'}"
