"""What the database holds after a run, in the shape that check.mjs reads."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.inbox.models import FieldConflict, InboxOp
from app.inbox.service import body_place
from app.secrets import vault
from app.sync.kinds import KINDS


def facts_of(session: Session) -> dict[str, Any]:
    """Return {rows, ops, conflicts, installs}."""
    rows = {
        f"{code}|{row['village']}|{row['id']}": {
            name: kind.value(row, name) for name in kind.fields if kind.fields[name].sent
        }
        for code, kind in KINDS.items()
        for row in session.execute(select(kind.table)).mappings()
    }  # fmt: skip
    ops = [
        [one.install, one.seq, one.village, one.status, one.ver, json.loads(_body(one)),
         (one.result or {}).get("code")]
        for one in session.scalars(select(InboxOp).order_by(InboxOp.install, InboxOp.seq))
    ]  # fmt: skip
    conflicts = [
        [one.kind, one.entity, one.field, one.lost["install"], one.lost["seq"]]
        for one in session.scalars(select(FieldConflict))
    ]
    installs = {one.id: [one.agent, one.last_seq] for one in session.scalars(select(Install))}
    return {"rows": rows, "ops": ops, "conflicts": conflicts, "installs": installs}


def _body(one: InboxOp) -> bytes:
    where = body_place(one.county, one.village, one.install, one.seq)
    return vault().open(one.county, where, one.body_enc)
