"""Batches: enrollments handed in together, with the totals of both sides."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Json, Model, VillageRow, village_table


class Batch(VillageRow, Model):
    """Enrollments handed in together. lines: enrollment ids. status: contracts.md 5.

    totals: what the phone showed, {"households", "persons", "premium_fen", "shares", "collected"};
    computed: the same by the server with {"totals_agree"}. decisions: who did what, when.
    """

    __tablename__ = "batches"
    campaign: Mapped[str] = mapped_column(Text)
    lines: Mapped[list[Any] | None] = mapped_column(Json)
    totals: Mapped[dict[str, Any] | None] = mapped_column(Json)
    difference_reason: Mapped[str | None] = mapped_column(Text)
    batch_no: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="SUBMITTED")
    submitted_by: Mapped[str | None] = mapped_column(Text)
    computed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    decisions: Mapped[list[Any]] = mapped_column(Json, default=list)
    __table_args__ = village_table(index=("county", "status"))
