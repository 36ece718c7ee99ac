"""What the designer's page shows of a version: fields, their faults, the state of each section."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.designer import form as forms
from app.designer import trial
from app.designer.advice import advice
from app.designer.codecs import split
from app.designer.faults import asked_texts, resolved
from app.designer.form import Read, is_index, rows_in
from app.designer.spec import SECTIONS, Leaf, Rows, leaf_at, node_at, section_of

# Fields that only matter by another choice: end of the name -> (that field, labels). Scripts hide
# them while they are empty; without scripts they are simply there.
WHEN = {
    "start.month_day": ("start.rule", ("统一起期",)),
    "start.pay_by": ("start.rule", ("统一起期",)),
    "occupation.max_class": ("occupation.asked", ("是",)),
    "occupation.refused_codes": ("occupation.asked", ("是",)),
    "loan.lenders": ("kind", ("扶贫资金互助社",)),
    "value_bp": (".mode", ("按比例",)),
    "value_fen": (".mode", ("固定金额",)),
    "sum_insured.fen": (".sum_insured.rule", ("每人固定", "全户平分", "按天", "")),
    "sum_insured.max_days": (".sum_insured.rule", ("按天",)),
    "sum_insured.free_days": (".sum_insured.rule", ("按天",)),
    "scale": (".type", ("意外伤残",)),
    "minor_cap": (".type", ("意外身故", "疾病身故", "身故（意外或疾病）")),
    "receiver": (".kind", ("提供给第三方",)),
    "min": (".type", ("数字", "日期")),
    "max": (".type", ("数字", "日期")),
    "decimals": (".type", ("数字",)),
    "max_length": (".type", ("文字",)),
    "max_count": (".type", ("照片",)),
    "multiple": (".type", ("选项",)),
}
GROUP_WHEN = ("contract_form", ("团体合同", ""))


@dataclass(frozen=True)
class Section:
    """A section with its check: number of faults, and of fields still to fill in."""

    no: int
    anchor: str
    heading: str
    wrong: int
    missing: int


@dataclass
class Page:
    """A version on the page. extra: list that gets one more empty row. strict: name blanks too."""

    found: Read
    editable: bool
    extra: str = ""
    strict: bool = False
    known: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def leaf(self, name: str) -> Leaf:
        """Return the field of a name."""
        return leaf_at(name)

    def value(self, name: str) -> str:
        """Return what is typed in a field."""
        return self.found.form.get(name, "")

    def error(self, name: str) -> str:
        """Return what is wrong with a field, blanks of an unfinished form aside."""
        return "" if self.is_missing(name) and not self.strict else self.found.wrong.get(name, "")

    def is_missing(self, name: str) -> bool:
        """Tell whether a field is still to be filled in."""
        return name in self.found.wrong and not self.value(name)

    def count(self, name: str) -> int:
        """Return the number of rows to show of a list."""
        return rows_in(self.found.form, name) + (self.extra == name and self.editable)

    def chosen(self, name: str) -> list[str]:
        """Return the words in a field that takes several."""
        return split(self.value(name))

    def options(self, name: str) -> list[str]:
        """Return the labels a field offers, and what is typed although it is none of them.

        Where several can be chosen those chosen come first, in their order, so that it stays.
        """
        leaf, value = self.leaf(name), self.value(name)
        labels = list(leaf.choices.values())
        if leaf.kind == "codes":
            typed = [leaf.choices.get(one, one) for one in split(value)]
            return typed + [one for one in labels if one not in typed]
        return labels + ([value] if value and value not in [*labels, *leaf.choices] else [])

    def is_option(self, name: str, label: str) -> bool:
        """Tell whether a label is chosen; a typed code counts as its label."""
        leaf = self.leaf(name)
        typed = self.chosen(name) if leaf.kind == "codes" else [self.value(name)]
        return label in [leaf.choices.get(one, one) for one in typed]

    def when(self, name: str) -> str:
        """Return `field=label|label`: when a field matters, empty for always."""
        if name.startswith("group."):
            return f"{GROUP_WHEN[0]}={'|'.join(GROUP_WHEN[1])}"
        for ending, (chooser, labels) in WHEN.items():
            if name == ending or name.endswith(f".{ending}"):
                steps = ending.count(".") + 1
                row = ".".join(name.split(".")[:-steps]) if chooser.startswith(".") else ""
                return f"{row}{chooser}={'|'.join(labels)}"
        return ""

    def faults(self, name: str) -> bool:
        """Tell whether anything under a name is wrong."""
        return any(one.startswith(name) and self.error(one) for one in self.found.wrong)

    @property
    def sections(self) -> list[Section]:
        """Return the sections in order with the state of each."""
        counted = {anchor: [0, 0] for anchor, _, _ in SECTIONS}
        for name in self.found.wrong:
            counted[section_of(name)][self.is_missing(name)] += 1
        return [
            Section(no + 1, anchor, heading, *counted[anchor])
            for no, (anchor, heading, _) in enumerate(SECTIONS)
        ]

    @property
    def loose(self) -> dict[str, str]:
        """Return the faults that have no field on the page: those of whole lists."""
        return {
            name: sentence
            for name, sentence in self.found.wrong.items()
            if isinstance(node_at(name), Rows)
        }

    @property
    def advice(self) -> dict[int, list[str]]:
        """Return notes on the rates of each plan."""
        return advice(self.found.body)

    @property
    def results(self) -> list[trial.Result]:
        """Return what the example cases come to; none while something is wrong."""
        return [] if self.found.wrong else trial.run(self.found.body, self.found.examples)

    @property
    def asked_texts(self) -> list[str]:
        """Return the keys of the texts the consents need, and of those typed without need."""
        needed = [key for key, _ in asked_texts(self.found.body)]
        return needed + [key for key in self.found.texts if key not in needed]

    @property
    def texts(self) -> dict[str, tuple[str, str]]:
        """Return {key: (version, text)} of the consents, approved or typed."""
        return resolved(self.found.body, self.found.texts, self.known)


def edited(form: Mapping[str, str], order: str) -> tuple[dict[str, str], str]:
    """Return the form after an order of a button, and the list that gets an empty row.

    order: `remove:plans.0`, `up:plans.1`, `down:plans.0`, `add:plans`; anything else changes
    nothing.
    """
    verb, _, name = order.partition(":")
    if verb == "add":
        return dict(form), name
    whole, _, last = name.rpartition(".")
    if verb not in ("remove", "up", "down") or not is_index(last):
        return dict(form), ""
    place, count = int(last), rows_in(form, whole)
    moved = list(range(count))
    if verb == "remove" and place < count:
        moved.pop(place)
    other = place + (1 if verb == "down" else -1)
    if verb != "remove" and place < count and 0 <= other < count:
        moved[place], moved[other] = moved[other], moved[place]
    kept = {key: text for key, text in form.items() if not key.startswith(f"{whole}.")}
    for to, came in enumerate(moved):
        prefix = f"{whole}.{came}"
        for key, text in form.items():
            if key == prefix or key.startswith(f"{prefix}."):
                kept[f"{whole}.{to}{key[len(prefix) :]}"] = text
    return kept, ""


def with_results(form: Mapping[str, str], place: int, result: trial.Result) -> dict[str, str]:
    """Return the form with what a case came to as what it should come to."""
    prefix = f"examples.{place}.expected."
    kept = {key: text for key, text in form.items() if not key.startswith(prefix)}
    expected: dict[str, Any] = {"findings": result.findings}
    if result.premium_fen is not None:
        expected["premium_fen"] = result.premium_fen
        expected |= {f"{payer}_fen": fen for payer, fen in (result.shares or {}).items()}
    shown = forms.show({}, {}, [{"expected": expected}])
    return kept | {
        key.replace("examples.0.", f"examples.{place}.", 1): text for key, text in shown.items()
    }
