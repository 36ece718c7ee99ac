"""Requests of people for the data that is held about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Json, Model


class PrivacyRequest(CountyRow, Model):
    """One person's request. status: OPEN, ASKED (to erase), DONE, REFUSED, CLOSED.

    people: [[village, person id]]. subject_enc: what to search by, {"names", "numbers", "phones"},
    sealed; gone when the request ends. basis: the paper he asked by. outcome: {"erased": {place:
    count}, "kept": [[place, count, why, until]], "copies": [[code, number]]}. files: hashes of
    photos still to be dropped from the store of files.
    """

    __tablename__ = "privacy_requests"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    status: Mapped[str] = mapped_column(Text)
    people: Mapped[list[Any]] = mapped_column(Json)
    subject_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    basis: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(Text)
    asked_by: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(Json)
    files: Mapped[list[Any]] = mapped_column(Json)
    __table_args__ = (Index(None, "county", "status"), {"info": BY_COUNTY})
