"""Households that leave after hand-in: agreed or refused, and the slip of what goes back."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.display import LINE_STATES, PAYERS
from app.batches.scope import require_village
from app.db import db, transaction
from app.enrollment.dossiers import Dossier, dossiers
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.sync import withdrawals
from app.sync.withdrawals import Request
from app.sync.withdrawing import LEAVABLE
from app.words import CHINESE, say, speaking, words

bp = Blueprint("withdrawals", __name__, url_prefix="/money/withdrawals")
Answer = str | Response | tuple[str, int]
STATES = words(
    {
        "ASKED": ("warn", "clock", "等同意"),
        "DONE": ("off", "check", "已撤回"),
        "REFUSED": ("back", "ret", "没有同意"),
    }
)


@bp.get("")
def index() -> Answer:
    """List who wants to leave and who left."""
    rows = withdrawals.withdrawals(db.session(), current_actor())
    return render_template("console/sync/withdrawals.html", rows=rows, states=STATES)


@bp.get("/<int:village>/<key>")
def show(village: int, key: str) -> Answer:
    """Show one withdrawal, with its refund slip when it is done."""
    return _page(village, key)


@bp.post("/<int:village>/<key>/agree")
def agree(village: int, key: str) -> Answer:
    """Let the household go."""
    by, at = current_actor(), clock.now()
    return _decide(
        village,
        key,
        say("已撤回这一户"),
        lambda session: withdrawals.agree(session, village, key, by=by, at=at),
    )


@bp.post("/<int:village>/<key>/refuse")
def refuse(village: int, key: str) -> Answer:
    """Keep the household in."""
    by, at, text = current_actor(), clock.now(), request.form.get("text", "").strip()
    return _decide(
        village, key, say("没有同意，代办员同步后就能看到"),
        lambda session: withdrawals.refuse(session, village, key, text, by=by, at=at),
    )  # fmt: skip


@bp.get("/of/<int:village>/<line>")
def ask(village: int, line: str) -> Answer:
    """Show what happens when a household is taken out."""
    return _ask(village, line)


@bp.post("/of/<int:village>/<line>")
def withdraw(village: int, line: str) -> Answer:
    """Take a household out."""
    by, at, form = current_actor(), clock.now(), request.form
    wanted = Request(village, line, form.get("reason", "").strip(), form.get("told_on", "").strip())
    try:
        with transaction() as session:
            made = withdrawals.withdraw(session, wanted, by=by, at=at, today=clock.today())
    except (Conflict, Invalid) as error:
        return _ask(village, line, error), error.status
    flash(say("已撤回这一户"))
    return redirect(url_for(".show", village=village, key=made), 303)


def _decide(village: int, key: str, done: str, act: Callable[[Session], None]) -> Answer:
    try:
        with transaction() as session:
            act(session)
    except (Conflict, Invalid) as error:
        return _page(village, key, error), error.status
    flash(done)
    return redirect(url_for(".show", village=village, key=key), 303)


def _page(village: int, key: str, error: DomainError | None = None) -> str:
    found = withdrawals.withdrawal_of(db.session(), current_actor(), village, key)
    facts: dict[str, Any] = {"found": found, "row": found.row, "payers": PAYERS}
    with speaking(CHINESE):  # the household reads it
        slip = Markup(render_template("console/sync/refund_slip.html", **facts))  # noqa: S704 - own template
    return render_template(
        "console/sync/withdrawal.html", **facts, states=STATES, error=error, slip=slip,
        form=request.form, line_states=LINE_STATES,
    )  # fmt: skip


def _ask(village: int, line: str, error: DomainError | None = None) -> str:
    dossier = _dossier(village, line)
    facts: dict[str, Any] = {"village": village, "line": line, "dossier": dossier}
    return render_template(
        "console/sync/withdraw.html", **facts, error=error, form=request.form,
        today=clock.today(), open=dossier.enrollment.status in LEAVABLE, states=LINE_STATES,
    )  # fmt: skip


def _dossier(village: int, line: str) -> Dossier:
    require_village(current_actor(), village)
    found = dossiers(db.session(), current_actor().county, village, [line])
    if not found:
        raise NotFound("LINE_UNKNOWN")
    return found[0]
