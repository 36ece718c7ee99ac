"""A person's data as a copy for him: JSON for machines, PDF to read."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.clock import SHANGHAI
from app.exports.paper import Paper
from app.privacy.dossier import Dossier
from app.privacy.rules import ERASE
from app.privacy.words import PLACES, WHYS

FORMAT = "personal-data/1"
FIELDS = {
    "group_name": "组", "household_no": "门牌", "address": "地址", "relation": "与户主关系",
    "residence": "居住", "life_status": "状况", "outcome": "结果", "decline_reason": "不参保原因",
    "plan": "方案", "copies": "份数", "included": "参保", "amount_fen": "金额（分）",
    "method": "方式", "receipt_no": "收据号", "sex": "性别", "birth_date": "出生日期",
    "died_on": "死亡日期",
    "happened_on": "出险日期", "place": "地点", "cause": "原因", "hospital": "医院",
    "reason": "原因", "told_on": "提出日期", "withdrawn_on": "撤回日期", "submitted_by": "谁交的",
    "id_no": "证件号", "name": "姓名", "phone": "电话", "id_type": "证件类型",
    "id_valid_to": "证件有效期", "occupation": "职业", "legal_capacity": "行为能力",
    "poverty": "帮扶类别", "previous_end_on": "上期到期", "last_plan": "上期方案",
    "declined_by_insurer": "保险公司拒保过", "on_roster": "在名册上", "household": "户",
    "walk_order": "走访次序", "insured_last": "上期参保人数", "enrollment": "登记",
    "person": "人", "beneficiaries": "受益人", "loan": "借款", "answers": "问卷答案",
    "claimed": "手机算的保费", "computed": "服务器算的保费",
    "other_death_cover_fen": "别处身故保额（分）",
    "policy_insured": "保单行", "signer": "签字人", "capacity": "身份", "kinds": "同意的事项",
    "covers": "替谁同意", "text_version": "文本版本", "text_sha": "文本摘要",
    "sums_fen": "知道的保额（分）", "evidence": "签字笔迹", "given_on": "同意日期",
    "collected_on": "收款日期", "book_no": "收据本号", "status": "状态", "campaign": "活动",
    "declared_on": "登记日期", "quoted_start_on": "起保日期", "findings": "检查结果",
    "returns": "退回记录", "batch": "批次", "reported_on": "报案日期", "story": "经过",
    "reporter": "报案人", "reporter_phone": "报案人电话", "steps": "处理经过",
    "claim_no": "赔案号", "snapshot": "保单上写的", "policy_no": "保单号",
    "premium_fen": "保费（分）",
    "start_on": "起保", "end_on": "终止", "sha256": "照片摘要", "size": "字节", "mime": "格式",
    "field": "字段", "value": "值", "at": "时间", "fields": "写了什么", "file_line": "文件里的行",
    "payer": "付款人", "fen": "金额（分）", "day": "日期", "to_name": "退给谁", "filename": "文件",
    "made_at": "时间", "count": "条数", "login": "登录名", "role": "角色", "decision": "决定",
    "text": "原话", "op": "事项", "body": "内容", "shares": "出资", "number": "编号",
}  # fmt: skip
LONG = 400  # of a value on paper; the whole of it stands in the other file


def as_json(dossier: Dossier, *, at: datetime) -> bytes:
    """Return every record with all it says."""
    body = {
        "format": FORMAT, "made_at": at.isoformat(),
        "records": [
            {
                "place": one.place, "village": one.village or None, "id": one.key,
                "facts": one.facts, "rest": one.fate.rest, "why": one.fate.why or None,
                "until": one.fate.until or None,
            }
            for one in dossier.records
        ],
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1, default=str).encode()


def as_pdf(dossier: Dossier, villages: Mapping[int, str], *, at: datetime) -> bytes:
    """Return the same in words, place by place."""
    names = "、".join(sorted({str(own.row["name"]) for own in dossier.owns}))
    paper = Paper("个人信息副本", made=at)
    paper.add_page()
    paper.heading("个人信息副本", f"{names}　{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
    paper.paragraph("这里是系统里关于你的全部资料。哪些可以删、哪些要留到哪天，写在每一条后面。")
    for place, records in dossier.places():
        paper.section(f"{PLACES[place]}（{len(records)}）")
        for one in records:
            head = "　".join(filter(None, (villages.get(one.village), one.about, _rest(one.fate))))
            paper.paragraph(head, 9)
            paper.facts([(_label(name), _said(value)) for name, value in one.facts.items()])
            paper.ln(1.5)
    return paper.finish()


def _rest(fate: Any) -> str:
    if fate.rest == ERASE:
        return "可以删除"
    until = f"，留到 {fate.until}" if fate.until else ""
    return f"{WHYS[fate.why]}{until}"


def _label(name: str) -> str:
    return str(FIELDS.get(name, name))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        text = "；".join(f"{_label(key)} {_said(one)}" for key, one in value.items())
    elif isinstance(value, list):
        text = "、".join(_said(one) for one in value)
    else:
        text = "–" if value is None else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…（全文见机器可读的那份）"
