"""Files that left the house: what, how many rows, which bytes, who, when."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Model


class Export(CountyRow, Model):
    """One download. kind: INSURED_LIST_XLSX ... sha: hex SHA-256 of the bytes."""

    __tablename__ = "exports"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    policy: Mapped[str] = mapped_column(Text)
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
