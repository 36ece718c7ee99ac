"""Import a roster on the desk: upload, say what columns mean, look at it, have it written."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.scope import require_village
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.imports import forms, listings, queries, service, versions, view
from app.imports.models import RosterImport
from app.imports.report import report as make_report
from app.imports.sentences import explain
from app.lists.listing import page_of
from app.lists.page import answer
from app.queue import IMPORT_ROSTER, enqueue
from app.regions.queries import townships_of
from app.rosters.reading import MAX_FILE
from app.rosters.rules.register import Choice
from app.words import say

bp = Blueprint("imports", __name__, url_prefix="/rosters")
bp.add_app_template_filter(explain, "explain")
Answer = str | Response | tuple[str | Response, int]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
def index() -> Answer:
    """List the villages with their rosters, those without one in front."""
    session, actor = db.session(), current_actor()
    listing = listings.villages(townships_of(session, actor.county, actor.areas))
    rows = queries.villages(session, actor)
    return answer(page_of(listing, rows, request.args), "console/imports/index.html")


@bp.get("/<int:village>")
def village(village: int) -> Answer:
    """Show the roster versions of a village and the form for a file."""
    return _village(village)


@bp.post("/<int:village>")
def upload(village: int) -> Answer:
    """Keep a file and go on to its dry run."""
    by, at = current_actor(), clock.now()
    try:
        given = forms.upload(request.files, request.form, clock.today())
        with transaction() as session:
            key = service.upload(
                session, by, village, given.filename, given.content, given.as_of, at=at
            )
    except NotFound:
        raise
    except DomainError as error:
        return _village(village, error), error.status
    return redirect(url_for(".show", village=village, key=key), 303)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    """Send back to the page of the village; whose it is, is asked there as ever."""
    flash(say("没有上传：文件太大，超过 {0} MB，按村拆开再传", MAX_FILE >> 20))
    return redirect(url_for(".village", **(request.view_args or {})), 303)


@bp.get("/<int:village>/imports/<key>")
def show(village: int, key: str) -> Answer:
    """Show an import: its dry run while it waits for a decision, else how far it is."""
    return _import(_find(village, key))


@bp.get("/<int:village>/imports/<key>/columns")
def columns(village: int, key: str) -> Answer:
    """Show what the columns of a sheet were taken for."""
    return _columns(_find(village, key))


@bp.post("/<int:village>/imports/<key>/columns")
def set_columns(village: int, key: str) -> Answer:
    """Say what the columns of a sheet mean, or forget what was said."""
    row, by, at = _find(village, key), current_actor(), clock.now()
    place, number = request.form.get("sheet", 0, int), request.form.get("row", 0, int)
    try:
        said = {} if "forget" in request.form else forms.columns(request.form)
        header = view.header_of(row, place - 1, number - 1)
        with transaction() as session:
            found = service.find(session, by, village, key)
            service.set_columns(session, found, header.fingerprint, said, by=by.id, at=at)
    except Invalid as error:
        return _columns(row, error), error.status
    return redirect(url_for(".show", village=village, key=key), 303)


@bp.post("/<int:village>/imports/<key>/apply")
def apply(village: int, key: str) -> Answer:
    """Have the file written, if the numbers are still those that were shown."""
    row, by, at = _find(village, key), current_actor(), clock.now()
    choice = _choice()
    try:
        total = view.total_if_seen(db.session(), row, choice, request.form.get("seen"))
        with transaction() as session:
            waiting = service.find(session, by, village, key)
            service.queue(session, waiting, choice, total, at=at)
    except Conflict as error:
        return _import(_find(village, key), error), error.status
    enqueue(IMPORT_ROSTER, by.county, key)
    return redirect(url_for(".show", village=village, key=key), 303)


@bp.post("/<int:village>/imports/<key>/cancel")
def cancel(village: int, key: str) -> Answer:
    """Give an import up."""
    try:
        with transaction() as session:
            row = service.find(session, current_actor(), village, key)
            service.cancel(session, row, at=clock.now())
    except Conflict as error:
        return _import(_find(village, key), error), error.status
    flash(say("已放弃这次导入"))
    return redirect(url_for(".village", village=village), 303)


@bp.post("/<int:village>/imports/<key>/report")
def report(village: int, key: str) -> Response:
    """Hand out the line-by-line report; the download is written into the audit chain."""
    row, by = _find(village, key), current_actor()
    found = view.dry_run(db.session(), row, _choice())
    content, name = make_report(found.roster, found.lines), say("导入结果-{0}.xlsx", row.filename)
    with transaction() as session:
        service.note_report(session, row, by=by.id, at=clock.now())
    answer = send_file(BytesIO(content), XLSX, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<int:village>/versions/<int:number>")
def version(village: int, number: int) -> str:
    """Show what a roster version changed against another one."""
    by, session = current_actor(), db.session()
    require_village(by, village)
    against = request.args.get("against", type=int)
    found = versions.difference(session, by.county, village, number, against)
    page = view.village_page(session, by, village)
    return render_template("console/imports/version.html", **page, found=found)


def _choice() -> Choice:
    return service.choice_of(request.values.get("strategy", ""), request.values.get("missing", ""))


def _find(village: int, key: str) -> RosterImport:
    return service.find(db.session(), current_actor(), village, key)


def _village(village: int, error: DomainError | None = None) -> str | Response:
    require_village(current_actor(), village)
    page = view.village_page(db.session(), current_actor(), village)
    found = page_of(listings.versions(page["names"]), page.pop("versions"), request.args)
    return answer(
        found, "console/imports/village.html", **page, error=error, today=clock.today(),
        as_of=request.form.get("as_of"), megabytes=MAX_FILE >> 20, now=clock.now(),
    )  # fmt: skip


def _import(row: RosterImport, error: DomainError | None = None) -> str:
    by, session = current_actor(), db.session()
    if row.status != service.READY:
        page = view.progress_page(session, by, row, now=clock.now())
        return render_template("console/imports/progress.html", **page, error=error)
    choice = _choice()
    found = view.dry_run(session, row, choice)
    page = view.dry_run_page(session, by, found, choice, request.args)
    return render_template("console/imports/dry_run.html", **page, error=error)


def _columns(row: RosterImport, error: DomainError | None = None) -> str:
    given = {**request.args, **request.form}
    page = view.columns_page(db.session(), current_actor(), row, given)
    return render_template("console/imports/columns.html", **page, error=error, given=given)
