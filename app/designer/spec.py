"""What a designer's form holds: a tree of leaves, groups and rows, in the shape of the template.

The name of a field is its place in the tree, `plans.0.rates.1.when.age.0`, so that a fault of the
schema or of a rule finds its field by itself. The form, the workbook and the difference of two
versions are all made from this tree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.designer import words
from app.words import say
from app.words import words as words_of


class _Spoken:
    """Makes the texts of a node sentences of the desk."""

    def __post_init__(self) -> None:
        texts = {name: text for name, text in vars(self).items() if isinstance(text, str)}
        vars(self).update(words_of(texts))


@dataclass(frozen=True)
class Leaf(_Spoken):
    """One field. kind: of codecs.py, or `choice`, `codes` (several of `choices`), `operand`.

    blank: "required", "absent" (left out), "null". unit: shown behind. hint: a remedy.
    """

    label: str
    kind: str = "text"
    blank: str = "required"
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Group(_Spoken):
    """Members by name. blank: what becomes of it when nothing is filled in."""

    members: "Mapping[str, Node]"
    label: str = ""
    blank: str = "keep"


@dataclass(frozen=True)
class Rows(_Spoken):
    """A list. title: of the list; row: of one of them; key: member that names a row in words."""

    row: "Node"
    title: str
    key: str = ""
    blank: str = "keep"


Node = Leaf | Group | Rows


def names(label: str, blank: str = "keep") -> Group:
    """Return the two languages of a name; Chinese is always there."""
    english = Leaf(say("{0}英文", label), blank="absent")
    return Group({"zh-CN": Leaf(label), "en": english}, label, blank)


def span(label: str, unit: str = "") -> Group:
    """Return the two ends of a range, both included."""
    ends = (say("{0}从", label), say("{0}到", label))
    leaves = {str(no): Leaf(end, "whole", unit=unit) for no, end in enumerate(ends)}
    return Group(leaves, label, "absent")


def _code(label: str, hint: str = "大写字母开头，只用大写字母、数字、下划线") -> Leaf:
    return Leaf(label, hint=hint)


def _yes_no(label: str, blank: str = "required") -> Leaf:
    return Leaf(label, "bool", blank, words.YES_NO)


MATCH = Group(
    {
        "age": span("年龄", "岁"),
        "sex": Leaf("性别", "choice", "absent", words.SEXES),
        "occ": span("职业", "类"),
        "poverty": Leaf("人员类别", "codes", "absent", words.POVERTY),
    }
)
RATE = Group({
    "when": MATCH,
    "premium_fen": Leaf("保费", "yuan", "absent", unit="元"),
    "loan_month_ppm": Leaf("月费率", "permyriad", "absent", unit="‱"),
    "min_fen": Leaf("最低保费", "yuan", "absent", unit="元"),
    "decline": Leaf("不保", "flag", "absent"),
})  # fmt: skip
BENEFIT = Group({
    "code": _code("责任代码"),
    "name": names("责任名称"),
    "type": Leaf("责任类型", "choice", choices=words.BENEFIT_TYPES),
    "sum_insured": Group({
        "rule": Leaf("保额规则", "choice", choices=words.SUM_RULES),
        "fen": Leaf("保额", "yuan", "absent", unit="元"),
        "max_days": Leaf("最多天数", "whole", "absent", unit="天"),
        "free_days": Leaf("免赔天数", "whole", "absent", unit="天"),
    }),
    "deductible_fen": Leaf("免赔额", "yuan", "absent", unit="元"),
    "ratio_bp": Leaf("赔付比例", "percent", "absent", unit="%"),
    "wait_days": Leaf("等待", "whole", "absent", unit="天"),
    "minor_cap": _yes_no("计入未成年上限", "absent"),
    "scale": Leaf("评定标准", "choice", "absent", words.SCALES),
    "window_days": Leaf("事故后", "whole", "absent", unit="天内"),
})  # fmt: skip
PLAN = Group({
    "code": _code("方案代码"),
    "name": names("方案名称"),
    "basis": Leaf("计费", "choice", choices=words.BASES),
    "benefits": Rows(BENEFIT, "保障", "code"),
    "rates": Rows(RATE, "费率"),
})  # fmt: skip
SUBSIDY = Group({
    "code": _code("补贴代码"),
    "name": names("补贴名称"),
    "payer": Leaf("谁出", "choice", choices=words.PAYERS),
    "when": MATCH,
    "mode": Leaf("方式", "choice", choices=words.MODES),
    "value_bp": Leaf("比例", "percent", "absent", unit="%"),
    "value_fen": Leaf("金额", "yuan", "absent", unit="元"),
    "cap_fen": Leaf("封顶", "yuan", "null", unit="元"),
})  # fmt: skip
CONSENT = Group({
    "kind": Leaf("同意什么", "choice", choices=words.CONSENTS),
    "text_version": Leaf("文本版本", hint="如 2026-01，文本改了就换一个版本号"),
    "methods": Leaf("怎么取得", "codes", choices=words.METHODS),
    "receiver": Leaf("接收方", blank="absent"),
})  # fmt: skip
CONDITION = Group({
    "level": Leaf("层", "whole", "absent", hint="1 到 4，下一层的归上面那一行管"),
    "part": Leaf("成立条件", "choice", choices=words.PARTS),
    "field": Leaf("看哪一项", blank="absent", hint="前面的字段代码，或年龄、人员类别等"),
    "op": Leaf("怎么比", "choice", "absent", words.OPERATORS),
    "value": Leaf("比什么", "operand", "absent"),
})  # fmt: skip
CHOICE = Group({"value": Leaf("选项代码"), "title": names("选项")})
FIELD = Group({
    "code": Leaf("字段代码", hint="小写字母开头，只用小写字母、数字、下划线"),
    "scope": Leaf("问谁", "choice", choices=words.SCOPES),
    "type": Leaf("类型", "choice", choices=words.FIELD_TYPES),
    "title": names("题目"),
    "help": names("说明", "absent"),
    "required": _yes_no("必填"),
    "min": Leaf("最小", "limit", "absent"),
    "max": Leaf("最大", "limit", "absent"),
    "decimals": Leaf("小数位", "whole", "absent"),
    "max_length": Leaf("最多字数", "whole", "absent"),
    "multiple": _yes_no("可多选", "absent"),
    "max_count": Leaf("最多张数", "whole", "absent"),
    "choices": Rows(CHOICE, "选项", "value", "absent"),
    "visible_when": Rows(CONDITION, "显示条件", "", "absent"),
})  # fmt: skip
MEMBER = Group({
    "name": Leaf("称呼", blank="absent"),
    "relation": Leaf("与户主关系", "choice", "absent", words.RELATIONS),
    "age": Leaf("年龄", "age", hint="周岁，如 9；不满一岁填天数，如 40天"),
    "sex": Leaf("性别", "choice", "absent", words.SEXES),
    "occ": Leaf("职业类别", "whole", "absent"),
    "poverty": Leaf("人员类别", "codes", "absent", words.POVERTY),
    "residence": Leaf("居住", "choice", "absent", words.RESIDENCES),
    "plan": Leaf("方案", hint="方案代码"),
    "copies": Leaf("份数", "whole", "absent"),
    "other_fen": Leaf("别家身故保额", "yuan", "absent", unit="元"),
    "principal_fen": Leaf("借款本金", "yuan", "absent", unit="元"),
    "months": Leaf("借款月数", "whole", "absent"),
})  # fmt: skip
EXPECTED = Group({
    "premium_fen": Leaf("应收保费合计", "yuan", "absent", unit="元"),
    **{f"{payer}_fen": Leaf(say("{0}出", label), "yuan", "absent", unit="元")
       for payer, label in words.SHARES.items()},
    "findings": Leaf("应当提示", "codes", "absent", words.TRIAL_FINDINGS),
})  # fmt: skip
EXAMPLE = Group({
    "title": Leaf("例子", hint="如 低保户的九岁孩子"),
    "poverty": Leaf("全户类别", "codes", "absent", words.POVERTY),
    "members": Rows(MEMBER, "例子里的人"),
    "expected": EXPECTED,
})  # fmt: skip

TEMPLATE = Group({
    "code": Leaf("产品代码", hint="大写字母、数字、短横线，如 WV-ACC-ILL-2026"),
    "name": names("产品名称"),
    "kind": Leaf("销售模式", "choice", choices=words.KINDS),
    "contract_form": Leaf("合同形式", "choice", choices=words.CONTRACT_FORMS),
    "insurer": Leaf("保险公司"),
    "filing_no": Leaf("备案号", blank="null", hint="没有备案就空着"),
    "sale": Group({"from": Leaf("开始销售", "date"), "to": Leaf("停止销售", "date", "null")}),
    "term": Group({
        "rule": Leaf("保险期间", "choice", choices=words.TERMS),
        "months": Leaf("月数", "whole", unit="个月"),
    }),
    "start": Group({
        "rule": Leaf("起保", "choice", choices=words.STARTS),
        "month_day": Leaf("统一起保日", "month_day", "absent"),
        "pay_by": Leaf("缴费截止日", "month_day", "absent"),
    }),
    "group": Group({
        "min_lives": Leaf("最少人数", "whole", unit="人"),
        "max_lives": Leaf("最多人数", "whole", "null", unit="人"),
        "min_participation_bp": Leaf("门槛", "percent", unit="%"),
        "denominator": Leaf("按谁算参保率", "choice", choices=words.DENOMINATORS),
        "count_away": _yes_no("外出人员算进去"),
        "below_includes_equal": _yes_no("“以下”含本数"),
        "target_bp": Leaf("目标", "percent", "null", unit="%"),
    }),
    "age": Group({
        "min_days": Leaf("最小天数", "whole", unit="天"),
        "min_years": Leaf("最小", "whole", unit="岁"),
        "max_years": Leaf("最大（首次）", "whole", unit="岁"),
        "renew_max_years": Leaf("最大（续保）", "whole", unit="岁"),
    }),
    "occupation": Group({
        "asked": _yes_no("问职业"),
        "max_class": Leaf("最高接受", "whole", "absent", unit="类"),
        "refused_codes": Leaf("拒保职业代码", "words", "absent"),
    }),
    "max_copies": Leaf("每人最多份数", "whole", unit="份"),
    "waiting_days": Leaf("疾病等待期", "whole", unit="天"),
    "renewal_grace_days": Leaf("续保宽限", "whole", unit="天"),
    "sum_insured_band": Group({
        "min_fen": Leaf("主险保额最低", "yuan", unit="元"),
        "max_fen": Leaf("主险保额最高", "yuan", unit="元"),
    }, blank="null"),
    "minor_cap_mode": Leaf("未成年保额合计", "choice", choices=words.MINOR_CAP_MODES),
    "midterm_add": Leaf("中途加人", "choice", choices=words.MIDTERM),
    "refund": Group({"expense_bp": Leaf("退保扣费用", "percent", unit="%")}),
    "beneficiary": Leaf("受益人", "choice", choices=words.BENEFICIARIES),
    "loan": Group({"lenders": Leaf("接受的贷款方", "codes", choices=words.LENDERS)}),
    "plans": Rows(PLAN, "方案", "code"),
    "subsidies": Rows(SUBSIDY, "补贴", "code"),
    "consents": Rows(CONSENT, "同意书", "kind"),
    "fields": Rows(FIELD, "附加字段", "code"),
})  # fmt: skip
TEXTS = Group({key: Leaf(label, "long", "absent") for key, label in words.TEXTS.items()})
EXAMPLES = Rows(EXAMPLE, "例子", "title")
DOCUMENT = Group({**TEMPLATE.members, "texts": TEXTS, "examples": EXAMPLES})

# Sections in order: anchor, heading, and the members of the document they hold.
SECTIONS = words_of((
    ("basic", "基本", ("code", "name", "kind", "contract_form", "insurer", "filing_no")),
    ("sale", "销售与起保", ("sale", "term", "start")),
    ("group", "团体与门槛", ("group",)),
    ("who", "谁能保", ("age", "occupation", "max_copies")),
    ("plans", "方案与保障", (
        "plans", "waiting_days", "renewal_grace_days", "sum_insured_band", "minor_cap_mode",
    )),
    ("rates", "费率", ("plans.*.rates",)),
    ("subsidies", "补贴", ("subsidies",)),
    ("consents", "同意书", ("consents", "texts")),
    ("fields", "附加字段", ("fields",)),
    ("rules", "受益人、借款、退保", ("beneficiary", "loan", "midterm_add", "refund")),
    ("examples", "例子", ("examples",)),
))  # fmt: skip


def section_of(name: str) -> str:
    """Return the anchor of the section that shows a field."""
    parts = name.split(".")
    if parts[0] == "plans" and "rates" in parts:
        return "rates"
    return next((anchor for anchor, _, members in SECTIONS if parts[0] in members), "basic")


def node_at(name: str) -> Node | None:
    """Return what stands at a place of the tree; indexes of rows count for nothing."""
    node: Node = DOCUMENT
    for part in name.split("."):
        if isinstance(node, Rows):
            node = node.row
            continue
        if not isinstance(node, Group) or part not in node.members:
            return None
        node = node.members[part]
    return node


def leaf_at(name: str) -> Leaf:
    """Return the field of a name. Raises KeyError."""
    found = node_at(name)
    if not isinstance(found, Leaf):
        raise KeyError(name)
    return found


def leaves(node: Node, prefix: str = "") -> Iterator[tuple[str, Leaf]]:
    """Yield (name, leaf) under a node, without what lies in rows."""
    if isinstance(node, Leaf):
        yield prefix, node
    elif isinstance(node, Group):
        for name, member in node.members.items():
            if not isinstance(member, Rows):
                yield from leaves(member, f"{prefix}.{name}" if prefix else name)
