"""The sentence, the rule and the kind of trouble behind a finding, for people."""

from typing import Any

from app.findings import CODES
from app.money import format_yuan
from app.words import Word, say, words
from app.words import sentence as sentence_of

# The return reason that fits a finding, so that the supervisor sees the same word as the agent.
TROUBLES = words(
    (
        ("RECEIPT_MISSING", "缺收费"),
        ("COLLECT", "金额不符"),
        ("RECEIPT", "金额不符"),
        ("PREMIUM", "金额不符"),
        ("SHARES", "金额不符"),
        ("CONSENT", "同意无效"),
        ("EVIDENCE", "同意无效"),
        ("ADULT_WITHOUT", "同意无效"),
        ("ID_", "证件不符"),
        ("NAME_", "证件不符"),
        ("DUPLICATE", "证件不符"),
        ("PERSON_ENROLLED", "重复参保"),
        ("PERSON_IN_FORCE", "重复参保"),
        ("AGE_", "年龄不符"),
        ("BIRTH_", "年龄不符"),
        ("FIELD_CONFLICT", "待合并"),
        ("BATCH_TOTALS", "合计不符"),
    )
)


def sentence(finding: dict[str, Any]) -> Word:
    """Return what a finding says, in words; both figures where phone and server differ."""
    said = sentence_of(finding["code"]) if finding["code"] in CODES else Word(finding["code"])
    detail = finding.get("detail") or {}
    if finding["code"] == "PREMIUM_MISMATCH" and None not in detail.values() and detail:
        claimed, computed = detail["claimed_fen"], detail["computed_fen"]
        numbers = format_yuan(claimed), format_yuan(computed)
        return say("{0}（手机 {1} 元，系统 {2} 元）", said, *numbers)
    return said


def rule_of(finding: dict[str, Any]) -> str:
    """Return the id of the rule of design/domain.md behind a finding, or nothing."""
    rule = CODES.get(finding["code"], {}).get("rule", "-")
    return "" if rule == "-" else str(rule)


def trouble(finding: dict[str, Any]) -> str:
    """Return the kind of trouble in at most five characters."""
    for start, word in TROUBLES:
        if finding["code"].startswith(start):
            return word
    return say("要处理") if finding["severity"] == "BLOCK" else say("要留意")
