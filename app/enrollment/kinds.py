"""Wire kinds of enrollments (en), lines (in), consents (co) and money (cl), withdrawals (wd)."""

from typing import Any

from app import kinds
from app.enrollment.models import Collection, Consent, Enrollment, InsuredPerson, Withdrawal
from app.kinds import CREATE, Field, Kind, Row, from_server, list_of, one_of, shape, text, whole

CLAIMED = shape(premium_fen=whole(), shares=kinds.amounts)
BENEFICIARY = shape(
    kind=one_of("LEGAL", "NAMED", "LENDER", "ORG"), name=text(100), relation=text(10),
    order=whole(1, 20), share_bp=whole(0, 10000),
)  # fmt: skip
LOAN = shape(
    lender_kind=one_of("MUTUAL_AID", "CREDIT_COOP", "BANK"), contract_no=text(60),
    principal_fen=whole(), start=kinds.date, end=kinds.date,
)  # fmt: skip

ENROLLMENT = Kind("en", Enrollment, {
    "campaign": Field(text(36), CREATE, needed=True),
    "household": Field(kinds.entity, CREATE, needed=True, refers="hh"),
    "outcome": Field(one_of("ENROLL", "DECLINED", "AWAY")),
    "decline_reason": Field(text(200)),
    "declared_on": Field(kinds.date),
    "quoted_start_on": Field(kinds.date),
    "answers": Field(kinds.answers, merge=kinds.ANSWERS),
    "claimed": Field(CLAIMED, merge=kinds.WHOLE),
    "answered_return_no": Field(whole(1, 1000)),
    "status": from_server(),
    "batch": from_server(),
    "returns": from_server(),
    "findings": from_server(),
    "computed": from_server(),
})  # fmt: skip

INSURED = Kind("in", InsuredPerson, {
    "enrollment": Field(kinds.entity, CREATE, needed=True, refers="en"),
    "person": Field(kinds.entity, CREATE, needed=True, refers="ps"),
    "included": Field(kinds.flag),
    "plan": Field(text(30)),
    "copies": Field(whole(0, 1000)),
    "other_death_cover_fen": Field(whole()),
    "beneficiaries": Field(list_of(BENEFICIARY, 20), merge=kinds.WHOLE),
    "loan": Field(LOAN, merge=kinds.WHOLE, secret=True),
    "answers": Field(kinds.answers, merge=kinds.ANSWERS),
    "claimed": Field(CLAIMED, merge=kinds.WHOLE),
    "computed": from_server(),
    "policy_insured": from_server(),
})  # fmt: skip

CONSENT = Kind("co", Consent, {
    "enrollment": Field(kinds.entity, CREATE, needed=True, refers="en"),
    "signer": Field(kinds.entity, CREATE, needed=True, refers="ps"),
    "capacity": Field(
        one_of("SELF", "PARENT", "GUARDIAN", "GUARDIAN_WITH_PARENT_OK"), CREATE
    ),
    "kinds": Field(list_of(text(40), 20), CREATE, kinds.WHOLE),
    "covers": Field(list_of(kinds.entity, 50), CREATE, kinds.WHOLE, refers="ps"),
    "text_version": Field(text(20), CREATE),
    "text_sha": Field(text(64), CREATE),
    "sums_fen": Field(list_of(whole(), 50), CREATE, kinds.WHOLE),
    "method": Field(text(30), CREATE),
    # A signature is of use to a dispute only; no phone gets it back.
    "evidence": Field(kinds.anything, CREATE, kinds.WHOLE, secret=True, sent=False),
    "given_on": Field(kinds.date, CREATE),
    "withdrawn_on": Field(kinds.date),
})  # fmt: skip


def _status(_kind: Kind, row: Row) -> dict[str, Any]:
    return {} if row["void_reason"] is None else {"status": "VOID"}


COLLECTION = Kind("cl", Collection, {
    "enrollment": Field(kinds.entity, CREATE, needed=True, refers="en"),
    "amount_fen": Field(whole(), CREATE),
    "method": Field(one_of("CASH", "WECHAT", "ALIPAY", "TRANSFER", "COLLECTIVE"), CREATE),
    "book_no": Field(text(20), CREATE),
    "receipt_no": Field(text(20), CREATE),
    "collected_on": Field(kinds.date, CREATE),
    "void_reason": Field(text(200)),
    "status": from_server(),
    "statement_line": from_server(),
}, _status, frozenset({"void_reason"}))  # fmt: skip

WITHDRAWAL = Kind("wd", Withdrawal, {
    "enrollment": Field(kinds.entity, CREATE, needed=True, refers="en"),
    "reason": Field(text(200), CREATE, needed=True),
    "told_on": Field(kinds.date, CREATE, needed=True),
    "returned": Field(list_of(kinds.entity, 50), CREATE, kinds.WHOLE, refers="cl"),
    "files": Field(list_of(kinds.file_hash, 6), CREATE, kinds.WHOLE),
    "status": from_server(),
    "submitted_by": from_server(),
    "answer": from_server(),
    "refund": from_server(),
})  # fmt: skip
