"""The inbox: ops are stored here first, whole and for ever; their verdicts follow (sync.md 2.4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, func, select, type_coerce, update
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.audit.models import County
from app.bulk import put
from app.errors import Conflict, Forbidden, NotFound
from app.inbox.models import InboxOp
from app.inbox.ops import Delivery, Op, PackedOp, unpack
from app.secrets import place, vault

INBOX = cast("Table", InboxOp.__table__)
INSTALLS, COUNTIES = cast("Table", Install.__table__), cast("Table", County.__table__)
WIPED = ("REVOKED", "WIPED")  # such a phone clears itself once it has handed over what it had


@dataclass(frozen=True)
class Verdict:
    """What became of an op. ver: village version it took; None while it is only stored."""

    seq: int
    first: int
    last: int
    status: str
    ver: int | None
    result: dict[str, Any] | None


@dataclass(frozen=True)
class Receipt:
    """What storing a push promises: every op up to `last` is on disk."""

    agent: str
    last: int
    safe: int
    epoch: tuple[int, str]
    known: dict[int, Verdict]


@dataclass(frozen=True)
class StoredOp:
    """An op as it rests, with its verdict. ver: village version it took, if any."""

    op: Op
    status: str
    ver: int | None
    result: dict[str, Any] | None


def store(
    session: Session, county: int, delivery: Delivery, *, sender: str, at: datetime
) -> Receipt:
    """Store the ops of a push that are new; at most four statements (T1).

    Raises Forbidden DEVICE_REVOKED; Conflict SERVER_BEHIND, GAP or SEQ_REUSED.
    """
    row = lock_install(session, county, delivery.install)
    if row["status"] != "ACTIVE":
        raise Forbidden("DEVICE_REVOKED", wipe=row["status"] in WIPED)
    return _store(session, county, delivery, row, sender=sender, at=at)


def store_will(session: Session, county: int, delivery: Delivery, *, at: datetime) -> Receipt:
    """Store the last ops of an install of any status in quarantine; a person decides on them."""
    row = lock_install(session, county, delivery.install)
    return _store(session, county, delivery, row, sender=row["agent"], at=at, will=True)


def _store(
    session: Session,
    county: int,
    delivery: Delivery,
    row: dict[str, Any],
    *,
    sender: str,
    at: datetime,
    will: bool = False,
) -> Receipt:
    have, epoch = row["last_seq"], (row["epoch_no"], row["epoch_id"])
    if delivery.acked > have:
        raise Conflict("SERVER_BEHIND", have=have, epoch=list(epoch))
    if delivery.ops and delivery.ops[0].op.seq > have + 1:
        raise Conflict("GAP", have=have, epoch=list(epoch))
    known = _repeats(session, county, delivery, have)
    new = [one for one in delivery.ops if one.op.seq > have]
    if new:
        put(session, INBOX, _rows(county, delivery, new, will=will), common={
            "county": county, "install": delivery.install, "village": delivery.village,
            "sender": sender, "received_at": at, "ver": None,
            "status": "quarantined" if will else "received",
        })  # fmt: skip
    last = max([have, *(one.op.seq for one in new)])
    mine = {"_county": county, "_install": delivery.install}
    session.execute(_SEEN, {**mine, "last": last, "at": at, "report": delivery.report})
    return Receipt(row["agent"], last, row["safe_seq"], epoch, known)


# Run with every push, so built once.
_LOCK = (
    select(
        INSTALLS.c.agent, INSTALLS.c.status, INSTALLS.c.last_seq, INSTALLS.c.safe_seq,
        INSTALLS.c.last_result, COUNTIES.c.epoch_no, COUNTIES.c.epoch_id,
    )
    .join_from(INSTALLS, COUNTIES, COUNTIES.c.county == INSTALLS.c.county)
    .where(INSTALLS.c.county == bindparam("county"), INSTALLS.c.id == bindparam("install"))
    .with_for_update(of=INSTALLS)
)  # fmt: skip
_SEEN = (
    update(INSTALLS)
    .where(INSTALLS.c.county == bindparam("_county"), INSTALLS.c.id == bindparam("_install"))
    .values(
        last_seq=bindparam("last"), seen_at=bindparam("at"), report=bindparam("report"),
    )
)  # fmt: skip


def lock_install(session: Session, county: int, install: str) -> dict[str, Any]:
    """Lock an install; return its marks and the county's epoch. Raises NotFound."""
    found = session.execute(_LOCK, {"county": county, "install": install})
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound("INSTALL_UNKNOWN")
    return dict(row)


def _repeats(session: Session, county: int, delivery: Delivery, have: int) -> dict[int, Verdict]:
    shas = {one.op.seq: one.sha for one in delivery.ops if one.op.seq <= have}
    if not shas:
        return {}
    firsts = {one.op.seq: one.op.first for one in delivery.ops}
    # Sealed and unreadable, an op cannot be told from its readable form: it is the same number.
    closed = {one.op.seq for one in delivery.ops if not one.op.t}
    found = {}
    for row in session.execute(
        select(
            INBOX.c.seq, INBOX.c.sha, INBOX.c.set_first, INBOX.c.set_last, INBOX.c.status,
            INBOX.c.ver, INBOX.c.result,
        ).where(
            INBOX.c.county == county, INBOX.c.install == delivery.install,
            INBOX.c.seq.between(min(shas), max(shas)),
        )
    ):  # fmt: skip
        if row.sha != shas[row.seq] and not (row.seq in closed or _unreadable(row)):
            raise Conflict("SEQ_REUSED", seq=firsts[row.seq])  # a set is never divided
        found[row.seq] = Verdict(
            row.seq, row.set_first, row.set_last, row.status, row.ver, row.result
        )
    return found


def _unreadable(row: Any) -> bool:
    return row.status == "quarantined" and (row.result or {}).get("code") == "UNREADABLE"


def _rows(
    county: int, delivery: Delivery, ops: Iterable[PackedOp], *, will: bool
) -> list[dict[str, Any]]:
    """Return what differs from op to op in the inbox."""
    seal, rows = vault().sealer(county), []
    for packed in ops:
        op = packed.op
        where = body_place(county, delivery.village, delivery.install, op.seq)
        rows.append({
            "seq": op.seq, "set_first": op.first, "set_last": op.last, "sha": packed.sha,
            "body_enc": seal(where, packed.body),
            "result": {"set": [op.first, op.last], "code": "LAST_WILL"} if will else None,
        })  # fmt: skip
    return rows


def body_place(county: int, village: int, install: str, seq: int) -> str:
    """Return the authenticated place of a stored op's text."""
    return place("inbox_ops", "body", county, village, f"{install}-{seq}")


def received(
    session: Session,
    county: int,
    village: int,
    install: str,
    known: Iterable[PackedOp] = (),
    first: int | None = None,
) -> list[Op]:
    """Return the ops of an install in a locked village that wait, in seq order: one statement.

    known: the ops of the push at hand; their texts need not be read and opened again. first: of
    one set alone.
    """
    at_hand = {(one.op.seq, one.sha): one.op for one in known}
    seqs = [seq for seq, _ in at_hand] or [0]
    body = case((INBOX.c.seq.between(min(seqs), max(seqs)), None), else_=INBOX.c.body_enc)
    rows = session.execute(
        select(INBOX.c.seq, INBOX.c.sha, type_coerce(body, INBOX.c.body_enc.type))
        .where(
            INBOX.c.county == county, INBOX.c.village == village, INBOX.c.install == install,
            INBOX.c.status == "received", *([] if first is None else [INBOX.c.set_first == first]),
        )
        .order_by(INBOX.c.seq)
    )  # fmt: skip
    return [
        at_hand.get((seq, sha)) or _opened(county, village, install, seq, sealed)
        for seq, sha, sealed in rows.all()
    ]


def put_aside(
    session: Session,
    county: int,
    village: int,
    install: str,
    first: int,
    status: Sequence[str] = ("quarantined",),
) -> tuple[list[StoredOp], int]:
    """Return the ops of a set put aside, and the version of what its install wrote before it."""
    mine = (INBOX.c.county == county, INBOX.c.village == village, INBOX.c.install == install)
    rows = session.execute(
        select(INBOX)
        .where(*mine, INBOX.c.set_first == first, INBOX.c.status.in_(status))
        .order_by(INBOX.c.seq)
    ).all()
    found = [
        StoredOp(
            _opened(county, village, install, row.seq, row.body_enc),
            row.status, row.ver, row.result,
        )
        for row in rows
    ]  # fmt: skip
    before = session.scalar(select(func.max(INBOX.c.ver)).where(*mine, INBOX.c.seq < first))
    return found, before or 0


def set_aside(
    session: Session, county: int, village: int, install: str, first: int, code: str, ver: int
) -> dict[int, Verdict]:
    """Return verdicts that put a stored set aside without reading it; its versions start at `ver`.

    The caller writes them with `settle`.
    """
    rows = session.execute(
        select(INBOX.c.seq, INBOX.c.set_first, INBOX.c.set_last)
        .where(
            INBOX.c.county == county, INBOX.c.village == village, INBOX.c.install == install,
            INBOX.c.set_first == first, INBOX.c.status == "received",
        )
        .order_by(INBOX.c.seq)
    )  # fmt: skip
    return {
        row.seq: Verdict(
            row.seq, row.set_first, row.set_last, "quarantined", ver + place_no,
            {"set": [row.set_first, row.set_last], "code": code, "seq": row.set_first},
        )
        for place_no, row in enumerate(rows)
    }  # fmt: skip


def _opened(county: int, village: int, install: str, seq: int, sealed: bytes) -> Op:
    return unpack(vault().open(county, body_place(county, village, install, seq), sealed))
