"""Files that left the house, and files that wait to be fetched."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Json, Model


class Export(CountyRow, Model):
    """One download. kind: INSURED_LIST_XLSX ... sha: hex SHA-256 of the bytes.

    policy: none of a paper made before there is one; then village and campaign say whose it is.
    """

    __tablename__ = "exports"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    policy: Mapped[str | None] = mapped_column(Text)
    village: Mapped[int | None] = mapped_column(BigInteger)
    campaign: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(Text)
    sha: Mapped[str] = mapped_column(Text)
    row_count: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "policy"], ["policies.county", "policies.id"]),
        {"info": BY_COUNTY},
    )


class ExportFile(CountyRow, Model):
    """A file being made, or made and waiting for who asked for it.

    status: QUEUED, RUNNING, DONE, FAILED. done, total: rows. content_enc: the file, sealed; the row
    goes when it was kept long enough. fault: code of a failure. seen_at: last sign of life.
    """

    __tablename__ = "export_files"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    village: Mapped[int] = mapped_column(BigInteger)
    campaign: Mapped[str] = mapped_column(Text)
    policy: Mapped[str | None] = mapped_column(Text)
    endorsement: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    filename: Mapped[str] = mapped_column(Text)
    sha: Mapped[str | None] = mapped_column(Text)
    content_enc: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    fault: Mapped[dict[str, Any] | None] = mapped_column(Json)
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "policy"], ["policies.county", "policies.id"]),
        Index(None, "county", "status"),
        {"info": BY_COUNTY},
    )
