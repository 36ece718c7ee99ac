"""The gate and the issue of a policy as pure decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.canonical import canonical_sha

# One policy for the whole village; else one per group or borrower (contracts.md 6.1).
BY_VILLAGE = frozenset({"WHOLE_VILLAGE", "JOINT_PROMOTION"})
# What a second person may let pass, with reason (contracts.md 7.4).
OVERRIDABLE = "PARTICIPATION_LOW"
REASON_MAX = 500


@dataclass(frozen=True)
class Judged:
    """One accepted enrollment judged again on the day of issue.

    household: rule shape; quote: result of quote_household; new: findings that were not there
    when it was accepted; premium_moved: the computed premium is no longer the accepted one.
    """

    enrollment: str
    household: Mapping[str, Any]
    quote: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]
    new: Sequence[Mapping[str, Any]]
    premium_moved: bool
    start_moved: bool


def group_of(people: Collection[str], groups: Mapping[str, Collection[str]]) -> str | None:
    """Return the first group that names everybody insured by an enrollment, or None.

    groups: {policyholder: persons}.
    """
    wanted = set(people)
    return next((key for key, members in groups.items() if wanted and wanted <= set(members)), None)


def missing_lives(eligible: int, insured: int, min_bp: int) -> int:
    """Return how many more must be insured to pass: insured x 10000 >= min_bp x eligible."""
    needed = -(-min_bp * eligible // 10000)
    return max(needed - insured, 0)


def gate_sha(inputs: Any, outputs: Any) -> str:
    """Return the hex SHA-256 that names a gate: another fact makes another gate."""
    return canonical_sha({"inputs": inputs, "outputs": outputs})


def new_findings(
    now: Iterable[Mapping[str, Any]], accepted: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return the findings that were not known when the household was accepted."""
    known = {(finding["code"], finding["path"]) for finding in accepted}
    return [finding for finding in now if (finding["code"], finding["path"]) not in known]


def needs_decision(judged: Iterable[Judged], cover: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether something differs from what was accepted (contracts.md 6.2)."""
    differs = any(case.new or case.premium_moved or case.start_moved for case in judged)
    return differs or any(cover)


def issue_refusals(
    *,
    batches: Sequence[str],
    group: Sequence[Mapping[str, Any]],
    cover: Sequence[Mapping[str, Any]],
    judged: Sequence[Judged],
    overridden: bool,
    waiting: int = 0,
) -> list[str]:
    """Return why no policy can be issued now, as codes; empty when nothing stands in the way.

    batches: statuses of the batches of the village that are not cancelled.
    waiting: households of a group or borrower that are not accepted yet.
    group, cover: findings of check_group at ISSUE and of cover_period.
    """
    refusals = []
    if not judged:
        refusals.append("NOTHING_ACCEPTED")
    if any(status != "RECONCILED" for status in batches):
        refusals.append("BATCHES_OPEN")
    if waiting:
        refusals.append("UNIT_WAITING")
    blocks = _blocking_codes(group)
    if OVERRIDABLE in blocks and not overridden:
        refusals.append("PARTICIPATION_LOW")
    if blocks - {OVERRIDABLE}:
        refusals.append("GROUP_BLOCKED")
    if _blocking_codes(cover):
        refusals.append("COVER_BLOCKED")
    if any(_blocking_codes(case.findings) for case in judged):
        refusals.append("JUDGED_BLOCKED")
    return refusals


def approved_by(decisions: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return who accepted lines, from the decisions of batches."""
    return {entry["by"] for entry in decisions if entry["action"] == "ACCEPT"}


def override_refusal(actor: str, approvers: Collection[str], codes: Collection[str]) -> str | None:
    """Return why this person may not let the gate pass, as a code, or None."""
    if OVERRIDABLE not in codes:
        return "NOTHING_TO_OVERRIDE"
    return "OVERRIDE_OWN" if actor in approvers else None


def policy_no(county: int, product: str, year: int, number: int) -> str:
    """Return `2026-511703-WV-000128`."""
    return f"{year}-{county}-{product.partition('-')[0]}-{number:06d}"


def _blocking_codes(findings: Iterable[Mapping[str, Any]]) -> set[str]:
    return {finding["code"] for finding in findings if finding["severity"] == "BLOCK"}
