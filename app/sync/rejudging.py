"""Judge the enrollments of a campaign again, after what they are judged by has changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Entry
from app.enrollment.models import Enrollment
from app.inbox.ops import Op
from app.regions.service import lock_village, release
from app.sync.applying import EDITABLE
from app.sync.finishing import Finish, judge_one, stamp
from app.sync.loading import load
from app.sync.service import contested_fields

PIECE = 2000  # households in one go: what is loaded of a village stays in memory


def rejudge(
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
        piece = wanted[start : start + PIECE]
        # Named as ops would name them, the enrollments come with all that judging needs.
        state = load(
            session, county, village,
            [Op(0, 0, 0, "en@1", "u", key, 0, 0, {}) for key in piece],
        )  # fmt: skip
        run = Finish(state, lock, by, at, contested_fields(session, state, []))
        for key in piece:
            judge_one(run, state.entities["en"][key])
        stamp(run)
        state.write(session)
    entry = Entry("CAMPAIGN_REJUDGED", f"campaign:{campaign}", by, detail={"count": len(wanted)})
    release(session, lock, [entry], at=at)
    return len(wanted)
