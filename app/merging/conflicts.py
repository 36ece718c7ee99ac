"""Open conflicts as a person decides them: both values, who wrote them and when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.batches.scope import in_areas, require_village
from app.enrollment.models import Enrollment
from app.errors import NotFound
from app.inbox.models import FieldConflict, InboxOp
from app.merging.owners import owners
from app.merging.words import field_name, value_words
from app.regions.models import Village
from app.regions.rules import short_name
from app.secrets import place, vault
from app.sync.kinds import KINDS
from app.words import say

DESK = say("主管")
CONFLICTS_MAX = 2000


@dataclass(frozen=True)
class Source:
    """A value with who wrote it. key: `KEPT`, or the id of the conflict that lost it."""

    key: str
    words: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Contest:
    """A field that two or more wrote. kept: what stands in the row; lost: the others."""

    name: str
    label: str
    kept: Source
    lost: Sequence[Source]


@dataclass(frozen=True)
class Row:
    """A row of a village with contested fields. name: whose it is; home: number of the house."""

    village: int
    village_name: str
    kind: str
    entity: str
    name: str
    home: str
    fields: Sequence[str]
    raised_at: datetime
    status: str
    decision: Mapping[str, Any] | None = None

    @property
    def decided_at(self) -> datetime | None:
        """Return when it was decided."""
        return datetime.fromtimestamp(self.decision["at"], UTC) if self.decision else None


def rows_with_conflicts(session: Session, by: Actor) -> list[Row]:
    """Return the rows of a person's villages with conflicts, the oldest open one first."""
    found = session.execute(
        select(FieldConflict, Village.name)
        .join(
            Village,
            (Village.county == FieldConflict.county) & (Village.id == FieldConflict.village),
        )
        .where(FieldConflict.county == by.county, in_areas(FieldConflict.village, by))
        .order_by(FieldConflict.status, FieldConflict.raised_at, FieldConflict.id)
        .limit(CONFLICTS_MAX)
    ).all()
    groups: dict[tuple[int, str, str, str], list[tuple[FieldConflict, str]]] = defaultdict(list)
    for one, name in found:
        groups[one.village, one.kind, one.entity, one.status].append((one, name))
    owned = owners(session, by.county, {key[:3] for key in groups})
    return [
        _row(key, members, owned.get((key[0], key[1], key[2]), ("", "")))
        for key, members in groups.items()
    ]


def contests(session: Session, by: Actor, village: int, kind: str, entity: str) -> list[Contest]:
    """Return the fields of a row that wait for a decision. Raises NotFound."""
    require_village(by, village)
    found = session.scalars(
        select(FieldConflict)
        .where(
            FieldConflict.county == by.county, FieldConflict.village == village,
            FieldConflict.kind == kind, FieldConflict.entity == entity,
            FieldConflict.status == "OPEN",
        )
        .order_by(FieldConflict.field, FieldConflict.raised_at, FieldConflict.id)
    ).all()  # fmt: skip
    row = row_of(session, by.county, village, kind, entity)
    people, times = _sources(session, by.county, village, found, row)
    groups: dict[str, list[FieldConflict]] = defaultdict(list)
    for one in found:
        groups[one.field].append(one)
    made = []
    for name, members in groups.items():
        mark = (row["field_meta"] or {}).get(name, [0, ""])
        now = value_words(name, current(kind, row, name))
        kept = Source("KEPT", now, people.get(mark[1], DESK), times.get((mark[1], mark[0])))
        lost = [
            Source(
                one.id, value_words(name, lost_value(one)),
                people.get(one.lost["install"], DESK),
                times.get((one.lost["install"], one.lost["ver"])),
            )
            for one in members
        ]  # fmt: skip
        made.append(Contest(name, field_name(name), kept, lost))
    return made


def row_of(session: Session, county: int, village: int, kind: str, entity: str) -> dict[str, Any]:
    """Return the contested row itself. Raises NotFound."""
    if kind not in KINDS:
        raise NotFound("ROW_UNKNOWN")
    table = KINDS[kind].table
    row = (
        session.execute(
            select(table).where(
                table.c.county == county, table.c.village == village, table.c.id == entity
            )
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise NotFound("ROW_UNKNOWN")
    return dict(row)


def current(kind: str, row: Mapping[str, Any], name: str) -> Any:
    """Return the value of a field as it stands; an answer is a field of its own."""
    base, _, part = name.partition(".")
    value = KINDS[kind].value(row, base)
    return (value or {}).get(part) if part else value


def lost_value(one: FieldConflict) -> Any:
    """Return the value that was not taken."""
    where = place("conflicts", "lost_value", one.county, one.village, one.id)
    return vault().open_json(one.county, where, one.lost_value_enc)


def enrollments_of(
    session: Session, county: int, village: int, kind: str, row: Mapping[str, Any]
) -> Sequence[Enrollment]:
    """Return the enrollments that a row of a village is judged in."""
    query = select(Enrollment).where(
        Enrollment.county == county, Enrollment.village == village, Enrollment.deleted.is_(False)
    )
    if kind == "en":
        query = query.where(Enrollment.id == row["id"])
    elif kind in ("in", "co", "cl"):
        query = query.where(Enrollment.id == row["enrollment"])
    elif kind in ("hh", "ps"):
        home = row["id"] if kind == "hh" else row["household"]
        query = query.where(Enrollment.household == home)
    else:
        return []
    return session.scalars(query.order_by(Enrollment.id)).all()


def _row(
    key: tuple[int, str, str, str],
    members: Sequence[tuple[FieldConflict, str]],
    owned: tuple[str, str],
) -> Row:
    first, name = members[0]
    fields = dict.fromkeys(field_name(one.field) for one, _ in members)
    return Row(
        key[0], short_name(name), key[1], key[2], owned[0], owned[1], list(fields),
        first.raised_at, key[3], first.decision,
    )  # fmt: skip


def _sources(
    session: Session,
    county: int,
    village: int,
    found: Sequence[FieldConflict],
    row: Mapping[str, Any],
) -> tuple[dict[str, str], dict[tuple[str, int], datetime]]:
    """Return {install: agent} and {(install, version): when it reached the server}."""
    marks = [(row["field_meta"] or {}).get(one.field, [0, ""]) for one in found]
    pairs = {(one.lost["install"], one.lost["ver"]) for one in found}
    pairs |= {(mark[1], mark[0]) for mark in marks}
    installs = {install for install, _ in pairs}
    names = session.execute(
        select(Install.id, User.name)
        .join(User, (User.county == Install.county) & (User.id == Install.agent))
        .where(Install.county == county, Install.id.in_(installs))
    )
    ops = session.execute(
        select(InboxOp.install, InboxOp.ver, InboxOp.received_at).where(
            InboxOp.county == county, InboxOp.village == village,
            tuple_(InboxOp.install, InboxOp.ver).in_(sorted(pairs)),
        )
    )  # fmt: skip
    return (
        dict(names.all()),
        {(install, ver or 0): at for install, ver, at in ops},
    )
