"""Reads for the pages of the designer: versions by product, who is insured on them, campaigns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.campaigns.models import Campaign
from app.enrollment.models import Enrollment, InsuredPerson
from app.products.models import ProductVersion
from app.words import say

HANDED_IN = ("IN_BATCH", "ACCEPTED", "POLICY_ISSUED")
STANDING = ("RECEIVED", "RETURNED", *HANDED_IN)


@dataclass(frozen=True)
class VersionRow:
    """A version in the list. insured: persons in policies; waiting: enrolled, not handed in."""

    version: ProductVersion
    insured: int
    waiting: int


@dataclass(frozen=True)
class Product:
    """A product with its versions, newest first."""

    code: str
    name: str
    kind: str | None
    versions: list[VersionRow] = field(default_factory=list)


def products(session: Session, county: int) -> list[Product]:
    """Return all products with their versions; counts are those of the county."""
    counts = _counts(session, county)
    rows = session.scalars(
        select(ProductVersion).order_by(ProductVersion.code, ProductVersion.version.desc())
    )
    found: dict[str, Product] = {}
    for row in rows:
        product = found.get(row.code)
        if product is None:
            name = (row.body.get("name") or {}).get("zh-CN") or say("还没有名称")
            product = found[row.code] = Product(row.code, name, row.body.get("kind"))
        insured, waiting = counts[row.code, row.version]
        product.versions.append(VersionRow(row, insured, waiting))
    return list(found.values())


def versions_of(session: Session, code: str) -> list[ProductVersion]:
    """Return the versions of a product, newest first."""
    return list(
        session.scalars(
            select(ProductVersion)
            .where(ProductVersion.code == code)
            .order_by(ProductVersion.version.desc())
        )
    )


def people(session: Session, county: int, ids: Iterable[str | None]) -> dict[str, str]:
    """Return names of people of the county by id."""
    wanted = {one for one in ids if one}
    rows = session.execute(
        select(User.id, User.name).where(User.county == county, User.id.in_(wanted))
    )
    return {row.id: row.name for row in rows}


def older_campaigns(session: Session, county: int, code: str, version: int) -> list[Campaign]:
    """Return the open campaigns of the county that sell an older version of a product."""
    return list(
        session.scalars(
            select(Campaign)
            .where(
                Campaign.county == county, Campaign.product_code == code,
                Campaign.product_version < version, Campaign.status == "OPEN",
            )
            .order_by(Campaign.closes_on, Campaign.id)
        )
    )  # fmt: skip


def _counts(session: Session, county: int) -> dict[tuple[str, int], tuple[int, int]]:
    rows = session.execute(
        select(Campaign.product_code, Campaign.product_version, Enrollment.status, func.count())
        .join(
            Enrollment,
            (Enrollment.county == Campaign.county) & (Enrollment.campaign == Campaign.id),
        )
        .join(
            InsuredPerson,
            (InsuredPerson.county == Enrollment.county)
            & (InsuredPerson.village == Enrollment.village)
            & (InsuredPerson.enrollment == Enrollment.id),
        )
        .where(
            Campaign.county == county, Enrollment.county == county, InsuredPerson.county == county,
            InsuredPerson.included.is_(True), InsuredPerson.deleted.is_(False),
            Enrollment.deleted.is_(False), Enrollment.outcome == "ENROLL",
        )
        .group_by(Campaign.product_code, Campaign.product_version, Enrollment.status)
    )  # fmt: skip
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for code, version, status, number in rows:
        if status == "POLICY_ISSUED":
            sums[code, version][0] += number
        elif status in ("RECEIVED", "RETURNED"):
            sums[code, version][1] += number
    counted: dict[tuple[str, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    counted.update({key: (one[0], one[1]) for key, one in sums.items()})
    return counted
