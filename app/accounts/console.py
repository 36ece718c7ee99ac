"""The person's own password, at the desk."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from app import clock
from app.accounts import service
from app.accounts.current import current_actor
from app.accounts.forms import PasswordForm
from app.db import transaction
from app.errors import Invalid
from app.words import say

bp = Blueprint("accounts", __name__)


@bp.get("/password")
def password() -> str:
    """Ask for the old password once and the new one twice."""
    return render_template("console/accounts/password.html", form=PasswordForm())


@bp.post("/password")
def change_password() -> Response | tuple[str, int]:
    """Change the password; all other sign-ins of the person end."""
    form, code = PasswordForm(), None
    if form.validate():
        try:
            with transaction() as session:
                old, new = form.old.data, form.new.data
                service.change_password(session, current_actor(), old, new, at=clock.now())
        except Invalid as error:
            code = error.code
        else:
            flash(say("密码已修改"))
            return redirect("/console/")
    return render_template("console/accounts/password.html", form=form, code=code), 400
