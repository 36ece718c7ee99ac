"""Apply ops to the loaded part of a village, set by set: a set is applied whole or not at all.

A pure function of the state, the ops and the versions they take; nothing is read or written here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.inbox.merge import Entity, Lost, merge
from app.inbox.ops import Op
from app.kinds import Field, Kind
from app.sync.kinds import KINDS, READS
from app.sync.village import VillageState
from app.sync.withdrawing import withdraw

EDITABLE = ("RECEIVED", "RETURNED")  # contracts.md 5, "Edits"
OPEN_BATCH = ("SUBMITTED", "RETURNED")
SETTLED = {  # states of what the township has decided
    "pi": ("ACKNOWLEDGED", "DISPUTED", "VOID", "REVOKED"), "cn": ("CLOSED", "VOID"),
}  # fmt: skip


class Refused(Exception):
    """A set that cannot be applied; it goes to quarantine with this code (contracts.md 9.3).

    missing: the id it names of which we know nothing.
    """

    def __init__(
        self, code: str, seq: int, name: str | None = None, *, missing: str | None = None
    ) -> None:
        super().__init__(code)
        self.code, self.seq, self.name, self.missing = code, seq, name, missing


@dataclass
class Outcome:
    """What became of a set. lost: fields of its ops that lost, by seq; code: why quarantined.

    missing: the id it names of which we know nothing; on: the first op of the set that makes it,
    put aside too, for which this one waits.
    """

    ops: Sequence[Op]
    code: str | None = None
    seq: int | None = None
    name: str | None = None
    missing: str | None = None
    on: int | None = None
    lost: dict[int, list[Lost]] = field(default_factory=dict)


@dataclass
class Touched:
    """Entities that applied ops touched, by kind; batches made; what a line, a person has left."""

    keys: dict[str, set[str]] = field(default_factory=lambda: {code: set() for code in KINDS})
    new_batches: list[str] = field(default_factory=list)
    left_batches: list[str] = field(default_factory=list)
    left_homes: set[str] = field(default_factory=set)


@dataclass
class Work:
    """One run of applying. versions: village version of each op, by seq.

    floor: a field without a mark was written no later than this version.

    late: for ops that were put aside before, the version of what their install wrote before them,
    and that of the village now: above it stand only earlier ones of those that are applied late.
    """

    state: VillageState
    install: str
    versions: dict[int, int]
    touched: Touched = field(default_factory=Touched)
    floor: int = 0
    late: dict[int, tuple[int, int]] = field(default_factory=dict)


def sets_of(ops: Sequence[Op]) -> Iterator[list[Op]]:
    """Yield the sets in seq order."""
    group: list[Op] = []
    for op in ops:
        if group and op.first != group[0].first:
            yield group
            group = []
        group.append(op)
    if group:
        yield group


def apply_sets(work: Work, ops: Sequence[Op], *, refusal: str | None = None) -> list[Outcome]:
    """Apply all sets; a bad one is passed over. refusal: a code for all of them."""
    return [_apply_set(work, group, refusal) for group in sets_of(ops)]


def _apply_set(work: Work, ops: Sequence[Op], refusal: str | None) -> Outcome:
    state, outcome = work.state, Outcome(ops)
    touched: list[tuple[str, str]] = []
    left: list[str] = []
    state.begin()
    if refusal is not None:
        outcome.code, outcome.seq = refusal, ops[0].seq
        return outcome
    try:
        for op in ops:
            kind = check(op)
            entity = _target(work, kind, op)
            if kind.code == "ps" and op.k == "u" and "household" in op.f:
                left.append(entity.row["household"])
            lost = merge(
                entity, op, install=work.install, ver=work.versions[op.seq],
                late=work.late.get(op.seq), floor=work.floor,
            )  # fmt: skip
            if lost:
                outcome.lost[op.seq] = lost
            touched.append((kind.code, op.id))
        _hand_in(work, ops)
        _answer(work, ops)
        _withdraw(work, ops)
    except Refused as refused:
        state.take_back()
        outcome.code, outcome.seq, outcome.name = refused.code, refused.seq, refused.name
        outcome.missing, outcome.lost = refused.missing, {}
        return outcome
    for code, key in touched:
        work.touched.keys[code].add(key)
    work.touched.left_homes.update(left)
    return outcome


def check(op: Op) -> Kind:
    """Return the kind of an op that is well-formed by itself. Raises Refused."""
    if not op.t:
        raise Refused("UNREADABLE", op.seq, op.f.get("fault"))
    code, _, version = op.t.partition("@")
    kind = KINDS.get(code)
    if kind is None or version not in READS:
        raise Refused("KIND_UNKNOWN", op.seq)
    writable = kind.writable.get(op.k)
    if writable is None:
        raise Refused("FIELD_NOT_ALLOWED", op.seq)  # nothing is ever deleted by a phone
    _check_fields(writable, op)
    if op.k == "c":
        for name in kind.needed:
            if name not in op.f:
                raise Refused("VALUE_INVALID", op.seq, name)
    return kind


def _check_fields(writable: Mapping[str, Field], op: Op) -> None:
    for name, value in op.f.items():
        about = writable.get(name)
        if about is None:
            raise Refused("FIELD_NOT_ALLOWED", op.seq, name)
        emptied = value is None and not about.needed
        if not emptied and not about.check(value):
            raise Refused("VALUE_INVALID", op.seq, name)


def _target(work: Work, kind: Kind, op: Op) -> Entity:
    state = work.state
    found = state.get(kind.code, op.id)
    if op.k == "c":
        if found is not None:
            raise Refused("VALUE_INVALID", op.seq)
    elif found is None:
        raise Refused("VALUE_INVALID", op.seq, missing=op.id)
    elif found.row["deleted"]:
        raise Refused("ENTITY_DELETED", op.seq)
    _check_references(state, kind, op)
    row = op.f if found is None else found.row
    _check_place(state, kind, op, row)
    return state.create(kind, op.id) if found is None else state.edit(found)


def _check_references(state: VillageState, kind: Kind, op: Op) -> None:
    for name, code in kind.references.items():
        value = op.f.get(name)
        if value is None:
            continue
        for key in value if isinstance(value, list) else [value]:
            entity = state.get(code, key)
            if entity is None:
                raise Refused("VALUE_INVALID", op.seq, name, missing=str(key))
            if entity.row["deleted"]:
                raise Refused("ENTITY_DELETED", op.seq, name)
    if "campaign" in op.f and op.f["campaign"] not in state.campaigns:
        raise Refused("VALUE_INVALID", op.seq, "campaign")


def _check_place(state: VillageState, kind: Kind, op: Op, row: Any) -> None:
    """Refuse what the state of the enrollment, batch or campaign does not allow."""
    if kind.code in ("in", "co", "cl"):
        enrollment = state.get("en", row["enrollment"])
        _require_editable(enrollment, op)
        if kind.code == "in" and op.k == "c":
            _require_member(enrollment, state.get("ps", row["person"]), op)
    elif kind.code == "en" and op.k == "u":
        _require_editable(state.get("en", op.id), op)
    elif kind.code == "ba" and op.k == "u" and row["status"] not in OPEN_BATCH:
        raise Refused("ENROLLMENT_LOCKED", op.seq)
    elif op.k == "u" and row.get("status") in SETTLED.get(kind.code, ()):
        raise Refused("ENTITY_SETTLED", op.seq)
    elif kind.code == "ph" and not any(
        facts.kind == "MICRO_GROUP" for facts in state.campaigns.values()
    ):
        raise Refused("FIELD_NOT_ALLOWED", op.seq)


def _require_member(enrollment: Entity | None, person: Entity | None, op: Op) -> None:
    home = enrollment.row["household"] if enrollment else None
    if person is None or person.row["household"] != home:
        raise Refused("VALUE_INVALID", op.seq, "person")


def _require_editable(enrollment: Entity | None, op: Op) -> None:
    if enrollment is None or enrollment.row["status"] not in EDITABLE:
        raise Refused("ENROLLMENT_LOCKED", op.seq)


def _hand_in(work: Work, ops: Iterable[Op]) -> None:
    """Put the lines of new batches into them (contracts.md 8.1, 8.2)."""
    state = work.state
    for op in ops:
        if op.k != "c" or not op.t.startswith("ba@"):
            continue
        lines = op.f["lines"]
        if not lines or len(set(lines)) != len(lines):
            raise Refused("VALUE_INVALID", op.seq, "lines")
        for key in lines:
            line = state.get("en", key)
            if line is None or not _may_join(line, op):
                missing = key if line is None else None
                raise Refused("VALUE_INVALID", op.seq, "lines", missing=missing)
            state.edit(line).server_write({"status": "IN_BATCH", "batch": op.id})
        work.touched.new_batches.append(op.id)


def _may_join(line: Entity, op: Op) -> bool:
    row = line.row
    fits: bool = row["outcome"] == "ENROLL" and row["campaign"] == op.f["campaign"]
    return fits and row["status"] == "RECEIVED"


def _answer(work: Work, ops: Iterable[Op]) -> None:
    """Put lines whose last return was answered back into their batch."""
    for op in ops:
        if not op.t.startswith("en@") or op.f.get("answered_return_no") is None:
            continue
        line = work.state.get("en", op.id)
        returns = (line.row["returns"] or []) if line else []
        last = returns[-1]["no"] if returns else None
        if line and line.row["status"] == "RETURNED" and line.row["answered_return_no"] == last:
            work.state.edit(line).server_write({"status": "IN_BATCH"})
            work.touched.keys["ba"].add(line.row["batch"])


def _withdraw(work: Work, ops: Iterable[Op]) -> None:
    """Take households out of their batches, or leave it to a supervisor."""
    for op in ops:
        if op.t.startswith("wd@"):
            code = withdraw(work.state, op)
            if code:
                raise Refused(code, op.seq)
            line = work.state.entities["en"][op.f["enrollment"]].row
            if line["status"] == "WITHDRAWN" and line["batch"]:
                work.touched.left_batches.append(line["batch"])
