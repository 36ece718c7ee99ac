"""Persons of one identity who stand in the register more than once, wherever in the county.

Found by the blind index of the ID number: no number is opened to find them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.accounts.queries import user_names
from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.errors import NotFound
from app.merging.covers import Cover, Key, covers_of, insured_of
from app.merging.models import IdentityDecision
from app.regions.models import Division, Village
from app.regions.rules import in_scope, short_name
from app.rosters.models import Household, Person
from app.words import listed, say

GROUPS_MAX, DOUBLED_MAX = 1000, 10_000
BRIEF = (
    Person.village, Person.id, Person.id_no_index, Person.name, Person.id_no_mask,
    Person.life_status,
)  # fmt: skip


@dataclass(frozen=True)
class One:
    """A person as one place of the register knows him. mine: it lies in the areas of who asks.

    person: the row, or in lists those of its columns that BRIEF names. covers: none in lists.
    """

    person: Person | Row[Any]
    place: str
    township: str
    home: str
    mine: bool
    insured: bool
    covers: Sequence[Cover] = ()

    @property
    def key(self) -> str:
        """Return what names him in a form."""
        return f"{self.person.village}:{self.person.id}"


@dataclass(frozen=True)
class Group:
    """All persons of one identity. decision: the last one about exactly these, not taken back."""

    ones: Sequence[One]
    decision: IdentityDecision | None
    decided_by: str

    @property
    def name(self) -> str:
        """Return the name, or the names where they differ."""
        return listed(list(dict.fromkeys(one.person.name or say("没有姓名") for one in self.ones)))

    @property
    def mask(self) -> str:
        """Return the masked number."""
        return self.ones[0].person.id_no_mask or ""

    @property
    def places(self) -> str:
        """Return where they stand."""
        return listed([f"{one.place}{one.home}" for one in self.ones], "{0}；{1}")

    @property
    def insured(self) -> int:
        """Return in how many places he is insured."""
        return sum(one.insured for one in self.ones)

    @property
    def villages(self) -> int:
        """Return how many villages they stand in."""
        return len({one.person.village for one in self.ones})

    @property
    def state(self) -> str:
        """Return OPEN, KEPT or MERGED."""
        return self.decision.decision if self.decision else "OPEN"


def groups(session: Session, by: Actor) -> list[Group]:
    """Return the identities with more than one person of which one is in a person's areas.

    Those that nobody decided stand first, then those insured more than once. In six statements.
    """
    county = by.county
    # Answered by the index alone, and asked by itself: joined, all persons would be read in its
    # order. Who is dead or gone is left out below.
    doubled = session.scalars(
        select(Person.id_no_index)
        .where(Person.county == county, Person.id_no_index.is_not(None))
        .group_by(Person.id_no_index)
        .having(func.count() > 1)
        .limit(DOUBLED_MAX)
    ).all()
    mine = select(Person.id_no_index).where(
        Person.county == county, in_areas(Person.village, by), Person.deleted.is_(False),
        Person.id_no_index.in_(doubled),
    )  # fmt: skip
    decided = select(IdentityDecision.id_no_index).where(
        IdentityDecision.county == county, IdentityDecision.undone_at.is_(None),
        IdentityDecision.decision == "MERGED",
    )  # fmt: skip
    indexes = [one for one in session.scalars(mine.distinct().limit(GROUPS_MAX)) if one]
    merged = list(session.scalars(decided.limit(GROUPS_MAX)))
    found = _brief(session, by, sorted({*indexes, *merged}))
    seen = [one for one in found if any(person.mine for person in one.ones) and _counts(one)]
    return sorted(seen, key=lambda one: (one.state != "OPEN", -one.insured, one.name))


def group_of(session: Session, by: Actor, village: int, person: str) -> Group:
    """Return all persons of the identity of a person in a person's areas. Raises NotFound."""
    row = session.get(Person, (by.county, village, person))
    if row is None or not in_scope(by.areas, village) or row.id_no_index is None:
        raise NotFound("PERSON_UNKNOWN")
    found = _groups(session, by, [row.id_no_index])
    if not found:
        raise NotFound("PERSON_UNKNOWN")
    return found[0]


def history(session: Session, county: int, index: bytes) -> Sequence[IdentityDecision]:
    """Return all decisions about an identity, newest first."""
    return session.scalars(
        select(IdentityDecision)
        .where(IdentityDecision.county == county, IdentityDecision.id_no_index == index)
        .order_by(IdentityDecision.decided_at.desc(), IdentityDecision.id.desc())
    ).all()


def names(group: Sequence[Key]) -> list[list[Any]]:
    """Return persons as a decision keeps them."""
    return [list(key) for key in sorted(group)]


def _counts(group: Group) -> bool:
    """Tell whether a group is one: two of them live here, or a merge made it one."""
    living = [one for one in group.ones if (one.person.life_status or "ALIVE") == "ALIVE"]
    return len(living) > 1 or group.state == "MERGED"


def _groups(session: Session, by: Actor, indexes: Sequence[bytes]) -> list[Group]:
    rows = session.execute(_standing(by, indexes, Person)).all()
    covers = covers_of(session, by.county, [(row[0].village, row[0].id) for row in rows])
    ones = []
    for person, *home in rows:
        of_him = covers.get((person.village, person.id), ())
        ones.append(_one(by, person, home, insured=bool(of_him), covers=of_him))
    return _grouped(session, by, indexes, ones)


def _brief(session: Session, by: Actor, indexes: Sequence[bytes]) -> list[Group]:
    """Return groups as a list shows them: of their covers only whether there are any."""
    insured = {
        (village, person) for village, person in session.execute(insured_of(by.county, indexes))
    }
    ones = [
        _one(by, row, row[len(BRIEF) :], insured=(row.village, row.id) in insured)
        for row in session.execute(_standing(by, indexes, *BRIEF))
    ]
    return _grouped(session, by, indexes, ones)


def _standing(by: Actor, indexes: Sequence[bytes], *columns: Any) -> Any:
    """Return the statement of persons by identity: columns of them, then where they stand."""
    return (
        select(
            *columns, Village.name, Division.name, Household.group_name, Household.household_no
        )
        .join(Village, (Village.county == Person.county) & (Village.id == Person.village))
        .outerjoin(Division, Division.code == Village.township)
        .join(
            Household,
            (Household.county == Person.county)
            & (Household.village == Person.village)
            & (Household.id == Person.household),
        )
        .where(
            Person.county == by.county, Person.id_no_index.in_(indexes),
            Person.deleted.is_(False),
        )
        .order_by(Person.village, Person.id)
    )  # fmt: skip


def _one(
    by: Actor, person: Any, home: Sequence[Any], *, insured: bool, covers: Sequence[Cover] = ()
) -> One:
    village, township, group, number = home
    return One(
        person, short_name(village), township or "", f"{group or ''}{number or ''}",
        in_scope(by.areas, person.village), insured, covers,
    )  # fmt: skip


def _grouped(
    session: Session, by: Actor, indexes: Sequence[bytes], ones: Sequence[One]
) -> list[Group]:
    decisions = _decisions(session, by.county, indexes)
    people = user_names(session, by.county)
    found: dict[bytes, list[One]] = defaultdict(list)
    for one in ones:
        found[one.person.id_no_index or b""].append(one)
    return [_group(group, decisions, people) for group in found.values() if len(group) > 1]


def _group(
    ones: Sequence[One],
    decisions: Mapping[bytes, IdentityDecision],
    people: Mapping[str, str],
) -> Group:
    index = ones[0].person.id_no_index
    decision = decisions.get(index or b"")
    now = names([(one.person.village, one.person.id) for one in ones])
    if decision is not None and decision.people != now:
        decision = None  # somebody else has come since: decide again
    return Group(ones, decision, people.get(decision.decided_by, "") if decision else "")


def _decisions(
    session: Session, county: int, indexes: Sequence[bytes]
) -> dict[bytes, IdentityDecision]:
    rows = session.scalars(
        select(IdentityDecision)
        .where(
            IdentityDecision.county == county, IdentityDecision.id_no_index.in_(indexes),
            IdentityDecision.undone_at.is_(None),
        )
        .order_by(IdentityDecision.decided_at, IdentityDecision.id)
    )  # fmt: skip
    return {row.id_no_index: row for row in rows}
