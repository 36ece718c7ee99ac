"""The administrators of a county: pages under /admin, cookie of the desk, form tokens."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.accounts.admin import bp as accounts
from app.accounts.current import current_actor
from app.audiences.desk import admit
from app.audiences.menu import first_page

CHILDREN = (accounts,)


def blueprint() -> Blueprint:
    """Build the parent of all that administrators see."""
    parent = Blueprint("admin", __name__, url_prefix="/admin")
    parent.before_request(admit("ADMIN"))
    parent.add_url_rule("/", view_func=home)
    for child in CHILDREN:
        parent.register_blueprint(child)
    return parent


def home() -> Response:
    """Open the first page of the menu."""
    return redirect(first_page(current_actor().role))
