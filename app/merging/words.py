"""Fields and values of the register and of enrollments, in the words of a supervisor."""

from typing import Any

from app.batches.display import METHODS, SEXES, yuan
from app.products.queries import labels
from app.secrets import mask_id_no, mask_phone
from app.sync.aside import FIELDS as ASIDE_FIELDS
from app.words import listed, say, words

FIELDS = {**ASIDE_FIELDS, **words({
    "id_type": "证件类型", "id_valid_to": "证件有效期", "occupation": "职业",
    "legal_capacity": "行为能力", "household": "所在户", "declared_on": "签字日期",
    "quoted_start_on": "起保日期", "answers": "回答", "beneficiaries": "受益人", "loan": "借款",
    "other_death_cover_fen": "别处身故保额", "book_no": "收据本号", "collected_on": "收费日期",
    "contact": "经办人", "members": "成员", "resolution": "村民决议", "totals": "手机合计",
    "lines": "批次里的户", "difference_reason": "差额说明", "kind": "类型",
})}  # fmt: skip
RESIDENCES = words({"HUKOU": "户籍在村", "RESIDENT": "外来常住", "AWAY": "常年在外"})
CODES: dict[str, dict[Any, str]] = words({
    "sex": SEXES, "residence": RESIDENCES, "method": METHODS,
    "life_status": {"ALIVE": "在世", "DEAD": "身故", "MOVED": "迁出"},
    "outcome": {"ENROLL": "参保", "DECLINED": "不参保", "AWAY": "外出"},
    "legal_capacity": {"FULL": "完全", "LIMITED": "限制", "NONE": "无"},
    "included": {True: "参保", False: "不参保"}, "resolution": {True: "有", False: "没有"},
})  # fmt: skip
MASKS = {"id_no": mask_id_no, "phone": mask_phone}


def field_name(name: str) -> str:
    """Return the name of a field; an answer is a field of its own."""
    base, _, part = name.partition(".")
    label = FIELDS.get(base, base)
    return say("{0} {1}", label, part) if part else label


def value_words(name: str, value: Any) -> str:
    """Return a value for the screen, numbers of documents and telephones masked."""
    base = name.partition(".")[0]
    if value is None or value == "":
        return say("空")
    if base in MASKS:
        return MASKS[base](str(value))
    if base in CODES and not isinstance(value, dict | list):
        return CODES[base].get(value, str(value))
    if base == "relation":
        return relations().get(value, str(value))
    if base.endswith("_fen"):
        return say("{0} 元", yuan(value))
    return _whole(value)


def relations() -> dict[str, str]:
    """Return the labels of relations to the head of a household by code."""
    return words(labels("RELATION"))


def _whole(value: Any) -> str:
    """Return a value that is more than one word, without what should stay closed."""
    if isinstance(value, bool):
        return say("是") if value else say("否")
    if isinstance(value, list):
        return say("{0} 项", len(value))
    if isinstance(value, dict):
        return listed([say("{0} {1}", name, _whole(part)) for name, part in value.items()])
    return str(value)
