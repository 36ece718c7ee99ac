"""Slips for the households of a batch, to be printed: they say 已登记，尚未承保."""

from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup

from app.accounts.current import current_actor
from app.batches.models import Batch
from app.batches.scope import require_village
from app.db import db
from app.errors import NotFound
from app.reconciliation.slips import STATE, slips
from app.reconciliation.view import village_view
from app.words import CHINESE, speaking

bp = Blueprint("slips", __name__, url_prefix="/batches/<int:village>/<batch>/slips")
PAPERS = {"A6": "A6", "58": "58 mm"}


@bp.get("")
def show(village: int, batch: str) -> str:
    """Show the slips of a batch, or of one of its lines."""
    actor, session = current_actor(), db.session()
    require_village(actor, village)
    found = session.get(Batch, (actor.county, village, batch))
    if found is None or found.deleted:
        raise NotFound("BATCH_UNKNOWN")
    paper, line = request.args.get("paper", "A6"), request.args.get("line") or None
    facts: dict[str, Any] = {
        **slips(session, found, line), **village_view(session, actor.county, village),
        "batch": found, "line": line, "state": STATE, "paper": paper if paper in PAPERS else "A6",
    }  # fmt: skip
    with speaking(CHINESE):  # households read them
        papers = Markup(render_template("console/reconciliation/slip_papers.html", **facts))  # noqa: S704 - own template
    return render_template(
        "console/reconciliation/slips.html", **facts, papers=papers, sizes=PAPERS
    )
