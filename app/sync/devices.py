"""Which phone is calling, whether it may, and how it registers (contracts.md 2.2 to 2.4)."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import Field, StringConstraints
from sqlalchemy import Table, and_, bindparam, select
from sqlalchemy.orm import Session

from app.accounts.models import Install, User
from app.accounts.rules import Actor
from app.accounts.schemas import Body
from app.audit.models import County
from app.errors import Forbidden
from app.secrets import vault
from app.sync.kinds import KINDS, WIRE
from app.sync.signature import Signed, verify

LEASE_DAYS = 14
INSTALL = "^[0-9a-hjkmnp-tv-z]{10}$"


INSTALLS, USERS = cast("Table", Install.__table__), cast("Table", User.__table__)
COUNTIES = cast("Table", County.__table__)
# Asked with every request, so built once.
_INSTALL = (
    select(
        INSTALLS.c.agent, INSTALLS.c.status, INSTALLS.c.last_seq, INSTALLS.c.safe_seq,
        INSTALLS.c.last_result, USERS.c.scope, INSTALLS.c.jwk,
    )
    .join_from(
        INSTALLS, USERS, and_(USERS.c.county == INSTALLS.c.county, USERS.c.id == INSTALLS.c.agent)
    )
    .where(INSTALLS.c.county == bindparam("county"), INSTALLS.c.id == bindparam("install"))
)  # fmt: skip
_SCOPE = select(USERS.c.scope).where(
    USERS.c.county == bindparam("county"), USERS.c.id == bindparam("user")
)
_EPOCH = select(COUNTIES.c.epoch_no, COUNTIES.c.epoch_id, COUNTIES.c.safe_kind).where(
    COUNTIES.c.county == bindparam("county")
)


class Registration(Body):
    """POST /api/v1/sync/installs. install: the name this key had before, should we not know it."""

    jwk: dict[str, Any]
    app: Annotated[str, StringConstraints(max_length=40)]
    label: Annotated[str, StringConstraints(max_length=100)] = ""
    prev_install: Annotated[str, StringConstraints(max_length=10)] | None = None
    install: Annotated[str, StringConstraints(pattern=INSTALL)] | None = None
    checks: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class Device:
    """An install as its requests need it. scope: number of its agent's areas (`scope_of`)."""

    county: int
    id: str
    agent: str
    status: str
    last_seq: int
    safe_seq: int
    last_result: int
    scope: int


def signer(session: Session, signed: Signed) -> Device:
    """Return the install that signed. Raises Forbidden BAD_SIGNATURE, INSTALL_UNKNOWN."""
    row = _install(session, signed.county, signed.install)
    if row is None:
        raise Forbidden("INSTALL_UNKNOWN")
    verify(signed, row.jwk)
    return Device(signed.county, signed.install, *row[:6])


def own_device(session: Session, actor: Actor, install: str | None) -> Device:
    """Return the install named by a request for data. Raises Forbidden."""
    row = _install(session, actor.county, install or "")
    if row is None or row.agent != actor.id:
        raise Forbidden("NOT_YOUR_INSTALL")
    if row.status in ("REVOKED", "WIPED"):
        raise Forbidden("DEVICE_REVOKED", wipe=True)
    return Device(actor.county, str(install), *row[:6])


def _install(session: Session, county: int, install: str) -> Any:
    return session.execute(_INSTALL, {"county": county, "install": install}).one_or_none()


def scope_of(session: Session, county: int, user: str) -> int:
    """Return the number that moves when the person's areas change."""
    number: int = session.execute(_SCOPE, {"county": county, "user": user}).scalar_one()
    return number


def installs_of(session: Session, county: int, user: str) -> list[str]:
    """Return all phones a person had: what they made is his."""
    rows = session.scalars(
        select(Install.id)
        .where(Install.county == county, Install.agent == user)
        .order_by(Install.id)
    )
    return list(rows)


def epoch_of(session: Session, county: int) -> tuple[list[Any], str]:
    """Return ([number, id] of the county's epoch, safe_kind)."""
    row = session.execute(_EPOCH, {"county": county}).one()
    return [row.epoch_no, row.epoch_id], row.safe_kind


def lease_until(at: datetime) -> int:
    """Return until when a phone may open what it keeps without meeting the server."""
    return int((at + timedelta(days=LEASE_DAYS)).timestamp())


def server_key() -> dict[str, Any]:
    """Return {kid, jwk} of the key to which phones seal ops."""
    kid, key = vault().sealing_key()
    numbers = key.public_numbers()
    jwk = {"kty": "EC", "crv": "P-256", "x": _coordinate(numbers.x), "y": _coordinate(numbers.y)}
    return {"kid": kid, "jwk": jwk}


def registered(session: Session, actor: Actor, install: str, *, at: datetime) -> dict[str, Any]:
    """Return the answer to a registration (contracts.md 2.3)."""
    return {
        "install": install, "county": actor.county,
        "epoch": epoch_of(session, actor.county)[0],
        "scope": scope_of(session, actor.county, actor.id),
        "lease_until": lease_until(at), "server_pub": server_key(),
        "wire": dict.fromkeys(KINDS, WIRE),
    }  # fmt: skip


def _coordinate(number: int) -> str:
    size = ec.SECP256R1().key_size // 8
    return base64.urlsafe_b64encode(number.to_bytes(size, "big")).rstrip(b"=").decode()
