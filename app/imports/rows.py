"""Lines of a dry run as a person reads them: place, what the file says, what becomes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.exports.insured_list import POVERTY
from app.imports.sentences import FIELD_OF, REASONS, WARNINGS
from app.rosters.rules.columns import ID_NO, LABELS, NAME
from app.rosters.rules.persons import EXACT_BELOW, Line
from app.rosters.rules.plan import Home, Member, Plan
from app.rosters.rules.roster import Roster
from app.secrets import mask_id_no, mask_phone
from app.words import listed, say, words

REFUSED, CHANGED, INSERTED, MISSING, LEFT, WARNED, HELD = (
    "refused", "changed", "inserted", "missing", "left", "warned", "kept",
)  # fmt: skip
# Kind: what the pill says, its tone and icon.
KINDS = words(
    {
        REFUSED: ("err", "err", "拒收"),
        CHANGED: ("warn", "swap", "变更"),
        INSERTED: ("ok", "plus", "新增"),
        MISSING: ("off", "slash", "没有的"),
        LEFT: ("back", "out", "离开"),
        WARNED: ("warn", "warn", "提醒"),
        HELD: ("server", "lock", "以走访为准"),
    }
)
_LABELS = words({
    **LABELS, "group_name": "村民小组", "poverty": "人员类别", "household": "户",
    "life_status": "状态",
})  # fmt: skip
_STATES = words({"ALIVE": "在册", "DEAD": "已故", "MOVED": "已迁出"})
_UNSEEN = ("walk_order",)  # follows from the order of the file


@dataclass(frozen=True)
class Shown:
    """One line. row: None for people the file lacks. said: what the file says, numbers masked."""

    kind: str
    sheet: str | None
    row: int | None
    name: str
    field: str
    said: str
    sentence: str


@dataclass(frozen=True)
class Words:
    """Words for codes. relations: {code: label}; homes: {household id: how people call it}."""

    relations: Mapping[str, str]
    homes: Mapping[str, str]


def shown(roster: Roster, plan: Plan, names: Words) -> dict[str, list[Shown]]:
    """Return the lines of a dry run by kind, each kind in the order of the file."""
    found: dict[str, list[Shown]] = {kind: [] for kind in KINDS}
    for one in _all(roster, plan, names):
        found[one.kind].append(one)
    return found


def _all(roster: Roster, plan: Plan, names: Words) -> Iterator[Shown]:
    for line in roster.lines:
        if line.reason is not None:
            yield refused(roster, line)
        for code in (*line.warnings, *line.hints):
            field = FIELD_OF.get(code, ID_NO)
            yield _shown(WARNED, roster, line, field, said(line, field), WARNINGS[code])
    for home in plan.homes:
        yield from _home(roster, plan, home, names)
    for _person, status, line in plan.left:
        yield _shown(
            LEFT, roster, line, "note", said(line, "note"), say("名册里标为{0}", _STATES[status])
        )
    for _person, line in plan.insured_left:
        yield _shown(
            LEFT, roster, line, "note", said(line, "note"), say("已参保，名册不动，请核实")
        )
    yield from _missing(plan)


def refused(roster: Roster, line: Line) -> Shown:
    """Return a refused line with the reason and its remedy."""
    field = FIELD_OF.get(line.reason or "", ID_NO)
    sentence = REASONS[line.reason or ""]
    if line.same_as is not None and (line.reason or "").startswith("DUPLICATE"):
        sheet = roster.book.sheets[line.same_as[0]].name
        where = f"“{sheet}”" if sheet and line.same_as[0] != line.row.sheet else ""
        sentence = say("与{0}第 {1} 行同号，{2}", where, line.same_as[1], sentence)
    if field == "note" and not line.row.text("note"):
        field = NAME
    return _shown(REFUSED, roster, line, field, said(line, field), sentence)


def said(line: Line, field: str) -> str:
    """Return what the file says in a field; ID numbers and phones masked."""
    text = as_written(line, field)
    if field == ID_NO and "E" not in text.upper():
        return mask_id_no(text)
    return mask_phone(text) if field == "phone" else text


def as_written(line: Line, field: str) -> str:
    """Return what a cell shows; a number too long for a spreadsheet as `5.19901E+17`."""
    cell = line.row.cells.get(field)
    if isinstance(cell, float) and abs(cell) >= EXACT_BELOW:
        return f"{cell:.5E}"  # its last digits are made up: nobody shall copy them
    return line.row.text(field)


def _shown(kind: str, roster: Roster, line: Line, field: str, text: str, sentence: str) -> Shown:
    label = _LABELS.get(field, field)
    sheet = roster.sheet_name(line)
    return Shown(kind, sheet, line.row.number, line.name, label, text, sentence)


def _home(roster: Roster, plan: Plan, home: Home, names: Words) -> Iterator[Shown]:
    first = home.members[0].line
    if home.household is not None:
        there = plan.register.households[home.household].values
        for field, value in home.changes.items():
            if field not in _UNSEEN:
                text = _change(field, there[field], value, names)
                yield _shown(CHANGED, roster, first, field, text, say("全户一起改"))
    for member in home.members:
        yield from _member(roster, plan, member, names)


def _member(roster: Roster, plan: Plan, member: Member, names: Words) -> Iterator[Shown]:
    line = member.line
    if member.person is None:
        text = mask_id_no(line.id_no or "")
        home = line.row.household_no or line.row.head
        yield _shown(
            INSERTED,
            roster,
            line,
            ID_NO,
            text,
            say("新的人，在{0}户", home) if home else say("新的人"),
        )
        return
    there = plan.register.persons[member.person].values
    for field, value in member.changes.items():
        text = _change(field, there[field], value, names)
        yield _shown(CHANGED, roster, line, field, text, _why(field))
    for field in member.kept:
        yield _shown(HELD, roster, line, field, said(line, field), say("走访时改过，名册不动"))


def _why(field: str) -> str:
    return {
        "name": say("证件号相同，姓名改了"), "household": say("换到另一户"),
        "life_status": say("名册上又有了"),
        "poverty": say("补贴可能跟着变"),
    }.get(field, say("按文件改"))  # fmt: skip


def _change(field: str, was: Any, now: Any, names: Words) -> str:
    return say(
        "{0}→{1}", _word(field, was, names) or say("空"), _word(field, now, names) or say("空")
    )


def _word(field: str, value: Any, names: Words) -> str:
    if field == "poverty":
        going = [one["category"] for one in value or [] if not one.get("to")]
        return listed([POVERTY.get(code, code) for code in going]) or say("无")
    if field == "relation":
        return names.relations.get(value, value or "")
    if field == "household":
        return names.homes.get(value, say("新的一户"))
    if field == "life_status":
        return _STATES.get(value, "")
    return mask_phone(value or "") if field == "phone" else str(value or "")


def _missing(plan: Plan) -> Iterator[Shown]:
    insured, moved = set(plan.insured_missing), set(plan.moved)
    for key in plan.missing:
        name = plan.register.persons[key].values["name"] or ""
        sentence = (
            say("已参保，只能保留")
            if key in insured
            else say("标为迁出")
            if key in moved
            else say("保留")
        )
        yield Shown(MISSING, None, None, name, "", "", sentence)


def words_of(plan: Plan, relations: Mapping[str, str]) -> Words:
    """Return the words for households: `1组 7`."""
    homes = {
        key: " ".join(filter(None, (home.values["group_name"], home.values["household_no"])))
        for key, home in plan.register.households.items()
    }
    return Words(relations, homes)
