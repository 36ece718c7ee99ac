"""People of the county: the list, one person, a list from a file."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.accounts.queries import areas_of
from app.accounts.rules import Actor
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.lists.listing import page_of
from app.lists.page import answer
from app.people import forms, listings, queries, service
from app.people.rules import Line, Places, judge
from app.words import say

bp = Blueprint("people", __name__, url_prefix="/people")
Answer = str | Response | tuple[str, int]


@bp.get("")
def index() -> str | Response:
    """List who may sign in and where each one works."""
    session, county = db.session(), current_actor().county
    towns = queries.towns(session, county)
    listing = listings.people(towns, queries.places(session, county).names)
    found = page_of(listing, queries.people(session, county), request.args)
    town = next((one for one in towns if str(one.code) == found.asked.chosen.get("area")), None)
    villages = queries.responsible(session, county, town) if town else []
    return answer(
        found, "admin/people/index.html", towns=towns, town=town, villages=villages,
    )  # fmt: skip


@bp.get("/new")
def new() -> str:
    """Ask for a new person."""
    return _form()


@bp.post("/new")
def create() -> Answer:
    """Make a person; the temporary password is shown once."""
    by, places = _places()
    taken = service.taken(db.session(), [request.form.get("login", "").strip().casefold()])
    line = forms.typed(request.form, places, taken)
    if line.faults:
        return _form(dict(line.faults)), 400
    try:
        with transaction() as session:
            made = service.create(session, [line], by=by, at=clock.now())
    except Conflict as error:
        return _form({"login": error.code}), error.status
    return render_template("admin/people/made.html", made=made)


@bp.get("/import")
def ask_import() -> str:
    """Ask for a list of people."""
    return render_template("admin/people/import.html", code=None)


@bp.post("/import")
def dry_run() -> Answer:
    """Say line by line what would be made of a list; nothing is written."""
    file = request.files.get("file")
    try:
        rows = forms.uploaded(file.read() if file else b"")
        if rows is None or not 0 < len(rows) <= forms.PEOPLE_MAX:
            raise Invalid("PEOPLE_HEADER" if rows is None else "PEOPLE_COUNT")
    except DomainError as error:
        return render_template("admin/people/import.html", code=error.code), 400
    return _dry_run(rows)


@bp.post("/import/apply")
def apply() -> Answer:
    """Make all people of a list, or nobody; the temporary passwords are shown once."""
    by, rows = current_actor(), forms.rows_of(request.form.get("rows", ""))
    lines = _judged(rows)
    if not lines or any(line.faults for line in lines):
        return _dry_run(rows), 409
    with transaction() as session:
        made = service.create(session, lines, by=by, at=clock.now())
    return render_template("admin/people/made.html", made=made)


@bp.get("/<user>")
def show(user: str) -> str:
    """Show a person: name, role, areas, and what can be done."""
    return _person(user)


@bp.post("/<user>")
def change(user: str) -> Answer:
    """Change name, role and areas."""
    by, places = _places()
    facts, faults = forms.facts(request.form, places)
    service.find(db.session(), by, user)
    if faults:
        return _person(user, dict(faults)), 400
    try:
        with transaction() as session:
            base = request.form.get("base", "")
            service.change(session, user, facts, base, by=by, at=clock.now())
    except Conflict as error:
        return _person(user, {"": error.code}), error.status
    flash(say("已保存 {0}", facts.name))
    return redirect(url_for(".index"), 303)


@bp.post("/<user>/password")
def reset_password(user: str) -> Answer:
    """Give a person a temporary password, shown once."""
    try:
        with transaction() as session:
            made = service.reset_password(session, user, by=current_actor(), at=clock.now())
    except (Conflict, Invalid) as error:
        return _person(user, {"": error.code}), error.status
    return render_template("admin/people/made.html", made=[made])


@bp.post("/<user>/<action>")
def act(user: str, action: str) -> Answer:
    """Suspend a person, or let him in again."""
    by, at = current_actor(), clock.now()
    if action not in ("suspend", "restore"):
        raise NotFound("NOT_FOUND")
    try:
        with transaction() as session:
            if action == "suspend":
                reason = request.form.get("reason", "").strip()
                service.suspend(session, user, reason, by=by, at=at)
            else:
                service.restore(session, user, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _person(user, {"": error.code}), error.status
    return redirect(url_for(".show", user=user), 303)


def _places() -> tuple[Actor, Places]:
    by = current_actor()
    return by, queries.places(db.session(), by.county)


def _form(wrong: dict[str, str] | None = None) -> str:
    towns = queries.towns(db.session(), current_actor().county)
    return render_template(
        "admin/people/new.html", towns=towns, form=request.form, wrong=wrong or {},
        chosen=request.form.getlist("area"),
    )  # fmt: skip


def _person(user: str, wrong: dict[str, str] | None = None) -> str:
    session, by = db.session(), current_actor()
    row = service.find(session, by, user)
    sent = request.form if wrong and "name" in request.form else None
    areas = [str(code) for code in areas_of(session, by.county, user)]
    return render_template(
        "admin/people/person.html", row=row, wrong=wrong or {}, base=service.seen(session, row),
        towns=queries.towns(session, by.county), form=sent or {"name": row.name, "role": row.role},
        chosen=sent.getlist("area") if sent is not None else areas, county=by.county,
        phones=[one for one in queries.phones(session, by.county, at=clock.now())
                if one.agent_id == user],
    )  # fmt: skip


def _judged(rows: list[dict[str, str]]) -> list[Line]:
    _by, places = _places()
    taken = service.taken(db.session(), [one["login"].casefold() for one in rows])
    return judge(rows, places, taken)


def _dry_run(rows: list[dict[str, str]]) -> str:
    lines = _judged(rows)
    return render_template(
        "admin/people/dry_run.html", lines=lines, rows=json.dumps(rows, ensure_ascii=False),
        wrong=sum(1 for line in lines if line.faults),
    )  # fmt: skip
