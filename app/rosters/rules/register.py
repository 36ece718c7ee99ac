"""The register as an import sees it, and how a person chose to import."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

INSERT, UPDATE, BOTH, REPLACE = "INSERT", "UPDATE", "BOTH", "REPLACE"
STRATEGIES = (INSERT, UPDATE, BOTH, REPLACE)
KEEP, MOVE = "KEEP", "MOVE"
Values = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """A household or person of the register: its fields, opened.

    touched: fields that a phone wrote last; a list from a desk does not overrule the door.
    """

    id: str
    values: Mapping[str, Any]
    touched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Register:
    """A village as it stands. identities: {blind index: id of a person}; listed: on its roster."""

    households: Mapping[str, Known]
    persons: Mapping[str, Known]
    identities: Mapping[bytes, str]
    listed: frozenset[str]


@dataclass(frozen=True)
class Choice:
    """How to import. strategy: INSERT, UPDATE, BOTH or REPLACE: the file is right everywhere.

    missing: KEEP or MOVE those of the roster that the file lacks (REPLACE only).
    insured: ids of persons with cover or an enrollment; nothing makes them leave the roster.
    """

    strategy: str = BOTH
    missing: str = KEEP
    insured: Collection[str] = ()

    @property
    def inserts(self) -> bool:
        """Tell whether new people are taken in."""
        return self.strategy != UPDATE

    @property
    def updates(self) -> bool:
        """Tell whether people already there are changed."""
        return self.strategy != INSERT
