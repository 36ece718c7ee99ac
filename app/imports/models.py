"""Files that wait for a decision or are being written, and what people said columns mean."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CivilDate, CountyRow, Instant, Json, Model


class RosterImport(CountyRow, Model):
    """An uploaded file on its way into a village.

    status: READY (looked at), QUEUED, RUNNING, CANCELLING, DONE, FAILED, CANCELLED.
    file_enc: the file, sealed; dropped when the import ends. as_of: date of the list.
    columns: {fingerprint of a header: {field: column}}. done, total: persons written.
    fault: {"code", "detail"} of a failure. version: what it made. seen_at: last sign of life.
    """

    __tablename__ = "roster_imports"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = mapped_column(BigInteger)
    filename: Mapped[str] = mapped_column(Text)
    sha: Mapped[str] = mapped_column(Text)
    file_enc: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # megabytes
    as_of: Mapped[str] = mapped_column(CivilDate)
    columns: Mapped[dict[str, Any]] = mapped_column(Json)
    strategy: Mapped[str] = mapped_column(Text)
    missing: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    done: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    fault: Mapped[dict[str, Any] | None] = mapped_column(Json)
    version: Mapped[int | None] = mapped_column(Integer)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        Index(None, "county", "village"),
        Index(None, "county", "status"),
        {"info": BY_COUNTY},
    )


class RosterColumns(CountyRow, Model):
    """What a person said the columns of a source mean: {field: column}.

    sha: hex SHA-256 of the fingerprint of its header.
    """

    __tablename__ = "roster_columns"
    sha: Mapped[str] = mapped_column(Text, primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = ({"info": BY_COUNTY},)
