"""What a stranger may open: sign-in, the app shell, the health check. Nothing private, ever."""

from flask import Blueprint

from app.accounts.public import bp as accounts
from app.audiences.language import bp as language
from app.shell.public import bp as shell

CHILDREN = (accounts, language, shell)


def blueprint() -> Blueprint:
    """Build the parent of all that is open to everybody."""
    parent = Blueprint("public", __name__)
    for child in CHILDREN:
        parent.register_blueprint(child)
    return parent
