"""Money that reached the insurer, entered by hand or read from a statement."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CivilDate, CountyRow, Instant, Model


class Payment(CountyRow, Model):
    """Premium received for a village in a campaign. source: MANUAL or STATEMENT."""

    __tablename__ = "payments"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = mapped_column(BigInteger)
    campaign: Mapped[str] = mapped_column(Text)
    batch: Mapped[str | None] = mapped_column(Text)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[str] = mapped_column(CivilDate)
    source: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    entered_by: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        Index(None, "county", "village", "campaign"),
        {"info": BY_COUNTY},
    )
