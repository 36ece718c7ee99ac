"""Two versions side by side, in words: (where, what it was, what it is now)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.designer.form import rows_in
from app.designer.spec import DOCUMENT, SECTIONS, Group, Leaf, Node, Rows, section_of
from app.words import listed, say


@dataclass(frozen=True)
class Change:
    """section: anchor; where: `方案 A / 费率 0–75 岁 / 保费`; old, new: empty if not there."""

    section: str
    where: str
    old: str
    new: str


@dataclass(frozen=True)
class SectionChanges:
    """What changed in one section, in the order of the form."""

    section: str
    heading: str
    changes: list[Change]


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> list[SectionChanges]:
    """Return what differs between two forms, by section; sections without a change are left out."""
    before, after = dict(_said(DOCUMENT, old, "")), dict(_said(DOCUMENT, new, ""))
    names = [*before, *(name for name in after if name not in before)]
    found = [
        Change(section, where, before.get((section, where), ""), after.get((section, where), ""))
        for section, where in names
        if before.get((section, where)) != after.get((section, where))
    ]
    grouped = [
        SectionChanges(anchor, heading, [one for one in found if one.section == anchor])
        for anchor, heading, _ in SECTIONS
    ]
    return [one for one in grouped if one.changes]


def _said(
    node: Node, form: Mapping[str, str], name: str, where: str = ""
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield ((section, where in words), text) of every field that is filled in."""
    if isinstance(node, Leaf):
        text = form.get(name)
        if text is not None:
            unit = f" {node.unit}" if node.unit else ""
            yield (section_of(name), _under(where, node.label)), f"{text}{unit}"
        return
    if isinstance(node, Group):
        for key, member in node.members.items():
            yield from _said(member, form, f"{name}.{key}" if name else key, where)
        return
    called: list[str] = []
    for place in range(rows_in(form, name)):
        row = _row_name(node, form, f"{name}.{place}", place)
        called.append(row)
        if called.count(row) > 1:
            row = say("{0}（{1}）", row, called.count(row))
        yield from _said(
            node.row, form, f"{name}.{place}", _under(where, say("{0} {1}", node.title, row))
        )
    if len(called) > 1:  # the first rate that fits wins, subsidies take in turn
        yield (
            (section_of(name), _under(where, say("{0}的顺序", node.title))),
            listed(called, "{0}，{1}"),
        )


def _row_name(rows: Rows, form: Mapping[str, str], name: str, place: int) -> str:
    if rows.key:
        return form.get(f"{name}.{rows.key}") or say("第 {0} 个", place + 1)
    if name.rpartition(".")[0].endswith("rates"):
        return match_words(form, f"{name}.when")
    return say("第 {0} 行", place + 1)


def match_words(form: Mapping[str, str], name: str) -> str:
    """Return whom a rate is for: `18–60 岁 男 1–4 类 低保`; 不限 if for all."""
    said: list[str] = []
    units = {"age": say("{0} 岁"), "occ": say("{0} 类")}
    for member in ("age", "sex", "occ", "poverty"):
        both = [form.get(f"{name}.{member}.{end}", "") for end in "01"]
        if any(both):
            ends = f"{both[0]}–{both[1]}"
            said.append(say(units.get(member, "{0}"), ends))
        elif form.get(f"{name}.{member}"):
            said.append(form[f"{name}.{member}"])
    return listed(said, "{0} {1}") or say("不限")


def _under(where: str, label: str) -> str:
    return say("{0} / {1}", where, label) if where else label
