"""Ops: one saved edit each, in the one form that is hashed and stored (contracts.md 3.3)."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from app.canonical import canonical_json

SHA_BYTES = 16


@dataclass(frozen=True, slots=True)
class Op:
    """One op with all ids in full.

    t: kind and wire version, `ps@1`; empty for a sealed op that nobody could open.
    k: c, u or d. b: village version the person saw. at: epoch seconds by the phone's clock.
    first, last: the set it belongs to. f: the fields it writes.
    """

    seq: int
    first: int
    last: int
    t: str
    k: str
    id: str
    b: int
    at: int
    f: dict[str, Any]

    def canonical(self) -> bytes:
        """Return the canonical text of the op."""
        return canonical_json({
            "at": self.at, "b": self.b, "f": self.f, "id": self.id, "k": self.k, "seq": self.seq,
            "set": [self.first, self.last], "t": self.t,
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class PackedOp:
    """An op with its canonical text and the hash by which a repeat is known."""

    op: Op
    body: bytes
    sha: bytes


def pack(op: Op) -> PackedOp:
    """Return the op as it is stored."""
    body = op.canonical()
    return PackedOp(op, body, hashlib.sha256(body).digest()[:SHA_BYTES])


def unpack(body: bytes) -> Op:
    """Return the op of a canonical text."""
    value = json.loads(body)
    first, last = value.pop("set")
    return Op(first=first, last=last, **value)


@dataclass(frozen=True)
class Delivery:
    """A push as decoded: ops in seq order, contiguous from `first`.

    acked: the last seq the phone knows to be stored. after: cursor of the pull it wants, or None.
    epoch: the timeline the phone knows, number 0 if none.
    """

    install: str
    village: int
    acked: int
    ops: tuple[PackedOp, ...]
    after: int | None
    limit: int
    report: dict[str, Any]
    epoch: tuple[int, str] = (0, "")
