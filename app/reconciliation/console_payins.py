"""Cash that agents say they handed over: counted and acknowledged, or disputed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.display import yuan
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid
from app.money import parse_yuan
from app.reconciliation import payins
from app.reconciliation.display import COLLECTION_STATES, PAYIN_STATES
from app.words import say

bp = Blueprint("payins", __name__, url_prefix="/money/payins")
Answer = str | Response | tuple[str, int]


@bp.get("")
def index() -> Answer:
    """List what agents handed over, what waits first."""
    found = payins.acts(db.session(), current_actor())
    return render_template("console/reconciliation/payins.html", acts=found, states=PAYIN_STATES)


@bp.get("/<int:village>/<key>")
def show(village: int, key: str) -> Answer:
    """Show one act with its receipts and its slip."""
    return _page(village, key)


@bp.post("/<int:village>/<key>/acknowledge")
def acknowledge(village: int, key: str) -> Answer:
    """Confirm that the money was counted and is right."""
    by, at, reference = current_actor(), clock.now(), request.form.get("reference", "").strip()
    fen = request.form.get("fen", 0, type=int)
    try:
        with transaction() as session:
            act = payins.act_of(session, by, village, key)
            payins.require_counted(act, fen)
            made = payins.acknowledge(session, act, reference, by=by, at=at, today=clock.today())
    except (Conflict, Invalid) as error:
        return _page(village, key, error), error.status
    flash(say("已点收 {0} 元，登记为解缴，等银行到账", yuan(fen)))
    return redirect(url_for("console.remittances.show", remittance=made), 303)


@bp.post("/<int:village>/<key>/dispute")
def dispute(village: int, key: str) -> Answer:
    """Say that another amount was counted."""
    by, at, form = current_actor(), clock.now(), request.form
    counted, text = parse_yuan(form.get("counted", "")), form.get("text", "").strip()
    try:
        with transaction() as session:
            act = payins.act_of(session, by, village, key)
            payins.dispute(session, act, counted, text, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _page(village, key, error), error.status
    flash(say("已记下有出入，代办员同步后就能看到"))
    return redirect(url_for(".show", village=village, key=key), 303)


def _page(village: int, key: str, error: DomainError | None = None) -> str:
    session, actor = db.session(), current_actor()
    act = payins.act_of(session, actor, village, key)
    return render_template(
        "console/reconciliation/payin.html", act=act, error=error, form=request.form,
        receipts=payins.receipts_in(session, actor, act), states=PAYIN_STATES,
        money_states=COLLECTION_STATES,
    )  # fmt: skip
