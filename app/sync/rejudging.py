"""Judge enrollments again, after what they are judged by has changed: a version, a photo."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Entry
from app.enrollment.models import Enrollment
from app.regions.service import VillageLock, lock_village, release
from app.sync.applying import EDITABLE
from app.sync.evidence import files_of
from app.sync.finishing import Finish, judge_one, stamp
from app.sync.loading import load
from app.sync.service import contested_fields

PIECE = 2000  # households in one go: what is loaded of a village stays in memory


def rejudge_campaign(
    session: Session, county: int, village: int, campaign: str, *, by: str, at: datetime
) -> int:
    """Judge what can still be edited of a campaign in a village; return how many enrollments.

    Phones get the new judgements with their next pull.
    """
    lock = lock_village(session, county, village)
    wanted = session.scalars(
        select(Enrollment.id)
        .where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign, Enrollment.status.in_(EDITABLE),
            Enrollment.deleted.is_(False),
        )
        .order_by(Enrollment.id)
    ).all()  # fmt: skip
    for start in range(0, len(wanted), PIECE):
        _judge(session, lock, wanted[start : start + PIECE], by, at)
    entry = Entry("CAMPAIGN_REJUDGED", f"campaign:{campaign}", by, detail={"count": len(wanted)})
    release(session, lock, [entry], at=at)
    return len(wanted)


def rejudge_enrollments(
    session: Session, county: int, village: int, enrollments: Sequence[str], *, at: datetime
) -> None:
    """Judge some enrollments of a village, whatever their status."""
    lock = lock_village(session, county, village)
    _judge(session, lock, enrollments, "", at)
    release(session, lock, [], at=at)


def _judge(
    session: Session, lock: VillageLock, enrollments: Sequence[str], by: str, at: datetime
) -> None:
    state = load(session, lock.county, lock.village, (), enrollments)
    contested = contested_fields(session, state, [])
    run = Finish(state, lock, by, at, contested, files_of(session, state))
    for key in enrollments:
        enrollment = state.get("en", key)
        if enrollment is not None and not enrollment.row["deleted"]:
            judge_one(run, enrollment)
    stamp(run)
    state.write(session)
