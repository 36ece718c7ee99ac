"""The desk as a phone: enter a household, correct a line, void a receipt."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches import display
from app.batches.forms import version
from app.batches.scope import require_village
from app.batches.sentences import sentence
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid
from app.sync import corrections, desk, desk_form, desk_view
from app.words import say

bp = Blueprint("desk", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/desk/<int:village>/<campaign>")
def choose(village: int, campaign: str) -> Answer:
    """Show households without enrollment, or the form of one."""
    return _desk(village, campaign)


@bp.post("/desk/<int:village>/<campaign>")
def enter(village: int, campaign: str) -> Answer:
    """Enter a household."""
    by, at = current_actor(), clock.now()
    require_village(by, village)
    try:
        form = desk_form.read(request.form, village, campaign, clock.today())
        with transaction() as session:
            desk.enter(session, form, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _desk(village, campaign, error), error.status
    flash(
        say("已登记这一户并交件，等别人审")
        if form.hand_in
        else say("已登记这一户，代办员的手机下次联网会收到")
    )
    return redirect(url_for(".choose", village=village, campaign=campaign), 303)


@bp.get("/batches/<int:village>/<batch>/<line>/edit")
def edit(village: int, batch: str, line: str) -> Answer:
    """Show what can be corrected in a line."""
    return _edit(village, batch, line)


@bp.post("/batches/<int:village>/<batch>/<line>/edit")
def save(village: int, batch: str, line: str) -> Answer:
    """Correct a line."""
    by, at = current_actor(), clock.now()
    page = desk_view.edit_page(db.session(), by, village, batch, line)
    changes = _changes(village, batch, line, page)
    try:
        with transaction() as session:
            corrections.edit_line(session, changes, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _edit(village, batch, line, error), error.status
    flash(say("已改，并重新核算"))
    return _back(village, batch, line)


@bp.post("/batches/<int:village>/<batch>/<line>/receipts/<receipt>/void")
def void(village: int, batch: str, line: str, receipt: str) -> Answer:
    """Void a receipt."""
    by, at, reason = current_actor(), clock.now(), request.form.get("reason", "").strip()
    base = version(request.form, "ver")
    try:
        with transaction() as session:
            corrections.void_receipt(
                session, village, batch, line, receipt, base, reason, by=by, at=at
            )
    except (Conflict, Invalid) as error:
        return _edit(village, batch, line, error), error.status
    flash(say("收据已作废"))
    return _back(village, batch, line)


def _back(village: int, batch: str, line: str) -> Response:
    where = url_for("console.reconciliation.line", village=village, batch=batch, line=line)
    return redirect(where, 303)


def _desk(village: int, campaign: str, error: DomainError | None = None) -> str:
    found = desk_view.desk_page(
        db.session(), current_actor(), village, campaign, request.args.get("q", "").strip(),
        request.values.get("household", ""),
    )  # fmt: skip
    return render_template(
        "console/sync/desk.html", **found, error=error, form=request.form,
        capacities=desk_form.CAPACITIES, methods=display.METHODS, today=clock.today(),
    )  # fmt: skip


def _edit(village: int, batch: str, line: str, error: DomainError | None = None) -> str:
    found = desk_view.edit_page(db.session(), current_actor(), village, batch, line)
    return render_template(
        "console/sync/edit.html", **found, error=error, form=request.form,
        methods=display.METHODS, sentence=sentence,
    )  # fmt: skip


def _changes(village: int, batch: str, line: str, page: dict[str, Any]) -> corrections.Edit:
    """Read what differs from what stands in the rows now."""
    form, dossier = request.form, page["line"].dossier
    persons: dict[str, dict[str, Any]] = {}
    lines: dict[str, dict[str, Any]] = {}
    base = {name[4:]: version(form, name) for name in form if name.startswith("ver-")}
    for person in dossier.persons:
        now = {"name": person.name or "", "id_no": "", "relation": person.relation or ""}
        typed = {name: form.get(f"{name}-{person.id}", now[name]).strip() for name in now}
        if changed := {name: text for name, text in typed.items() if text != now[name]}:
            persons[person.id] = changed
        own = dossier.insured.get(person.id)
        if own is not None:
            wanted = {"plan": form.get(f"plan-{own.id}", own.plan)}
            wanted["included"] = f"in-{own.id}" in form
            if changed := {n: v for n, v in wanted.items() if v != getattr(own, n)}:
                lines[own.id] = changed
    return corrections.Edit(
        village, batch, line, form.get("reason", "").strip(), persons, lines, base
    )
