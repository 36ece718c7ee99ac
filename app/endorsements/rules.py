"""Endorsements as pure decisions: who may do what when, and what the money does."""

from collections.abc import Iterable, Mapping

KINDS = ("ADD", "REMOVE", "REPLACE", "CORRECT", "BENEFICIARY", "CANCEL")
JOINING, LEAVING = ("ADD", "REPLACE"), ("REMOVE", "REPLACE", "CANCEL")
TEXT_MAX = 500
PAYERS = ("INDIVIDUAL", "COLLECTIVE", "FISCAL", "SPONSOR", "INSURER")
# action: (states it starts from, state it leads to)
MOVES = {
    "edit": (("DRAFT",), "DRAFT"),
    "submit": (("DRAFT",), "SUBMITTED"),
    "withdraw": (("SUBMITTED",), "DRAFT"),
    "approve": (("SUBMITTED",), "APPROVED"),
    "reject": (("SUBMITTED", "APPROVED"), "REJECTED"),
    "receive": (("APPROVED",), "EFFECTIVE"),
    "drop": (("DRAFT",), "REJECTED"),
}


def refusal(action: str, status: str, submitted_by: str | None, actor: str) -> str | None:
    """Return why a person may not do this now, as a code, or None.

    Nobody approves what he submitted; what waits for money may be rejected by anybody.
    """
    starts, _ = MOVES[action]
    if status not in starts:
        return "ENDORSEMENT_STATE"
    if action == "approve" and submitted_by == actor:
        return "OWN_ENDORSEMENT"
    return None


def money(changes: Iterable[Mapping[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """Return (due, refund) by payer of the changes of all lines; the insurer's part is neither.

    A payer who pays for one and gets back for another does both: the two are never set off.
    """
    due, back = dict.fromkeys(PAYERS[:-1], 0), dict.fromkeys(PAYERS[:-1], 0)
    for shares in changes:
        for payer in due:
            fen = shares.get(payer) or 0
            due[payer] += max(fen, 0)
            back[payer] += max(-fen, 0)
    return {key: fen for key, fen in due.items() if fen}, {
        key: fen for key, fen in back.items() if fen
    }


def difference(new: Mapping[str, int], old: Mapping[str, int]) -> dict[str, int]:
    """Return {payer: fen} that each pays more, or less, for a line that was changed."""
    return {payer: (new.get(payer) or 0) - (old.get(payer) or 0) for payer in PAYERS}


def date_refusal(
    kind: str, effective_on: str | None, notice_on: str | None, *, today: str, issued_on: str,
    end_on: str,
) -> str | None:  # fmt: skip
    """Return what is wrong with the dates of an endorsement, as a code, or None.

    Who joins is covered from the day after at the earliest; leaving is told today at the latest.
    """
    if kind in JOINING:
        if effective_on is None:
            return "DATE_INVALID"
        if effective_on <= today:
            return "EFFECTIVE_TOO_EARLY"
        if effective_on > end_on:
            return "EFFECTIVE_TOO_LATE"
    if kind in LEAVING:
        if notice_on is None:
            return "DATE_INVALID"
        if notice_on > today:
            return "NOTICE_FUTURE"
        if notice_on < issued_on:
            return "NOTICE_BEFORE_ISSUE"
    return None


def is_late(kind: str, effective_on: str | None, arrived_on: str) -> bool:
    """Tell whether money (or approval, without money) came too late for the day of joining."""
    return kind in JOINING and effective_on is not None and arrived_on >= effective_on


def number(county: int, year: int, count: int) -> str:
    """Return `2026-511703-PD-000012`."""
    return f"{year}-{county}-PD-{count:06d}"


def take_back_refusal(
    status: str, start_on: str, today: str, *, changed: bool, open_endorsements: bool
) -> str | None:
    """Return why an issue cannot be taken back, as a code, or None: only before cover begins."""
    if status != "ISSUED":
        return "POLICY_STATE"
    if today >= start_on:
        return "COVER_BEGUN"
    return "POLICY_CHANGED" if changed or open_endorsements else None
