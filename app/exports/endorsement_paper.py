"""An endorsement as PDF (批单): what changed in a policy, from when, with which money."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.batches.display import day, yuan
from app.endorsements.display import KINDS
from app.endorsements.inforce import Line, lines_of
from app.endorsements.models import Endorsement, EndorsementLine
from app.exports.facts import PolicyFacts, Tick, policy_facts
from app.exports.paper import Column, Paper
from app.exports.words import PAYERS, holder_facts, period, place_of, shares_text
from app.policies.models import Policy

OPS = {"A": "加入", "D": "退出", "U": "更改"}
FIELDS = {
    "name": "姓名", "id_no_mask": "证件号码", "birth_date": "出生日期", "sex": "性别",
    "relation": "与户主关系",
}  # fmt: skip
COLUMNS = (
    Column("事项", 14, "C"), Column("凭证序号", 18, "R"), Column("姓名", 24),
    Column("证件号码", 38), Column("户", 30), Column("改动", 42), Column("保费变动", 20, "R"),
)  # fmt: skip


@dataclass(frozen=True)
class EndorsementFacts:
    """An endorsement with the lines that it ended and made. changes: (line of it, old, new)."""

    row: Endorsement
    of: PolicyFacts
    changes: Sequence[tuple[EndorsementLine, Line | None, Line | None]]
    made: datetime

    @property
    def lines(self) -> Sequence[Any]:
        """Return what is counted as rows."""
        return self.changes


def endorsement_facts(session: Session, policy: Policy, key: str) -> EndorsementFacts:
    """Read an endorsement of a policy."""
    row = session.get_one(Endorsement, (policy.county, key))
    known = {line.line_no: line for line in lines_of(session, policy.county, policy.id)}
    asked = session.scalars(
        select(EndorsementLine)
        .where(EndorsementLine.county == policy.county, EndorsementLine.endorsement == key)
        .order_by(EndorsementLine.line_no)
    ).all()
    changes = [
        (one, known.get(one.policy_line or 0), known.get(one.new_line or 0)) for one in asked
    ]
    made = row.effective_at or row.made_at
    return EndorsementFacts(row, policy_facts(session, policy), changes, made)


def endorsement_paper(facts: EndorsementFacts, tick: Tick) -> bytes:
    """Return the endorsement."""
    row, policy = facts.row, facts.of.policy
    paper = Paper(f"批单 {row.number}", made=facts.made)
    paper.add_page()
    paper.heading("批单", f"{KINDS[row.kind]}　{row.number}")
    paper.facts([("保险单号", policy.policy_no), ("保险人", facts.of.template["insurer"])])
    paper.facts(holder_facts(policy.policyholder)[:2])
    paper.facts([("保险期间", period(policy.start_on, policy.end_on)), ("理由", row.reason)])
    if row.effective_on:
        paper.facts([("加入生效", f"{day(row.effective_on)} 0时")])
    if row.notice_on:
        paper.facts([("退出终止", f"{day(row.notice_on)} 24时")])
    paper.section(f"变动 {len(facts.changes)} 人")
    paper.grid(COLUMNS, [_row(*change) for change in facts.changes], size=8, height=6.5)
    paper.section("保费")
    due, back = row.due, row.refund
    paper.facts([
        ("补交", f"{yuan(sum(due.values()))} 元（{shares_text(due)}）" if due else "没有"),
        ("退费", f"{yuan(sum(back.values()))} 元（{shares_text(back)}）" if back else "没有"),
    ])  # fmt: skip
    if row.received_on:
        paper.facts([("补交到账", day(row.received_on))])
    if row.status != "EFFECTIVE":
        paper.paragraph("这张批单还没有生效。")
    paper.paragraph("其他内容不变，以保险单和条款为准。")
    paper.room(24)
    paper.ln(12)
    paper.write_line("保险人（盖章）：", 10, width=paper.inner / 2, new_line=False)
    paper.write_line("投保人（盖章）：", 10, width=paper.inner / 2)
    tick(len(facts.changes))
    return paper.finish()


def _row(one: EndorsementLine, old: Line | None, new: Line | None) -> list[str]:
    line = new or old
    facts: Mapping[str, Any] = line.facts if line else {}
    money = sum(int(one.shares.get(payer) or 0) for payer in PAYERS)
    return [
        OPS[one.op], str(line.line_no) if line else "–", facts.get("name") or "–",
        facts.get("id_no_mask") or "–", place_of(facts) if facts else "–", _said(one, old, new),
        yuan(money),
    ]  # fmt: skip


def _said(one: EndorsementLine, old: Line | None, new: Line | None) -> str:
    if one.op != "U" or old is None or new is None:
        return f"方案 {new.facts['plan_name']}" if new else "–"
    changed = [
        f"{label}原为 {old.facts[name] or '空'}"
        for name, label in FIELDS.items()
        if old.facts[name] != new.facts[name]
    ]
    if old.facts.get("beneficiaries") != new.facts.get("beneficiaries"):
        named = "、".join(person["name"] for person in new.facts["beneficiaries"])
        changed.append(f"受益人 {named or '法定继承人'}")
    return "；".join(changed) or "–"
