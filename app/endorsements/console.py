"""Endorsements on the desk: ask, look at what it would do, submit; a second person decides."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches import display
from app.batches.sentences import sentence
from app.db import db, transaction
from app.endorsements import forms, listings, queries, service, takeback
from app.endorsements.display import ACTIONS, DONE, KINDS, STATES
from app.errors import Conflict, DomainError, Invalid
from app.lists.listing import page_of
from app.lists.page import answer
from app.words import say

bp = Blueprint("endorsements", __name__, url_prefix="/policies/<policy>/endorsements")
desk = Blueprint("changes", __name__, url_prefix="/endorsements")
Answer = str | Response | tuple[str | Response, int]


@desk.get("")
def waiting() -> Answer:
    """List the endorsements that wait for a decision or for money."""
    rows, me = queries.waiting(db.session(), current_actor()), current_actor().id
    found = page_of(listings.WAITING, rows, request.args)
    template = "console/endorsements/waiting.html"
    return answer(found, template, kinds=KINDS, states=STATES, me=me)


@bp.get("")
def index(policy: str) -> Answer:
    """List the endorsements of a policy."""
    return _index(policy)


@bp.get("/new")
def new(policy: str) -> Answer:
    """Show the form of a new endorsement."""
    return _form(policy, None)


@bp.post("/new")
def create(policy: str) -> Answer:
    """Store a new draft."""
    return _save(policy, None)


@bp.post("/take-back")
def take_back(policy: str) -> Answer:
    """Take an issue back that was made by mistake."""
    by, reason = current_actor(), request.form.get("reason", "").strip()
    try:
        with transaction() as session:
            takeback.take_back(
                session, policy, reason, by=by, at=clock.now(), today=clock.today()
            )  # fmt: skip
    except (Conflict, Invalid) as error:
        return _index(policy, error), error.status
    flash(say("已撤回出单，这些户回到已受理"))
    return redirect(url_for("console.policies.show", policy=policy), 303)


@bp.get("/<key>")
def show(policy: str, key: str) -> Answer:
    """Show an endorsement and what can be done with it."""
    return _show(policy, key)


@bp.get("/<key>/edit")
def edit(policy: str, key: str) -> Answer:
    """Show the form of a draft."""
    return _form(policy, key)


@bp.post("/<key>/edit")
def change(policy: str, key: str) -> Answer:
    """Store a draft again."""
    return _save(policy, key)


@bp.post("/<key>/<action>")
def step(policy: str, key: str, action: str) -> Answer:
    """Submit, withdraw, approve, reject, receive money for, or drop an endorsement."""
    if action not in ACTIONS:
        raise Invalid("ENDORSEMENT_KIND")
    by, taken = current_actor(), forms.step_of(request.form, action)
    try:
        with transaction() as session:
            service.step(
                session, policy, key, taken, by=by, at=clock.now(), today=clock.today()
            )  # fmt: skip
    except (Conflict, Invalid) as error:
        return _show(policy, key, error), error.status
    flash(DONE[action])
    return redirect(url_for(".show", policy=policy, key=key), 303)


def _save(policy: str, key: str | None) -> Answer:
    by, at, today = current_actor(), clock.now(), clock.today()
    service.find_policy(db.session(), by, policy)
    base = forms.step_of(request.form, "edit").base
    try:
        asked = forms.request_of(request.form, today)
        with transaction() as session:
            made = service.save(session, policy, key, base, asked, by=by, at=at, today=today)
    except (Conflict, Invalid) as error:
        return _form(policy, key, error), error.status
    return redirect(url_for(".show", policy=policy, key=made), 303)


def _index(policy: str, error: DomainError | None = None) -> str | Response:
    shown = queries.index(db.session(), current_actor(), policy, today=clock.today())
    rows = shown.pop("rows")
    return answer(
        page_of(listings.of_policy(shown["names"]), rows, request.args),
        "console/endorsements/index.html", **shown, error=error, kinds=KINDS, states=STATES,
        form=request.form,
    )  # fmt: skip


def _show(policy: str, key: str, error: DomainError | None = None) -> str:
    found = queries.show(db.session(), current_actor(), policy, key, today=clock.today())
    return render_template(
        "console/endorsements/endorsement.html", **found, error=error, kinds=KINDS, states=STATES,
        actions=ACTIONS, payers=display.PAYERS, sentence=sentence, form=request.form,
        today=clock.today(), sexes=display.SEXES,
    )  # fmt: skip


def _form(policy: str, key: str | None, error: DomainError | None = None) -> str:
    session, by = db.session(), current_actor()
    head = queries.policy_head(session, by, policy)
    row = service.find(session, by, policy, key) if key else None
    kept = forms.typed(queries.request_of(session, row)) if row else {}
    given = _given(kept)
    chosen = given["line"]
    page: dict[str, Any] = {
        "lines": queries.insured_like(session, by, policy, given.get("q", ""), chosen),
        "candidates": queries.candidates(
            session, by, head["policy"], given.get("qp", ""), given.get("person")
        ),
        "family": queries.family_of(session, by, head["policy"].village, given.get("person")),
    }  # fmt: skip
    return render_template(
        "console/endorsements/form.html", **head, **page, row=row, kept=kept, given=given,
        error=error, kinds=KINDS, today=clock.today(), named_rows=forms.NAMED_ROWS,
        base=row.rev if row else 0, stale=error is not None and error.code == "STALE_ENDORSEMENT",
    )  # fmt: skip


def _given(kept: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in the form: what was typed, else what was chosen, else the draft."""
    source = request.form if request.method == "POST" else request.args
    if not source:
        return {"kind": "", "line": [], **kept}
    given = {**(kept if request.method == "GET" else {}), **source.to_dict()}
    lines = source.getlist("line")
    return {**given, "line": lines or (kept.get("line", []) if request.method == "GET" else [])}
