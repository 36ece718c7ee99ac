"""What a roster would change in the register of its village: who is new, changed, gone. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.rosters.rules import columns as c
from app.rosters.rules.persons import Line
from app.rosters.rules.poverty import statuses_after
from app.rosters.rules.roster import Roster
from app.rosters.rules.words import HEAD_CODES

INSERT, UPDATE, BOTH, REPLACE = "INSERT", "UPDATE", "BOTH", "REPLACE"
STRATEGIES = (INSERT, UPDATE, BOTH, REPLACE)
KEEP, MOVE = "KEEP", "MOVE"
LEFT = {"PERSON_DEAD": "DEAD", "PERSON_MOVED": "MOVED"}
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


@dataclass
class Member:
    """An accepted line and what becomes of it. kept: fields where the register is believed."""

    line: Line
    person: str | None
    changes: Values
    kept: tuple[str, ...] = ()


@dataclass
class Home:
    """A household of the file. household: id in the register, None if it is new."""

    household: str | None
    changes: Values
    members: list[Member] = field(default_factory=list)

    @property
    def pending(self) -> bool:
        """Tell whether something of it is still to be written."""
        waits = any(member.person is None or member.changes for member in self.members)
        return self.household is None or bool(self.changes) or waits


@dataclass(frozen=True)
class Plan:
    """Everything an import would do. left: [(person, DEAD or MOVED, line)] as the file says.

    missing: on the roster, not in the file. moved: those of them that leave. insured_missing,
    insured_left: stay whatever the file says. skipped: accepted lines the strategy leaves out.
    """

    homes: list[Home]
    left: list[tuple[str, str, Line]]
    insured_left: list[tuple[str, Line]]
    missing: list[str]
    insured_missing: list[str]
    moved: list[str]
    skipped: list[Line]
    register: Register = field(repr=False)

    @property
    def entries(self) -> set[str]:
        """Return who is on the new roster version: all but those who leave."""
        gone = {*self.moved, *(person for person, _status, _line in self.left)}
        named = {member.person for home in self.homes for member in home.members if member.person}
        return {*self.register.listed, *named} - gone

    @property
    def unlisted(self) -> set[str]:
        """Return persons of the register who come onto the roster by this import."""
        persons = self.register.persons
        return {
            key for key in self.entries if key in persons and not persons[key].values["on_roster"]
        }

    @property
    def counts(self) -> dict[str, int]:
        """Return how many persons are unchanged, inserted, changed, missing, moved, left."""
        members = [member for home in self.homes for member in home.members]
        found = Counter(
            "inserted" if member.person is None else "changed" if member.changes else "unchanged"
            for member in members
        )
        return {
            "unchanged": found["unchanged"], "inserted": found["inserted"],
            "changed": found["changed"], "missing": len(self.missing), "moved": len(self.moved),
            "left": len(self.left), "skipped": len(self.skipped),
            "new_households": sum(home.household is None for home in self.homes),
        }  # fmt: skip


def make_plan(
    roster: Roster, register: Register, choice: Choice, indexes: Mapping[str, bytes]
) -> Plan:
    """Compare a roster with the register. indexes: {ID number: blind index} of all its lines."""
    homes: list[Home] = []
    skipped: list[Line] = []
    known = {number: register.identities.get(index) for number, index in indexes.items()}
    claimed: set[str] = set()
    for order, lines in enumerate(_by_home(roster.accepted), start=1):
        taken = [line for line in lines if choice.inserts or known[line.id_no or ""]]
        skipped += [line for line in lines if line not in taken]
        if taken:
            homes.append(_home(roster, register, choice, taken, known, claimed, order))
    present = {known[line.id_no or ""] for line in roster.accepted}
    left, insured_left = _left(roster, register, choice, known, present)
    named = {person for person in known.values() if person}
    missing = sorted(register.listed - named, key=_age)
    insured_missing = [person for person in missing if person in choice.insured]
    leaves = choice.strategy == REPLACE and choice.missing == MOVE
    moved = [one for one in missing if one not in choice.insured] if leaves else []
    return Plan(homes, left, insured_left, missing, insured_missing, moved, skipped, register)


def _age(key: str) -> tuple[int, str]:
    return len(key), key


def _by_home(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines by household in the order of the file, the head of each in front."""
    homes: dict[int, list[Line]] = {}
    for line in lines:
        homes.setdefault(line.home, []).append(line)
    return [
        sorted(found, key=lambda line: line.relation not in HEAD_CODES) for found in homes.values()
    ]


def _home(
    roster: Roster,
    register: Register,
    choice: Choice,
    lines: list[Line],
    known: Mapping[str, str | None],
    claimed: set[str],
    order: int,
) -> Home:
    household = _match(register, lines, known, claimed)
    shared = _shared_category(roster, lines)
    there = register.households[household] if household else None
    wanted = _household_values(roster, lines, shared, there, order)
    home = Home(household, wanted if there is None else {})
    if there is not None:
        claimed.add(there.id)
        home.changes = _differences(there, wanted, choice)[0] if choice.updates else {}
    headed = False
    for line in lines:
        person = register.persons.get(known[line.id_no or ""] or "")
        values = _person_values(roster, line, shared is None, person, headed=headed)
        headed |= line.relation in HEAD_CODES
        home.members.append(_member(line, person, values, choice, household))
    return home


def _match(
    register: Register,
    lines: Sequence[Line],
    known: Mapping[str, str | None],
    claimed: Collection[str],
) -> str | None:
    """Return the household of the register that holds most of the lines, the head's if equal."""
    votes: Counter[str] = Counter()
    for line in lines:
        person = register.persons.get(known[line.id_no or ""] or "")
        if person is not None and person.values["household"] not in claimed:
            votes[person.values["household"]] += 1
    if votes:
        return votes.most_common(1)[0][0]
    group, number = lines[0].row.group, lines[0].row.household_no
    return next(
        (
            one.id for one in register.households.values()
            if number and one.id not in claimed
            and (one.values["group_name"] or "", one.values["household_no"]) == (group, number)
        ),
        None,
    )  # fmt: skip


def _shared_category(roster: Roster, lines: Sequence[Line]) -> set[str] | None:
    """Return the categories of the household as a whole; None if they are its members' own.

    A column named 户类型 speaks of households, and so do equal cells of all members; a severe
    disability is always one person's.
    """
    found = {line.category for line in lines if line.category != "SEVERE_DISABILITY"}
    alone = all(line.category == lines[0].category for line in lines)
    header = roster.headers[lines[0].row.sheet]
    column = None if header is None else header.columns.get(c.CATEGORY)
    named = header is not None and column is not None and "户" in header.names.get(column, "")
    if (named or alone) and any(line.category != "SEVERE_DISABILITY" for line in lines):
        return {code for code in found if code}
    return None


def _household_values(
    roster: Roster,
    lines: Sequence[Line],
    shared: set[str] | None,
    there: Known | None,
    order: int,
) -> Values:
    row = lines[0].row
    values: Values = {"walk_order": order}
    if row.group:
        values["group_name"] = row.group[:60]
    if row.household_no:
        values["household_no"] = row.household_no[:60]
    now = list((there.values["poverty"] if there else None) or [])
    if all("CATEGORY_UNKNOWN" not in line.warnings for line in lines) and _has_category(row):
        now = statuses_after(now, shared or set(), roster.today)
    values["poverty"] = now
    return values


def _has_category(row: Any) -> bool:
    return c.CATEGORY in row.cells


def _person_values(
    roster: Roster, line: Line, own: bool, person: Known | None, *, headed: bool
) -> Values:
    values: Values = {"name": line.name[:100], "life_status": "ALIVE"}
    if line.relation is not None and not (headed and line.relation in HEAD_CODES):
        values["relation"] = line.relation
    if line.phone is not None:
        values["phone"] = line.phone
    now = list((person.values["poverty"] if person else None) or [])
    if "CATEGORY_UNKNOWN" not in line.warnings and _has_category(line.row):
        category = line.category if own or line.category == "SEVERE_DISABILITY" else None
        now = statuses_after(now, {category} if category else set(), roster.today)
    values["poverty"] = now
    return values


def _member(
    line: Line, person: Known | None, values: Values, choice: Choice, household: str | None
) -> Member:
    if person is None:
        return Member(line, None, values)
    if not choice.updates:
        return Member(line, person.id, {})
    changes, kept = _differences(person, values, choice)
    if household is None or person.values["household"] != household:
        if "household" in person.touched and choice.strategy != REPLACE:
            kept = (*kept, "household")
        else:
            changes["household"] = household
    return Member(line, person.id, changes, kept)


def _differences(there: Known, wanted: Values, choice: Choice) -> tuple[Values, tuple[str, ...]]:
    """Return (what the file changes, what it says otherwise but the door knows better)."""
    differ = {name: value for name, value in wanted.items() if there.values[name] != value}
    kept = () if choice.strategy == REPLACE else tuple(n for n in differ if n in there.touched)
    return {name: value for name, value in differ.items() if name not in kept}, kept


def _left(
    roster: Roster,
    register: Register,
    choice: Choice,
    known: Mapping[str, str | None],
    present: Collection[str | None],
) -> tuple[list[tuple[str, str, Line]], list[tuple[str, Line]]]:
    """Return those whom the file calls dead or moved away, and of the insured among them."""
    left: dict[str, tuple[str, str, Line]] = {}
    insured: dict[str, tuple[str, Line]] = {}
    for line in roster.lines if choice.updates else ():
        person = known.get(line.id_no or "") if line.reason in LEFT else None
        if person is None or person in present:
            continue
        if register.persons[person].values["life_status"] not in (None, "ALIVE"):
            continue
        if person in choice.insured:
            insured[person] = person, line
        else:
            left[person] = person, LEFT[line.reason or ""], line
    return list(left.values()), list(insured.values())
