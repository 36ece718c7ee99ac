"""What ops name: the ids by which `loading` finds the rows that applying and judging them needs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.inbox.ops import Op
from app.kinds import entity, text
from app.sync.kinds import KINDS


@dataclass
class Wanted:
    """Ids that ops name, by kind. changed: those of updates.

    answered: enrollments whose batch is counted again.
    """

    named: dict[str, set[str]] = field(default_factory=lambda: {code: set() for code in KINDS})
    changed: dict[str, set[str]] = field(default_factory=lambda: {code: set() for code in KINDS})
    answered: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)


def wanted_by(ops: Iterable[Op]) -> Wanted:
    """Return what some ops name; what is not well-formed is left for the applying to refuse."""
    wanted = Wanted()
    for op in ops:
        kind = KINDS.get(op.t.partition("@")[0])
        if kind is None:
            continue
        if op.k != "c" and entity(op.id):
            wanted.named[kind.code].add(op.id)
            wanted.changed[kind.code].add(op.id)
        for name, code in kind.references.items():
            value = op.f.get(name)
            if value is not None:
                keys = value if isinstance(value, list) else [value]
                wanted.named[code].update(key for key in keys if entity(key))
        if kind.code == "en" and op.f.get("answered_return_no") is not None and entity(op.id):
            wanted.answered.add(op.id)
        if kind.code == "wd" and entity(op.f.get("enrollment")):
            wanted.answered.add(op.f["enrollment"])  # its batch is counted again
        if kind.code == "cl" and text(20)(op.f.get("receipt_no")):
            wanted.receipts.add(op.f["receipt_no"])
    return wanted
