"""People, what they may do and where, their sessions and their phones."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import BY_COUNTY, BY_LOGIN_NAME, CountyRow, Instant, Json, Model, bigint_key


class User(CountyRow, Model):
    """A person who signs in. role: AGENT, SUPERVISOR or ADMIN. status: ACTIVE or CLOSED."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    login_name: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    must_change_password: Mapped[bool] = mapped_column(Boolean)
    status: Mapped[str] = mapped_column(Text, default="ACTIVE")
    scope: Mapped[int] = mapped_column(Integer, default=1)  # moves when the areas change
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)  # of a supervisor, for his agents
    created_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (Index(None, "county", "login_name"), {"info": BY_COUNTY})


class UserArea(CountyRow, Model):
    """An area a user works in: a division code of any level covers all below it."""

    __tablename__ = "user_areas"
    user: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[int] = bigint_key()
    __table_args__ = (
        ForeignKeyConstraint(["county", "user"], ["users.county", "users.id"]),
        {"info": BY_COUNTY},
    )


class Login(Model):
    """Where a sign-in name lives; the only look-up that does not know its county."""

    __tablename__ = "logins"
    login_name: Mapped[str] = mapped_column(Text, primary_key=True)
    county: Mapped[int] = mapped_column(Integer)
    user: Mapped[str] = mapped_column(Text)
    __table_args__ = ({"info": BY_LOGIN_NAME},)


class UserSession(CountyRow, Model):
    """A sign-in, revocable by itself. audience: PHONE or DESK. token_sha: hex SHA-256."""

    __tablename__ = "sessions"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    token_sha: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    user: Mapped[str] = mapped_column(Text)
    install: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "user"], ["users.county", "users.id"]),
        Index(None, "county", "token_sha"),
        {"info": BY_COUNTY},
    )


class Install(CountyRow, Model):
    """One agent in one browser profile: one database and one key on the phone.

    id: 10 characters of 0-9a-hjkmnp-tv-z. thumbprint: RFC 7638, finds a key registered before.
    last_seq: every op up to it is stored. safe_seq: every op up to it is in a verified backup.
    mark_seq: last_seq when the backup under way began. status: ACTIVE, CLOSING, REVOKED, WIPED.
    """

    __tablename__ = "installs"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    agent: Mapped[str] = mapped_column(Text)
    jwk: Mapped[dict[str, Any]] = mapped_column(Json)
    thumbprint: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    app: Mapped[str] = mapped_column(Text)
    checks: Mapped[dict[str, Any]] = mapped_column(Json)
    wire: Mapped[dict[str, Any]] = mapped_column(Json)
    report: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    prev_install: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="ACTIVE")
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    safe_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    mark_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    last_result: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "agent"], ["users.county", "users.id"]),
        Index(None, "county", "thumbprint"),
        Index(None, "county", "agent"),
        {"info": BY_COUNTY},
    )
