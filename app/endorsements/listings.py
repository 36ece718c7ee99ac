"""The lists of endorsements: of one policy, and of all that wait."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.clock import SHANGHAI
from app.endorsements.display import KINDS, STATES
from app.endorsements.models import Endorsement
from app.lists.listing import Cell, Column, Filter, Listing
from app.policies.models import Policy
from app.words import say

WAITING_STATES = ("SUBMITTED", "APPROVED")


def of_policy(names: Mapping[str, str]) -> Listing:
    """Return the list of a policy's endorsements; names of people by id."""
    return Listing(
        "批单",
        [
            Column("no", "批单号", lambda row: row.number or say("未编号")),
            Column("kind", "事项", lambda row: KINDS[row.kind]),
            Column("state", "状态", lambda row: STATES[row.status][2]),
            Column("on", "日期", _day),
            Column("reason", "理由", lambda row: row.reason),
            Column("due", "补交", lambda row: _sum(row.due), "money"),
            Column("refund", "退费", lambda row: _sum(row.refund), "money"),
            Column("by", "经办", lambda row: names.get(row.made_by, "")),
        ],
        [_kinds(_itself), _states(STATES, _itself)],
        search="批单号、理由、经办",
    )  # fmt: skip


def _itself(row: Endorsement) -> Endorsement:
    return row


def _first(pair: tuple[Endorsement, Policy]) -> Endorsement:
    return pair[0]


def _kinds(of: Callable[[Any], Endorsement]) -> Filter:
    return Filter("kind", "事项", list(KINDS.items()), lambda row, kind: of(row).kind == kind)


def _states(states: Iterable[str], of: Callable[[Any], Endorsement]) -> Filter:
    options = [(one, STATES[one][2]) for one in states]
    return Filter("state", "状态", options, lambda row, state: of(row).status == state)


def _sum(shares: Mapping[str, int] | None) -> Cell:
    return sum(shares.values()) if shares else None


def _day(row: Endorsement) -> str:
    made: str = f"{row.made_at.astimezone(SHANGHAI):%Y-%m-%d}"
    return row.effective_on or row.notice_on or made


WAITING = Listing(
    "待办批单",
    [
        Column("kind", "事项", lambda pair: KINDS[pair[0].kind]),
        Column("policy", "保单号", lambda pair: pair[1].policy_no),
        Column("state", "状态", lambda pair: STATES[pair[0].status][2]),
        Column("on", "加入或通知日期", lambda pair: pair[0].effective_on or pair[0].notice_on),
        Column("reason", "理由", lambda pair: pair[0].reason),
        Column("due", "补交", lambda pair: _sum(pair[0].due), "money"),
        Column("refund", "退费", lambda pair: _sum(pair[0].refund), "money"),
    ],
    [_kinds(_first), _states(WAITING_STATES, _first)],
    search="保单号、理由",
)  # fmt: skip
