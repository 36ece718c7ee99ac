"""What was decided about persons who stand in the register more than once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, CountyRow, Instant, Json, Model


class IdentityDecision(CountyRow, Model):
    """A decision about all persons of one identity. decision: MERGED or KEPT (all of them stand).

    people: [[village, person]] it was about; stays: [village, person] that stands after a merge.
    written: what the merge wrote, to go back to, [[village, table, row, {column: [was, is]}]].
    """

    __tablename__ = "identity_decisions"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    id_no_index: Mapped[bytes] = mapped_column(LargeBinary)
    decision: Mapped[str] = mapped_column(Text)
    people: Mapped[list[Any]] = mapped_column(Json)
    stays: Mapped[list[Any] | None] = mapped_column(Json)
    written: Mapped[list[Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_why: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (Index(None, "county", "id_no_index"), {"info": BY_COUNTY})
