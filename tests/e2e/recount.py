"""Count everything again from the rows: plain SQL, sums of our own, prices from the leaflet."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import create_engine, text

from tests.e2e.server import Server

PRICE, FROM_VILLAGE = 3000, 500  # fen a head; the state pays all of a poor household's
STANDING = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED", "POLICY_ISSUED")
TAKEN = ("ACCEPTED", "POLICY_ISSUED")
PAYERS = ("INDIVIDUAL", "COLLECTIVE", "FISCAL")
Row = dict[str, Any]

READ = {
    "lines": "SELECT e.*, h.household_no FROM enrollments e JOIN households h ON"
    " h.county = e.county AND h.village = e.village AND h.id = e.household WHERE NOT e.deleted",
    "people": "SELECT i.*, p.on_roster, p.name FROM insured_persons i JOIN persons p ON"
    " p.county = i.county AND p.village = i.village AND p.id = i.person"
    " WHERE i.included AND NOT i.deleted",
    "money": "SELECT * FROM collections WHERE NOT deleted AND status <> 'VOID'",
    "batches": "SELECT * FROM batches WHERE NOT deleted",
    "payments": "SELECT * FROM payments",
    "statement_lines": "SELECT * FROM statement_lines",
    "matches": "SELECT * FROM matches WHERE undone_at IS NULL",
    "policies": "SELECT * FROM policies WHERE status = 'ISSUED'",
    "policy_lines": "SELECT * FROM policy_insured WHERE ended_by IS NULL",
    "endorsements": "SELECT * FROM endorsements",
    "refunds": "SELECT * FROM refunds",
    "conflicts": "SELECT * FROM conflicts",
    "decisions": "SELECT * FROM identity_decisions WHERE undone_at IS NULL",
    "register": "SELECT * FROM persons WHERE NOT deleted AND on_roster",
    "agents": "SELECT i.id, u.name FROM installs i JOIN users u ON u.county = i.county"
    " AND u.id = i.agent",
    "campaigns": "SELECT * FROM campaigns ORDER BY opens_on",
}  # fmt: skip


@dataclass
class Books:
    """The rows of a database at one moment, by the names of READ.

    poor: (village, household number) that the state pays for.
    """

    poor: frozenset[tuple[int, str]]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> list[Row]:
        return self.__dict__["rows"][name]

    def standing(self, village: int | None = None) -> list[Row]:
        """Return the enrollments that count."""
        return [
            one for one in self.lines
            if one["outcome"] == "ENROLL" and one["status"] in STANDING
            and village in (None, one["village"])
        ]  # fmt: skip

    def insured(self, lines: Iterable[Row]) -> list[Row]:
        """Return the people insured by enrollments."""
        keys = {(one["village"], one["id"]) for one in lines}
        return [one for one in self.people if (one["village"], one["enrollment"]) in keys]

    def receipts(self, lines: Iterable[Row]) -> list[Row]:
        """Return the receipts of enrollments."""
        keys = {(one["village"], one["id"]) for one in lines}
        return [one for one in self.money if (one["village"], one["enrollment"]) in keys]

    def share(self, lines: Iterable[Row], payer: str) -> int:
        """Return what a payer owes for enrollments."""
        return sum(self._shares(one)[payer] * len(self.insured([one])) for one in lines)

    def premium(self, lines: Iterable[Row]) -> int:
        return sum(self.share(lines, payer) for payer in PAYERS)

    def _shares(self, line: Row) -> dict[str, int]:
        if (line["village"], (line["household_no"] or "").lstrip("0")) in self.poor:
            return {"INDIVIDUAL": 0, "COLLECTIVE": 0, "FISCAL": PRICE}
        return {"INDIVIDUAL": PRICE - FROM_VILLAGE, "COLLECTIVE": FROM_VILLAGE, "FISCAL": 0}

    def of_batch(self, batch: Row) -> list[Row]:
        """Return the enrollments of a batch."""
        return [
            one for one in self.lines
            if (one["village"], one["batch"]) == (batch["village"], batch["id"])
        ]  # fmt: skip

    def due(self, village: int) -> int:
        """Return what should come in of the accepted households of a village."""
        return self.premium([one for one in self.standing(village) if one["status"] in TAKEN])

    def came(self, village: int | None = None) -> int:
        return total(self.payments, "amount_fen", lambda one: village in (None, one["village"]))

    def agent(self, line: Row) -> str:
        """Return who brought an enrollment: its id begins with the phone."""
        names = {one["id"]: one["name"] for one in self.agents}
        return names[line["id"].partition("-")[0]]

    def times(self, name: str, column: str) -> Counter[Any]:
        return Counter(one[column] for one in self.rows[name])


def total(rows: Iterable[Row], column: str, wanted: Callable[[Row], bool] = lambda _: True) -> int:
    """Add up a column."""
    return sum(one[column] or 0 for one in rows if wanted(one))


def read(server: Server, poor: frozenset[tuple[int, str]]) -> Books:
    """Read the rows of a running server."""
    url = server.environment.get("DATABASE_URL") or f"sqlite:///{server.data_dir}/tongbao.sqlite3"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    books = Books(poor)
    with engine.connect() as connection:
        for name, statement in READ.items():
            found = connection.execute(text(statement)).mappings()
            books.rows[name] = [{key: _plain(value) for key, value in row.items()} for row in found]
    engine.dispose()
    return books


def _plain(value: object) -> object:
    """Return JSON opened: one of the databases hands it out as text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value
