"""The administrators of a county: pages under /admin, cookie of the desk, form tokens."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.audiences.desk import admit
from app.designer.admin import bp as products
from app.dictionaries.admin import bp as dictionaries
from app.oversight.admin import bp as oversight
from app.people.admin import bp as people
from app.people.phones import bp as devices
from app.privacy.admin import bp as privacy

CHILDREN = (people, devices, dictionaries, privacy, oversight, products)


def blueprint() -> Blueprint:
    """Build the parent of all that administrators see."""
    parent = Blueprint("admin", __name__, url_prefix="/admin")
    parent.before_request(admit("ADMIN"))
    parent.add_url_rule("/", view_func=home)
    for child in CHILDREN:
        parent.register_blueprint(child)
    return parent


def home() -> Response:
    """Open the list of people."""
    return redirect(url_for("admin.people.index"))
