"""The phone protocol vsync/1 under /api/v1/sync (docs/protocol.md)."""

from flask import Blueprint, Response, request

from app import clock
from app.accounts.current import current_actor
from app.accounts.rules import Actor, may_see
from app.accounts.schemas import parse
from app.accounts.service import register_install
from app.accounts.throttle import throttle
from app.db import db, transaction
from app.errors import Forbidden, Invalid
from app.inbox.service import store_will
from app.sync import exchange, feeds, handshake
from app.sync.bodies import answer_json
from app.sync.devices import Device, Registration, own_device, registered, scope_of
from app.sync.kinds import KINDS, WIRE
from app.sync.signature import thumbprint, verify
from app.text import whole

bp = Blueprint("sync", __name__, url_prefix="/sync")
NUMBER_MAX = 2**53


@bp.post("/installs")
def register() -> Response:
    """Register the key of a phone for the person signed in; the key signs for itself."""
    actor, (signed, value) = current_actor(), exchange.signed_request()
    body = parse(Registration, value)
    if (signed.county, signed.install) != (actor.county, "new"):
        raise Forbidden("BAD_SIGNATURE")
    verify(signed, body.jwk)
    fields = {**body.model_dump(), "wire": dict.fromkeys(KINDS, WIRE)}
    with transaction() as session:
        install, new = register_install(
            session, actor, fields, thumbprint(body.jwk), at=clock.now()
        )
    answer = registered(db.session(), actor, install, at=clock.now())
    return answer_json(answer, 201 if new else 200)


@bp.post("/push")
def push() -> Response:
    """Take the ops of one village; stored before they are judged."""
    return answer_json(exchange.push(current_actor(), at=clock.now()))


@bp.post("/lastwill")
def lastwill() -> tuple[Response, int]:
    """Take what a stopped phone still has; all of it waits for a person."""
    device, delivery, _ = exchange.open_push(db.session())
    throttle().take(f"will:{device.id}", request.remote_addr or "")
    with transaction(one_county=True) as session:
        receipt = store_will(session, device.county, delivery, at=clock.now())
    return answer_json({"last": receipt.last, "epoch": list(receipt.epoch)}), 202


@bp.get("/villages/<int:village>/changes")
def changes(village: int) -> Response:
    """Return every row newer than a cursor, in pages."""
    actor, _ = _reader(village)
    mark = feeds.mark_of(db.session(), actor.county, village)
    after, limit = _number("after", 0), _number("limit", feeds.PAGE_ROWS)
    limit = min(max(limit, 1), feeds.PAGE_ROWS)
    page = feeds.changes(db.session(), mark, after, limit)
    scope = scope_of(db.session(), actor.county, actor.id)
    return answer_json({"epoch": list(mark.epoch), "after": after, **page, "scope": scope})


@bp.get("/villages/<int:village>/snapshot")
def snapshot(village: int) -> Response:
    """Return one page of a village as it stands."""
    actor, _ = _reader(village)
    mark = feeds.mark_of(db.session(), actor.county, village)
    return answer_json(feeds.snapshot(db.session(), mark, request.args.get("page")))


@bp.get("/state")
def state() -> Response:
    """Say where the server stands and what the person may see; 304 if the phone knows it."""
    actor = current_actor()
    body = handshake.state(db.session(), actor, _device(actor))
    tag = handshake.etag_of(body)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        answer = Response(status=304)
    else:
        answer = answer_json(handshake.with_clock(body, clock.now()))
    answer.headers["ETag"] = tag
    return answer


@bp.get("/results")
def results() -> Response:
    """Return verdicts that came after their push was answered."""
    device = _device(current_actor())
    return answer_json(handshake.results(db.session(), device, _number("after", 0)))


def _device(actor: Actor) -> Device:
    return own_device(db.session(), actor, request.headers.get("Vsync-Install"))


def _reader(village: int) -> tuple[Actor, Device]:
    actor = current_actor()
    device = _device(actor)
    if not may_see(actor, village):
        raise Forbidden("OUT_OF_SCOPE")
    return actor, device


def _number(name: str, default: int) -> int:
    number = whole(request.args.get(name, str(default)), len(str(NUMBER_MAX)))
    if number is None or number >= NUMBER_MAX:
        raise Invalid("BAD_BODY", path=name)
    return number
