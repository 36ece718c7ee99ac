"""One batch: three books, its lines, decisions about them; and the premium that arrived."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches import display, forms, service
from app.batches.models import Batch
from app.batches.scope import require_village
from app.db import db, new_id, transaction
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.lists.listing import page_of
from app.lists.page import answer
from app.reconciliation import listings, payments_form, view
from app.reconciliation.service import enter_payment, settle
from app.words import say, words

bp = Blueprint("reconciliation", __name__)
Answer = str | Response | tuple[str | Response, int]
DONE = words({"ACCEPT": "已受理 {0} 户", "RETURN": "已退回 {0} 户", "UNDO": "已撤销 {0} 户"})


@bp.get("/batches/<int:village>/<batch>")
def show(village: int, batch: str) -> Answer:
    """Show the three books, what departs from them, and the lines."""
    return _page(village, batch)


@bp.get("/batches/<int:village>/<batch>/<line>")
def line(village: int, batch: str, line: str) -> Answer:
    """Show one household with its members, consents and money."""
    found = view.line_view(db.session(), _batch(village, batch), line, by=current_actor())
    return render_template(
        "console/reconciliation/line.html", **found, states=display.LINE_STATES,
        reasons=display.RETURN_REASONS, payers=display.PAYERS, methods=display.METHODS,
        sexes=display.SEXES,
    )  # fmt: skip


@bp.post("/batches/<int:village>/<batch>/accept")
def accept(village: int, batch: str) -> Answer:
    """Accept lines."""
    return _act(service.accept, "ACCEPT", village, batch)


@bp.post("/batches/<int:village>/<batch>/return")
def return_lines(village: int, batch: str) -> Answer:
    """Return lines with a reason."""
    return _act(service.return_lines, "RETURN", village, batch)


@bp.post("/batches/<int:village>/<batch>/undo")
def undo(village: int, batch: str) -> Answer:
    """Take decisions back."""
    return _act(service.undo, "UNDO", village, batch)


@bp.get("/payments/<int:village>/<campaign>")
def payments(village: int, campaign: str) -> Answer:
    """Show the money book of a village with the form for premium received."""
    return _payments(village, campaign, MultiDict({"batch": request.args.get("batch", "")}), {})


@bp.post("/payments/<int:village>/<campaign>")
def enter(village: int, campaign: str) -> Answer:
    """Enter premium received."""
    money, wrong = payments_form.read(request.form, village, campaign, today=clock.today())
    if money is None:
        return _payments(village, campaign, request.form, wrong), 400
    try:
        with transaction() as session:
            new = enter_payment(session, money, by=current_actor(), at=clock.now())
    except Conflict as error:
        return _payments(village, campaign, request.form, {"amount": error.code}), error.status
    said = say("已登记到账 {0} 元") if new else say("这 {0} 元刚才登记过了，没有再登记")
    flash(say(said, display.yuan(money.amount_fen)))
    return redirect(url_for(".payments", village=village, campaign=campaign), 303)


def _act(verb: Callable[..., None], action: str, village: int, batch: str) -> Answer:
    decision = forms.decision(request.form, village, batch, action)
    by, at = current_actor(), clock.now()
    try:
        with transaction() as session:
            verb(session, decision, by=by, at=at)
            found = session.get(Batch, (by.county, village, batch))
            assert found is not None, "the verb has read it"
            settle(session, village, found.campaign, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _page(village, batch, error=error, decision=decision), error.status
    flash(say(DONE[action], len(decision.lines)))
    return redirect(url_for(".show", village=village, batch=batch), 303)


def _page(
    village: int,
    batch: str,
    *,
    error: DomainError | None = None,
    decision: service.Decision | None = None,
) -> str | Response:
    args, by = request.args, current_actor()
    shown = view.batch_view(db.session(), _batch(village, batch), args, by=by)
    return answer(
        shown.pop("found"), "console/reconciliation/batch.html", **shown, error=error,
        decision=decision, clash=view.clash(shown["lines"], decision) if error and decision else [],
        states=display.BATCH_STATES, line_states=display.LINE_STATES,
        reasons=display.RETURN_REASONS, now=clock.now(),
    )  # fmt: skip


def _batch(village: int, batch: str) -> Batch:
    require_village(current_actor(), village)
    found = db.session().get(Batch, (current_actor().county, village, batch))
    if found is None or found.deleted:
        raise NotFound("BATCH_UNKNOWN")
    return found


def _payments(
    village: int, campaign: str, form: MultiDict[str, str], wrong: dict[str, str]
) -> str | Response:
    require_village(current_actor(), village)
    found = view.payments_view(db.session(), current_actor().county, village, campaign)
    money = found["book"]
    numbers = {row.batch.id: row.batch.batch_no for row in money.batches}
    listing = listings.payments(money.entered_by, numbers)
    return answer(
        page_of(listing, money.payments, request.args), "console/reconciliation/payments.html",
        **found, numbers=numbers, form=form, wrong=wrong, once=form.get("once") or new_id(),
        today=clock.today(), states=display.BATCH_STATES, batch_name=display.batch_name,
    )  # fmt: skip
