"""Everything that is stored about one person, record by record, each with what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.imports.models import RosterImport
from app.privacy import elsewhere
from app.privacy.finding import PENDING, widened
from app.privacy.records import Own, Record, blocked, own_of, village_records
from app.privacy.rules import ERASE, KEEP, Sought
from app.privacy.words import PLACES

Key = tuple[int, str]
WAITS = {"OP": PENDING, "CONFLICT": ("OPEN",)}  # a person decides on them first


@dataclass(frozen=True)
class Dossier:
    """What is stored. block: code of what has to be settled before anything can be erased."""

    owns: Sequence[Own]
    records: Sequence[Record]
    sought: Sought
    block: str | None

    def places(self) -> list[tuple[str, list[Record]]]:
        """Return the records by place, in the order of PLACES."""
        return [
            (code, found)
            for code in PLACES
            if (found := [one for one in self.records if one.place == code])
        ]

    @property
    def erasable(self) -> list[Record]:
        """Return what an erasure takes away."""
        return [one for one in self.records if one.fate.rest == ERASE]


def gather(
    session: Session, county: int, people: Sequence[Key], sought: Sought, *, today: str
) -> Dossier:
    """Read everything about a person: the persons of the register he is, and what bears his data.

    people: (village, id) of each place of the register where he stands.
    """
    owns = _owns(session, county, people, today)
    sought = widened(sought, [dict(own.row) for own in owns])
    villages = sorted({village for village, _key in people})
    records: list[Record] = []
    for own in owns:
        records += village_records(session, own)
        for read in (
            elsewhere.files, elsewhere.conflicts, elsewhere.ops, elsewhere.contracts,
            elsewhere.traces,
        ):  # fmt: skip
            records += read(session, own)
    records += elsewhere.lines(session, county, villages, sought)
    records += elsewhere.money(session, county, sought)
    records += elsewhere.people(session, county, sought)
    records += elsewhere.kept_files(session, county, villages)
    return Dossier(owns, _once(records), sought, _block(session, county, owns, records, villages))


def _owns(session: Session, county: int, people: Sequence[Key], today: str) -> list[Own]:
    """Return the persons; a household goes with its last member only if all of them go."""
    together = [key for _village, key in people]
    found = [own_of(session, county, village, key, together, today) for village, key in people]
    owns = [own for own in found if own is not None]
    stay = {(own.village, own.home["id"]) for own in owns if own.fate.rest == KEEP}
    return [
        replace(own, alone=own.alone and (own.village, own.home["id"]) not in stay) for own in owns
    ]


def _once(records: Sequence[Record]) -> list[Record]:
    """Return each record once: two persons of one household share some."""
    return list({(one.place, one.village, one.key): one for one in records}.values())


def _block(
    session: Session, county: int, owns: Sequence[Own], records: Sequence[Record],
    villages: Sequence[int],
) -> str | None:  # fmt: skip
    for own in owns:
        code = blocked(session, own)
        if code is not None:
            return code
    if any(one.facts.get("status") in WAITS.get(one.place, ()) for one in records):
        return "PRIVACY_PENDING"
    importing = session.scalar(
        select(RosterImport.id).where(
            RosterImport.county == county, RosterImport.village.in_(villages),
            RosterImport.file_enc.is_not(None),
        )
    )  # fmt: skip
    return "PRIVACY_IMPORTING" if importing else None
