"""What a supervisor may decide about the lines of a batch: pure decisions."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from app.findings import blocks

# Contracts 9.4; keys 1 to 6 of the keyboard.
RETURN_REASONS = (
    "COLLECTION_MISSING",
    "AMOUNT_DIFFERS",
    "CONSENT_INVALID",
    "ID_DIFFERS",
    "PHOTO_UNREADABLE",
    "OTHER",
)
OPEN = frozenset({"SUBMITTED", "RETURNED"})
SETTLED = frozenset({"ACCEPTED", "WITHDRAWN", "POLICY_ISSUED"})
NEEDS_POLICYHOLDER = frozenset({"WHOLE_VILLAGE", "JOINT_PROMOTION"})
TEXT_MAX = 200


def blocking(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the findings that stop acceptance."""
    return blocks(findings)


def batch_refusal(status: str, submitted_by: str | None, actor: str) -> str | None:
    """Return why this person may decide nothing in this batch, as a code, or None."""
    if status not in OPEN:
        return "BATCH_NOT_OPEN"
    if submitted_by is not None and submitted_by == actor:
        return "OWN_BATCH"
    return None


def accept_refusal(status: str, findings: Iterable[dict[str, Any]]) -> str | None:
    """Return why a line cannot be accepted, as a code, or None."""
    if status != "IN_BATCH":
        return "LINE_STATE"
    return "LINE_BLOCKED" if blocking(findings) else None


def return_refusal(status: str) -> str | None:
    """Return why a line cannot be returned, as a code, or None."""
    return None if status in ("IN_BATCH", "ACCEPTED") else "LINE_STATE"


def undo_refusal(status: str) -> str | None:
    """Return why a decision about a line cannot be taken back, as a code, or None."""
    return None if status in ("ACCEPTED", "RETURNED") else "LINE_STATE"


def reason_refusal(reason: str, text: str) -> str | None:
    """Return what is wrong with a reason for a return, as a code, or None."""
    if reason not in RETURN_REASONS:
        return "REASON_UNKNOWN"
    if reason == "OTHER" and not text:
        return "REASON_TEXT_MISSING"
    return "REASON_TEXT_LONG" if len(text) > TEXT_MAX else None


def batch_status(current: str, lines: Sequence[str], *, kind: str, has_policyholder: bool) -> str:
    """Return the status of a batch from those of its lines (contracts.md 5, 6.1).

    A batch past approval keeps its status: nothing about its lines can be decided any more.
    """
    if current not in OPEN or not lines:
        return current
    if all(line in SETTLED for line in lines):
        if has_policyholder or kind not in NEEDS_POLICYHOLDER:
            return "APPROVED"
        return "SUBMITTED"
    waiting = [line for line in lines if line != "WITHDRAWN"]
    return "RETURNED" if all(line == "RETURNED" for line in waiting) else "SUBMITTED"


def is_clean(status: str, findings: Collection[dict[str, Any]], difference_fen: int) -> bool:
    """Tell whether a line can be accepted unseen: nothing found, money as due."""
    return status == "IN_BATCH" and not findings and difference_fen == 0
