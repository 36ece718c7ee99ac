"""From typed fields to the document and back: {field name: text} <-> template, texts, examples.

Nothing typed is dropped: what is wrong stays in the form and gets a sentence beside its field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.designer import conditions
from app.designer.codecs import READERS, SHOWERS, Wrong, code_of, read_codes, show_codes
from app.designer.spec import DOCUMENT, Leaf, Node, Rows
from app.text import whole
from app.words import say

Form = dict[str, str]
ABSENT = object()
INDEX_DIGITS = 5
# Members that are null by another choice, whatever stands in their fields: name, choice, value.
UNUSED = (("group", "contract_form", "INDIVIDUAL"),)


@dataclass
class Read:
    """What a form says. body: the template, as far as it can be read; wrong: {name: sentence}."""

    form: Form
    body: dict[str, Any]
    texts: dict[str, str]
    examples: list[dict[str, Any]]
    wrong: dict[str, str] = field(default_factory=dict)


def typed(pairs: Iterable[tuple[str, str]]) -> Form:
    """Return the fields of a posted form, rows counted anew; several values of a name in one."""
    values: dict[str, list[str]] = {}
    for name, text in pairs:
        plain = text.replace("\r\n", "\n").strip()
        if plain:
            values.setdefault(name, []).append(plain)
    tree = _tree({name: "、".join(texts) for name, texts in values.items()})
    form: Form = {}
    _flatten(DOCUMENT, tree, "", form)
    return form


def read(form: Mapping[str, str], *, version: int) -> Read:
    """Return what a form says, with a sentence for each field that cannot be read."""
    wrong: dict[str, str] = {}
    document = _value(DOCUMENT, _tree(form), "", wrong)
    texts = document.pop("texts")
    examples = document.pop("examples")
    occupation = document.get("occupation") or {}
    if occupation.pop("asked", None) is False:
        document["occupation"] = None
        _forgive(wrong, "occupation.")
    elif "refused_codes" not in occupation:
        occupation["refused_codes"] = []
    for name, choice, value in UNUSED:
        if document.get(choice) == value:
            document[name] = None
            _forgive(wrong, f"{name}.")
    if document.get("kind") != "LOAN_LINKED":
        document["loan"] = None
        _forgive(wrong, "loan.")
    conditions.typed_values(document["fields"])
    return Read(dict(form), {"schema": 1, **document, "version": version}, texts, examples, wrong)


def show(
    body: Mapping[str, Any],
    texts: Mapping[str, str] | None = None,
    examples: Iterable[Mapping[str, Any]] = (),
) -> Form:
    """Return the fields that say a document; the inverse of `read`."""
    document = {**body, "texts": dict(texts or {}), "examples": list(examples)}
    occupation = document.get("occupation", ABSENT)
    if occupation is None:
        document["occupation"] = {"asked": False}
    elif isinstance(occupation, dict):
        document["occupation"] = {"asked": True, **occupation}
    form: Form = {}
    _show(DOCUMENT, document, "", form)
    return form


def rows_in(form: Mapping[str, str], name: str) -> int:
    """Return the number of rows a form has in a list."""
    prefix = f"{name}."
    indexes = {key[len(prefix) :].partition(".")[0] for key in form if key.startswith(prefix)}
    return 1 + max((int(one) for one in indexes if is_index(one)), default=-1)


def is_index(text: str) -> bool:
    """Tell whether a part of a name counts a row."""
    return whole(text, INDEX_DIGITS) is not None


def _tree(form: Mapping[str, str]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, text in form.items():
        *parents, last = name.split(".")
        place = tree
        for parent in parents:
            if not isinstance(place.get(parent), dict):
                place[parent] = {}
            place = place[parent]
        place.setdefault(last, text)
    return tree


def _rows(tree: Any) -> list[Any]:
    """Return the rows of a list in order, whatever numbers they had."""
    if not isinstance(tree, dict):
        return []
    return [tree[key] for key in sorted((key for key in tree if is_index(key)), key=int)]


def _flatten(node: Node, tree: Any, name: str, form: Form) -> None:
    if isinstance(node, Leaf):
        if isinstance(tree, str):
            form[name] = tree
    elif isinstance(node, Rows):
        for index, row in enumerate(_rows(tree)):
            _flatten(node.row, row, f"{name}.{index}", form)
    elif isinstance(tree, dict):
        for key, member in node.members.items():
            if key in tree:
                _flatten(member, tree[key], f"{name}.{key}" if name else key, form)


def _value(node: Node, tree: Any, name: str, wrong: dict[str, str]) -> Any:
    """Return the value of a subtree, ABSENT if it is to be left out."""
    if isinstance(node, Leaf):
        return _leaf(node, tree, name, wrong)
    if isinstance(node, Rows):
        return _list(node, tree, name, wrong)
    if not tree and node.blank != "keep":
        return None if node.blank == "null" else ABSENT
    given = tree if isinstance(tree, dict) else {}
    found = {}
    for key, member in node.members.items():
        value = _value(member, given.get(key), f"{name}.{key}" if name else key, wrong)
        if value is not ABSENT:
            found[key] = value
    if set(node.members) == {"0", "1"}:
        return [found["0"], found["1"]] if len(found) == 2 else ABSENT
    return _limits(found, name, wrong)


def _list(node: Rows, tree: Any, name: str, wrong: dict[str, str]) -> Any:
    rows = [
        _value(node.row, row, f"{name}.{index}", wrong) for index, row in enumerate(_rows(tree))
    ]
    if not rows and node.blank == "absent":
        return ABSENT
    if name.endswith("visible_when"):
        return conditions.joined(rows, name, wrong)
    return rows


def _leaf(leaf: Leaf, tree: Any, name: str, wrong: dict[str, str]) -> Any:
    text = tree if isinstance(tree, str) else ""
    if not text:
        if leaf.blank == "required":
            wrong[name] = (
                say("请填{0}", leaf.label) if not leaf.choices else say("请选{0}", leaf.label)
            )
        return None if leaf.blank == "null" else ABSENT
    try:
        return read_leaf(leaf, text)
    except Wrong as error:
        wrong[name] = str(error)
        return ABSENT


def read_leaf(leaf: Leaf, text: str) -> Any:
    """Return the value of a field's text. Raises Wrong."""
    if leaf.kind == "choice":
        return code_of(text, leaf.choices)
    if leaf.kind == "codes":
        return read_codes(text, leaf.choices)
    if leaf.kind in ("operand", "limit"):  # what it is depends on a neighbour
        return text
    return READERS[leaf.kind](text)


def show_leaf(leaf: Leaf, value: Any) -> str:
    """Return the text of a value; what has another type is shown as it is."""
    if value is None:
        return ""
    try:
        if leaf.kind == "choice":
            return leaf.choices.get(value, str(value))
        if leaf.kind == "codes":
            return show_codes(value, leaf.choices)
        return SHOWERS.get(leaf.kind, str)(value)
    except (TypeError, ValueError, KeyError, AttributeError):
        return str(value)


def _limits(found: dict[str, Any], name: str, wrong: dict[str, str]) -> dict[str, Any]:
    """Read least and greatest answer of a question by its type: a date, else a number."""
    if not name.startswith("fields.") or "type" not in found:
        return found
    for key in ("min", "max"):
        if key in found:
            kind = "date" if found["type"] == "date" else "number"
            try:
                found[key] = READERS[kind](found[key])
            except Wrong as error:
                wrong[f"{name}.{key}"] = str(error)
                del found[key]
    return found


def _show(node: Node, value: Any, name: str, form: Form) -> None:
    if isinstance(node, Leaf):
        text = show_leaf(node, value).replace("\r\n", "\n").strip()
        if text:
            form[name] = text
        return
    if isinstance(node, Rows):
        rows = conditions.parted(value) if name.endswith("visible_when") else value
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            _show(node.row, row, f"{name}.{index}", form)
        return
    if isinstance(value, list):
        value = {str(index): one for index, one in enumerate(value)}
    for key, member in node.members.items():
        if isinstance(value, dict) and key in value:
            _show(member, value[key], f"{name}.{key}" if name else key, form)


def _forgive(wrong: dict[str, str], prefix: str) -> None:
    for name in [name for name in wrong if name.startswith(prefix)]:
        del wrong[name]
