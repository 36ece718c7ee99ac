"""Sealed ops (contracts.md 3.3): opened with the ring of the server's keys, checked like any op."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from app.canonical import canonical_json
from app.errors import Invalid
from app.secrets import Unreadable, vault
from app.sync.bodies import read_json
from app.sync.groups import COLUMN, SEQ_MAX, WIRE_KIND

NAMES = {"at", "b", "f", "id", "k", "seq", "set", "t"}


@dataclass(frozen=True)
class Unsealed:
    """What stood under a seal: one canonical op, as a JSON object."""

    op: dict[str, Any]


def unsealed(county: int, install: str, seq: int, kid: str, sealed: str) -> Unsealed | None:
    """Return the op, or None when it cannot be opened or is not a canonical op of this number."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        text = vault().open_op(kid, raw, f"vsync/1|{county}|{install}|{seq}")
        op = read_json(text)
        whole = _is_op(op, seq, f"{install}-{seq}") and canonical_json(op) == text
    except (binascii.Error, Unreadable, Invalid, ValueError, TypeError):
        return None
    return Unsealed(op) if whole else None


def _is_op(op: Any, seq: int, own: str) -> bool:
    """Tell whether it has the shape that a compact push would have given it."""
    if not (isinstance(op, dict) and op.keys() == NAMES and op["seq"] == seq):
        return False
    numbers = (op["b"], *(op["set"] if isinstance(op["set"], list) else ("",)))
    return (
        all(type(one) is int and 0 <= one <= SEQ_MAX for one in numbers)
        and type(op["at"]) is int
        and abs(op["at"]) <= SEQ_MAX
        and len(op["set"]) == 2
        and op["k"] in ("c", "u", "d")
        and all(isinstance(op[name], str) for name in ("t", "id"))
        and (op["k"] != "c" or op["id"] == own)
        and WIRE_KIND.fullmatch(op["t"]) is not None
        and isinstance(op["f"], dict)
        and all(COLUMN.fullmatch(name) for name in op["f"])
    )
