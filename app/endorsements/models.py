"""Endorsements and their lines."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CivilDate, CountyRow, Instant, Json, Model, integer_key


class Endorsement(CountyRow, Model):
    """A change of a policy. status: DRAFT, SUBMITTED, APPROVED, EFFECTIVE, REJECTED.

    kind: ADD, REMOVE, REPLACE, CORRECT, BENEFICIARY, CANCEL. rev: 1, 2, 3 ... with each change.
    effective_on: first day of cover of who joins. notice_on: day on which leaving was told.
    due, refund: {payer: fen} as judged when it was submitted. trace: [{"action", "by_name", "at",
    "text"}]. number: from the county's counter, when it is approved.
    """

    __tablename__ = "endorsements"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    policy: Mapped[str] = mapped_column(Text)
    village: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    rev: Mapped[int] = mapped_column(Integer)
    effective_on: Mapped[str | None] = mapped_column(CivilDate)
    notice_on: Mapped[str | None] = mapped_column(CivilDate)
    reason: Mapped[str] = mapped_column(Text)
    due: Mapped[dict[str, Any]] = mapped_column(Json)
    refund: Mapped[dict[str, Any]] = mapped_column(Json)
    received_on: Mapped[str | None] = mapped_column(CivilDate)
    reference: Mapped[str | None] = mapped_column(Text)
    trace: Mapped[list[Any]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    submitted_by: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(Text)
    effective_at: Mapped[datetime | None] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "policy"], ["policies.county", "policies.id"]),
        Index(None, "county", "policy"),
        Index(None, "county", "status"),
        {"info": BY_COUNTY},
    )


class EndorsementLine(CountyRow, Model):
    """One person in an endorsement. op: A added, D removed, U changed (domain.md 4.1).

    policy_line: the line that ends or is replaced. person: of the register, who joins. body_enc:
    what is wanted, sealed. claimed: a claim is open or paid. shares: {payer: fen} that change.
    new_line: the line that it made.
    """

    __tablename__ = "endorsement_lines"
    endorsement: Mapped[str] = mapped_column(Text, primary_key=True)
    line_no: Mapped[int] = integer_key()
    village: Mapped[int] = mapped_column(BigInteger)
    op: Mapped[str] = mapped_column(Text)
    policy_line: Mapped[int | None] = mapped_column(Integer)
    person: Mapped[str | None] = mapped_column(Text)
    claimed: Mapped[bool] = mapped_column(Boolean)
    body_enc: Mapped[bytes] = mapped_column(LargeBinary)
    shares: Mapped[dict[str, Any]] = mapped_column(Json)
    new_line: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = (
        ForeignKeyConstraint(["county", "endorsement"], ["endorsements.county", "endorsements.id"]),
        {"info": BY_COUNTY},
    )
