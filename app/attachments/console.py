"""Photos as a supervisor sees them: only those that something in his villages names."""

from io import BytesIO

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from app.accounts.current import current_actor
from app.accounts.rules import may_see
from app.attachments import service
from app.db import db
from app.errors import NotFound

bp = Blueprint("attachments", __name__, url_prefix="/attachments")
# A photo came from outside: nothing in it may run, whatever it claims to be.
SANDBOX = "sandbox; default-src 'none'"


@bp.get("/<int:village>/<sha256>")
def show(village: int, sha256: str) -> Response:
    """Send one photo."""
    actor = current_actor()
    if not may_see(actor, village):
        raise NotFound("VILLAGE_UNKNOWN")
    naming = service.villages_naming(db.session(), actor.county, sha256)
    found = service.find_complete(db.session(), actor.county, sha256)
    body = service.read(actor.county, sha256) if village in naming and found else None
    if found is None or body is None:
        raise NotFound("UPLOAD_UNKNOWN")
    name = f"{sha256[:12]}.{found.mime.rpartition('/')[2]}"
    answer = send_file(BytesIO(body), found.mime, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer
