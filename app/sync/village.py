"""The part of a village that some ops touch: loaded with one statement per kind, written likewise.

Nothing here decides anything; `applying` and `finishing` work on what was loaded.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from app.bulk import blank, put
from app.inbox.merge import Entity
from app.kinds import CREATE, Kind
from app.regions.writing import KEY
from app.sync.kinds import KINDS

STAMP = ("ver", "writer", "deleted", "field_meta")


@dataclass(frozen=True)
class CampaignFacts:
    """What judging needs of a campaign; its version may move (app/designer/moving.py)."""

    id: str
    kind: str
    product_code: str
    product_version: int
    scheme_start_on: str | None


@dataclass
class VillageState:
    """Rows of one village by kind and id, as they stand while ops are applied.

    elsewhere: insured persons outside the loaded enrollments who share an identity with one here.
    receipts: (enrollment, book_no, receipt_no) of money in enrollments that were not loaded.
    has_conflicts: somebody has yet to decide a conflict somewhere in the village.
    """

    county: int
    village: int
    entities: dict[str, dict[str, Entity]] = field(
        default_factory=lambda: {code: {} for code in KINDS}
    )
    campaigns: dict[str, CampaignFacts] = field(default_factory=dict)
    elsewhere: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[tuple[str, str | None, str]] = field(default_factory=list)
    has_conflicts: bool = False
    _journal: dict[tuple[str, str], Entity | None] = field(default_factory=dict)
    _groups: dict[tuple[str, str], dict[Any, list[Entity]]] = field(default_factory=dict)

    def get(self, code: str, key: Any) -> Entity | None:
        """Return an entity that is there, deleted or not."""
        return self.entities[code].get(key) if isinstance(key, str) else None

    def all(self, code: str) -> Iterator[Entity]:
        """Yield the entities of a kind that are not deleted."""
        return (one for one in self.entities[code].values() if not one.row["deleted"])

    def of(self, code: str, name: str, key: str) -> list[Entity]:
        """Return the entities of a kind whose reference `name` is `key`, oldest first."""
        return self.grouped(code, name).get(key, [])

    def grouped(self, code: str, name: str) -> dict[Any, list[Entity]]:
        """Return the entities of a kind by a reference, oldest first; kept until the next set."""
        if (code, name) not in self._groups:
            groups: dict[Any, list[Entity]] = {}
            for one in sorted(self.all(code), key=lambda one: number_of(one.id)):
                groups.setdefault(one.row[name], []).append(one)
            self._groups[code, name] = groups
        return self._groups[code, name]

    def begin(self) -> None:
        """Start a set: what happens from here can be taken back as a whole."""
        self._journal, self._groups = {}, {}

    def edit(self, entity: Entity) -> Entity:
        """Return the entity for writing, remembering how it stood before this set."""
        self._journal.setdefault((entity.kind.code, entity.id), entity.copy())
        return entity

    def create(self, kind: Kind, key: str) -> Entity:
        """Make an empty entity."""
        row = {**blank(kind.table), "county": self.county, "village": self.village, "id": key}
        entity = Entity(kind, row)
        self.entities[kind.code][key] = entity
        self._journal.setdefault((kind.code, key), None)
        return entity

    def take_back(self) -> None:
        """Undo the set."""
        for (code, key), copy in self._journal.items():
            if copy is None:
                del self.entities[code][key]
            else:
                self.entities[code][key].restore(copy)
        self._journal = {}

    def write(self, session: Session) -> None:
        """Send all changed rows: one statement per kind, what is named before what names it."""
        for code, kind in KINDS.items():
            rows = [one.row for one in self.entities[code].values() if one.changed]
            put(
                session, kind.table, rows, common={"county": self.county, "village": self.village},
                written=written_columns(kind), key=KEY,
            )  # fmt: skip


@cache
def written_columns(kind: Kind) -> frozenset[str]:
    """Return the columns of a row that may change after it was made."""
    fixed = {name for name, about in kind.fields.items() if about.write == CREATE}
    fixed |= {f"{name}_enc" for name in fixed}
    keys = {"county", "village", "id"}
    return frozenset(column.name for column in kind.table.columns) - fixed - keys


def number_of(key: str) -> tuple[str, int]:
    """Return an entity id in the order entities were made."""
    install, _, number = key.rpartition("-")
    return install, int(number)


def names_of(entities: Iterable[Entity], name: str) -> set[str]:
    """Return the values of a reference."""
    return {one.row[name] for one in entities}
