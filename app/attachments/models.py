"""Files announced by phones, the pieces that came, and what needs them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Model, bigint_key, integer_key


class Attachment(CountyRow, Model):
    """One file of one install. id: `<install>-<SHA-256 in hex>`, so that announcing is idempotent.

    size, received: bytes as they are sent. sealed: kid of the server's key under whose seal they
    come, null for the bare file. status: ARRIVING, COMPLETE. expires_at: when an unfinished one is
    forgotten.
    """

    __tablename__ = "attachments"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    install: Mapped[str] = mapped_column(Text)
    village: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(Text)
    mime: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    received: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "install"], ["installs.county", "installs.id"]),
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        Index(None, "county", "sha256"),
        Index(None, "county", "install", "status"),
        {"info": BY_COUNTY},
    )


class AttachmentPart(CountyRow, Model):
    """A piece of an unfinished file; gone when the file is complete."""

    __tablename__ = "attachment_parts"
    attachment: Mapped[str] = mapped_column(Text, primary_key=True)
    start: Mapped[int] = integer_key()
    body_enc: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (
        ForeignKeyConstraint(["county", "attachment"], ["attachments.county", "attachments.id"]),
        {"info": BY_COUNTY},
    )


class AttachmentMention(CountyRow, Model):
    """Something that waits for no file names one: a slip of cash handed over, a claim notice."""

    __tablename__ = "attachment_mentions"
    village: Mapped[int] = bigint_key()
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    __table_args__ = (
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        Index(None, "county", "sha256"),
        {"info": BY_COUNTY},
    )


class AttachmentUse(CountyRow, Model):
    """An enrollment needs a file. entity: the consent or answers that name it."""

    __tablename__ = "attachment_uses"
    village: Mapped[int] = bigint_key()
    enrollment: Mapped[str] = mapped_column(Text, primary_key=True)
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "village", "enrollment"],
            ["enrollments.county", "enrollments.village", "enrollments.id"],
        ),
        Index(None, "county", "sha256"),
        {"info": BY_COUNTY},
    )
