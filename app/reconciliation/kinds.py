"""Wire kind of cash handed over at the township (pi); docs/adr/0024."""

import re
from typing import Any

from app import kinds
from app.kinds import CREATE, Field, Kind, Row, from_server, list_of, text, whole
from app.reconciliation.models import Payin

FILES_MAX = 6
_PAY_NO = re.compile(r"[0-9]{8}-[0-9]{4,6}")


def pay_no(value: Any) -> bool:
    """Accept the number a phone gives an act: day and time of the phone."""
    return isinstance(value, str) and _PAY_NO.fullmatch(value) is not None


def _status(_kind: Kind, row: Row) -> dict[str, Any]:
    return {} if row["void_reason"] is None else {"status": "VOID"}


PAYIN = Kind("pi", Payin, {
    "receipts": Field(list_of(kinds.entity, 500), CREATE, kinds.WHOLE, needed=True, refers="cl"),
    "amount_fen": Field(whole(1), CREATE, needed=True),
    "to_name": Field(text(60), CREATE, needed=True),
    "handed_on": Field(kinds.date, CREATE, needed=True),
    "pay_no": Field(pay_no, CREATE, needed=True),
    "files": Field(list_of(kinds.file_hash, FILES_MAX), CREATE, kinds.WHOLE),
    "note": Field(text(200), CREATE),
    "void_reason": Field(text(200)),
    "status": from_server(),
    "submitted_by": from_server(),
    "answer": from_server(),
}, _status, frozenset({"void_reason"}))  # fmt: skip
