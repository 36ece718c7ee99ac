"""The supervisors: pages under /console, cookie of the desk, form tokens."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.accounts.console import bp as accounts
from app.accounts.current import current_actor
from app.audiences.desk import admit
from app.audiences.menu import first_page

CHILDREN = (accounts,)


def blueprint() -> Blueprint:
    """Build the parent of all that supervisors see."""
    parent = Blueprint("console", __name__, url_prefix="/console")
    parent.before_request(admit("SUPERVISOR", "ADMIN"))
    parent.add_url_rule("/", view_func=home)
    for child in CHILDREN:
        parent.register_blueprint(child)
    return parent


def home() -> Response:
    """Open the first page of the menu."""
    return redirect(first_page(current_actor().role))
