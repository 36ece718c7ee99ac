"""Cash of agents: who holds how much, what they brought to the bank."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.display import yuan
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.lists.listing import page_of
from app.lists.page import answer_all
from app.reconciliation import cash, listings, payins, remittances
from app.reconciliation.display import COLLECTION_STATES, REMITTANCE_STATES
from app.reconciliation.holders import holders
from app.reconciliation.remittances import Brought
from app.words import say

bp = Blueprint("remittances", __name__, url_prefix="/money/remittances")
Answer = str | Response | tuple[str | Response, int]


@bp.get("")
def index() -> Answer:
    """List the agents who hold cash, and the remittances."""
    actor, session = current_actor(), db.session()
    lists = {
        "holders": page_of(listings.HOLDERS, holders(session, actor), request.args),
        "past": page_of(listings.REMITTANCES, cash.remittances(session, actor), request.args),
    }
    template = "console/reconciliation/remittances.html"
    handed = payins.waiting_in(session, actor)
    return answer_all(lists, template, states=REMITTANCE_STATES, handed=handed)


@bp.get("/agents/<agent>")
def agent(agent: str) -> Answer:
    """Show the receipts for cash that an agent holds, by day."""
    return _agent(agent)


@bp.post("/agents/<agent>")
def record(agent: str) -> Answer:
    """Record what an agent brought to the bank."""
    form, by, at = request.form, current_actor(), clock.now()
    brought = Brought(
        agent, form.getlist("receipt"), form.get("remitted_on", "").strip(),
        form.get("reference", "").strip(),
    )  # fmt: skip
    try:
        with transaction() as session:
            made = remittances.record(session, brought, by=by, at=at, today=clock.today())
            key, fen = made.id, made.amount_fen
    except (Conflict, Invalid) as error:
        return _agent(agent, error), error.status
    flash(say("已登记解缴 {0} 元，等银行到账", yuan(fen)))
    return redirect(url_for(".show", remittance=key), 303)


@bp.get("/<remittance>")
def show(remittance: str) -> Answer:
    """Show a remittance with its receipts."""
    return _remittance(remittance)


@bp.post("/<remittance>/cancel")
def cancel(remittance: str) -> Answer:
    """Take a remittance back."""
    reason, by, at = request.form.get("reason", "").strip(), current_actor(), clock.now()
    try:
        with transaction() as session:
            payins.cancel(session, remittance, reason, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _remittance(remittance, error), error.status
    flash(say("已作废这笔解缴，收据回到代办员名下"))
    return redirect(url_for(".show", remittance=remittance), 303)


def _agent(agent: str, error: DomainError | None = None) -> str:
    session, actor = db.session(), current_actor()
    holder = cash.in_hand(session, actor, agent)
    past = [row for row, _ in cash.remittances(session, actor) if row.agent == agent]
    if holder is None and not past:
        raise NotFound("USER_UNKNOWN")
    return render_template(
        "console/reconciliation/agent_cash.html", holder=holder, past=past, error=error,
        form=request.form, today=clock.today(), states=REMITTANCE_STATES, agent=agent,
        name=holder.name if holder else cash.agent_name(session, actor, agent),
    )  # fmt: skip


def _remittance(remittance: str, error: DomainError | None = None) -> str:
    session, actor = db.session(), current_actor()
    found = remittances.remittance_of(session, actor, remittance)
    return render_template(
        "console/reconciliation/remittance.html", found=found, error=error, form=request.form,
        receipts=cash.covered(session, actor, remittance), states=REMITTANCE_STATES,
        money_states=COLLECTION_STATES, name=cash.agent_name(session, actor, found.agent),
        matches=cash.arrivals(session, actor, remittance),
    )  # fmt: skip
