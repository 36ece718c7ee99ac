"""One push from its bytes to its answer: proof, storing, applying, what to say (contracts.md 3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import current_app, request
from sqlalchemy.orm import Session

from app.accounts.queries import areas_of
from app.accounts.rules import Actor, may_see
from app.db import db, transaction
from app.errors import DomainError, Forbidden, Invalid
from app.inbox.ops import Delivery
from app.inbox.service import Receipt, Verdict, store
from app.secrets import vault
from app.sync import feeds, signature, timeline
from app.sync.bodies import DEPTH_MAX, inflate, read_bytes, read_json
from app.sync.devices import Device, signer
from app.sync.schemas import decode_push
from app.sync.service import Applied, Author, apply_received


def signed_request(deepest: int | None = DEPTH_MAX) -> tuple[signature.Signed, Any]:
    """Return the signature of the running request and its JSON body."""
    body = read_bytes()
    signed = signature.read(request.method, request.path, dict(request.headers), body)
    return signed, read_json(inflate(body, request.headers.get("Content-Encoding")), deepest)


def open_push(session: Session) -> tuple[Device, Delivery, feeds.Mark]:
    """Return who sent the push, what is in it, where its village stands; the signature holds."""
    return check_push(session, *signed_request(deepest=None))


def check_push(
    session: Session, signed: signature.Signed, body: Any
) -> tuple[Device, Delivery, feeds.Mark]:
    """Return who signed a push and what is in it, however it came here."""
    device = signer(session, signed)
    delivery = decode_push(body, device.county)
    if delivery.install != device.id:
        raise Invalid("BAD_BODY", path="install")
    mark = feeds.mark_of(session, device.county, delivery.village)  # a village of this county
    return device, delivery, mark


def _believe(device: Device, delivery: Delivery, mark: feeds.Mark, *, at: datetime) -> None:
    """Let the phone bear witness of a later timeline than ours."""
    if device.status == "ACTIVE" and timeline.later(delivery.epoch, mark.epoch):
        with transaction(one_county=True) as session:
            timeline.witness(session, device.county, delivery.epoch, at=at)


def push(actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Store the push, apply it, and say what became of it."""
    device, delivery, mark = open_push(db.session())
    if device.county != actor.county:
        raise Forbidden("NOT_YOUR_INSTALL")
    own = device.agent == actor.id
    areas = actor.areas if own else areas_of(db.session(), device.county, device.agent)
    _believe(device, delivery, mark, at=at)
    with transaction(one_county=True) as session:
        receipt = store(session, device.county, delivery, sender=actor.id, at=at)
    author = Author(device.county, device.id, areas)
    applied = apply_stored(author, delivery, at=at) if delivery.ops else None
    if not (own and may_see(actor, delivery.village)):
        delivery = replace(delivery, after=None)  # giving needs the key, getting its person
    return answer(db.session(), device, delivery, receipt, applied)


def apply_stored(author: Author, delivery: Delivery, *, at: datetime) -> Applied | None:
    """Apply what is stored. It is on disk already: a fault here must not block the queue."""
    try:
        with transaction(one_county=True) as session:
            return apply_received(session, author, delivery.village, at=at, known=delivery.ops)
    except Exception:
        current_app.logger.exception("stored but not applied: village %s", delivery.village)
        return None


def answer(
    session: Session, device: Device, delivery: Delivery, receipt: Receipt,
    applied: Applied | None,
) -> dict[str, Any]:  # fmt: skip
    """Return the answer to a push (sync.md 2.4, contracts.md 3.6)."""
    verdicts = _verdicts(delivery, receipt, applied)
    body: dict[str, Any] = {
        "epoch": list(receipt.epoch), "last": receipt.last, "safe": receipt.safe,
        "ok": ranges(verdicts), "ex": exceptions(verdicts), "scope": device.scope,
    }  # fmt: skip
    if delivery.ops:
        first, last = delivery.ops[0].op.seq, delivery.ops[-1].op.seq
        body["ack"] = vault().acknowledgement(
            device.county, device.id, first, last, receipt.epoch[0]
        )
    if applied is not None and delivery.after is None:
        return {**body, "ver": applied.ver}
    mark = feeds.mark_of(session, device.county, delivery.village)
    body["ver"] = applied.ver if applied else mark.ver
    if delivery.after is not None:
        page = pull(session, mark, delivery, applied.echo if applied else {})
        body |= {"pull": page} if page is not None else {}
    return body


def pull(
    session: Session, mark: feeds.Mark, delivery: Delivery, skip: Mapping[tuple[str, str], int]
) -> dict[str, Any] | None:
    """Return the changes that travel with the answer; a cursor of another time gets none."""
    after = delivery.after or 0
    try:
        return feeds.changes(session, mark, after, delivery.limit, skip=skip)
    except DomainError:
        return None


def _verdicts(delivery: Delivery, receipt: Receipt, applied: Applied | None) -> list[Verdict]:
    fresh = applied.verdicts if applied else {}
    found = []
    for packed in delivery.ops:
        op = packed.op
        told = fresh.get(op.seq) or receipt.known.get(op.seq)
        found.append(told or Verdict(op.seq, op.first, op.last, "received", None, None))
    return found


def ranges(verdicts: list[Verdict]) -> list[list[Any]]:
    """Return [[first, last, version of first]], one for each run of ops and versions in a row."""
    found: list[list[Any]] = []
    for one in verdicts:
        last = found[-1] if found else None
        if last is not None and last[1] + 1 == one.seq and _goes_on(last, one.ver):
            last[1] = one.seq
        else:
            found.append([one.seq, one.seq, one.ver])
    return found


def _goes_on(run: list[Any], ver: int | None) -> bool:
    if run[2] is None or ver is None:
        return run[2] is None and ver is None
    return bool(run[2] + run[1] + 1 - run[0] == ver)


def exceptions(verdicts: list[Verdict]) -> list[list[Any]]:
    """Return [seq, verdict, result] of what deviates; a set is named once, at its first op."""
    return [
        [one.seq, one.status, one.result or {}]
        for one in verdicts
        if one.status not in ("received", "applied")
        and (one.status not in ("quarantined", "waiting") or one.seq == one.first)
    ]
