"""Conditions as rows: one part per row, `level` says which row above it belongs to.

    1 下面任一成立
    2 比较  人员类别 包含 已脱贫
    2 比较  人员类别 包含 建档立卡

A condition of the template (semantics 13) is such a list with one row of level 1.
"""

from collections.abc import Mapping
from typing import Any

from app.designer import words
from app.designer.codecs import Wrong, code_of, read_number, split
from app.words import listed, say

Json = dict[str, Any]
NUMBERS = ("@age", "@occ")
VALUES: dict[str, Mapping[str, str]] = {
    "@sex": words.SEXES, "@poverty": words.POVERTY, "@residence": words.RESIDENCES,
}  # fmt: skip
MOST_ROWS = 60
MANY = ("all", "any")
BARE = ("filled", "empty")


def parted(rule: Any, level: int = 1) -> list[Json]:
    """Return the rows of a condition."""
    if not isinstance(rule, dict):
        return []
    for part in MANY:
        if part in rule:
            below = [row for one in rule[part] for row in parted(one, level + 1)]
            return [{"level": level, "part": part}, *below]
    if "not" in rule:
        return [{"level": level, "part": "not"}, *parted(rule["not"], level + 1)]
    row = {"level": level, "part": "test", "field": _shown_field(rule.get("field"))}
    if "op" in rule:
        row["op"] = rule["op"]
    if "value" in rule:
        row["value"] = _shown(rule["value"], rule.get("field"))
    return [row]


def joined(rows: list[Any], name: str, wrong: dict[str, str]) -> Json:
    """Return the condition of some rows; what does not fit is named in `wrong`."""
    if len(rows) > MOST_ROWS:
        wrong[f"{name}.{MOST_ROWS}.part"] = say("条件最多 {0} 行，请删掉一些", MOST_ROWS)
        rows = rows[:MOST_ROWS]
    place = 0

    def take(level: int) -> Json:
        nonlocal place
        row, here = rows[place], f"{name}.{place}"
        place += 1
        part = row.get("part")
        if part == "test" or part is None:
            return _test(row, here, wrong)
        below = []
        while place < len(rows) and rows[place].get("level", 1) > level:
            below.append(take(rows[place].get("level", 1)))
        if part in MANY:
            if not below:
                wrong[f"{here}.part"] = say("下面还没有条件，加一行，层数大一")
            return {part: below}
        if len(below) != 1:
            wrong[f"{here}.part"] = say("“不成立”下面正好要一个条件")
        return {"not": below[0] if below else {}}

    first = take(rows[0].get("level", 1))
    if place < len(rows):
        wrong[f"{name}.{place}.level"] = say("第一层只能有一行；几个条件先加“全部成立”或“任一成立”")
    return first


def row_of(rule: Any, steps: list[str]) -> str:
    """Return `row.member` of a place inside a condition, as `any.1.value`."""
    row = 0
    while steps and isinstance(rule, dict):
        step, *steps = steps
        if step in MANY and steps:
            index = int(steps[0])
            row += 1 + sum(len(parted(one)) for one in rule[step][:index])
            rule, steps = rule[step][index], steps[1:]
        elif step == "not":
            row, rule = row + 1, rule["not"]
        else:
            return f"{row}.{step if step in ('field', 'op', 'value') else 'part'}"
    return f"{row}.part"


def unknown(rule: Any, known: set[str]) -> int:
    """Return the first row that looks at something not known."""
    rows = parted(rule)
    names = {words.FACTS.get(name, name) for name in known}
    return next((at for at, row in enumerate(rows) if row.get("field", "") not in names | {""}), 0)


def typed_values(fields: list[Json]) -> None:
    """Give the compared values in the conditions of questions the type of what they compare."""
    kinds: dict[str, Json] = {}
    for field in fields:
        for test in _tests(field.get("visible_when")):
            _give_type(test, kinds.get(test["field"], {}))
        if "code" in field:
            kinds[field["code"]] = field


def _test(row: Json, here: str, wrong: dict[str, str]) -> Json:
    found: Json = {}
    if "field" not in row:
        wrong[f"{here}.field"] = say("请填看哪一项")
    else:
        found["field"] = _read_field(row["field"])
    if "op" not in row:
        wrong.setdefault(f"{here}.op", say("请选怎么比"))
        return found
    found["op"] = row["op"]
    if row["op"] in BARE:
        if "value" in row:
            wrong[f"{here}.value"] = say("“已填”“没填”不用比，请清空")
    elif "value" not in row:
        wrong[f"{here}.value"] = say("请填比什么")
    elif row["op"] == "in":
        found["value"] = split(row["value"])
    else:
        found["value"] = row["value"]
    return found


def _read_field(text: str) -> str:
    try:
        return code_of(text, words.FACTS)
    except Wrong:
        return text


def _shown_field(code: Any) -> str:
    return words.FACTS.get(code, str(code or ""))


def _shown(value: Any, field: Any) -> str:
    if isinstance(value, list):
        return listed([_shown(one, field) for one in value])
    if isinstance(value, bool):
        return say("是") if value else say("否")
    return VALUES.get(field, {}).get(value, str(value)) if isinstance(value, str) else str(value)


def _tests(rule: Any) -> list[Json]:
    if not isinstance(rule, dict):
        return []
    inner = [*rule.get("all", []), *rule.get("any", []), rule.get("not")]
    found = [test for one in inner for test in _tests(one)]
    return [*found, rule] if "field" in rule else found


def _give_type(test: Json, about: Json) -> None:
    value = test.get("value")
    if isinstance(value, list):
        test["value"] = [_one(test["field"], one, about) for one in value]
    elif value is not None:
        test["value"] = _one(test["field"], value, about)


def _one(field: str, text: Any, about: Json) -> Any:
    if not isinstance(text, str):
        return text
    try:
        if field in NUMBERS or about.get("type") == "number":
            return read_number(text)
        if field in VALUES:
            return code_of(text, VALUES[field])
    except Wrong:
        return text
    if field == "@minor":
        return {"是": True, "否": False}.get(text, text)
    titles = {
        one.get("title", {}).get("zh-CN"): one.get("value") for one in about.get("choices", [])
    }
    return titles.get(text, text)
