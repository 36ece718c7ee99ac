"""The person's own password and telephone number, at the desk."""

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from app import clock
from app.accounts import service, telephone
from app.accounts.current import current_actor
from app.accounts.forms import PasswordForm, TelephoneForm
from app.db import db, transaction
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


@bp.get("/telephone")
def own_telephone() -> str:
    """Show the number under which the person's agents reach him."""
    form = TelephoneForm(phone=telephone.telephone_of(db.session(), current_actor()))
    return render_template("console/accounts/telephone.html", form=form)


@bp.post("/telephone")
def change_telephone() -> Response | tuple[str, int]:
    """Keep the number; the phones of his agents show it from their next contact."""
    form, code = TelephoneForm(), "TELEPHONE_INVALID"
    if form.validate():
        try:
            with transaction() as session:
                number = form.phone.data or ""
                telephone.set_telephone(session, current_actor(), number, at=clock.now())
        except Invalid as error:
            code = error.code
        else:
            flash(say("电话已存好，代办员的手机下次联网就有"))
            return redirect("/console/telephone")
    return render_template("console/accounts/telephone.html", form=form, code=code), 400
