"""Claim notices as phones send them, with what the township did."""

from typing import Any

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import CivilDate, Json, Model, VillageRow, village_table


class ClaimNotice(VillageRow, Model):
    """One notice. kind: INJURY, HOSPITAL, DISABILITY, DEATH.

    answers: {paper of the checklist: hashes of its photos}. story: what happened, sealed.
    status: REPORTED, DOCS_PENDING (received, papers are missing), FORWARDED (passed on to the
    insurer, with his number), CLOSED, VOID. steps: [{"status", "text", "by_name", "at"}].
    """

    __tablename__ = "claim_notices"
    person: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[str] = mapped_column(CivilDate)
    reported_on: Mapped[str] = mapped_column(CivilDate)
    place: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    hospital: Mapped[str | None] = mapped_column(Text)
    story_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    reporter: Mapped[str | None] = mapped_column(Text)
    reporter_phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    reporter_phone_mask: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    void_reason: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="REPORTED")
    claim_no: Mapped[str | None] = mapped_column(Text)
    steps: Mapped[list[Any]] = mapped_column(Json, default=list)
    submitted_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = village_table(("person", "persons"), index=("county", "status"))
