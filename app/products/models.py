"""Published product versions and the dictionaries that phones keep."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import REFERENCE, Instant, Json, Model, integer_key


class ProductVersion(Model):
    """A template version. status: DRAFT, REVIEW, PUBLISHED (frozen), WITHDRAWN.

    sha: hex SHA-256 of the canonical JSON (RFC 8785) of `body`, set when it is published.
    form: what the designer typed, {field name: text}; None when the version came as a file.
    revision: counts the saves of a draft. examples: cases that must hold (app/designer/trial.py).
    texts: {key: {"version", "text", "sha", "written_by", "approved_by"}} of its consents, fixed
    when published. returned, withdrawn: {"by", "at", "reason"} of the last such step.
    """

    __tablename__ = "product_versions"
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = integer_key()
    status: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    sha: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    reviewed_by: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    form: Mapped[dict[str, str] | None] = mapped_column(Json)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    note: Mapped[str | None] = mapped_column(Text)
    examples: Mapped[list[Any] | None] = mapped_column(Json)
    texts: Mapped[dict[str, Any] | None] = mapped_column(Json)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    returned: Mapped[dict[str, Any] | None] = mapped_column(Json)
    withdrawn: Mapped[dict[str, Any] | None] = mapped_column(Json)
    __table_args__ = ({"info": REFERENCE},)


class CodeItem(Model):
    """One entry of a dictionary. dictionary: RELATION, OCCUPATION, CONSENT_TEXT ...

    body: whatever the entry needs besides its label, e.g. the text of a consent. rev: how often it
    was changed.
    """

    __tablename__ = "code_items"
    dictionary: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    sort: Mapped[int] = mapped_column(Integer)
    body: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    rev: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    __table_args__ = ({"info": REFERENCE},)
