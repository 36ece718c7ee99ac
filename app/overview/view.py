"""What the pages of this stage show, read at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.batches.queries import counts
from app.campaigns.models import Campaign
from app.campaigns.queries import campaign_names
from app.clock import civil_date
from app.lists.listing import page_of
from app.overview import areas, figures
from app.overview.people import phones
from app.overview.waiting import open_conflicts, todo
from app.policies.queries import Progress
from app.regions.queries import division_names, townships_of


def overview(
    session: Session, by: Actor, rows: Sequence[Progress], args: Mapping[str, str], *, at: datetime
) -> dict[str, Any]:
    """Return everything the overview shows; args: the address."""
    level = args.get("level", "village")
    level = level if level in areas.LEVELS else "village"
    agents = phones(session, by)
    given = () if "campaign" in args else ("campaign",)
    campaign, args = _campaign(session, by, args)
    villages = [one for one in areas.areas_of(rows, agents, at) if campaign in ("", one.campaign)]
    shown = areas.together(villages, level, by.county, _name(session, by.county))
    listing = areas.listing(
        level, townships_of(session, by.county, by.areas), campaign_names(session, by.county)
    )
    waiting = counts(session, by)
    return {
        "found": replace(page_of(listing, shown, args), given=given),
        "level": level, "levels": areas.LEVELS,
        "campaign": session.get(Campaign, (by.county, campaign)) if campaign else None,
        "units": [row for row in rows if not row.by_village],
        **_sums(villages),
        "waiting": waiting["SUBMITTED"] + waiting["PARTLY_RETURNED"],
        "conflicts": open_conflicts(session, by),
        "todo": todo(session, by),
        "overdue": sorted(
            (one for one in agents if one.overdue(at)), key=lambda one: (one.seen_at or at, one.id)
        ),
    }  # fmt: skip


def dashboard(
    session: Session,
    by: Actor,
    rows: Sequence[Progress],
    names: Mapping[str, str],
    args: Mapping[str, str],
    *,
    at: datetime,
) -> dict[str, Any]:
    """Return everything the page of figures shows."""
    campaign, args = _campaign(session, by, args)
    mine = [row for row in rows if campaign in ("", row.campaign)]
    length = args.get("range", "30")
    length = length if length in figures.RANGES else "30"
    villages = areas.areas_of(mine, (), at)
    townships = areas.together(villages, "township", by.county, "")
    money = figures.money_of(session, by, mine, campaign)
    days = figures.days_of(mine, today=civil_date(at), length=int(length))
    work = figures.work_of(mine, names)
    gate_bp = max((one.min_bp for one in villages), default=0)
    return {
        "days": page_of(figures.DAYS, days, args), "work": page_of(figures.WORK, work, args),
        "campaign": session.get(Campaign, (by.county, campaign)) if campaign else None,
        "campaigns": campaign_names(session, by.county), "chosen": campaign,
        "range": length, "ranges": figures.RANGES, "townships": townships, "money": money,
        "first_bp": _first(work), "lives": sum(row.figures["lives"] for row in mine),
        "households": sum(row.figures["households"] for row in mine), **_sums(villages),
        "charts": figures.charts(days, money, townships, gate_bp), "gate_bp": gate_bp,
    }  # fmt: skip


def _campaign(
    session: Session, by: Actor, args: Mapping[str, str]
) -> tuple[str, Mapping[str, str]]:
    """Return the campaign meant, the newest unless the address says, and the address with it.

    An empty `campaign` in the address means all of them.
    """
    known = campaign_names(session, by.county)
    if "campaign" not in args and known:
        args = {**args, "campaign": known[0][0]}
    wanted = args.get("campaign", "")
    return (wanted if wanted in {key for key, _ in known} else ""), args


def _sums(villages: Sequence[areas.Area]) -> dict[str, Any]:
    eligible = sum(row.eligible for row in villages)
    insured = sum(row.insured for row in villages)
    return {
        "eligible": eligible, "insured": insured,
        "rate_bp": insured * 10_000 // eligible if eligible else None,
        "past": sum(row.past for row in villages), "of": len(villages),
        "nearest": min(
            (row for row in villages if row.missing and row.eligible),
            key=lambda row: row.missing, default=None,
        ),
    }  # fmt: skip


def _first(work: Sequence[figures.Work]) -> int | None:
    handed = sum(one.handed for one in work)
    returned = sum(one.returned for one in work)
    return (handed - returned) * 10_000 // handed if handed else None


def _name(session: Session, code: int) -> str:
    return division_names(session, [code]).get(code, str(code))
