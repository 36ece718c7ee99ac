"""A product version sold in an area for a while, and who signs for each village."""

from typing import Any

from sqlalchemy import Boolean, ForeignKeyConstraint, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import (
    BY_COUNTY,
    CivilDate,
    CountyRow,
    Json,
    Model,
    VillageRow,
    bigint_key,
    village_table,
)


class Campaign(CountyRow, Model):
    """A campaign uses one product version. kind: as the template's. status: OPEN or CLOSED.

    partner: {"name", "kind"} of a joint promotion. target_bp: goal, in 1/10000 of those eligible.
    renews: the campaign whose policies it renews.
    """

    __tablename__ = "campaigns"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    product_code: Mapped[str] = mapped_column(Text)
    product_version: Mapped[int] = mapped_column(Integer)
    partner: Mapped[dict[str, Any] | None] = mapped_column(Json)
    opens_on: Mapped[str] = mapped_column(CivilDate)
    closes_on: Mapped[str] = mapped_column(CivilDate)
    scheme_start_on: Mapped[str | None] = mapped_column(CivilDate)
    target_bp: Mapped[int | None] = mapped_column(Integer)
    renews: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="OPEN")
    __table_args__ = (
        ForeignKeyConstraint(
            ["product_code", "product_version"],
            ["product_versions.code", "product_versions.version"],
        ),
        {"info": BY_COUNTY},
    )


class CampaignVillage(CountyRow, Model):
    """A campaign in a village. roster_version: pinned by the first batch (contracts.md 7.2)."""

    __tablename__ = "campaign_villages"
    campaign: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = bigint_key()
    policyholder: Mapped[str | None] = mapped_column(Text)
    roster_version: Mapped[int | None] = mapped_column(Integer)
    target_bp: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (
        ForeignKeyConstraint(["county", "campaign"], ["campaigns.county", "campaigns.id"]),
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        {"info": BY_COUNTY},
    )


class Policyholder(VillageRow, Model):
    """Who takes out the group policy. kind: VILLAGE_COMMITTEE, COLLECTIVE, COOP ...

    contact: {"name", "phone_mask"}; resolution: the villagers voted to use collective money.
    """

    __tablename__ = "policyholders"
    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    uscc: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[dict[str, Any] | None] = mapped_column(Json)
    members: Mapped[list[Any] | None] = mapped_column(Json)
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    resolution: Mapped[bool | None] = mapped_column(Boolean)
    status: Mapped[str | None] = mapped_column(Text)
    __table_args__ = village_table()
