"""Photos from phones under /api/v1/sync/files: tus 1.0, each request signed by the install's key.

Creation, checksum (SHA-256), expiration, termination. Announcing the same file again gives the
same address. After the last piece the whole is checked and what waited for it is judged again.
"""

from email.utils import format_datetime

from flask import Blueprint, Response, request, url_for

from app import clock
from app.accounts.current import current_actor
from app.accounts.throttle import throttle
from app.attachments import rules, service
from app.attachments.models import Attachment
from app.db import db, transaction
from app.errors import Checksum, Forbidden, Invalid, TooLarge
from app.sync import feeds, signature
from app.sync.arriving import Carried, finish, take_whole
from app.sync.devices import Device, signer

bp = Blueprint("files", __name__, url_prefix="/sync/files")


@bp.route("", methods=["OPTIONS"])
def abilities() -> Response:
    """Say what this server can do, as tus asks for."""
    answer = _answer(204)
    answer.headers["Tus-Version"] = rules.TUS_VERSION
    answer.headers["Tus-Extension"] = rules.EXTENSIONS
    answer.headers["Tus-Max-Size"] = str(rules.MAX_BYTES)
    answer.headers["Tus-Checksum-Algorithm"] = "sha256"
    return answer


@bp.post("")
def announce() -> Response:
    """Begin a file, or find the one begun before."""
    device, _ = _caller()
    headers = request.headers
    file = rules.read_announcement(headers.get("Upload-Length"), headers.get("Upload-Metadata"))
    feeds.mark_of(db.session(), device.county, file.village)  # a village of this county
    with transaction(one_county=True) as session:
        upload = service.announce(session, device.county, device.id, file, at=clock.now())
        answer = _answer(201, upload)
    answer.headers["Location"] = url_for("api.files.piece", upload=upload.id)
    return answer


@bp.route("/<upload>", methods=["HEAD"])
def offset(upload: str) -> Response:
    """Say how much of a file is here."""
    device, _ = _caller()
    found = service.require(db.session(), device.county, device.id, upload)
    if found.received == found.size and found.status != "COMPLETE":
        finish(device, upload, at=clock.now())  # a crash came between the last piece and the end
        found = service.require(db.session(), device.county, device.id, upload)
    answer = _answer(200, found)
    answer.headers["Upload-Length"] = str(found.size)
    return answer


@bp.patch("/<upload>")
def piece(upload: str) -> Response:
    """Take a piece that begins where the last one ended."""
    device, body = _caller()
    if request.mimetype != "application/offset+octet-stream":
        raise Invalid("UPLOAD_INVALID", path="Content-Type")
    start = rules.read_offset(request.headers.get("Upload-Offset"))
    if not rules.checksum_holds(request.headers.get("Upload-Checksum"), body):
        raise Checksum("UPLOAD_CHECKSUM")
    with transaction(one_county=True) as session:
        found = service.require(session, device.county, device.id, upload)
        whole = service.append(session, found, start, body)
    if whole:
        finish(device, upload, at=clock.now())
    return _answer(204, service.require(db.session(), device.county, device.id, upload))


@bp.delete("/<upload>")
def terminate(upload: str) -> Response:
    """Forget an unfinished file."""
    device, _ = _caller()
    with transaction(one_county=True) as session:
        found = service.require(session, device.county, device.id, upload)
        service.terminate(session, found)
    return _answer(204)


@bp.post("/last")
def last_photo() -> Response:
    """Take a whole photo of a stopped phone, under its seal: what names it waits for a person."""
    device, body = _signer(rules.MAX_BYTES + rules.SEAL_BYTES)
    throttle().take(f"will:{device.id}", request.remote_addr or "")
    headers = request.headers
    file = rules.read_announcement(headers.get("Upload-Length"), headers.get("Upload-Metadata"))
    if file.sealed is None or file.size != len(body):
        raise Invalid("UPLOAD_INVALID", path="Upload-Metadata.sealed")
    take_whole(device, Carried(file, body), at=clock.now())
    return _answer(202)


def _caller() -> tuple[Device, bytes]:
    """Return who signed the request, and its body. Raises Forbidden for a stopped phone."""
    device, body = _signer(rules.MAX_PIECE)
    if device.county != current_actor().county:
        raise Forbidden("NOT_YOUR_INSTALL")
    if device.status in ("REVOKED", "WIPED"):
        raise Forbidden("DEVICE_REVOKED")
    return device, body


def _signer(most: int) -> tuple[Device, bytes]:
    if request.headers.get("Tus-Resumable") != rules.TUS_VERSION:
        raise Invalid("UPLOAD_VERSION")
    sent = request.content_length or 0
    body = request.get_data() if sent <= most else b""
    if max(sent, len(body)) > most:
        raise TooLarge("TOO_BIG", max=most)
    signed = signature.read(request.method, request.path, dict(request.headers), body)
    return signer(db.session(), signed), body


def _answer(status: int, upload: Attachment | None = None) -> Response:
    answer = Response(status=status)
    answer.headers["Tus-Resumable"] = rules.TUS_VERSION
    answer.headers["Cache-Control"] = "no-store"
    if upload is not None:
        answer.headers["Upload-Offset"] = str(upload.received)
        if upload.status != "COMPLETE":
            expires = format_datetime(upload.expires_at, usegmt=True)
            answer.headers["Upload-Expires"] = expires
    return answer
