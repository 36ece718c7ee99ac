"""Take files piece by piece, and say which are complete.

A piece is a row: it is written with the new offset in one transaction, so two senders of the same
piece cannot both succeed, and a crash leaves either both or neither (docs/adr/0010).
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select, union, update
from sqlalchemy.orm import Session

from app.attachments import rules
from app.attachments.models import Attachment, AttachmentMention, AttachmentPart, AttachmentUse
from app.attachments.rules import Announcement
from app.attachments.storage import key_of, storage
from app.bulk import among, put
from app.errors import Checksum, Conflict, Invalid, NotFound, TooLarge
from app.secrets import place, vault

USES = cast("Table", AttachmentUse.__table__)
MENTIONS = cast("Table", AttachmentMention.__table__)


def announce(
    session: Session, county: int, install: str, file: Announcement, *, at: datetime
) -> Attachment:
    """Return the upload of a file, begun if this install has not announced it before.

    Raises TooLarge UPLOAD_QUOTA when the install has too much under way or stored.
    """
    known = find(session, county, install, _id(install, file.sha256))
    if known is not None:
        return known
    _check_quota(session, county, install, file.size)
    upload = Attachment(
        county=county, id=_id(install, file.sha256), install=install, village=file.village,
        sha256=file.sha256, mime=file.mime, size=file.size, received=0, status="ARRIVING",
        created_at=at, expires_at=at + timedelta(days=rules.KEPT_DAYS),
    )  # fmt: skip
    session.add(upload)
    session.flush()  # two announcements at once: the second fails here, not at the commit
    return upload


def find(session: Session, county: int, install: str, upload: str) -> Attachment | None:
    """Return an upload of this install."""
    found = session.get(Attachment, (county, upload))
    return found if found is not None and found.install == install else None


def require(session: Session, county: int, install: str, upload: str) -> Attachment:
    """Return an upload of this install. Raises NotFound UPLOAD_UNKNOWN."""
    found = find(session, county, install, upload)
    if found is None:
        raise NotFound("UPLOAD_UNKNOWN")
    return found


def append(session: Session, upload: Attachment, start: int, body: bytes) -> bool:
    """Take a piece; return whether the file is complete with it.

    Raises Conflict UPLOAD_OFFSET (another start is expected), TooLarge, and Checksum when the
    whole is not the announced file: then it starts from nothing.
    """
    taken = session.execute(
        update(Attachment)
        .where(
            Attachment.county == upload.county, Attachment.id == upload.id,
            Attachment.received == start, Attachment.status == "ARRIVING",
        )
        .values(received=start + len(body))
        .returning(Attachment.received)
    ).scalar_one_or_none()  # fmt: skip
    if taken is None:
        raise Conflict("UPLOAD_OFFSET", offset=upload.received)
    if taken > upload.size:
        raise TooLarge("TOO_BIG", max=upload.size)
    if not body:
        return False  # the next piece begins here too
    where = place("attachment_parts", "body", upload.county, start, upload.id)
    sealed = vault().seal(upload.county, where, body)
    row = {"county": upload.county, "attachment": upload.id, "start": start, "body_enc": sealed}
    session.execute(insert(AttachmentPart), [row])
    return taken == upload.size


def complete(session: Session, upload: Attachment) -> None:
    """Put the pieces together and store the file. Raises Checksum, Invalid UPLOAD_TYPE."""
    body = b"".join(_pieces(session, upload))
    if hashlib.sha256(body).hexdigest() != upload.sha256:
        raise Checksum("UPLOAD_CHECKSUM")
    if not rules.is_what_it_says(body, upload.mime):
        raise Invalid("UPLOAD_TYPE", path="mime")
    where = _place(upload.county, upload.sha256)
    storage().put(key_of(upload.county, upload.sha256), vault().seal(upload.county, where, body))
    _forget_pieces(session, upload)
    upload.status = "COMPLETE"


def restart(session: Session, upload: Attachment) -> None:
    """Forget what came of a file."""
    _forget_pieces(session, upload)
    upload.received, upload.status = 0, "ARRIVING"


def terminate(session: Session, upload: Attachment) -> None:
    """Forget an unfinished upload. Raises Conflict for a complete one: it may be evidence."""
    if upload.status == "COMPLETE":
        raise Conflict("UPLOAD_COMPLETE")
    _forget_pieces(session, upload)
    session.delete(upload)


def expire(session: Session, *, at: datetime) -> int:
    """Forget unfinished uploads whose time is over; return how many."""
    late = session.scalars(
        select(Attachment).where(Attachment.status == "ARRIVING", Attachment.expires_at <= at)
    ).all()
    for upload in late:
        terminate(session, upload)
    return len(late)


def read(county: int, sha256: str) -> bytes | None:
    """Return a complete file, None when it is not there."""
    sealed = storage().get(key_of(county, sha256))
    return None if sealed is None else vault().open(county, _place(county, sha256), sealed)


def reseal_files(session: Session, county: int) -> int:
    """Seal complete files again under the newest data key; return how many."""
    hashes = session.scalars(
        select(Attachment.sha256)
        .where(Attachment.county == county, Attachment.status == "COMPLETE")
        .distinct()
    ).all()
    count, current = 0, vault().data_key(county).to_bytes(2)
    for sha256 in hashes:
        key, where = key_of(county, sha256), _place(county, sha256)
        old = storage().get(key)
        if old is not None and old[:2] != current:
            storage().put(key, vault().seal(county, where, vault().open(county, where, old)))
            count += 1
    return count


def find_complete(session: Session, county: int, sha256: str) -> Attachment | None:
    """Return an upload of a complete file, whoever sent it."""
    return session.scalars(
        select(Attachment)
        .where(
            Attachment.county == county, Attachment.sha256 == sha256,
            Attachment.status == "COMPLETE",
        )
        .limit(1)
    ).first()  # fmt: skip


def complete_ones(session: Session, county: int, hashes: Collection[str]) -> set[str]:
    """Return those of some files that are complete, whoever sent them."""
    if not hashes:
        return set()
    return set(
        session.scalars(
            select(Attachment.sha256).where(
                Attachment.county == county, Attachment.status == "COMPLETE",
                Attachment.sha256.in_(sorted(hashes)),
            )
        )
    )  # fmt: skip


def note_uses(session: Session, county: int, village: int, uses: Iterable[dict[str, Any]]) -> None:
    """Note that enrollments need files. uses: {enrollment, entity, sha256}; known ones are left."""
    rows = [{"county": county, "village": village, **use} for use in uses]
    put(session, USES, rows, key=[column.name for column in USES.primary_key])


def note_mentions(
    session: Session, county: int, village: int, mentions: Iterable[dict[str, Any]]
) -> None:
    """Note that entities name files. mentions: {entity, sha256}; known ones are left."""
    rows = [{"county": county, "village": village, **one} for one in mentions]
    put(session, MENTIONS, rows, key=[column.name for column in MENTIONS.primary_key])


def villages_naming(session: Session, county: int, sha256: str) -> set[int]:
    """Return the villages in which something names a file."""
    used = select(AttachmentUse.village).where(
        AttachmentUse.county == county, AttachmentUse.sha256 == sha256
    )
    mentioned = select(AttachmentMention.village).where(
        AttachmentMention.county == county, AttachmentMention.sha256 == sha256
    )
    return set(session.scalars(union(used, mentioned)))


def uses_of(
    session: Session, county: int, village: int, enrollments: Collection[str]
) -> dict[str, list[str]]:
    """Return the files that entities of some enrollments need, by entity."""
    found: dict[str, list[str]] = {}
    for entity, sha256 in session.execute(
        select(AttachmentUse.entity, AttachmentUse.sha256).where(
            AttachmentUse.county == county, AttachmentUse.village == village,
            among(session, USES.c.enrollment, enrollments),
        )
    ):  # fmt: skip
        found.setdefault(entity, []).append(sha256)
    return found


def users_of(session: Session, county: int, sha256: str) -> dict[int, list[str]]:
    """Return the enrollments that need a file, by village."""
    found: dict[int, list[str]] = {}
    for village, enrollment in session.execute(
        select(AttachmentUse.village, AttachmentUse.enrollment)
        .where(AttachmentUse.county == county, AttachmentUse.sha256 == sha256)
        .distinct()
    ):
        found.setdefault(village, []).append(enrollment)
    return found


def _pieces(session: Session, upload: Attachment) -> Iterable[bytes]:
    for row in session.execute(
        select(AttachmentPart.start, AttachmentPart.body_enc)
        .where(
            AttachmentPart.county == upload.county, AttachmentPart.attachment == upload.id
        )
        .order_by(AttachmentPart.start)
    ):  # fmt: skip
        where = place("attachment_parts", "body", upload.county, row.start, upload.id)
        yield vault().open(upload.county, where, row.body_enc)


def _forget_pieces(session: Session, upload: Attachment) -> None:
    session.execute(
        delete(AttachmentPart).where(
            AttachmentPart.county == upload.county, AttachmentPart.attachment == upload.id
        )
    )


def _check_quota(session: Session, county: int, install: str, size: int) -> None:
    unfinished, stored = session.execute(
        select(
            func.count().filter(Attachment.status == "ARRIVING"),
            func.coalesce(func.sum(Attachment.size), 0),
        ).where(Attachment.county == county, Attachment.install == install)
    ).one()
    if unfinished >= rules.MAX_UNFINISHED or stored + size > rules.MAX_STORED_BYTES:
        raise TooLarge("UPLOAD_QUOTA", max=rules.MAX_STORED_BYTES)


def _id(install: str, sha256: str) -> str:
    return f"{install}-{sha256}"


def _place(county: int, sha256: str) -> str:
    return place("attachments", "body", county, 0, sha256)
