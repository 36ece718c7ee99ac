"""Which papers a claim of a kind needs, and what may follow what. Pure.

Twin: static/js/claims/checklist.js; both are held against tests/claims.json.
"""

from collections.abc import Mapping
from typing import Any

CHECKLIST = {
    "INJURY": ("ID", "MEDICAL", "INVOICE", "ACCIDENT", "ACCOUNT"),
    "HOSPITAL": ("ID", "MEDICAL", "DISCHARGE", "INVOICE", "ACCOUNT"),
    "DISABILITY": ("ID", "MEDICAL", "ACCIDENT", "APPRAISAL", "ACCOUNT"),
    "DEATH": ("ID", "DEATH_CERT", "DEREGISTERED", "CREMATION", "ACCIDENT", "HEIRS", "ACCOUNT"),
}
NEXT = {
    "REPORTED": ("DOCS_PENDING", "FORWARDED", "CLOSED"),
    "DOCS_PENDING": ("DOCS_PENDING", "FORWARDED", "CLOSED"),
    "FORWARDED": ("DOCS_PENDING", "FORWARDED", "CLOSED"),
}
OPEN = tuple(NEXT)


def missing(kind: str, answers: Mapping[str, Any] | None) -> list[str]:
    """Return the papers of the checklist without a photo."""
    given = answers or {}
    return [paper for paper in CHECKLIST.get(kind, ()) if not given.get(paper)]


def step_refusal(status: str, wanted: str, text: str, claim_no: str) -> str | None:
    """Return why a step cannot be taken, as a code, or None."""
    if wanted not in NEXT.get(status, ()):
        return "CLAIM_STATE"
    if wanted == "FORWARDED" and not claim_no:
        return "CLAIM_NO_MISSING"
    if wanted in ("DOCS_PENDING", "CLOSED") and not text:
        return "CLAIM_TEXT_MISSING"
    return None
