"""Resident identity numbers (GB 11643): 18 characters, old ones 15, residence permits."""

import re
from functools import lru_cache
from typing import Any

from app.civil_date import parse_date
from app.text import clean

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9][0-9]?")
_LONG = re.compile(r"[0-9]{17}[0-9X]")
_SHORT = re.compile(r"[0-9]{15}")
_PERMITS = ("810000", "820000", "830000")
_REGIONS = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
     *range(61, 66), 71, 81, 82, 83]
)  # fmt: skip


def check_character(first17: str) -> str:
    """Return the 18th character of a number."""
    return _CHECKS[sum(int(first17[place]) * weight for place, weight in enumerate(_WEIGHTS)) % 11]


def parse_resident_id(text: str | None, today: str) -> dict[str, Any]:
    """Read a number as typed; the first fault wins.

    Returns {ok, id_no (18), kind, region, birth_date, sex, warnings} or {ok: false, error}.
    Source: docs/template-semantics.md 2; tests/vectors/resident-id.json.
    """
    found = _parse(text or "", today)
    return {**found, "warnings": list(found["warnings"])} if found["ok"] else dict(found)


@lru_cache(maxsize=16384)
def _parse(text: str, today: str) -> dict[str, Any]:
    number = clean(text)
    error = _shape_fault(number)
    if error:
        return {"ok": False, "error": error}
    warnings = []
    if len(number) == 15:
        number = number[:6] + "19" + number[6:]
        number += check_character(number)
        warnings.append("ID_LEGACY_15")
    birth = parse_date(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    if birth is None or birth.year < 1900:
        return {"ok": False, "error": "ID_DATE"}
    if birth.isoformat() > today:
        return {"ok": False, "error": "ID_FUTURE"}
    if check_character(number[:17]) != number[17]:
        rounded = number.endswith("000")
        return {"ok": False, "error": "ID_EXCEL_ROUNDED" if rounded else "ID_CHECKSUM"}
    if int(number[:2]) not in _REGIONS:
        warnings.append("ID_REGION_UNKNOWN")
    permit = number[:6] in _PERMITS
    return {
        "ok": True, "id_no": number, "kind": "HMT_RESIDENCE_PERMIT" if permit else "RESIDENT",
        "region": number[:6], "birth_date": birth.isoformat(),
        "sex": "M" if int(number[16]) % 2 else "F", "warnings": warnings,
    }  # fmt: skip


def _shape_fault(number: str) -> str | None:
    if not number:
        return "ID_EMPTY"
    if _SCIENTIFIC.fullmatch(number):
        return "ID_SCIENTIFIC"
    if len(number) not in (15, 18):
        return "ID_LENGTH"
    if not (_LONG if len(number) == 18 else _SHORT).fullmatch(number):
        return "ID_CHARSET"
    return None
