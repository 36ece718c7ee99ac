"""Personal-data requests of the county: find, copy, erase, and what remains elsewhere."""

import hashlib
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.accounts.queries import user_names
from app.db import db, transaction
from app.errors import Conflict, Invalid, NotFound
from app.exports.service import confirm_password
from app.lists.page import answer
from app.privacy import copies, forms, listings, papers, service, words
from app.privacy.finding import search, sought_of
from app.privacy.rules import kind_of
from app.privacy.running import drop
from app.regions.models import Village
from app.regions.rules import short_name
from app.words import say

bp = Blueprint("privacy", __name__, url_prefix="/privacy")
Answer = str | Response | tuple[str, int]


@bp.get("")
def index() -> str | Response:
    """List the requests, and ask whom to look for."""
    found = listings.requests(db.session(), current_actor().county, request.args)
    return answer(found, "admin/privacy/index.html", states=words.STATES)


@bp.post("/find")
def find() -> Answer:
    """Show where a person is stored; what was typed stays out of addresses and logs."""
    text, actor = forms.typed(request.form), current_actor()
    if not text:
        return render_template("admin/privacy/found.html", found=None, text=""), 400
    found = search(db.session(), actor.county, text)
    with transaction() as session:
        service.note_search(session, found.kind, len(found.people), by=actor, at=clock.now())
    return render_template(
        "admin/privacy/found.html", found=found, text=text, searched=words.SEARCHED,
        places=words.PLACES,
    )  # fmt: skip


@bp.post("")
def create() -> Answer:
    """Write a request down."""
    text, people = forms.typed(request.form), forms.people(request.form)
    sought = sought_of(kind_of(text), text)
    basis = request.form.get("basis", "").strip()
    try:
        with transaction() as session:
            by, at = current_actor(), clock.now()
            made = service.open_request(session, people, sought, basis, by=by, at=at)
    except Invalid as error:
        return _again(text, error.code), error.status
    return redirect(url_for(".show", asked=made), 303)


@bp.get("/<asked>")
def show(asked: str) -> str:
    """Show all that is stored, what becomes of it, and the copies elsewhere."""
    return _page(asked)


@bp.post("/<asked>/copy/<form>")
def copy(asked: str, form: str) -> Answer:
    """Hand out a copy, once the password was given again."""
    by, at = current_actor(), clock.now()
    if form not in forms.COPIES:
        raise NotFound("EXPORT_UNKNOWN")
    service.find(db.session(), by, asked)
    try:
        confirm_password(db.session(), by, request.form.get("password", ""))
    except Invalid as error:
        return _page(asked, error.code), error.status
    body = _copy(asked, form)
    with transaction() as session:
        sha = hashlib.sha256(body).hexdigest()
        service.note_copy(session, asked, form, sha, by=by, at=at)
    name = f"personal-data-{clock.civil_date(at)}.{form}"
    return send_file(BytesIO(body), forms.COPIES[form], as_attachment=True, download_name=name)


@bp.post("/<asked>/<action>")
def act(asked: str, action: str) -> Answer:
    """Ask for the erasure, decide on it, or end the request."""
    try:
        files = _act(asked, action, request.form.get("text", "").strip())
    except (Conflict, Invalid) as error:
        return _page(asked, error.code), error.status
    if files:
        drop(current_actor().county, asked, files)
    flash(say(forms.DONE[action]))
    return redirect(url_for(".show", asked=asked), 303)


def _act(asked: str, action: str, text: str) -> list[str]:
    by, at, today = current_actor(), clock.now(), clock.today()
    with transaction() as session:
        if action == "ask":
            service.ask_erasure(session, asked, text, by=by, at=at, today=today)
        elif action == "approve":
            return service.approve(session, asked, by=by, at=at, today=today)
        elif action == "refuse":
            service.refuse(session, asked, text, by=by, at=at)
        elif action == "close":
            service.close(session, asked, by=by, at=at)
        else:
            raise NotFound("NOT_FOUND")
    return []


def _again(text: str, code: str) -> str:
    found = search(db.session(), current_actor().county, text) if text else None
    return render_template(
        "admin/privacy/found.html", found=found, text=text, searched=words.SEARCHED,
        places=words.PLACES, code=code, chosen=request.form.getlist("person"),
    )  # fmt: skip


def _copy(asked: str, form: str) -> bytes:
    session, at = db.session(), clock.now()
    row = service.find(session, current_actor(), asked)
    if row.subject_enc is None:
        raise Conflict("REQUEST_MOVED")
    dossier = service.dossier_of(session, row, today=clock.today())
    if form == "json":
        return papers.as_json(dossier, at=at)
    return papers.as_pdf(dossier, _villages(), at=at)


def _villages() -> dict[int, str]:
    rows = db.session.execute(
        select(Village.id, Village.name).where(Village.county == current_actor().county)
    )
    return {key: short_name(name) for key, name in rows}


def _page(asked: str, code: str | None = None) -> str:
    session, by, now = db.session(), current_actor(), clock.now()
    row = service.find(session, by, asked)
    alive = row.subject_enc is not None
    dossier = service.dossier_of(session, row, today=clock.today()) if alive else None
    since = row.decided_at if row.status == service.DONE and row.decided_at else now
    people = {(int(village), str(key)) for village, key in row.people}
    rest = copies.of_villages(
        session, by.county, {village for village, _key in people},
        copies.policies_of(session, by.county, people), since=since,
    )  # fmt: skip
    return render_template(
        "admin/privacy/request.html", row=row, dossier=dossier, copies=rest, code=code, now=now,
        names=user_names(session, by.county), villages=_villages(), words=words, typed=request.form,
    )  # fmt: skip
