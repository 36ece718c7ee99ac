"""Words and figures that several papers share."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.batches.display import day, whole_yuan, yuan

SEXES = {"M": "男", "F": "女"}
PAYERS = {
    "INDIVIDUAL": "个人自缴", "COLLECTIVE": "集体补助", "FISCAL": "财政补贴",
    "SPONSOR": "帮扶单位", "INSURER": "公司让利",
}  # fmt: skip
SAMPLE = "产品尚未填写备案号，本件为样张"


def period(start: str, end: str) -> str:
    """Return `2026年4月1日 0时 至 2027年3月31日 24时`."""
    return f"{day(start)} 0时 至 {day(end)} 24时"


def certificate_no(policy_no: str, line_no: int) -> str:
    """Return the number of a person's certificate: the policy's with the line's."""
    return f"{policy_no}-{line_no:04d}"


def place_of(line: Mapping[str, Any]) -> str:
    """Return group and house number, `1组003号`."""
    return f"{line['group_name'] or ''}{line['household_no'] or ''}"


def holder_facts(holder: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return who takes out a policy, as names and values."""
    found = [("投保人", holder.get("name") or "–")]
    if holder.get("kind") == "NATURAL_PERSON":
        return [*found, ("证件号码", holder.get("id_no_mask") or "–")]
    contact = holder.get("contact") or {}
    return [
        *found,
        ("信用代码", holder.get("uscc") or "–"),
        ("经办人", f"{contact.get('name') or '–'} {contact.get('phone_mask') or ''}".strip()),
        ("村民决议", "有" if holder.get("resolution") else "没有"),
    ]


def benefit_rows(plan: Mapping[str, Any]) -> list[list[str]]:
    """Return one row per benefit of a plan: plan, benefit, sum, conditions."""
    rows = []
    for benefit in plan["benefits"]:
        amount = benefit["sum_insured"]
        said = "借款本金" if amount["rule"] == "PRINCIPAL" else f"{whole_yuan(amount['fen'])} 元"
        if amount["rule"] == "PER_DAY":
            said = f"每天 {said}"
        elif amount["rule"] == "PER_CAPITA":
            said = f"全户 {said}"
        rows.append([plan["name"]["zh-CN"], benefit["name"]["zh-CN"], said, _conditions(benefit)])
    return rows


def shares_text(shares: Mapping[str, int]) -> str:
    """Return who pays what, `个人自缴 25.00，集体补助 5.00`."""
    parts = [f"{label} {yuan(shares[key])}" for key, label in PAYERS.items() if shares.get(key)]
    return "，".join(parts) or "–"


def added(lines: Sequence[Mapping[str, Any]], payer: str) -> int:
    """Return what a payer pays for some lines, in fen."""
    return sum(int(line["shares"].get(payer) or 0) for line in lines)


def _conditions(benefit: Mapping[str, Any]) -> str:
    parts = []
    if benefit.get("wait_days"):
        parts.append(f"等待期 {benefit['wait_days']} 天，续保免")
    if benefit.get("window_days"):
        parts.append(f"事故后 {benefit['window_days']} 天内")
    if benefit.get("deductible_fen"):
        parts.append(f"免赔 {whole_yuan(benefit['deductible_fen'])} 元")
    if benefit.get("ratio_bp"):
        parts.append(f"赔付 {benefit['ratio_bp'] // 100}%")
    if benefit["sum_insured"].get("free_days"):
        parts.append(f"每次免赔 {benefit['sum_insured']['free_days']} 天")
    if benefit["sum_insured"].get("max_days"):
        parts.append(f"最多 {benefit['sum_insured']['max_days']} 天")
    return "，".join(parts) or "–"
