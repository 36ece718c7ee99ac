"""Cover tied to a loan (semantics 10)."""

from typing import Any

from app.civil_date import known_date, last_day_of_term
from app.findings import Finding, finding
from app.text import is_empty


def check_loan(
    template: dict[str, Any], loan: dict[str, Any] | None, cover: dict[str, Any]
) -> list[Finding]:
    """Return what is wrong with a borrower's loan and its cover."""
    if template["loan"] is None:
        return []
    if loan is None:
        return [finding("LOAN_MISSING", "loan")]
    found = []
    if loan.get("lender_kind") not in template["loan"]["lenders"]:
        found.append(finding("LOAN_LENDER", "loan.lender_kind"))
    if is_empty(loan.get("contract_no")):
        found.append(finding("LOAN_CONTRACT_NO", "loan.contract_no"))
    if (loan.get("principal_fen") or 0) <= 0:
        found.append(finding("LOAN_PRINCIPAL", "loan.principal_fen"))
    return found + _dates(template, loan, cover)


def _dates(template: dict[str, Any], loan: dict[str, Any], cover: dict[str, Any]) -> list[Finding]:
    begins, ends = known_date(loan.get("start")), known_date(loan.get("end"))
    if begins is None or ends is None or ends < begins:
        return [finding("LOAN_DATES", "loan.end")]
    start, end = known_date(cover.get("start")), known_date(cover.get("end"))
    found = []
    if start and start < begins:
        found.append(finding("LOAN_NOT_STARTED", "loan.start"))
    if start and end:
        longest = last_day_of_term(start, template["term"]["months"])
        if end > ends or end > longest:
            found.append(finding("LOAN_COVER_TOO_LONG", "cover.end"))
    return found
