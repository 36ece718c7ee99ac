"""The list of batches: oldest first among those that wait."""

from flask import Blueprint, Response, request

from app import clock
from app.accounts.current import current_actor
from app.batches import display, queries
from app.batches.listing import FILTERS
from app.batches.sentences import sentence
from app.db import db
from app.lists.page import answer

bp = Blueprint("batches", __name__, url_prefix="/batches")
for name, filter_ in display.FILTERS.items():
    bp.add_app_template_filter(filter_, name)
bp.add_app_template_filter(sentence, "sentence")


@bp.get("")
def index() -> str | Response:
    """List the batches of the person's villages, filtered by status and text."""
    actor, session = current_actor(), db.session()
    counts = queries.counts(session, actor)
    return answer(
        queries.batch_page(session, actor, request.args), "console/batches/index.html",
        counts=counts, states=display.BATCH_STATES, filters=FILTERS,
        batch_name=display.batch_name, now=clock.now(),
    )  # fmt: skip
