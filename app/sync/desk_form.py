"""What the form says with which a supervisor enters a household."""

from typing import Any

from app.civil_date import parse_date
from app.errors import Invalid
from app.money import parse_yuan
from app.sync.desk import Entered, Member
from app.words import words

CAPACITIES = words(
    {"SELF": "本人", "PARENT": "父母", "GUARDIAN_WITH_PARENT_OK": "监护人，父母同意"}
)
METHODS = ("CASH", "WECHAT", "ALIPAY", "TRANSFER", "COLLECTIVE")


def read(form: Any, village: int, campaign: str, today: str) -> Entered:
    """Read the form. Raises Invalid naming what is wrong."""
    declared = form.get("declared_on", "").strip()
    if parse_date(declared) is None:
        raise Invalid("DATE_INVALID")
    if declared > today:
        raise Invalid("DATE_FUTURE")
    paper = form.get("paper_no", "").strip()[:60]
    if not paper:
        raise Invalid("CONSENT_INCOMPLETE")
    return Entered(
        village, campaign, form.get("household", ""),
        [_member(form, person) for person in form.getlist("person")], declared, paper,
        _money(form, declared), form.get("agent", "")[:60], form.get("reason", "").strip(),
        "hand_in" in form,
    )  # fmt: skip


def _member(form: Any, person: str) -> Member:
    other = form.get(f"other-{person}", "").strip()
    capacity = form.get(f"capacity-{person}", "SELF")
    signer = person if capacity == "SELF" else form.get(f"signer-{person}", "")
    if capacity not in CAPACITIES or not signer:
        raise Invalid("CONSENT_INCOMPLETE")
    fen = _fen(other) if other else None
    return Member(person, form.get(f"plan-{person}", ""), fen, signer, capacity)


def _money(form: Any, day: str) -> dict[str, Any] | None:
    amount = form.get("amount", "").strip()
    if not amount:
        return None
    if form.get("method") not in METHODS:
        raise Invalid("AMOUNT_INVALID")
    return {
        "amount_fen": _fen(amount), "method": form["method"],
        "book_no": form.get("book_no", "").strip()[:20] or None,
        "receipt_no": form.get("receipt_no", "").strip()[:20] or None, "collected_on": day,
    }  # fmt: skip


def _fen(text: str) -> int:
    fen = parse_yuan(text)
    if fen is None:
        raise Invalid("AMOUNT_INVALID")
    return fen
