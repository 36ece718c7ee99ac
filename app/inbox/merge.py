"""Three-way merge of one op into one row, field by field (sync.md 2.6). No input, no output."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.inbox.ops import Op
from app.kinds import ANSWERS, Kind


@dataclass(frozen=True)
class Lost:
    """A field whose value of this op was not taken: somebody else had written it since."""

    name: str
    value: Any
    kept: tuple[int, str]


@dataclass
class Entity:
    """A row being worked on. was: its version when loaded, 0 if new.

    ops_wrote: an op of this push touched it; server_wrote: names the server wrote besides.
    lost_here: a field of an op of this push lost.
    """

    kind: Kind
    row: dict[str, Any]
    was: int = 0
    ops_wrote: bool = False
    server_wrote: set[str] = field(default_factory=set)
    lost_here: bool = False

    @property
    def id(self) -> str:
        """Return the entity's id."""
        return str(self.row["id"])

    @property
    def changed(self) -> bool:
        """Tell whether the row is to be written."""
        return self.ops_wrote or bool(self.server_wrote)

    def value(self, name: str) -> Any:
        """Return a field, opened if it rests encrypted."""
        return self.kind.value(self.row, name)

    def copy(self) -> "Entity":
        """Return the same as it stands now, to go back to."""
        return Entity(
            self.kind, dict(self.row), self.was, self.ops_wrote, set(self.server_wrote),
            self.lost_here,
        )  # fmt: skip

    def restore(self, copy: "Entity") -> None:
        """Go back to a copy."""
        self.row, self.ops_wrote = copy.row, copy.ops_wrote
        self.server_wrote = copy.server_wrote
        self.lost_here = copy.lost_here

    def server_write(self, columns: Mapping[str, Any]) -> None:
        """Write columns that only the server writes; equal values are left alone."""
        for name, value in columns.items():
            if self.row[name] != value:
                self.row[name] = value
                self.server_wrote.add(name)


def merge(
    entity: Entity, op: Op, *, install: str, ver: int, late: tuple[int, int] | None = None,
    floor: int = 0,
) -> list[Lost]:  # fmt: skip
    """Write the fields of an op into the row; return those that lost.

    floor: a field without a mark was written no later than this.

    late: when the op was put aside and is applied after all, the versions between which its
    install wrote what is newer than the op, which stands: after the first, up to the second.
    Every row that an op touched takes the op's version, so that its phone hears of it.
    """
    row, kind = entity.row, entity.kind
    if op.k == "c":
        return _fill(entity, op, [ver, install])
    meta = dict(row["field_meta"] or {})
    lost: list[Lost] = []
    written: set[str] = set()
    for name, mark, value in _writes(kind, op):
        last = meta.get(mark, (floor, ""))
        own = last[1] == install
        overtaken = own and late is not None and late[0] < last[0] <= late[1]
        if not overtaken and (own or last[0] <= op.b):
            _put(kind, row, name, mark, value)
            meta[mark] = [ver, install]
            written.add(name)
        elif _current(kind, row, name, mark) != value:
            lost.append(Lost(mark, value, (last[0], last[1])))
    if kind.derived is not None and written & kind.derived_from:
        row.update(kind.derived(kind, row))
    row.update(field_meta=meta, ver=ver, writer=install)
    entity.ops_wrote = True
    if lost:
        entity.lost_here = True
    return lost


def _fill(entity: Entity, op: Op, mark: list[Any]) -> list[Lost]:
    """Write the fields of a new row: there is nobody to lose to."""
    row, kind = entity.row, entity.kind
    meta: dict[str, Any] = {}
    for name, value in op.f.items():
        about = kind.fields[name]
        if about.merge == ANSWERS:
            row[name] = value or row[name]
            meta.update({f"{name}.{key}": mark for key in value or ()})
            continue
        if about.secret:
            row.update(kind.columns(row, name, value))
        else:
            row[name] = value
        meta[name] = mark
    if kind.derived is not None and not kind.derived_from.isdisjoint(op.f):
        row.update(kind.derived(kind, row))
    row.update(field_meta=meta, ver=mark[0], writer=mark[1])
    entity.ops_wrote = True
    return []


def _writes(kind: Kind, op: Op) -> Iterator[tuple[str, str, Any]]:
    """Yield (field, name of its mark, value); answers are fields of their own, by key."""
    for name, value in op.f.items():
        if kind.fields[name].merge != ANSWERS:
            yield name, name, value
        else:
            for key, answer in (value or {}).items():
                yield name, f"{name}.{key}", answer


def _put(kind: Kind, row: dict[str, Any], name: str, mark: str, value: Any) -> None:
    if mark == name:
        row.update(kind.columns(row, name, value))
    else:
        row[name] = {**(row[name] or {}), mark.removeprefix(f"{name}."): value}


def _current(kind: Kind, row: dict[str, Any], name: str, mark: str) -> Any:
    value = kind.value(row, name)
    return value if mark == name else (value or {}).get(mark.removeprefix(f"{name}."))
