"""Policies as issued: frozen inputs, frozen lines, and the gate they passed."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import (
    BY_COUNTY,
    CivilDate,
    CountyRow,
    Instant,
    Json,
    Model,
    bigint_key,
    integer_key,
)


class GateOverride(CountyRow, Model):
    """A second person lets a policy pass the participation gate, with reason.

    gate_sha: hex SHA-256 of the gate it was given for; another gate needs another override.
    """

    __tablename__ = "gate_overrides"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = mapped_column(BigInteger)
    campaign: Mapped[str] = mapped_column(Text)
    gate_sha: Mapped[str] = mapped_column(Text)
    codes: Mapped[list[Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (Index(None, "county", "village", "campaign"), {"info": BY_COUNTY})


class Policy(CountyRow, Model):
    """A policy. status: PENDING_PAYMENT, ISSUED, CANCELLED, TERMINATED.

    unit: whom it covers where a campaign is not issued by village: id of the group's policyholder
    or of the borrower's enrollment; '' of a whole village. partner: of a joint promotion.
    policyholder, gate_snapshot: as they were at issue. shares: {payer: fen} of the whole premium.
    ended: {"kind": CANCELLED or TAKEN_BACK, "on", "reason", "by", "by_name", "endorsement"}.
    """

    __tablename__ = "policies"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    policy_no: Mapped[str] = mapped_column(Text)
    village: Mapped[int] = mapped_column(BigInteger)
    campaign: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text, default="", server_default="")
    partner: Mapped[dict[str, Any] | None] = mapped_column(Json)
    product_code: Mapped[str] = mapped_column(Text)
    product_version: Mapped[int] = mapped_column(Integer)
    policyholder: Mapped[dict[str, Any]] = mapped_column(Json)
    start_on: Mapped[str] = mapped_column(CivilDate)
    end_on: Mapped[str] = mapped_column(CivilDate)
    received_on: Mapped[str] = mapped_column(CivilDate)
    issued_on: Mapped[str] = mapped_column(CivilDate)
    lives: Mapped[int] = mapped_column(Integer)
    premium_fen: Mapped[int] = mapped_column(BigInteger)
    shares: Mapped[dict[str, Any]] = mapped_column(Json)
    gate_snapshot: Mapped[dict[str, Any]] = mapped_column(Json)
    gate_sha: Mapped[str] = mapped_column(Text)
    gate_override: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    ended: Mapped[dict[str, Any] | None] = mapped_column(Json)
    issued_by: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (Index(None, "county", "village", "campaign"), {"info": BY_COUNTY})


class VillageFigures(CountyRow, Model):
    """What a village has in a campaign as of a version of the village; made by counting.py.

    ver, roster_version, effective_on: what the figures were counted from; they hold while these
    are still so.
    """

    __tablename__ = "village_figures"
    campaign: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = bigint_key()
    ver: Mapped[int] = mapped_column(BigInteger)
    roster_version: Mapped[int | None] = mapped_column(Integer)
    effective_on: Mapped[str] = mapped_column(CivilDate)
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
    counted_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "campaign"], ["campaigns.county", "campaigns.id"]),
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        {"info": BY_COUNTY},
    )


class PolicyInsured(CountyRow, Model):
    """One line of the insured list, frozen. snapshot_enc: person, plan, consent, as at issue.

    added_by: endorsement that made it, none of a line of the issue. ended_by, to_on: endorsement
    that ended it and the last day it covered. replaces: line that it stands in for.
    """

    __tablename__ = "policy_insured"
    policy: Mapped[str] = mapped_column(Text, primary_key=True)
    line_no: Mapped[int] = integer_key()
    village: Mapped[int] = mapped_column(BigInteger)
    insured_person: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    plan: Mapped[str] = mapped_column(Text)
    premium_fen: Mapped[int] = mapped_column(BigInteger)
    shares: Mapped[dict[str, Any]] = mapped_column(Json)
    snapshot_enc: Mapped[bytes] = mapped_column(LargeBinary)
    added_by: Mapped[str | None] = mapped_column(Text)
    ended_by: Mapped[str | None] = mapped_column(Text)
    to_on: Mapped[str | None] = mapped_column(CivilDate)
    replaces: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (
        ForeignKeyConstraint(["county", "policy"], ["policies.county", "policies.id"]),
        Index(None, "county", "village", "person"),
        {"info": BY_COUNTY},
    )
