"""The list of batches: oldest first among those that wait."""

from flask import Blueprint, render_template, request

from app import clock
from app.accounts.current import current_actor
from app.batches import display, queries
from app.batches.sentences import sentence
from app.db import db

bp = Blueprint("batches", __name__, url_prefix="/batches")
for name, filter_ in display.FILTERS.items():
    bp.add_app_template_filter(filter_, name)
bp.add_app_template_filter(sentence, "sentence")


@bp.get("")
def index() -> str:
    """List the batches of the person's villages, filtered by status and text."""
    actor, session = current_actor(), db.session()
    status = request.args.get("status")
    status = status if status in queries.FILTERS else None
    text = request.args.get("q", "").strip()
    counts = queries.counts(session, actor)
    rows = queries.batch_list(session, actor, status=status, text=text)
    return render_template(
        "console/batches/index.html", rows=rows, counts=counts, status=status, text=text,
        states=display.BATCH_STATES, filters=queries.FILTERS, batch_name=display.batch_name,
        now=clock.now(),
    )  # fmt: skip
