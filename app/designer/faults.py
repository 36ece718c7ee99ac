"""Every fault of a document beside the field that causes it, with what to do about it.

Faults of the fields themselves come first; where a field already has one, no rule adds another.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jsonschema import ValidationError

from app.designer import conditions, words
from app.designer.form import Read, read, show_leaf
from app.designer.spec import Leaf, Rows, leaves, node_at
from app.products.rules.publishing import FACTS, check_template
from app.products.service import schema_errors
from app.words import listed, say
from app.words import words as sentences

PUBLISHER = sentences(
    {
        "CODE_TWICE": "这个代码前面已经用过，请换一个",
        "CONSENT_TWICE": "同一种同意只能有一条，请删掉一条",
        "DATE_UNKNOWN": "日历上没有这一天，请改",
        "RANGE_REVERSED": "后一个不能小于前一个，请改大",
        "CONDITION_DEEP": "条件最多四层，请减少层数",
        "CONDITION_UNKNOWN": "只能看前面同一类对象的字段，或年龄、人员类别等事实",
        "FIELD_REFUSED": "不能收集民族、宗教、健康状况，请删掉这个字段",
    }
)
# Where the publisher names a whole, the field that shows it: by code, end of the path -> member.
FIELDS_OF_FAULTS = (
    ("CODE_TWICE", "choices.*", "value"),
    ("CODE_TWICE", "*", "code"),
    ("CONSENT_TWICE", "*", "kind"),
    ("RANGE_REVERSED", "sale", "to"),
    ("RANGE_REVERSED", "group", "max_lives"),
    ("RANGE_REVERSED", "sum_insured_band", "max_fen"),
    ("RANGE_REVERSED", "age", "1"),
    ("RANGE_REVERSED", "occ", "1"),
    ("RANGE_REVERSED", "fields.*", "max"),
    ("CONDITION_DEEP", "visible_when", "0.level"),
    ("FIELD_REFUSED", "fields.*", "title.zh-CN"),
)
PATTERNS = {
    "code": say("格式不对：{0}"),
    "field": say("请填前面的字段代码，或：{0}", listed(tuple(words.FACTS.values()))),
}
PLACEHOLDERS = ("name", "signer", "product", "insurer", "sums", "start", "own_premium")
MOST = sentences({"maxLength": "不超过 {0} 个字", "minLength": "至少 {0} 个字"})


def examine(
    form: Mapping[str, str], *, version: int, known: Mapping[str, Mapping[str, str]]
) -> Read:
    """Return what a form says with all that stands against selling it.

    known: consent texts already approved, {version: {key: text}}.
    """
    found = read(form, version=version)
    own = dict(found.wrong)
    _add(found.wrong, (_of_schema(error, found.body) for error in _leaves(found.body)), own)
    if not found.wrong:  # the rules read a template that has the shape of the schema
        _add(found.wrong, _of_rules(found.body), own)
    _add(found.wrong, _of_texts(found, known), own)
    return found


def resolved(
    body: Mapping[str, Any], texts: Mapping[str, str], known: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[str, str]]:
    """Return {key: (version, text)} of the consents of a template, as far as there are texts."""
    found = {}
    for key, consent in asked_texts(body):
        version = consent.get("text_version", "")
        text = known[version].get(key) if version in known else texts.get(key)
        if text:
            found[key] = (version, text)
    return found


def asked_texts(body: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Yield (key of a text, its consent) of each text a template needs."""
    young = ((body.get("age") or {}).get("min_years") or 0) < 18
    for consent in body.get("consents") or []:
        yield consent.get("kind", ""), consent
        if consent.get("kind") == "INSURED_DEATH_COVER" and young:
            yield "INSURED_DEATH_COVER_MINOR", consent


def _of_texts(found: Read, known: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    have = resolved(found.body, found.texts, known)
    for key, consent in asked_texts(found.body):
        version = consent.get("text_version", "")
        if key and version and key not in have:
            yield f"texts.{key}", (
                say("{0} 版里没有这一段，请换一个文本版本号再写", version) if version in known
                else say("{0} 版是新的，请写这一段文本", version)
            )  # fmt: skip
        typed = found.texts.get(key)
        if version in known and typed and typed != known[version].get(key):
            yield f"texts.{key}", say("{0} 版已经核准，不能改；要改就换一个文本版本号", version)
    for key, text in found.texts.items():
        odd = [name for name in re.findall(r"\{([^}]*)\}", text) if name not in PLACEHOLDERS]
        if odd:
            allowed = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            yield f"texts.{key}", say("不认识 {0}，可以用 {1}", f"{{{odd[0]}}}", allowed)


def _add(wrong: dict[str, str], more: Iterable[tuple[str, str]], own: Mapping[str, str]) -> None:
    for name, sentence in more:
        # A part that could not be read leaves the whole without it: say it once.
        if not any(have == name or have.startswith(f"{name}.") for have in own):
            wrong.setdefault(name, sentence)


def _leaves(body: Mapping[str, Any]) -> Iterable[ValidationError]:
    for error in schema_errors(body):
        yield from _deepest(error)


def _deepest(error: ValidationError) -> Iterable[ValidationError]:
    """Yield what is wrong inside the alternative that was meant."""
    if error.validator not in ("oneOf", "anyOf") or not error.context:
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for one in error.context:
        branches.setdefault(one.schema_path[0], []).append(one)
    for one in min(branches.values(), key=_distance):
        yield from _deepest(one)


def _distance(branch: Sequence[ValidationError]) -> int:
    """Return how far an alternative is from what was meant: a wrong mode counts most."""
    far = {"const": 100, "type": 20, "additionalProperties": 10}
    return sum(far.get(str(one.validator), 1) for one in branch)


def _of_schema(error: ValidationError, body: Mapping[str, Any]) -> tuple[str, str]:
    path = ".".join(str(step) for step in error.absolute_path)
    if ".visible_when" in path:
        return _in_condition(path, error, body)
    if error.validator == "required":
        missing = error.message.split("'")[1]
        return _missing(path, missing, body)
    if error.validator == "additionalProperties":
        extra = _extra(error)
        return _join(path, extra), say("上面的选择用不到这一项，请清空")
    name = _first_leaf(path)
    return name, _sentence(error, name)


def _in_condition(path: str, error: ValidationError, body: Mapping[str, Any]) -> tuple[str, str]:
    before, _, after = path.partition(".visible_when")
    rule = body["fields"][int(before.split(".")[1])]["visible_when"]
    steps = [step for step in after.split(".") if step]
    if error.validator == "required":
        steps.append(error.message.split("'")[1])
    name = f"{before}.visible_when.{conditions.row_of(rule, steps)}"
    return name, _sentence(error, name)


def _missing(path: str, missing: str, body: Mapping[str, Any]) -> tuple[str, str]:
    if re.fullmatch(r"plans\.[0-9]+\.rates\.[0-9]+", path):
        plan = body["plans"][int(path.split(".")[1])]
        if missing in ("premium_fen", "loan_month_ppm", "decline"):
            loans = plan.get("basis") == "LOAN_MONTH"
            return f"{path}.{'loan_month_ppm' if loans else 'premium_fen'}", say(
                "请填价格，或勾“不保”"
            )
    name = _first_leaf(_join(path, missing))
    node = node_at(name)
    return name, say("请填{0}", node.label) if isinstance(node, Leaf) else say("请填这一项")


def _extra(error: ValidationError) -> str:
    allowed = set(error.schema.get("properties", {}))
    return next((name for name in error.instance if name not in allowed), "")


def _join(path: str, member: str) -> str:
    return f"{path}.{member}" if path else member


def _first_leaf(name: str) -> str:
    """Return the field that shows a whole: its first leaf; a list stands for itself."""
    node = node_at(name)
    if node is None or isinstance(node, Leaf | Rows):
        return name if node is not None or "." not in name else _first_leaf(name.rpartition(".")[0])
    return next((leaf for leaf, _ in leaves(node, name)), name)


def _sentence(error: ValidationError, name: str) -> str:
    node = node_at(name)
    leaf = node if isinstance(node, Leaf) else Leaf(getattr(node, "title", ""))
    limit = error.validator_value
    if error.validator == "not":
        return say("上面的选择用不到这一项，请清空")
    if error.validator in ("minimum", "maximum"):
        edge = say("不能小于 {0} {1}") if error.validator == "minimum" else say("不能大于 {0} {1}")
        return say(edge, show_leaf(leaf, limit), leaf.unit)
    if error.validator == "pattern":
        found = PATTERNS.get(name.rpartition(".")[2], PATTERNS["code"])
        return found if found.values else say(found, leaf.hint or leaf.label)
    if error.validator in MOST:
        return say(MOST[str(error.validator)], limit)
    return {
        "minItems": say("至少要有一个{0}", leaf.label),
        "maxItems": say("{0}最多 {1} 个", leaf.label, limit),
        "uniqueItems": say("有重复的，请删掉一个"),
        "enum": say("和前面选的不配，请另选"),
        "const": say("和前面选的不配，请另选"),
    }.get(str(error.validator), say("请填{0}", leaf.label))


def _of_rules(body: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for path, code in check_template(dict(body)):
        if code != "CONDITION_UNKNOWN":
            yield _of_publisher(path, code)
            continue
        place = int(path[7 : path.index("]")])
        asked = body["fields"][place]
        earlier = {f["code"] for f in body["fields"][:place] if f["scope"] == asked["scope"]}
        row = conditions.unknown(asked["visible_when"], earlier | FACTS[asked["scope"]])
        yield f"fields.{place}.visible_when.{row}.field", PUBLISHER[code]


def _of_publisher(path: str, code: str) -> tuple[str, str]:
    name = re.sub(r"\[([0-9]+)\]", r".\1", path)
    generic = re.sub(r"\.[0-9]+(?=\.|$)", ".*", name)
    for fault, ending, member in FIELDS_OF_FAULTS:
        whole = not isinstance(node_at(name), Leaf)
        if fault == code and whole and (generic.endswith(ending) or ending == generic):
            return f"{name}.{member}", PUBLISHER[code]
    return name, PUBLISHER[code]
