"""Differences that will not be paid, and money that goes back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid
from app.lists.listing import page_of
from app.lists.page import answer, answer_all
from app.reconciliation import differences, listings, refunds, write_offs
from app.reconciliation.display import REFUND_CAUSES, SOURCES, WRITE_OFF_STATES
from app.reconciliation.refunds import Leaver
from app.reconciliation.write_offs import Proposal
from app.words import say, words

bp = Blueprint("write_offs", __name__, url_prefix="/money/write-offs")
back = Blueprint("refunds", __name__, url_prefix="/money/refunds")
Answer = str | Response | tuple[str | Response, int]
DONE = words({
    "APPROVE": "已同意核销", "REJECT": "已驳回核销", "WITHDRAW": "已撤回核销",
    "REVOKE": "已取消核销，差额恢复",
})  # fmt: skip


@bp.get("")
def index() -> Answer:
    """List batches with a difference, and the write-offs."""
    return _write_offs()


@bp.post("")
def propose() -> Answer:
    """Propose to let a difference go."""
    form, by, at = request.form, current_actor(), clock.now()
    village, fen = form.get("village", 0, type=int), form.get("fen", 0, type=int)
    wanted = Proposal(village, form.get("batch", ""), fen, form.get("reason", "").strip())
    try:
        with transaction() as session:
            write_offs.propose(session, wanted, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _write_offs(error), error.status
    flash(say("已提交核销，等另一位主管复核"))
    return redirect(url_for(".index"), 303)


@bp.post("/<write_off>")
def decide(write_off: str) -> Answer:
    """Approve, reject, withdraw or revoke."""
    decision, text = request.form.get("decision", ""), request.form.get("text", "").strip()
    by, at = current_actor(), clock.now()
    try:
        with transaction() as session:
            write_offs.decide(session, write_off, decision, text, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _write_offs(error), error.status
    flash(DONE[decision])
    return redirect(url_for(".index"), 303)


@back.get("")
def refund_list() -> Answer:
    """List what goes back to whom."""
    return _refunds()


@back.post("/<refund>")
def pay(refund: str) -> Answer:
    """Say that the bank has paid a refund."""
    paid_on, reference = (request.form.get(key, "").strip() for key in ("paid_on", "reference"))
    by, at, today = current_actor(), clock.now(), clock.today()
    try:
        with transaction() as session:
            refunds.pay_back(session, refund, paid_on, reference, by=by, at=at, today=today)
    except (Conflict, Invalid) as error:
        return _refunds(error, refund), error.status
    flash(say("已登记付款"))
    return redirect(url_for(".refund_list"), 303)


@back.get("/<int:village>/<insured>")
def leaver(village: int, insured: str) -> Answer:
    """Show what goes back when a person leaves on a day, before anything is written."""
    return _leaver(village, insured)


@back.post("/<int:village>/<insured>")
def leave(village: int, insured: str) -> Answer:
    """Record the refund of a person who leaves."""
    form, by, at = request.form, current_actor(), clock.now()
    one = Leaver(
        village, insured, form.get("notice_on", "").strip(), "claimed" in form,
        form.get("reason", "").strip(),
    )  # fmt: skip
    try:
        with transaction() as session:
            count = refunds.leave(session, one, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _leaver(village, insured, error), error.status
    flash(say("已登记退费 {0} 笔", count))
    return redirect(url_for(".refund_list"), 303)


def _write_offs(error: DomainError | None = None) -> str | Response:
    session, actor, args = db.session(), current_actor(), request.args
    batches = differences.batches_with_difference(session, actor)
    lists = {
        "batches": page_of(listings.MISSING, batches, args),
        "found": page_of(listings.WRITE_OFFS, differences.write_off_rows(session, actor), args),
    }
    return answer_all(
        lists, "console/reconciliation/write_offs.html", error=error, form=request.form,
        states=WRITE_OFF_STATES, now=clock.now(),
    )  # fmt: skip


def _refunds(error: DomainError | None = None, failed: str | None = None) -> str | Response:
    rows = refunds.refunds(db.session(), current_actor())
    return answer(
        page_of(listings.REFUNDS, rows, request.args), "console/reconciliation/refunds.html",
        error=error, failed=failed, form=request.form, causes=REFUND_CAUSES, sources=SOURCES,
        today=clock.today(), link=differences.subject_link,
        due_fen=sum(row.fen for row in rows if row.state == "DUE"),
    )  # fmt: skip


def _leaver(village: int, insured: str, error: DomainError | None = None) -> str:
    notice_on = request.values.get("notice_on", "").strip() or clock.today()
    one = Leaver(village, insured, notice_on, "claimed" in request.values, "")
    try:
        found = refunds.split(db.session(), one, by=current_actor())
    except Invalid as wrong:
        error, one = error or wrong, Leaver(village, insured, clock.today(), one.claimed, "")
        found = refunds.split(db.session(), one, by=current_actor())
    return render_template(
        "console/reconciliation/leaver.html", found=found, one=one, error=error,
        form=request.form, sources=SOURCES, village=village, insured=insured,
    )  # fmt: skip
