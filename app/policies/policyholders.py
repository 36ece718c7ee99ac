"""Who takes out the group policy of a village: entered and corrected by the supervisor."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor, may_see
from app.audit.service import Entry
from app.campaigns.models import CampaignVillage, Policyholder
from app.errors import Conflict, NotFound
from app.regions.service import lock_village, release
from app.regions.writing import insert_rows, update_rows
from app.secrets import mask_phone, place, vault


@dataclass(frozen=True)
class Facts:
    """What the form says. phone: in the open, sealed before it is stored."""

    name: str
    kind: str
    uscc: str
    contact_name: str
    phone: str
    resolution: bool
    answers: dict[str, Any]


def save(
    session: Session,
    village: int,
    campaign: str,
    facts: Facts,
    *,
    base: int,
    by: Actor,
    at: datetime,
) -> str:
    """Enter or correct the policyholder of a village; return its id.

    base: version the form showed, 0 for none. Raises Conflict STALE_FORM when another person
    changed the same field meanwhile.
    """
    if not may_see(by, village):
        raise NotFound("VILLAGE_UNKNOWN")
    lock = lock_village(session, by.county, village)
    sold = session.get(CampaignVillage, (by.county, campaign, village))
    if sold is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    columns = {
        "name": facts.name, "kind": facts.kind, "uscc": facts.uscc,
        "contact": _contact(by.county, village, campaign, facts), "answers": facts.answers,
        "resolution": facts.resolution, "status": "ENTERED",
    }  # fmt: skip
    row = sold.policyholder
    if row is None:
        row = insert_rows(session, lock, Policyholder, [columns])[0]
        session.execute(
            update(CampaignVillage)
            .where(
                CampaignVillage.county == by.county, CampaignVillage.campaign == campaign,
                CampaignVillage.village == village,
            )
            .values(policyholder=row)
        )  # fmt: skip
    else:
        changed = changes(session.get(Policyholder, (by.county, village, row)), columns, facts)
        if changed and base == 0:
            raise Conflict("STALE_FORM", fields=sorted(changed))
        update_rows(
            session, lock, Policyholder, {row: changed} if changed else {}, base={row: base}
        )
    entry = Entry("POLICYHOLDER_SAVED", f"policyholder:{row}", by.id, detail={"campaign": campaign})
    release(session, lock, [entry], at=at)
    return row


def changes(row: Policyholder | None, columns: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """Return the columns that differ from the row; a sealed phone is compared opened."""
    if row is None:
        raise NotFound("POLICYHOLDER_UNKNOWN")
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    known = (row.contact or {}).get("name"), phone_of(row)
    if "contact" in changed and known == (facts.contact_name, facts.phone):
        del changed["contact"]
    return changed


def phone_of(row: Policyholder) -> str:
    """Return the phone number of the contact, opened."""
    contact = row.contact or {}
    sealed = contact.get("phone_sealed")
    if not sealed:
        return ""
    where = place("policyholders", "contact", row.county, row.village, contact["sealed_for"])
    text: str = vault().open_json(row.county, where, base64.b64decode(sealed))
    return text


def _contact(county: int, village: int, campaign: str, facts: Facts) -> dict[str, Any]:
    contact: dict[str, Any] = {"name": facts.contact_name, "phone_mask": ""}
    if facts.phone:
        where = place("policyholders", "contact", county, village, campaign)
        sealed = vault().seal_json(county, where, facts.phone)
        contact |= {
            "phone_mask": mask_phone(facts.phone),
            "phone_sealed": base64.b64encode(sealed).decode(),
            "sealed_for": campaign,
        }
    return contact
