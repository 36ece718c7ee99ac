"""What each village has in each campaign, kept beside its version so that no page counts anew.

The figures of a village hold as long as nothing was written in it: every write of people,
enrollments and money at the door moves its version (regions/service.py). Those of a village
that has moved are counted again by the first page that needs them, and by a job every minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.bulk import put
from app.campaigns.models import Campaign, CampaignVillage
from app.policies import counting
from app.policies.models import VillageFigures
from app.policies.rules import BY_VILLAGE
from app.regions.models import Village
from app.rosters.models import RosterVersion

FIGURES = cast("Table", VillageFigures.__table__)
KEY = ("county", "campaign", "village")
PIECE = 50  # villages counted at once: their people stay in memory


@dataclass(frozen=True)
class Sold:
    """A campaign in a village. version: of the roster that is its denominator, None of none."""

    campaign: Campaign
    village: int
    ver: int
    name: str
    township: int
    version: int | None
    target_bp: int | None
    effective: str


@dataclass(frozen=True)
class Counted:
    """A campaign in a village with its figures; counting.py says what stands in them."""

    sold: Sold
    figures: dict[str, Any]


def counted(
    session: Session, county: int, within: Any, *, today: str, at: datetime
) -> tuple[list[Counted], list[dict[str, Any]]]:
    """Return the figures of the villages that meet a condition, and rows that `keep` should keep.

    within: a condition on `villages.id`.
    """
    places = _sold(session, county, within, today)
    known = {
        (row.campaign, row.village): row
        for row in session.execute(
            select(FIGURES)
            .join(Village, (Village.county == FIGURES.c.county) & (Village.id == FIGURES.c.village))
            .where(FIGURES.c.county == county, within)
        )
    }
    stale = [one for one in places if not _holds(known.get((one.campaign.id, one.village)), one)]
    fresh = _count(session, county, stale, today)
    rows = [
        {
            "county": county, "campaign": one.campaign.id, "village": one.village, "ver": one.ver,
            "roster_version": one.version, "effective_on": one.effective, "figures": figures,
            "counted_at": at,
        }
        for one, figures in fresh.values()
    ]  # fmt: skip
    found = []
    for one in places:
        key = (one.campaign.id, one.village)
        found.append(Counted(one, fresh[key][1] if key in fresh else known[key].figures))
    return found, rows


def keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep counted figures; those of the same village counted meanwhile are replaced."""
    written = ("ver", "roster_version", "effective_on", "figures", "counted_at")
    put(session, FIGURES, rows, written=written, key=KEY)


def _sold(session: Session, county: int, within: Any, today: str) -> list[Sold]:
    rows = session.execute(
        select(Campaign, CampaignVillage, Village, RosterVersion.no)
        .join(
            CampaignVillage,
            (CampaignVillage.county == Campaign.county) & (CampaignVillage.campaign == Campaign.id),
        )
        .join(
            Village, (Village.county == Campaign.county) & (Village.id == CampaignVillage.village)
        )
        .outerjoin(
            RosterVersion,
            (RosterVersion.county == Village.county)
            & (RosterVersion.village == Village.id)
            & (RosterVersion.status == "ACTIVE"),
        )
        .where(Campaign.county == county, within)
        .order_by(Village.id, Campaign.id)
    ).all()
    return [
        Sold(
            campaign, place.id, place.ver, place.name, place.township,
            (sold.roster_version or active) if campaign.kind in BY_VILLAGE else None,
            sold.target_bp or campaign.target_bp, campaign.scheme_start_on or today,
        )
        for campaign, sold, place, active in rows
    ]  # fmt: skip


def _holds(row: Any, one: Sold) -> bool:
    return (
        row is not None
        and (row.ver, row.roster_version, row.effective_on) == (one.ver, one.version, one.effective)
        and row.figures.get("form") == counting.FORM
    )


def _count(
    session: Session, county: int, stale: Sequence[Sold], today: str
) -> dict[tuple[str, int], tuple[Sold, dict[str, Any]]]:
    if not stale:
        return {}
    installs = session.execute(select(Install.id, Install.agent).where(Install.county == county))
    agents = {row.id: row.agent for row in installs}
    villages = sorted({one.village for one in stale})
    found = {}
    for start in range(0, len(villages), PIECE):
        piece = set(villages[start : start + PIECE])
        mine = [one for one in stale if one.village in piece]
        facts = counting.read(session, county, piece, {(one.village, one.version) for one in mine})
        for one in mine:
            figures = counting.figures(
                facts, one.campaign, one.village, one.version, one.effective, agents, today
            )
            found[one.campaign.id, one.village] = (one, figures)
    return found


def moved(session: Session) -> list[int]:
    """Return the counties with a village whose figures no longer hold."""
    rows = session.scalars(
        select(CampaignVillage.county)
        .join(
            Village,
            (Village.county == CampaignVillage.county) & (Village.id == CampaignVillage.village),
        )
        .outerjoin(
            FIGURES,
            (FIGURES.c.county == CampaignVillage.county)
            & (FIGURES.c.campaign == CampaignVillage.campaign)
            & (FIGURES.c.village == CampaignVillage.village),
        )
        .where(func.coalesce(FIGURES.c.ver, -1) != Village.ver)
        .distinct()
    )
    return list(rows)
