"""Take back a batch, or acceptances in a batch that was approved."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches import display
from app.batches.forms import version
from app.batches.models import Batch
from app.batches.scope import require_village
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.reconciliation import undo, view
from app.words import say

bp = Blueprint("undo", __name__, url_prefix="/batches/<int:village>/<batch>/undo")
Answer = str | Response | tuple[str | Response, int]


@bp.get("/form")
def ask(village: int, batch: str) -> Answer:
    """Show what can be taken back and what then happens."""
    return _page(village, batch)


@bp.post("/cancel")
def cancel(village: int, batch: str) -> Answer:
    """Cancel the batch."""
    base = {batch: version(request.form, "ver")}
    return _act(village, batch, base, undo.cancel_batch, say("已作废，{0} 户可以改好重新交件"))


@bp.post("/reopen")
def reopen(village: int, batch: str) -> Answer:
    """Take acceptances back."""
    lines = request.form.getlist("line")
    base = {line: version(request.form, f"ver-{line}") for line in lines}
    return _act(village, batch, base, undo.reopen, say("已撤销 {0} 户的受理，这一批重新待审"))


def _act(
    village: int, batch: str, base: dict[str, int], verb: Callable[..., int], said: str
) -> Answer:
    act = undo.Undo(village, batch, request.form.get("reason", "").strip(), base)
    by, at = current_actor(), clock.now()
    try:
        with transaction() as session:
            count = verb(session, act, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _page(village, batch, error), error.status
    flash(say(said, count))
    return redirect(url_for("console.reconciliation.show", village=village, batch=batch), 303)


def _page(village: int, batch: str, error: DomainError | None = None) -> str:
    session, by = db.session(), current_actor()
    require_village(by, village)
    found = view.batch_view(session, _batch(session, village, batch), {}, by=by)
    return render_template(
        "console/reconciliation/undo.html", **found, error=error, form=request.form,
        states=display.BATCH_STATES, line_states=display.LINE_STATES,
        cancellable=found["batch"].status in undo.CANCELLABLE,
        reopenable=found["batch"].status in undo.APPROVED,
    )  # fmt: skip


def _batch(session: Session, village: int, batch: str) -> Batch:
    row = session.get(Batch, (current_actor().county, village, batch))
    if row is None or row.deleted:
        raise NotFound("BATCH_UNKNOWN")
    return row
