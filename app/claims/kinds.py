"""Wire kind of claim notices (cn); docs/adr/0026."""

from typing import Any

from app import kinds
from app.claims.models import ClaimNotice
from app.claims.rules import CHECKLIST
from app.kinds import CREATE, Field, Kind, Row, from_server, one_of, text


def _status(_kind: Kind, row: Row) -> dict[str, Any]:
    return {} if row["void_reason"] is None else {"status": "VOID"}


CLAIM = Kind("cn", ClaimNotice, {
    "person": Field(kinds.entity, CREATE, needed=True, refers="ps"),
    "kind": Field(one_of(*CHECKLIST), needed=True),
    "happened_on": Field(kinds.date, needed=True),
    "reported_on": Field(kinds.date, CREATE, needed=True),
    "place": Field(text(200)),
    "cause": Field(text(200)),
    "hospital": Field(text(100)),
    "story": Field(text(1000), secret=True),
    "reporter": Field(text(60)),
    "reporter_phone": kinds.phone_number(),
    "answers": Field(kinds.answers, merge=kinds.ANSWERS),
    "void_reason": Field(text(200)),
    "status": from_server(),
    "claim_no": from_server(),
    "steps": from_server(),
    "submitted_by": from_server(),
}, _status, frozenset({"void_reason"}))  # fmt: skip
