"""Hand-over files at the desk: choose one, see what came of it."""

from flask import Blueprint, render_template, request

from app import clock
from app.accounts.current import current_actor
from app.db import db
from app.errors import DomainError, Invalid
from app.regions.queries import division_names
from app.sync import handover
from app.words import listed

bp = Blueprint("handover", __name__, url_prefix="/handover")
Answer = str | tuple[str, int]


@bp.get("")
def index() -> str:
    """Ask for a file."""
    return render_template("console/sync/handover.html", report=None, code=None)


@bp.post("")
def take() -> Answer:
    """Take a file and say what came of it; the same file again changes nothing."""
    file = request.files.get("file")
    body = file.read() if file else b""
    try:
        if not body:
            raise Invalid("HANDOVER_EMPTY")
        report = handover.take(current_actor(), body, at=clock.now())
    except DomainError as error:
        return render_template("console/sync/handover.html", report=None, code=error.code), 400
    names = division_names(db.session(), report.villages)
    places = listed([names.get(one, str(one)) for one in sorted(report.villages)])
    return render_template("console/sync/handover.html", report=report, places=places, code=None)
