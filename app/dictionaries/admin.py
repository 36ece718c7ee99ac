"""The dictionaries: what each holds, and the entries an administrator may change."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.db import db, transaction
from app.dictionaries import queries, service
from app.dictionaries.service import Item
from app.errors import Conflict, Invalid
from app.lists.page import answer
from app.text import whole
from app.words import say

bp = Blueprint("dictionaries", __name__, url_prefix="/dictionaries")
Answer = str | Response | tuple[str | Response, int]


@bp.get("")
def index() -> str:
    """List the dictionaries."""
    return render_template("admin/dictionaries/index.html", heads=queries.heads(db.session()))


@bp.get("/<name>")
def show(name: str) -> str | Response:
    """Show the entries of a dictionary."""
    return _page(name)


@bp.post("/<name>")
def add(name: str) -> Answer:
    """Add an entry."""
    item = _item(request.form.get("code", "").strip())
    try:
        with transaction() as session:
            service.add(session, name, item, by=current_actor(), at=clock.now())
    except (Conflict, Invalid) as error:
        return _page(name, error.code), error.status
    flash(say("已加上 {0}，手机下次联网就有", item.label))
    return redirect(url_for(".show", name=name), 303)


@bp.post("/<name>/<code>")
def change(name: str, code: str) -> Answer:
    """Change an entry."""
    item, by, at = _item(code), current_actor(), clock.now()
    reason, rev = request.form.get("reason", "").strip(), _number("rev")
    try:
        with transaction() as session:
            service.change(session, name, item, rev, reason, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _page(name, error.code, code), error.status
    flash(say("已保存 {0}，手机下次联网换成新的", item.label))
    return redirect(url_for(".show", name=name), 303)


def _item(code: str) -> Item:
    form = request.form
    return Item(code, form.get("label", "").strip(), _number("risk"), form.get("retired") == "1")


def _number(name: str) -> int:
    return whole(request.form.get(name, ""), 5) or 0


def _page(name: str, code: str | None = None, at: str | None = None) -> str | Response:
    session = db.session()
    about = queries.head(session, name)
    found = queries.page(session, name, request.args)
    return answer(
        found, "admin/dictionaries/show.html", about=about, code=code, at=at, form=request.form,
        changes=queries.changes(session, current_actor().county, name),
    )  # fmt: skip
