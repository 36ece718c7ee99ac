"""Hand-over files: what a phone could not send, carried by a person (sync.md 2.8).

A file holds pushes as the phone would have sent them: sealed, each signed with the key of its
install. Whoever carries it can neither read nor change them. They take the way of every push, so
the same work may come again by the network.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.queries import areas_of
from app.accounts.rules import Actor, may_see
from app.audit.service import Entry, record
from app.db import db, transaction
from app.errors import DomainError, Forbidden, Invalid, TooLarge
from app.inbox.ops import Delivery
from app.inbox.service import Receipt, store, store_will
from app.sync import signature
from app.sync.bodies import INFLATED_MAX, read_json
from app.sync.devices import Device
from app.sync.exchange import apply_stored, check_push
from app.sync.service import Author

FORMAT = "handover/1"
PUSHES_MAX = 500
HEADERS = ("Content-Digest", "Signature-Input", "Signature")
Json = dict[str, Any]


@dataclass
class Report:
    """What came of a file. Counts are of ops, households of those in the file.

    code: why it was not taken to its end; what came before stays taken.
    """

    agent: str = ""
    install: str = ""
    households: int = 0
    new: int = 0
    known: int = 0
    waiting: int = 0
    villages: set[int] = field(default_factory=set)
    code: str | None = None


def take(actor: Actor, file: bytes, *, at: datetime) -> Report:
    """Take a file as far as it goes. Raises Invalid HANDOVER_FORM for what is no such file."""
    report = Report()
    try:
        for one in _pushes(file):
            _take_one(actor, one, report, at=at)
    except DomainError as error:
        if not report.install:
            raise
        report.code = error.code
    with transaction() as session:
        detail = {"new": report.new, "known": report.known, "code": report.code}
        subject = f"install:{report.install}"
        entry = Entry("HANDOVER_IMPORTED", subject, actor.id, report.install, detail)
        record(session, actor.county, entry, at=at)
    return report


def _pushes(file: bytes) -> list[Json]:
    try:
        value = read_json(file)
    except Invalid as error:
        raise Invalid("HANDOVER_FORM") from error
    pushes = value.get("pushes") if isinstance(value, dict) and "tongbao" in value else None
    if not (isinstance(pushes, list) and 0 < len(pushes) <= PUSHES_MAX):
        raise Invalid("HANDOVER_FORM")
    if value["tongbao"] != FORMAT or not all(_is_push(one) for one in pushes):
        raise Invalid("HANDOVER_FORM")
    return pushes


def _is_push(one: Any) -> bool:
    headers = one.get("headers") if isinstance(one, dict) else None
    if not isinstance(headers, dict):
        return False
    return all(_is_text(value) for value in (one.get("body"), *map(headers.get, HEADERS)))


def _is_text(value: Any) -> bool:
    """Tell a text from all else, halves of characters included."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _take_one(actor: Actor, push: Json, report: Report, *, at: datetime) -> None:
    device, delivery = _opened(db.session(), push)
    if device.county != actor.county or not may_see(actor, delivery.village):
        raise Forbidden("OUT_OF_SCOPE")
    if not report.install:
        report.install, report.agent = device.id, _name(db.session(), device)
    receipt = _store(device, delivery, sender=actor.id, at=at)
    report.villages.add(delivery.village)
    report.known += len(receipt.known)
    report.new += len(delivery.ops) - len(receipt.known)
    report.households += len({one.op.first for one in delivery.ops})
    if device.status != "ACTIVE":
        report.waiting += len(delivery.ops)
        return
    areas = areas_of(db.session(), device.county, device.agent)
    author = Author(device.county, device.id, areas)
    applied = apply_stored(author, delivery, at=at)
    verdicts = applied.verdicts.values() if applied else ()
    report.waiting += sum(one.status == "quarantined" for one in verdicts)


def _opened(session: Session, push: Json) -> tuple[Device, Delivery]:
    body: bytes = push["body"].encode()
    if len(body) > INFLATED_MAX:
        raise TooLarge("TOO_BIG", max=INFLATED_MAX)
    headers = {**push["headers"], "Vsync": "1"}
    signed = signature.read("POST", "/api/v1/sync/push", headers, body)
    device, delivery, _ = check_push(session, signed, read_json(body, deepest=None))
    return device, delivery


def _store(device: Device, delivery: Delivery, *, sender: str, at: datetime) -> Receipt:
    """Store; what a stopped phone had waits for a person, as its last will would."""
    with transaction(one_county=True) as session:
        if device.status == "ACTIVE":
            return store(session, device.county, delivery, sender=sender, at=at)
        return store_will(session, device.county, delivery, at=at)


def _name(session: Session, device: Device) -> str:
    name = select(User.name).where(User.county == device.county, User.id == device.agent)
    return session.scalar(name) or ""
