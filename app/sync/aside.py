"""What was put aside in a person's villages, in words a supervisor can judge by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.batches.scope import in_areas
from app.inbox.models import InboxOp
from app.inbox.ops import Op, unpack
from app.inbox.service import body_place
from app.regions.models import Village
from app.secrets import mask_id_no, mask_phone, vault
from app.words import say, words

OPS_MAX = 500
REASONS = words(
    {
        "ENROLLMENT_LOCKED": "这一户已交件或已受理；先退回这一户，再记入",
        "FIELD_NOT_ALLOWED": "有一项不能在手机上改",
        "KIND_UNKNOWN": "服务器还不认得这类资料，更新后会自己记入",
        "VALUE_INVALID": "有一项写得不对",
        "ENTITY_DELETED": "改的那条记录已经没有了",
        "OUT_OF_SCOPE": "这个村已不由这位代办员负责",
        "ENTITY_SETTLED": "主管已经办过，不能再改",
        "UNREADABLE": "服务器读不出这份资料",
        "LAST_WILL": "这是停用手机时交上来的",
        "SERVER_FAULT": "服务器记入时出了错，更新后会自己再试",
        "WAITS": "它前面还有一项没有处理，先处理那一项",
    }
)
KINDS = words({
    "hh": "户", "ps": "成员", "en": "登记", "in": "参保人", "co": "同意", "cl": "收费",
    "ba": "批次", "ph": "投保人", "pi": "交款", "wd": "撤回", "cn": "报案",
})  # fmt: skip
FIELDS = words({
    "happened_on": "出险日期", "place": "地点", "cause": "原因", "hospital": "医院",
    "give_to": "转给", "to_name": "交给谁", "handed_on": "交款日期", "pay_no": "交款号",
    "reason": "原因", "told_on": "提出日期", "note": "说明",
    "group_name": "组", "household_no": "门牌", "address": "地址", "phone": "电话", "name": "姓名",
    "id_no": "证件号", "relation": "与户主关系", "residence": "居住", "life_status": "状况",
    "outcome": "结果", "decline_reason": "不参保原因", "plan": "方案", "copies": "份数",
    "included": "参保", "amount_fen": "金额（分）", "method": "方式", "receipt_no": "收据号",
    "sex": "性别", "birth_date": "出生日期", "died_on": "死亡日期", "void_reason": "作废原因",
    "uscc": "信用代码", "withdrawn_on": "撤回日期",
})  # fmt: skip
MASKS = {"id_no": mask_id_no, "phone": mask_phone}


@dataclass(frozen=True)
class Aside:
    """One set. lines: what it would write, as (act and kind, [(field, value), ...])."""

    village: int
    village_name: str
    install: str
    first: int
    agent: str
    received_at: datetime
    reason: str
    lines: list[tuple[str, list[tuple[str, str]]]]

    @property
    def key(self) -> tuple[str, int]:
        """Return what names the set."""
        return self.install, self.first


def sets_aside(session: Session, by: Actor) -> list[Aside]:
    """Return the quarantined sets of a person's villages, oldest first, 500 ops at most."""
    rows = session.execute(
        select(InboxOp, Village.name, User.name)
        .join(Village, (Village.county == InboxOp.county) & (Village.id == InboxOp.village))
        .join(Install, (Install.county == InboxOp.county) & (Install.id == InboxOp.install))
        .join(User, (User.county == Install.county) & (User.id == Install.agent))
        .where(
            InboxOp.county == by.county, in_areas(InboxOp.village, by),
            InboxOp.status == "quarantined",
        )
        .order_by(InboxOp.received_at, InboxOp.install, InboxOp.seq)
        .limit(OPS_MAX)
    )  # fmt: skip
    found: dict[tuple[str, int], Aside] = {}
    for op, village, agent in rows:
        key = op.install, op.set_first
        if key not in found:
            reason = REASONS.get((op.result or {}).get("code", ""), say("没有记入"))
            found[key] = Aside(
                op.village, village, op.install, op.set_first, agent, op.received_at, reason, []
            )
        found[key].lines.append(_line(_open(op)))
    return list(found.values())


def _open(row: InboxOp) -> Op:
    where = body_place(row.county, row.village, row.install, row.seq)
    return unpack(vault().open(row.county, where, row.body_enc))


def _line(op: Op) -> tuple[str, list[tuple[str, str]]]:
    kind = KINDS.get(op.t.partition("@")[0], say("资料"))
    act = {"c": say("新增{0}"), "u": say("改{0}")}.get(op.k, say("{0}"))
    return say(act, kind), list(_values(op.f))


def _values(fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        if name in FIELDS and not isinstance(value, dict | list):
            mask = MASKS.get(name)
            text = (
                say("清空")
                if value is None
                else {True: say("是"), False: say("否")}.get(value, str(value))
            )
            yield FIELDS[name], mask(text) if mask and value is not None else text
