"""Sign-in of the desk, by form."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts import service
from app.accounts.forms import SignInForm
from app.accounts.queries import actor_of
from app.db import db, transaction
from app.errors import DomainError
from app.text import is_own_path

bp = Blueprint("accounts", __name__)
COOKIE = "__Host-desk"
HOME = {"SUPERVISOR": "/console/", "ADMIN": "/admin/"}


@bp.get("/sign-in")
def sign_in_page() -> str:
    """Ask for name and password."""
    return render_template("public/sign_in.html", form=SignInForm(next=request.args.get("next")))


@bp.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    """Sign in and go where the person was about to go."""
    form = SignInForm()
    if not form.validate():
        return render_template("public/sign_in.html", form=form), 400
    try:
        role, cookie = _open_session(form)
    except DomainError as error:
        page = render_template("public/sign_in.html", form=form, code=error.code)
        return page, error.status
    answer = redirect(_destination(form.next.data or "", role))
    answer.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Strict")
    return answer


@bp.post("/sign-out")
def sign_out() -> Response:
    """End the sign-in of the desk."""
    at = clock.now()
    actor = actor_of(db.session(), request.cookies.get(COOKIE, ""), "DESK", at=at)
    if actor is not None:
        with transaction() as session:
            service.sign_out(session, actor, at=at)
    answer = redirect("/sign-in")
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict")
    return answer


def _open_session(form: SignInForm) -> tuple[str, str]:
    person = service.authenticate(
        db.session(),
        form.login.data.strip(),
        form.password.data,
        source=request.remote_addr or "",
        roles=("SUPERVISOR", "ADMIN"),
    )
    with transaction() as session:
        cookie = service.open_session(session, person, audience="DESK", at=clock.now())
    return person.role, cookie


def _destination(wanted: str, role: str) -> str:
    """Return the path to open: one of our own, or the first page of the role."""
    if wanted.startswith(tuple(HOME.values())) and is_own_path(wanted):
        return wanted
    return HOME[role]
