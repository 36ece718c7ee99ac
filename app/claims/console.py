"""Claim notices at the desk: what came in, what is missing, what was passed on."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.attachments.rules import files_of_answer
from app.batches.forms import version
from app.claims import rules, service
from app.claims.display import KINDS, PAPERS, STATES
from app.db import db, transaction
from app.enrollment.dossiers import opened
from app.errors import Conflict, DomainError, Invalid
from app.words import say

bp = Blueprint("claims", __name__, url_prefix="/claims")
Answer = str | Response | tuple[str, int]


@bp.get("")
def index() -> Answer:
    """List the notices, what nobody took on first."""
    rows = service.notices(db.session(), current_actor())
    return render_template("console/claims/index.html", rows=rows, states=STATES, kinds=KINDS)


@bp.get("/<int:village>/<key>")
def show(village: int, key: str) -> Answer:
    """Show one notice with its papers."""
    return _page(village, key)


@bp.post("/<int:village>/<key>")
def step(village: int, key: str) -> Answer:
    """Take it on, pass it on, or close it."""
    by, at, wanted = current_actor(), clock.now(), _step()
    try:
        with transaction() as session:
            service.take_step(session, village, key, wanted, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _page(village, key, error), error.status
    flash(say("已记下，代办员同步后就能看到"))
    return redirect(url_for(".show", village=village, key=key), 303)


def _step() -> service.Step:
    status, text, claim_no = (
        request.form.get(name, "").strip() for name in ("status", "text", "claim_no")
    )
    return service.Step(status, text, claim_no, version(request.form, "ver"))


def _page(village: int, key: str, error: DomainError | None = None) -> str:
    session = db.session()
    found = service.notice_of(session, current_actor(), village, key)
    row, wanted = found.row, rules.CHECKLIST[found.row.kind]
    given = {code: files_of_answer(files) for code, files in (row.answers or {}).items()}
    papers = [(code, given.get(code, [])) for code in wanted]
    papers += [
        (code, files) for code, files in given.items() if code in PAPERS and code not in wanted
    ]
    return render_template(
        "console/claims/notice.html", found=found, row=row, papers=papers, words=PAPERS,
        story=opened(row, "story"), policies=service.policies_of(session, found), error=error,
        form=request.form, states=STATES, kinds=KINDS, next=rules.NEXT.get(row.status, ()),
    )  # fmt: skip
