"""People and phones of the county."""

from flask import Blueprint, render_template

from app import clock
from app.accounts import queries
from app.accounts.current import current_actor
from app.db import db

bp = Blueprint("accounts", __name__)


@bp.get("/people")
def people() -> str:
    """List who may sign in and where each one works."""
    lines = queries.users(db.session(), current_actor().county)
    return render_template("admin/accounts/people.html", people=lines)


@bp.get("/devices")
def devices() -> str:
    """List the phones: last seen, and what each last reported as unsent."""
    lines = queries.installs(db.session(), current_actor().county)
    return render_template("admin/accounts/devices.html", devices=lines, now=clock.now())
