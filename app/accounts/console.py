"""The person's own password and telephone, at the desk."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts import contacts, service
from app.accounts.current import current_actor
from app.accounts.forms import PasswordForm
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
def telephone() -> str:
    """Ask where agents reach the person."""
    number = contacts.telephone_of(db.session(), current_actor())
    return render_template("console/accounts/telephone.html", number=number, code=None)


@bp.post("/telephone")
def set_telephone() -> Response | tuple[str, int]:
    """Write where agents reach the person."""
    number = request.form.get("telephone", "").strip()
    try:
        with transaction() as session:
            contacts.set_telephone(session, current_actor(), number, at=clock.now())
    except Invalid as error:
        page = render_template("console/accounts/telephone.html", number=number, code=error.code)
        return page, error.status
    flash(say("电话已存好，代办员的手机下次同步就知道"))
    return redirect(url_for(".telephone"), 303)
