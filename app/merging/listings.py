"""The lists of conflicts and of persons who stand twice."""

from app.clock import SHANGHAI
from app.lists.listing import Column, Filter, Listing
from app.merging.duplicates import Group
from app.sync.aside import KINDS
from app.words import listed, words

# tone, icon, word
STATES = words(
    {
        "OPEN": ("warn", "merge", "要你选"),
        "RESOLVED": ("ok", "check", "已选好"),
        "KEPT": ("off", "checks", "都留"),
        "MERGED": ("ok", "merge", "已合并"),
    }
)

CONFLICTS = Listing(
    "两边登记不同",
    [
        Column("name", "谁", lambda row: row.name or row.home),
        Column("village", "村", lambda row: row.village_name),
        Column("home", "户号", lambda row: row.home),
        Column("kind", "资料", lambda row: KINDS.get(row.kind, row.kind)),
        Column("fields", "哪几处", lambda row: listed(row.fields)),
        Column("count", "处", lambda row: len(row.fields), "number"),
        Column(
            "raised", "发生", lambda row: f"{row.raised_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        ),
        Column("state", "状态", lambda row: STATES[row.status][2]),
    ],
    [
        Filter(
            "state", "状态", [("OPEN", "要你选"), ("RESOLVED", "已选好")],
            lambda row, state: row.status == state,
        ),
        Filter("kind", "资料", list(KINDS.items()), lambda row, kind: row.kind == kind),
    ],
    search="姓名、村、户号", prefix="c-",
)  # fmt: skip


def _covered(group: Group, wanted: str) -> bool:
    return (group.insured > 1) == (wanted == "TWICE")


DUPLICATES = Listing(
    "重复的人",
    [
        Column("name", "姓名", lambda group: group.name),
        Column("id_no", "证件号码", lambda group: group.mask),
        Column("places", "在哪里", lambda group: group.places),
        Column("count", "几处", lambda group: len(group.ones), "number"),
        Column("insured", "参保几处", lambda group: group.insured, "number"),
        Column("state", "状态", lambda group: STATES[group.state][2]),
        Column("by", "谁定的", lambda group: group.decided_by),
    ],
    [
        Filter(
            "state", "状态", [(one, STATES[one][2]) for one in ("OPEN", "KEPT", "MERGED")],
            lambda group, state: group.state == state,
        ),
        Filter("cover", "参保", [("TWICE", "参保不止一处"), ("ONCE", "最多一处")], _covered),
        Filter(
            "where", "在哪里", [("ONE", "同一个村"), ("MORE", "跨村")],
            lambda group, where: (group.villages > 1) == (where == "MORE"),
        ),
    ],
    search="姓名、村、证件号末几位", prefix="d-",
)  # fmt: skip
