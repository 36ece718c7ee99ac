"""What a list says of a household and a person, in the words of the register. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from app.rosters.rules import columns as c
from app.rosters.rules.lines import Row
from app.rosters.rules.persons import Line
from app.rosters.rules.poverty import statuses_after
from app.rosters.rules.register import Known, Register, Values
from app.rosters.rules.roster import Roster
from app.rosters.rules.words import HEAD_CODES


def match_household(
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


def shared_category(roster: Roster, lines: Sequence[Line]) -> set[str] | None:
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


def household_values(
    roster: Roster,
    lines: Sequence[Line],
    shared: set[str] | None,
    there: Known | None,
    order: int,
) -> Values:
    """Return what the file says of a household; statuses as they go on from the register's."""
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


def _has_category(row: Row) -> bool:
    return c.CATEGORY in row.cells


def person_values(
    roster: Roster, line: Line, own: bool, person: Known | None, *, headed: bool
) -> Values:
    """Return what the file says of a person; own: his category is not that of his household.

    headed: the household has its head already, a second one stays without a relation.
    """
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
