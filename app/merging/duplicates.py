"""Persons of one identity who stand in the register more than once, wherever in the county.

Found by the blind index of the ID number: no number is opened to find them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.accounts.queries import user_names
from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.campaigns.models import Campaign
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.errors import NotFound
from app.inbox.arrival import INSTALL
from app.merging.models import IdentityDecision
from app.regions.models import Division, Village
from app.regions.rules import in_scope, short_name
from app.rosters.models import Household, Person
from app.words import listed, say

GROUPS_MAX = 1000
STANDING = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED", "POLICY_ISSUED")
Key = tuple[int, str]  # village, person


@dataclass(frozen=True)
class Cover:
    """A household's enrollment in which somebody is insured. collected: of the whole household."""

    line: str
    insured: str
    campaign: str
    campaign_name: str
    status: str
    batch: str | None
    plan: str | None
    premium_fen: int
    collected_fen: int
    agent: str


@dataclass(frozen=True)
class One:
    """A person as one place of the register knows him. mine: it lies in the areas of who asks."""

    person: Person
    place: str
    township: str
    home: str
    covers: Sequence[Cover]
    mine: bool

    @property
    def key(self) -> str:
        """Return what names him in a form."""
        return f"{self.person.village}:{self.person.id}"

    @property
    def insured(self) -> bool:
        """Tell whether he is insured here."""
        return bool(self.covers)


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
    doubled = (  # answered by the index alone; who is dead or gone is left out below
        select(Person.id_no_index)
        .where(Person.county == by.county, Person.id_no_index.is_not(None))
        .group_by(Person.id_no_index)
        .having(func.count() > 1)
        .subquery()
    )
    mine = select(Person.id_no_index).where(
        Person.county == by.county, in_areas(Person.village, by), Person.deleted.is_(False),
        Person.id_no_index.in_(select(doubled.c.id_no_index)),
    )  # fmt: skip
    decided = select(IdentityDecision.id_no_index).where(
        IdentityDecision.county == by.county, IdentityDecision.undone_at.is_(None),
        IdentityDecision.decision == "MERGED",
    )  # fmt: skip
    indexes = [one for one in session.scalars(mine.distinct().limit(GROUPS_MAX)) if one]
    merged = list(session.scalars(decided.limit(GROUPS_MAX)))
    found = _groups(session, by, sorted({*indexes, *merged}))
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
    rows = session.execute(
        select(Person, Village.name, Division.name, Household.group_name, Household.household_no)
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
    ).all()  # fmt: skip
    covers = _covers(session, by.county, [(row.Person.village, row.Person.id) for row in rows])
    decisions = _decisions(session, by.county, indexes)
    people = user_names(session, by.county)
    found: dict[bytes, list[One]] = defaultdict(list)
    for person, village, township, group, number in rows:
        place = One(
            person, short_name(village), township or "", f"{group or ''}{number or ''}",
            covers.get((person.village, person.id), ()), in_scope(by.areas, person.village),
        )  # fmt: skip
        found[person.id_no_index or b""].append(place)
    return [_group(ones, decisions, people) for ones in found.values() if len(ones) > 1]


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


def _lines_of(county: int, people: Sequence[Key]) -> Any:
    """Return the statement of the lines in which people are insured."""
    taken = (
        select(func.coalesce(func.sum(Collection.amount_fen), 0))
        .where(
            Collection.county == Enrollment.county, Collection.village == Enrollment.village,
            Collection.enrollment == Enrollment.id, Collection.status != "VOID",
            Collection.deleted.is_(False),
        )
        .correlate(Enrollment)
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(InsuredPerson, Enrollment, Campaign.name, taken, User.name)
        .join(
            Enrollment,
            (Enrollment.county == InsuredPerson.county)
            & (Enrollment.village == InsuredPerson.village)
            & (Enrollment.id == InsuredPerson.enrollment),
        )
        .join(
            Campaign,
            (Campaign.county == Enrollment.county) & (Campaign.id == Enrollment.campaign),
        )
        .outerjoin(
            Install,
            (Install.county == Enrollment.county)
            & (Install.id == func.substr(Enrollment.id, 1, INSTALL)),
        )
        .outerjoin(User, (User.county == Install.county) & (User.id == Install.agent))
        .where(
            InsuredPerson.county == county, InsuredPerson.included.is_(True),
            InsuredPerson.deleted.is_(False), Enrollment.status.in_(STANDING),
            Enrollment.outcome == "ENROLL",
            tuple_(InsuredPerson.village, InsuredPerson.person).in_(sorted(people)),
        )
        .order_by(Enrollment.ver)
    )  # fmt: skip


def _covers(session: Session, county: int, people: Sequence[Key]) -> dict[Key, list[Cover]]:
    rows = session.execute(_lines_of(county, people))
    found: dict[Key, list[Cover]] = defaultdict(list)
    for one, line, campaign, fen, agent in rows:
        found[one.village, one.person].append(
            Cover(
                line.id, one.id, line.campaign, campaign, line.status, line.batch, one.plan,
                (one.computed or {}).get("premium_fen") or 0, int(fen), agent or "",
            )
        )  # fmt: skip
    return found
