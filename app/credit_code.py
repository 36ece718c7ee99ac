"""Unified social credit codes (GB 32100): check and kind of organisation."""

import re
from typing import Any

from app.text import clean

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_KINDS = {
    "11": "STATE_ORGAN", "12": "PUBLIC_INSTITUTION", "51": "ASSOCIATION",
    "52": "PRIVATE_NON_ENTERPRISE", "53": "FOUNDATION", "54": "VILLAGE_COMMITTEE",
    "91": "COMPANY", "92": "SOLE_TRADER", "93": "FARMERS_COOP", "N1": "COLLECTIVE_GROUP",
    "N2": "COLLECTIVE_VILLAGE", "N3": "COLLECTIVE_TOWNSHIP",
}  # fmt: skip


def parse_uscc(text: str | None) -> dict[str, Any]:
    """Read a code as typed: {ok, uscc, kind, region} or {ok: false, error}.

    Source: docs/template-semantics.md 2; tests/vectors/uscc.json.
    """
    code = clean(text)
    if not code:
        return {"ok": False, "error": "USCC_EMPTY"}
    if len(code) != 18:
        return {"ok": False, "error": "USCC_LENGTH"}
    if not _SHAPE.fullmatch(code):
        return {"ok": False, "error": "USCC_CHARSET"}
    total = sum(_ALPHABET.index(c) * 3**place for place, c in enumerate(code[:17]))
    if _ALPHABET[-total % 31] != code[17]:
        return {"ok": False, "error": "USCC_CHECKSUM"}
    kind = _KINDS.get(code[:2], "OTHER")
    return {"ok": True, "uscc": code, "kind": kind, "region": code[2:8]}
