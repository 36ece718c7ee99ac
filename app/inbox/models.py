"""Every op exactly as a phone sent it, with its verdict; conflicts; later results."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Json, Model, VillageRow, bigint_key, village_table


class InboxOp(CountyRow, Model):
    """One op, stored before it is judged; never deleted, only status, ver and result move.

    body_enc: the canonical op (contracts.md 3.3), encrypted. sha: first 16 bytes of its SHA-256.
    set_first, set_last: seqs of the save it belongs to. sender: user whose session carried it.
    status: received, applied, conflict, quarantined, waiting, resolved. ver: village version.
    """

    __tablename__ = "inbox_ops"
    install: Mapped[str] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = bigint_key()
    village: Mapped[int] = mapped_column(BigInteger)
    set_first: Mapped[int] = mapped_column(BigInteger)
    set_last: Mapped[int] = mapped_column(BigInteger)
    sha: Mapped[bytes] = mapped_column(LargeBinary)
    body_enc: Mapped[bytes] = mapped_column(LargeBinary)
    sender: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Instant)
    status: Mapped[str] = mapped_column(Text)
    ver: Mapped[int | None] = mapped_column(BigInteger)
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    __table_args__ = (
        ForeignKeyConstraint(["county", "install"], ["installs.county", "installs.id"]),
        Index(None, "county", "village", "status"),
        Index(None, "county", "received_at"),
        {"info": BY_COUNTY},
    )


class OpResult(CountyRow, Model):
    """A verdict that came after the push was answered; `n` counts per install."""

    __tablename__ = "op_results"
    install: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = bigint_key()
    seq: Mapped[int] = mapped_column(BigInteger)
    verdict: Mapped[str] = mapped_column(Text)
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "install"], ["installs.county", "installs.id"]),
        {"info": BY_COUNTY},
    )


class FieldConflict(VillageRow, Model):
    """Two people changed one field: the value kept stands in the row, the other one here.

    kept, lost: {"install", "seq" or null, "ver"}. status: OPEN or RESOLVED. decision: what a
    person chose, {"choice": KEPT or LOST, "reason", "by", "by_name", "at", "ver", ...}.
    """

    __tablename__ = "conflicts"
    kind: Mapped[str] = mapped_column(Text)
    entity: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    base_ver: Mapped[int] = mapped_column(BigInteger)
    kept: Mapped[dict[str, Any]] = mapped_column(Json)
    lost: Mapped[dict[str, Any]] = mapped_column(Json)
    lost_value_enc: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(Text, default="OPEN")
    raised_at: Mapped[datetime] = mapped_column(Instant)
    decision: Mapped[dict[str, Any] | None] = mapped_column(Json)
    __table_args__ = village_table(
        index=("county", "village", "entity"), second=("county", "status")
    )
