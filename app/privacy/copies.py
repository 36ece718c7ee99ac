"""The copies of a person's data that this system cannot reach: where, how many, what happens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, UserArea
from app.audit.models import County
from app.backups.service import KEEP
from app.exports.models import Export
from app.policies.models import PolicyInsured
from app.privacy.dossier import Dossier
from app.regions.rules import covers


@dataclass(frozen=True)
class Copy:
    """A kind of copy, code of COPIES. count: how many; None where nobody can count."""

    code: str
    count: int | None
    names: tuple[str, ...] = ()


def remaining(session: Session, county: int, dossier: Dossier, *, since: datetime) -> list[Copy]:
    """Return the copies that remain. since: phones seen after it have already let go."""
    villages = {own.village for own in dossier.owns}
    return of_villages(session, county, villages, _policies(dossier), since=since)


def of_villages(
    session: Session, county: int, villages: Collection[int], policies: Collection[str], *,
    since: datetime,
) -> list[Copy]:  # fmt: skip
    """Return the copies of data of some villages and policies."""
    kept = session.scalar(select(County.safe_kind).where(County.county == county))
    phones = _phones(session, county, villages, since)
    papers = session.scalar(
        select(func.count()).select_from(Export).where(
            Export.county == county,
            Export.policy.in_(sorted(policies)) | Export.village.in_(sorted(villages)),
        )
    )  # fmt: skip
    return [
        Copy("BACKUP", KEEP if kept == "BACKUP" else None),
        Copy("PHONES", len(phones), tuple(phones)),
        Copy("PAPERS", papers or 0),
        Copy("INSURER", len(policies)),
        Copy("DOOR", None),
    ]


def _phones(session: Session, county: int, villages: Collection[int], since: datetime) -> list[str]:
    """Return the phones that hold one of the villages and were not seen since."""
    rows = session.execute(
        select(Install.id, Install.label, UserArea.code)
        .join(UserArea, (UserArea.county == Install.county) & (UserArea.user == Install.agent))
        .where(
            Install.county == county, Install.app != "desk", Install.status != "WIPED",
            Install.seen_at <= since,
        )
    )  # fmt: skip
    found = {
        key: label or key
        for key, label, area in rows
        if any(covers(area, village) for village in villages)
    }
    return sorted(found.values())


def policies_of(session: Session, county: int, people: Collection[tuple[int, str]]) -> set[str]:
    """Return the policies on which persons stand."""
    rows = session.execute(
        select(PolicyInsured.policy, PolicyInsured.village, PolicyInsured.person).where(
            PolicyInsured.county == county,
            PolicyInsured.village.in_(sorted({village for village, _key in people})),
            PolicyInsured.person.in_(sorted({key for _village, key in people})),
        )
    )
    return {policy for policy, village, key in rows if (village, key) in people}


def _policies(dossier: Dossier) -> set[str]:
    return {policy.id for own in dossier.owns for _line, policy in own.policies}
