"""Open campaigns, and move them to a newer version of their product."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.audit.service import Entry, record
from app.campaigns.models import Campaign, CampaignVillage
from app.db import new_id
from app.errors import Conflict, Invalid, NotFound
from app.products.models import ProductVersion


def open_campaign(
    session: Session,
    county: int,
    *,
    product: str,
    version: int,
    name: str,
    opens_on: str,
    closes_on: str,
    scheme_start_on: str | None,
    target_bp: int | None,
    villages: Sequence[int],
    partner: Mapping[str, Any] | None = None,
    by: str,
    at: datetime,
) -> str:
    """Open a campaign in some villages; return its id.

    scheme_start_on: the one start of cover of a FIXED_DATE product, else None.
    Raises Conflict for a version not on sale, Invalid for dates that do not fit it.
    """
    row = session.get(ProductVersion, (product, version))
    if row is None or row.status != "PUBLISHED":
        raise Conflict("VERSION_NOT_PUBLISHED")
    _check_dates(row.body, opens_on, closes_on, scheme_start_on)
    campaign = new_id()
    session.execute(insert(Campaign), [{
        "county": county, "id": campaign, "kind": row.body["kind"], "name": name,
        "product_code": product, "product_version": version,
        "partner": None if partner is None else dict(partner),
        "opens_on": opens_on, "closes_on": closes_on, "scheme_start_on": scheme_start_on,
        "target_bp": target_bp,
    }])  # fmt: skip
    add_villages(session, county, campaign, villages)
    entry = Entry("CAMPAIGN_OPENED", f"campaign:{campaign}", by, detail={"villages": len(villages)})
    record(session, county, entry, at=at)
    return campaign


def add_villages(session: Session, county: int, campaign: str, villages: Sequence[int]) -> None:
    """Sell the campaign in further villages; those it has already are left alone."""
    known = set(
        session.scalars(
            select(CampaignVillage.village).where(
                CampaignVillage.county == county, CampaignVillage.campaign == campaign
            )
        )
    )
    rows = [
        {"county": county, "campaign": campaign, "village": village}
        for village in villages
        if village not in known
    ]
    if rows:
        session.execute(insert(CampaignVillage), rows)


def move_campaign(
    session: Session, county: int, campaign: str, version: int, *, by: str, at: datetime
) -> None:
    """Sell a newer version of the product in an open campaign; who calls judges its rows again.

    Raises NotFound, Conflict (closed, same or not sold), Invalid for dates that do not fit it.
    """
    row = session.get(Campaign, (county, campaign), with_for_update=True)
    if row is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    if row.status != "OPEN":
        raise Conflict("CAMPAIGN_CLOSED")
    if row.product_version == version:
        raise Conflict("CAMPAIGN_SAME_VERSION")
    product = session.get(ProductVersion, (row.product_code, version))
    if product is None or product.status != "PUBLISHED":
        raise Conflict("VERSION_NOT_PUBLISHED")
    _check_dates(product.body, row.opens_on, row.closes_on, row.scheme_start_on)
    detail = {"from": row.product_version, "to": version}
    session.execute(
        update(Campaign)
        .where(Campaign.county == county, Campaign.id == campaign)
        .values(product_version=version, kind=product.body["kind"])
    )
    record(
        session, county, Entry("CAMPAIGN_MOVED", f"campaign:{campaign}", by, None, detail), at=at
    )


def _check_dates(
    body: Mapping[str, Any], opens_on: str, closes_on: str, scheme_start_on: str | None
) -> None:
    sale = body["sale"]
    if opens_on > closes_on:
        raise Invalid("CAMPAIGN_DATES", field="closes_on")
    if opens_on < sale["from"] or (sale["to"] is not None and closes_on > sale["to"]):
        raise Invalid("CAMPAIGN_OUTSIDE_SALE", field="opens_on")
    fixed = body["start"]["rule"] == "FIXED_DATE"
    if fixed != (scheme_start_on is not None):
        raise Invalid("CAMPAIGN_START", field="scheme_start_on")
    if scheme_start_on is not None and scheme_start_on[5:] != body["start"]["month_day"]:
        raise Invalid("CAMPAIGN_START", field="scheme_start_on")
