"""Have files made and fetch them; the password is asked again before personal data leaves."""

from io import BytesIO

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.scope import require_village
from app.campaigns.queries import campaign as find_campaign
from app.db import db, transaction
from app.endorsements.service import find as find_endorsement
from app.endorsements.service import find_policy
from app.errors import Invalid, NotFound
from app.exports import queries, running, service
from app.policies.view import policy_view
from app.reconciliation.view import village_view
from app.words import say

bp = Blueprint("exports", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/policies/<policy>/files/<word>")
def ask(policy: str, word: str) -> Answer:
    """Ask for the password of a file of a policy."""
    return _page(policy, word)


@bp.post("/policies/<policy>/files/<word>")
def download(policy: str, word: str) -> Answer:
    """Check the password; hand a short file out at once, go to the progress of a long one."""
    by, at, wanted = current_actor(), clock.now(), service.format_of(word, "POLICY")
    try:
        service.confirm_password(db.session(), by, request.form.get("password", ""))
    except Invalid:
        return _page(policy, word, say("密码不对，没有下载")), 400
    with transaction() as session:
        row = service.ask(session, policy, wanted, by=by, at=at)
        key, total = row.id, row.total
    return _made(key, total)


@bp.get("/policies/<policy>/endorsements/<endorsement>/file")
def ask_endorsement(policy: str, endorsement: str) -> Answer:
    """Ask for the password of an endorsement."""
    return _endorsement_page(policy, endorsement)


@bp.post("/policies/<policy>/endorsements/<endorsement>/file")
def download_endorsement(policy: str, endorsement: str) -> Answer:
    """Check the password and make the endorsement."""
    by, at = current_actor(), clock.now()
    try:
        service.confirm_password(db.session(), by, request.form.get("password", ""))
    except Invalid:
        return _endorsement_page(policy, endorsement, say("密码不对，没有下载")), 400
    with transaction() as session:
        row = service.ask_for_endorsement(session, policy, endorsement, by=by, at=at)
        key, total = row.id, row.total
    return _made(key, total)


@bp.get("/villages/<int:village>/<campaign>/collection-sheet")
def ask_village(village: int, campaign: str) -> Answer:
    """Ask for the password of a village's collection sheet."""
    return _village_page(village, campaign)


@bp.post("/villages/<int:village>/<campaign>/collection-sheet")
def download_village(village: int, campaign: str) -> Answer:
    """Check the password and make the collection sheet."""
    by, at, wanted = current_actor(), clock.now(), service.format_of("collection", "VILLAGE")
    try:
        service.confirm_password(db.session(), by, request.form.get("password", ""))
    except Invalid:
        return _village_page(village, campaign, say("密码不对，没有下载")), 400
    with transaction() as session:
        row = service.ask_for_village(session, village, campaign, wanted, by=by, at=at)
        key, total = row.id, row.total
    return _made(key, total)


@bp.get("/files/<key>")
def progress(key: str) -> Answer:
    """Show how far a file is, and the door to it when it is ready."""
    return _progress(key)


@bp.post("/files/<key>")
def fetch(key: str) -> Answer:
    """Check the password again and hand the file out."""
    by = current_actor()
    service.find(db.session(), by, key)
    try:
        service.confirm_password(db.session(), by, request.form.get("password", ""))
    except Invalid:
        return _progress(key, say("密码不对，没有下载")), 400
    return _hand_out(key)


def _made(key: str, total: int) -> Answer:
    by = current_actor()
    running.start(by.county, key, total)
    if total > service.AT_ONCE or service.find(db.session(), by, key).status != service.DONE:
        return redirect(url_for(".progress", key=key), 303)
    return _hand_out(key)


def _hand_out(key: str) -> Response:
    with transaction() as session:
        file = service.hand_out(session, key, by=current_actor(), at=clock.now())
    answer = send_file(
        BytesIO(file.content), file.mimetype, as_attachment=True, download_name=file.name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(policy: str, word: str, wrong: str | None = None) -> str:
    wanted = service.format_of(word, "POLICY")
    found = policy_view(db.session(), current_actor(), policy, {})
    long = found["policy"].lives > service.AT_ONCE
    return render_template(
        "console/exports/ask.html", **found, wrong=wrong, wanted=wanted, long=long,
        downloads=queries.downloads(db.session(), current_actor(), policy, wanted.kind),
    )  # fmt: skip


def _endorsement_page(policy: str, endorsement: str, wrong: str | None = None) -> str:
    session, by = db.session(), current_actor()
    found = find_policy(session, by, policy)
    row = find_endorsement(session, by, policy, endorsement)
    return render_template(
        "console/exports/endorsement.html", policy=found, row=row, wrong=wrong
    )  # fmt: skip


def _village_page(village: int, campaign: str, wrong: str | None = None) -> str:
    by = current_actor()
    require_village(by, village)
    sold = find_campaign(by.county, campaign)
    if sold is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    found = village_view(db.session(), by.county, village)
    return render_template(
        "console/exports/collection.html", **found, campaign=sold, wrong=wrong,
        wanted=service.format_of("collection", "VILLAGE"),
    )  # fmt: skip


def _progress(key: str, wrong: str | None = None) -> str:
    found = queries.progress(db.session(), current_actor(), key, now=clock.now())
    return render_template("console/exports/progress.html", **found, wrong=wrong)
