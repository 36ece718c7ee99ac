"""Take away what a dossier says may go, in the transaction of the caller.

A row that phones know loses all it says and becomes a tombstone, so that phones drop it with their
next pull. An op keeps its number and hash, by which a repeat is known, and loses what it wrote.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from app.attachments.models import Attachment, AttachmentMention, AttachmentPart, AttachmentUse
from app.audit.service import Entry
from app.enrollment.models import Enrollment
from app.exports.models import ExportFile
from app.inbox.models import FieldConflict, InboxOp
from app.inbox.ops import Op, unpack
from app.inbox.service import body_place
from app.merging.models import IdentityDecision
from app.privacy.dossier import Dossier
from app.privacy.records import Own, Record, same_phone
from app.privacy.rules import ERASE
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household, RosterRow
from app.secrets import place, vault
from app.sync.applying import EDITABLE
from app.sync.kinds import KINDS
from app.sync.rejudging import rejudge_enrollments

# What stays of a row: the keys that others refer to, and what the sync columns need.
KEPT = frozenset({
    "county", "village", "id", "ver", "writer", "field_meta", "deleted", "household", "person",
    "enrollment", "campaign", "signer",
})  # fmt: skip
CODES = {"PERSON": "ps", "INSURED": "in", "CONSENT": "co"}


def erase(
    session: Session, county: int, dossier: Dossier, request: str, *, by: str, at: datetime
) -> list[str]:
    """Erase; return the hashes of photos that nothing names any more: to drop after the commit."""
    by_village: dict[int, list[Record]] = defaultdict(list)
    for record in dossier.erasable:
        by_village[record.village].append(record)
    files: list[str] = []
    for village in sorted(by_village):
        owns = [own for own in dossier.owns if own.village == village]
        lock = lock_village(session, county, village)
        files += _village(session, lock, owns, by_village[village])
        notes = [
            Entry("PERSON_ERASED", f"ps:{own.row['id']}", by, detail={"request": request})
            for own in owns
            if own.fate.rest == ERASE
        ]
        release(session, lock, notes, at=at)
        session.expire_all()
        again = [one["id"] for own in owns for one in own.enrollments if one["status"] in EDITABLE]
        if again:
            rejudge_enrollments(session, county, village, sorted(set(again)), at=at)
    return files


def _village(
    session: Session, lock: VillageLock, owns: Sequence[Own], records: Sequence[Record]
) -> list[str]:
    by_place: dict[str, list[str]] = defaultdict(list)
    for one in records:
        by_place[one.place].append(one.key)
    for where, code in CODES.items():
        _bury(session, lock, KINDS[code].model, by_place[where])
    _homes(session, lock, owns)
    gone = by_place["CONFLICT"]
    changes = {
        key: {"lost_value_enc": _sealed(lock, "conflicts", "lost_value", key)} for key in gone
    }
    update_rows(session, lock, FieldConflict, changes)
    _ops(session, lock, by_place["OP"])
    _lines(session, lock, by_place["LINE"])
    _delete(session, ExportFile, lock.county, by_place["FILE"])
    session.execute(
        update(IdentityDecision)
        .where(
            IdentityDecision.county == lock.county, IdentityDecision.id.in_(by_place["DECISION"])
        )
        .values(id_no_index=b"")
    )  # fmt: skip
    return _files(session, lock, owns, by_place["PHOTO"])


def _bury(session: Session, lock: VillageLock, model: Any, keys: Collection[str]) -> None:
    table = cast("Table", model.__table__)
    empty = {
        column.name: None for column in table.columns if column.nullable and column.name not in KEPT
    }
    update_rows(session, lock, model, {key: {**empty, "deleted": True} for key in sorted(keys)})


def _homes(session: Session, lock: VillageLock, owns: Sequence[Own]) -> None:
    """Empty the household of the last who lived there; else take out the phone that was his."""
    phone: Mapping[str, Any] = {"phone_enc": None, "phone_mask": None}
    changes: dict[str, Mapping[str, Any]] = {}
    for own in owns:
        if own.fate.rest != ERASE:
            continue
        if own.alone:
            goes = {} if own.enrollments else {"deleted": True}
            changes[own.home["id"]] = {**phone, **goes, "address": None, "poverty": None}
            answers = {one["id"]: {"answers": None} for one in own.enrollments if one["answers"]}
            update_rows(session, lock, Enrollment, answers)
        elif same_phone(own):
            changes[own.home["id"]] = phone
    update_rows(session, lock, Household, changes)


def _ops(session: Session, lock: VillageLock, keys: Collection[str]) -> None:
    for key in keys:
        install, _, seq = key.rpartition("-")
        row = session.get_one(InboxOp, (lock.county, install, int(seq)))
        where = body_place(lock.county, lock.village, install, row.seq)
        op = unpack(vault().open(lock.county, where, row.body_enc))
        bare = Op(op.seq, op.first, op.last, op.t, op.k, op.id, op.b, op.at, {})
        session.execute(
            update(InboxOp)
            .where(
                InboxOp.county == lock.county, InboxOp.install == install, InboxOp.seq == row.seq
            )
            .values(body_enc=vault().seal(lock.county, where, bare.canonical()))
        )


def _lines(session: Session, lock: VillageLock, keys: Collection[str]) -> None:
    for key in keys:
        version, number = (int(part) for part in key.split("."))
        session.execute(
            update(RosterRow)
            .where(
                RosterRow.county == lock.county, RosterRow.village == lock.village,
                RosterRow.version == version, RosterRow.no == number,
            )
            .values(body_enc=_sealed(lock, "roster_rows", "body", key, {}))
        )  # fmt: skip


def _files(
    session: Session, lock: VillageLock, owns: Sequence[Own], hashes: Collection[str]
) -> list[str]:
    """Take back what his rows need of files; forget the files that nothing else names."""
    entities = sorted({key for own in owns for key in own.entities})
    session.execute(
        delete(AttachmentUse).where(
            AttachmentUse.county == lock.county, AttachmentUse.village == lock.village,
            AttachmentUse.entity.in_(entities), AttachmentUse.sha256.in_(sorted(set(hashes))),
        )
    )  # fmt: skip
    gone = [one for one in sorted(set(hashes)) if not _named(session, lock.county, one)]
    uploads = session.scalars(
        select(Attachment.id).where(Attachment.county == lock.county, Attachment.sha256.in_(gone))
    ).all()
    session.execute(
        delete(AttachmentPart).where(
            AttachmentPart.county == lock.county, AttachmentPart.attachment.in_(uploads)
        )
    )
    _delete(session, Attachment, lock.county, uploads)
    return gone


def _named(session: Session, county: int, sha: str) -> bool:
    return any(
        session.scalar(
            select(model.sha256).where(model.county == county, model.sha256 == sha).limit(1)
        )
        for model in (AttachmentUse, AttachmentMention)
    )


def _delete(session: Session, model: Any, county: int, keys: Collection[str]) -> None:
    session.execute(delete(model).where(model.county == county, model.id.in_(sorted(keys))))


def _sealed(lock: VillageLock, table: str, column: str, key: str, value: Any = None) -> bytes:
    where = place(table, column, lock.county, lock.village, key)
    return vault().seal_json(lock.county, where, value)
