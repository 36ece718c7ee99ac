"""Campaigns as phones and the console see them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign, CampaignVillage
from app.db import db

FIELDS = (
    Campaign.id, Campaign.kind, Campaign.name, Campaign.product_code, Campaign.product_version,
    Campaign.partner, Campaign.opens_on, Campaign.closes_on, Campaign.scheme_start_on,
    Campaign.target_bp, Campaign.status,
)  # fmt: skip


def campaign(county: int, campaign_id: str) -> dict[str, Any] | None:
    """Return one campaign with all its villages, in the wire shape of contracts.md 6.1."""
    row = db.session.execute(
        select(*FIELDS).where(Campaign.county == county, Campaign.id == campaign_id)
    ).one_or_none()
    if row is None:
        return None
    return {**row._asdict(), "villages": _villages(county, {campaign_id}).get(campaign_id, [])}


def campaigns_for(county: int, villages: Collection[int]) -> list[dict[str, Any]]:
    """Return the campaigns of some villages, the one that closes first in front.

    Each carries those of the villages that it is sold in: {village, target_bp, roster_version}.
    """
    rows = db.session.execute(
        select(*FIELDS).where(Campaign.county == county).order_by(Campaign.closes_on, Campaign.id)
    ).all()
    sold = _villages(county, {row.id for row in rows})
    wanted = set(villages)
    found = []
    for row in rows:
        here = [line for line in sold.get(row.id, []) if line["village"] in wanted]
        if here:
            found.append({**row._asdict(), "villages": here})
    return found


def _villages(county: int, campaigns: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    rows = db.session.execute(
        select(
            CampaignVillage.campaign, CampaignVillage.village, CampaignVillage.target_bp,
            CampaignVillage.roster_version,
        )
        .where(CampaignVillage.county == county, CampaignVillage.campaign.in_(campaigns))
        .order_by(CampaignVillage.village)
    )  # fmt: skip
    for row in rows:
        line = row._asdict()
        found.setdefault(line.pop("campaign"), []).append(line)
    return found


def campaign_names(session: Session, county: int) -> list[tuple[str, str]]:
    """Return (id, name) of the campaigns of a county, the one that closes last in front."""
    rows = session.execute(
        select(Campaign.id, Campaign.name)
        .where(Campaign.county == county)
        .order_by(Campaign.closes_on.desc(), Campaign.id)
    )
    return [(key, name) for key, name in rows]
