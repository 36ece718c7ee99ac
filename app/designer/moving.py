"""Move an open campaign to a newer version: first what would change, then, confirmed, the move.

Households that were handed in keep what they signed and paid: if one of them would come out
differently, the campaign stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.campaigns.models import Campaign, CampaignVillage
from app.campaigns.service import move_campaign
from app.canonical import canonical_sha
from app.designer.queries import HANDED_IN, STANDING
from app.enrollment.dossiers import Dossier, as_household, dossiers, opened
from app.enrollment.models import Enrollment
from app.enrollment.rules.household import assess_household
from app.enrollment.rules.shape import quoted_cover
from app.errors import Conflict, NotFound
from app.products.queries import published
from app.regions.models import Village
from app.regions.service import lock_village
from app.sync.rejudging import rejudge_campaign

Json = Mapping[str, Any]
# The phone's own figures differ after any change of price; the change itself is shown instead.
CLAIMS = ("PREMIUM_MISMATCH", "SHARES_SUM", "SHARES_MISMATCH")
MOST_SHOWN = 50


@dataclass(frozen=True)
class HouseholdChange:
    """A household that comes out differently. old, new: (premium, own share) in fen.

    consents: kinds to be taken again; blocked: codes that now stop it.
    """

    village: int
    village_name: str
    head: str
    enrollment: str
    handed_in: bool
    old: tuple[int | None, int | None]
    new: tuple[int | None, int | None]
    consents: tuple[str, ...]
    blocked: tuple[str, ...]


@dataclass
class Effect:
    """What moving a campaign would do."""

    campaign: Campaign
    households: int = 0
    changes: list[HouseholdChange] = field(default_factory=list)

    @property
    def dearer(self) -> list[HouseholdChange]:
        """Return those whose own share rises."""
        return [one for one in self.changes if (one.new[1] or 0) > (one.old[1] or 0)]

    @property
    def cheaper(self) -> list[HouseholdChange]:
        """Return those whose own share falls."""
        return [one for one in self.changes if (one.new[1] or 0) < (one.old[1] or 0)]

    @property
    def asked_again(self) -> list[HouseholdChange]:
        """Return those who have to consent again."""
        return [one for one in self.changes if one.consents]

    @property
    def stopped(self) -> list[HouseholdChange]:
        """Return those the new version does not insure as they are."""
        return [one for one in self.changes if one.blocked]

    @property
    def held(self) -> list[HouseholdChange]:
        """Return those handed in who would change: they keep the campaign where it is."""
        return [one for one in self.changes if one.handed_in]

    @property
    def sha(self) -> str:
        """Return what a confirmation refers to."""
        return canonical_sha([self.households, [asdict(one) for one in self.changes]])


def effect(session: Session, county: int, campaign: str, version: int) -> Effect:
    """Return what moving a campaign to a version would change. Raises NotFound."""
    row = session.get(Campaign, (county, campaign))
    if row is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    found = Effect(row)
    old = published(row.product_code, row.product_version)
    new = published(row.product_code, version)
    for village, name in _villages(session, county, campaign):
        for dossier in _standing(session, county, village, campaign):
            found.households += 1
            change = _change(dossier, row, old, new, name)
            if change is not None:
                found.changes.append(change)
    return found


def move(
    session: Session, campaign: str, version: int, sha: str, *, by: Actor, at: datetime
) -> int:
    """Move a campaign as confirmed and judge its households again; return how many.

    Raises Conflict MOVE_STALE, CAMPAIGN_MOVE_BLOCKED, and what move_campaign raises.
    """
    villages = [village for village, _ in _villages(session, by.county, campaign)]
    for village in villages:  # from here no push changes what is confirmed
        lock_village(session, by.county, village)
    now = effect(session, by.county, campaign, version)
    if now.sha != sha:
        raise Conflict("MOVE_STALE")
    if now.held:
        raise Conflict("CAMPAIGN_MOVE_BLOCKED")
    move_campaign(session, by.county, campaign, version, by=by.id, at=at)
    return sum(
        rejudge_campaign(session, by.county, village, campaign, by=by.id, at=at)
        for village in villages
    )


def _villages(session: Session, county: int, campaign: str) -> list[tuple[int, str]]:
    rows = session.execute(
        select(CampaignVillage.village, Village.name)
        .join(
            Village,
            (Village.county == CampaignVillage.county) & (Village.id == CampaignVillage.village),
        )
        .where(CampaignVillage.county == county, CampaignVillage.campaign == campaign)
        .order_by(CampaignVillage.village)
    )
    return [(row.village, row.name) for row in rows]


def _standing(session: Session, county: int, village: int, campaign: str) -> Iterator[Dossier]:
    wanted = session.scalars(
        select(Enrollment.id).where(
            Enrollment.county == county, Enrollment.village == village,
            Enrollment.campaign == campaign, Enrollment.outcome == "ENROLL",
            Enrollment.status.in_(STANDING), Enrollment.deleted.is_(False),
        )
    ).all()  # fmt: skip
    yield from dossiers(session, county, village, wanted) if wanted else ()


def _change(
    dossier: Dossier, campaign: Campaign, old: Json, new: Json, village_name: str
) -> HouseholdChange | None:
    row = dossier.enrollment
    before, was = _judged(dossier, campaign, old)
    after, now = _judged(dossier, campaign, new)
    consents = sorted({_kind(one) for one in now - was if one[1].startswith("CONSENT_")})
    blocked = sorted({code for _, code in now - was if not code.startswith("CONSENT_")})
    if before == after and not consents and not blocked:
        return None
    head = dossier.head
    return HouseholdChange(
        row.village, village_name, (head.name if head else None) or "", row.id,
        row.status in HANDED_IN, before, after, tuple(consents), tuple(blocked),
    )  # fmt: skip


def _judged(
    dossier: Dossier, campaign: Campaign, template: Json
) -> tuple[tuple[int | None, int | None], set[tuple[str, str]]]:
    """Return ((premium, own share), {(path, code)} of what stops or has to be asked again)."""
    row = dossier.enrollment
    loans = [opened(line, "loan") for _, line in dossier.included]
    end = next((loan.get("end") for loan in loans if loan), None)
    cover = quoted_cover(template, row.quoted_start_on or campaign.scheme_start_on, end)
    household = as_household(dossier)
    day = row.declared_on or (row.computed or {}).get("received_on") or campaign.opens_on
    found, quote = assess_household(dict(template), household, cover, day)
    stops = {
        (one["path"], one["code"])
        for one in found
        if one["code"] not in CLAIMS
        and (one["severity"] == "BLOCK" or one["code"] == "CONSENT_TEXT_OLD")
    }
    own = (quote["shares"] or {}).get("INDIVIDUAL")
    return (quote["premium_fen"], own), stops


def _kind(finding: tuple[str, str]) -> str:
    return finding[0].rpartition("consents.")[2]
