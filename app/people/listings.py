"""The lists of people and of phones: their columns and what can be asked of them."""

from collections.abc import Mapping, Sequence

from app.clock import SHANGHAI
from app.lists.listing import Column, Filter, Listing
from app.people.queries import PersonLine, Phone, Town
from app.regions.rules import village_range
from app.words import Word, listed, say, words

ROLES = words({"AGENT": "代办员", "SUPERVISOR": "主管", "ADMIN": "管理员"})
PHONE_STATES = words({
    "ACTIVE": ("ok", "check", "正常"), "CLOSING": ("off", "swap", "已换机"),
    "REVOKED": ("back", "lock", "已停用，等交件"), "WIPED": ("off", "slash", "已停用，已清除"),
})  # fmt: skip


def people(towns: Sequence[Town], names: Mapping[int, str]) -> Listing:
    """Return the list of people. names: of all divisions of the county."""
    return Listing(
        "人员",
        [
            Column("name", "姓名", lambda row: row.name),
            Column("login", "登录名", lambda row: row.login),
            Column("role", "角色", lambda row: ROLES[row.role]),
            Column(
                "areas", "辖区",
                lambda row: listed([names.get(code, str(code)) for code in row.areas]),
            ),
            Column("phones", "手机", lambda row: row.phones, "number"),
            Column("status", "状态", _standing),
        ],
        (
            Filter(
                "area", "乡镇", [(str(town.code), town.name) for town in towns],
                lambda row, value: _works_in(row, int(value)),
            ),
            Filter("role", "角色", list(ROLES.items()), lambda row, value: row.role == value),
            Filter(
                "status", "状态", [("ACTIVE", "在用"), ("CLOSED", "停用")],
                lambda row, value: row.status == value,
            ),
        ),
        search="姓名、登录名", sort="login",
    )  # fmt: skip


PHONES = Listing(
    "设备",
    [
        Column("agent", "使用人", lambda row: row.agent),
        Column("label", "手机", lambda row: row.label or row.id),
        Column(
            "seen", "最后联系", lambda row: f"{row.seen_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        ),
        Column("unsent", "没发（户）", lambda row: row.unsent if row.reported else None, "number"),
        Column("oldest", "最早没发（天）", lambda row: row.oldest_days, "number"),
        Column("free", "剩余空间（MB）", lambda row: row.free_mb, "number"),
        Column("app", "版本", lambda row: row.app),
        Column("state", "状态", lambda row: state_of(row)[2]),
    ],
    (
        Filter(
            "status", "状态", [(code, word) for code, (_tone, _icon, word) in PHONE_STATES.items()],
            lambda row, value: row.status == value,
        ),
        Filter(
            "look", "要看的", [("unsent", "有没发的"), ("overdue", "逾期"), ("low", "空间快满了")],
            lambda row, value: bool(getattr(row, value)),
        ),
    ),
    search="使用人、手机",
)  # fmt: skip


def state_of(row: Phone) -> tuple[str, str, str]:
    """Return how a phone stands: tone, icon, word; what a person must act on first."""
    if row.overdue and row.status == "ACTIVE":
        return "warn", "clock", say("逾期")
    if row.low:
        return "warn", "warn", say("空间快满了")
    return PHONE_STATES[row.status]


def _standing(row: PersonLine) -> Word:
    return say("在用") if row.status == "ACTIVE" else say("停用")


def _works_in(row: PersonLine, area: int) -> bool:
    first, last = village_range(area)
    return any(code == area or first <= code <= last for code in row.areas)
