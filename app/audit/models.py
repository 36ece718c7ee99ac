"""The audit chains: one per village, one per county for all else (contracts.md 10.4)."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Model, bigint_key


class AuditEntry(CountyRow, Model):
    """Who did what to which record; `sha` covers the row and `previous`, so a change shows.

    chain: village code, or the county code for what belongs to no village.
    no: 1, 2, 3 ... in the chain, taken under the lock of the village or county row.
    """

    __tablename__ = "audit_entries"
    chain: Mapped[int] = bigint_key()
    no: Mapped[int] = bigint_key()
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(Text)
    install: Mapped[str | None] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    detail_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous: Mapped[bytes] = mapped_column(LargeBinary)
    sha: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (Index(None, "county", "at"), {"info": BY_COUNTY})


class County(CountyRow, Model):
    """The county's own row: epoch, counters, head of the audit chain; locked last."""

    __tablename__ = "counties"
    epoch_no: Mapped[int] = mapped_column(BigInteger, default=1)
    epoch_id: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(Text, default="")
    safe_kind: Mapped[str] = mapped_column(Text, default="NONE")
    backup_at: Mapped[datetime | None] = mapped_column(Instant)
    next_policy_no: Mapped[int] = mapped_column(BigInteger, default=1)
    next_endorsement_no: Mapped[int] = mapped_column(BigInteger, default=1, server_default="1")
    audit_no: Mapped[int] = mapped_column(BigInteger, default=0)
    audit_head: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    __table_args__ = ({"info": BY_COUNTY},)
