"""What a roster would change in the register of its village: who is new, changed, gone. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.rosters.rules.persons import Line
from app.rosters.rules.register import MOVE, REPLACE, Choice, Known, Register, Values
from app.rosters.rules.roster import Roster
from app.rosters.rules.values import (
    household_values,
    match_household,
    person_values,
    shared_category,
)
from app.rosters.rules.words import HEAD_CODES

LEFT = {"PERSON_DEAD": "DEAD", "PERSON_MOVED": "MOVED"}


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
    counts: persons unchanged, inserted, changed, missing, moved, left, skipped; new_households.
    """

    homes: list[Home]
    left: list[tuple[str, str, Line]]
    insured_left: list[tuple[str, Line]]
    missing: list[str]
    insured_missing: list[str]
    moved: list[str]
    skipped: list[Line]
    counts: Mapping[str, int]
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


def make_plan(
    roster: Roster, register: Register, choice: Choice, indexes: Mapping[str, bytes]
) -> Plan:
    """Compare a roster with the register. indexes: {ID number: blind index} of all its lines."""
    homes: list[Home] = []
    skipped: list[Line] = []
    known = {number: register.identities.get(index) for number, index in indexes.items()}
    claimed: set[str] = set()
    # Agents keep the order in which they walk; new households come after those known.
    walked = [] if choice.strategy == REPLACE else [
        home.values["walk_order"] or 0 for home in register.households.values()
    ]  # fmt: skip
    for order, lines in enumerate(_by_home(roster.accepted), start=max(walked, default=0) + 1):
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
    counts = {
        **_counts(homes), "missing": len(missing), "moved": len(moved), "left": len(left),
        "skipped": len(skipped),
    }  # fmt: skip
    return Plan(
        homes, left, insured_left, missing, insured_missing, moved, skipped, counts, register
    )


def _counts(homes: Sequence[Home]) -> dict[str, int]:
    found = Counter(
        "inserted" if member.person is None else "changed" if member.changes else "unchanged"
        for home in homes
        for member in home.members
    )
    names = ("unchanged", "inserted", "changed")
    new = sum(home.household is None for home in homes)
    return {**{name: found[name] for name in names}, "new_households": new}


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
    household = match_household(register, lines, known, claimed)
    shared = shared_category(roster, lines)
    there = register.households[household] if household else None
    walks = there.values["walk_order"] if there and choice.strategy != REPLACE else None
    wanted = household_values(roster, lines, shared, there, walks or order)
    home = Home(household, wanted if there is None else {})
    if there is not None:
        claimed.add(there.id)
        home.changes = _differences(there, wanted, choice)[0] if choice.updates else {}
    headed = False
    for line in lines:
        person = register.persons.get(known[line.id_no or ""] or "")
        values = person_values(roster, line, shared is None, person, headed=headed)
        headed |= line.relation in HEAD_CODES
        home.members.append(_member(line, person, values, choice, household))
    return home


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
