"""Download the insured list; the password is asked again before personal data leaves."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.db import db, transaction
from app.errors import Invalid
from app.exports import service
from app.policies.view import policy_view

bp = Blueprint("exports", __name__, url_prefix="/policies/<policy>/insured-list")


@bp.get("")
def ask(policy: str) -> str:
    """Ask for the password."""
    return _page(policy, None)


@bp.post("")
def download(policy: str) -> Response | tuple[str, int]:
    """Check the password, make and record the file, hand it out."""
    actor = current_actor()
    try:
        service.confirm_password(db.session(), actor, request.form.get("password", ""))
    except Invalid:
        return _page(policy, "密码不对，没有下载"), 400
    with transaction() as session:
        file = service.insured_list_file(session, policy, by=actor, at=clock.now())
    answer = send_file(
        BytesIO(file.content), file.mimetype, as_attachment=True, download_name=file.name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(policy: str, wrong: str | None) -> str:
    found = policy_view(db.session(), current_actor(), policy, start=1, limit=1)
    return render_template("console/exports/insured_list.html", **found, wrong=wrong)
