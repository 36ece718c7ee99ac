"""Ask for files, keep them until they are fetched, record every one that leaves the house."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.passwords import password_holds
from app.accounts.rules import Actor
from app.accounts.throttle import throttle
from app.audit.service import Entry
from app.batches.scope import require_village
from app.campaigns.models import CampaignVillage
from app.db import new_id
from app.endorsements.service import find as find_endorsement
from app.endorsements.service import find_policy
from app.errors import Conflict, Invalid, NotFound
from app.exports.formats import BY_KIND, FORMATS, Format
from app.exports.models import Export, ExportFile
from app.policies.models import PolicyInsured
from app.regions.models import Village
from app.regions.rules import short_name
from app.regions.service import lock_village, release
from app.rosters.models import Household
from app.secrets import place, vault

QUEUED, RUNNING, DONE, FAILED = "QUEUED", "RUNNING", "DONE", "FAILED"
AT_ONCE = 300  # rows that are made while the person waits
KEPT = timedelta(hours=24)
OVERLOOKED = timedelta(minutes=1)  # queued, and no process took it
LOST = timedelta(minutes=15)  # its process ended without a word


@dataclass(frozen=True)
class File:
    """A file to hand out."""

    name: str
    mimetype: str
    content: bytes


def confirm_password(session: Session, by: Actor, password: str) -> None:
    """Let a signed-in person prove again who he is. Raises Invalid PASSWORD_WRONG, TooMany."""
    user = session.execute(
        select(User.password_hash, User.login_name).where(
            User.county == by.county, User.id == by.id, User.status == "ACTIVE"
        )
    ).one()
    throttle().take(user.login_name, f"user:{by.id}")
    if not password_holds(user.password_hash, password):
        raise Invalid("PASSWORD_WRONG")
    throttle().forget(user.login_name)


def format_of(word: str, what: str) -> Format:
    """Return a kind of file by the word in its address. Raises NotFound."""
    found = FORMATS.get(word)
    if found is None or found.what != what:
        raise NotFound("EXPORT_UNKNOWN")
    return found


def ask(session: Session, policy_id: str, wanted: Format, *, by: Actor, at: datetime) -> ExportFile:
    """Queue a file of a policy. Raises NotFound."""
    policy = find_policy(session, by, policy_id)
    count = session.scalar(
        select(func.count()).select_from(PolicyInsured).where(
            PolicyInsured.county == by.county, PolicyInsured.policy == policy_id,
            PolicyInsured.ended_by.is_(None),
        )
    )  # fmt: skip
    facts: dict[str, Any] = {
        "village": policy.village, "campaign": policy.campaign, "policy": policy_id,
        "endorsement": None,
    }  # fmt: skip
    return _queue(session, wanted, facts, policy.policy_no, count or 0, by=by, at=at)


def ask_for_village(
    session: Session, village: int, campaign: str, wanted: Format, *, by: Actor, at: datetime
) -> ExportFile:
    """Queue a file of a village in a campaign. Raises NotFound."""
    require_village(by, village)
    if session.get(CampaignVillage, (by.county, campaign, village)) is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    count = session.scalar(
        select(func.count()).select_from(Household).where(
            Household.county == by.county, Household.village == village
        )
    )  # fmt: skip
    facts = {"village": village, "campaign": campaign, "policy": None, "endorsement": None}
    return _queue(session, wanted, facts, f"{at:%Y%m%d}", count or 0, by=by, at=at)


def ask_for_endorsement(
    session: Session, policy_id: str, key: str, *, by: Actor, at: datetime
) -> ExportFile:  # fmt: skip
    """Queue an approved endorsement as a paper. Raises NotFound, Conflict EXPORT_NOT_READY."""
    policy = find_policy(session, by, policy_id)
    row = find_endorsement(session, by, policy_id, key)
    if row.number is None:
        raise Conflict("EXPORT_NOT_READY")
    facts = {
        "village": policy.village, "campaign": policy.campaign, "policy": policy_id,
        "endorsement": key,
    }  # fmt: skip
    wanted = FORMATS["endorsement"]
    return _queue(session, wanted, facts, row.number, 1, by=by, at=at)


def find(session: Session, by: Actor, key: str) -> ExportFile:
    """Return a file that this person asked for. Raises NotFound."""
    row = session.get(ExportFile, (by.county, key))
    if row is None or row.asked_by != by.id:
        raise NotFound("EXPORT_UNKNOWN")
    require_village(by, row.village)
    return row


def hand_out(session: Session, key: str, *, by: Actor, at: datetime) -> File:
    """Open a file that is ready; the download is recorded and stands in the audit chain.

    Raises NotFound, Conflict EXPORT_NOT_READY.
    """
    row = find(session, by, key)
    if row.status != DONE or row.content_enc is None or row.sha is None:
        raise Conflict("EXPORT_NOT_READY")
    lock = lock_village(session, by.county, row.village)
    where = place("export_files", "content", row.county, row.village, row.id)
    content = vault().open(row.county, where, row.content_enc)
    export = new_id()
    session.execute(insert(Export), [{
        "county": by.county, "id": export, "policy": row.policy, "village": row.village,
        "campaign": row.campaign, "kind": row.kind, "filename": row.filename, "sha": row.sha,
        "row_count": row.total, "made_by": by.id, "made_at": at,
    }])  # fmt: skip
    detail = {"sha": row.sha, "rows": row.total, "policy": row.policy, "kind": row.kind}
    release(session, lock, [Entry("EXPORTED", f"export:{export}", by.id, detail=detail)], at=at)
    return File(row.filename, BY_KIND[row.kind].mimetype, content)


def claim(session: Session, county: int, key: str, *, at: datetime) -> bool:
    """Begin to make a file; False if another process has it."""
    return _move(session, county, key, QUEUED, status=RUNNING, done=0, seen_at=at)


def note_progress(session: Session, county: int, key: str, done: int, *, at: datetime) -> None:
    """Note how far a file is."""
    _move(session, county, key, RUNNING, done=done, seen_at=at)


def keep(
    session: Session, row: ExportFile, content: bytes, total: int, *, at: datetime
) -> None:  # fmt: skip
    """Keep a file that was made, sealed."""
    where = place("export_files", "content", row.county, row.village, row.id)
    _move(
        session, row.county, row.id, RUNNING, status=DONE, done=total, total=total, seen_at=at,
        sha=hashlib.sha256(content).hexdigest(),
        content_enc=vault().seal(row.county, where, content),
    )  # fmt: skip


def fail(session: Session, county: int, key: str, code: str, *, at: datetime) -> None:
    """Note that a file could not be made."""
    _move(session, county, key, RUNNING, status=FAILED, fault={"code": code}, seen_at=at)


def expire(session: Session, *, at: datetime) -> int:
    """Drop files that were kept long enough; return how many."""
    gone = session.scalars(
        delete(ExportFile).where(ExportFile.asked_at < at - KEPT).returning(ExportFile.id)
    )
    return len(gone.all())


def queue_again(session: Session, *, at: datetime) -> list[tuple[int, str]]:
    """Return (county, id) of the files that no process has in hand, each queued again."""
    waiting = (ExportFile.status == QUEUED) & (ExportFile.seen_at < at - OVERLOOKED)
    lost = (ExportFile.status == RUNNING) & (ExportFile.seen_at < at - LOST)
    rows = session.execute(
        update(ExportFile)
        .where(waiting | lost)
        .values(status=QUEUED, seen_at=at)
        .returning(ExportFile.county, ExportFile.id)
    )
    return [(county, key) for county, key in rows]


def _queue(
    session: Session, wanted: Format, facts: dict[str, Any], subject: str, total: int, *,
    by: Actor, at: datetime,
) -> ExportFile:  # fmt: skip
    name = session.scalar(
        select(Village.name).where(Village.county == by.county, Village.id == facts["village"])
    )
    row = ExportFile(
        county=by.county, id=new_id(), kind=wanted.kind, **facts, subject=subject, status=QUEUED,
        done=0, total=total, asked_by=by.id, asked_at=at, seen_at=at,
        filename=f"{wanted.label}-{short_name(name or '')}-{subject}.{wanted.extension}",
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _move(session: Session, county: int, key: str, state: str, **values: Any) -> bool:
    moved = session.execute(
        update(ExportFile)
        .where(ExportFile.county == county, ExportFile.id == key, ExportFile.status == state)
        .values(**values)
        .returning(ExportFile.id)
    )
    return moved.scalar_one_or_none() is not None
