"""Bank statements: import, accept what is sure, match by hand, take back, set aside."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.display import yuan
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid
from app.lists.listing import page_of
from app.lists.page import answer, file_of
from app.reconciliation import booking, listings, refunds, statement_list, statement_view
from app.reconciliation.importing import Upload, import_statement, rematch, statement_of
from app.reconciliation.payments_form import fen_of
from app.reconciliation.statement_file import place_of
from app.regions.queries import division_names
from app.words import say

bp = Blueprint("statements", __name__, url_prefix="/money")
Answer = str | Response | tuple[str | Response, int]


@bp.get("")
def index() -> Answer:
    """List the statements, with the form for the next one."""
    return _index()


@bp.post("")
def upload() -> Answer:
    """Import a file; the same file again leads to what it became the first time."""
    file, actor = request.files.get("file"), current_actor()
    if file is None or not file.filename:
        return _index(Invalid("FILE_MISSING")), 400
    area = request.form.get("area", type=int) or actor.areas[0]
    try:
        with transaction() as session:
            wanted = Upload(area, file.filename, file.read())
            key, new = import_statement(session, wanted, by=actor, at=clock.now())
    except Invalid as error:
        return _index(error), error.status
    flash(say("已导入，还没有入账") if new else say("这份对账单以前导入过，没有重复导入"))
    return redirect(url_for(".show", statement=key), 303)


@bp.get("/statements/<statement>")
def show(statement: str) -> Answer:
    """Show the lines of one group."""
    return _page(statement)


@bp.get("/statements/<statement>/preview")
def preview(statement: str) -> Answer:
    """Show what booking all sure lines would do."""
    found = statement_view.preview(db.session(), current_actor(), statement)
    return render_template("console/reconciliation/statement_preview.html", **found)


@bp.post("/statements/<statement>/accept")
def accept(statement: str) -> Answer:
    """Book lines as suggested."""
    lines = _chosen()
    try:
        with transaction() as session:
            count = booking.accept(session, statement, lines, by=current_actor(), at=clock.now())
    except (Conflict, Invalid) as error:
        return _changed(statement, error)
    flash(say("已入账 {0} 笔", count))
    return redirect(url_for(".show", statement=statement), 303)


@bp.post("/statements/<statement>/undo")
def undo(statement: str) -> Answer:
    """Take back what is booked of lines."""
    lines = _chosen()
    try:
        with transaction() as session:
            booking.take_back(session, statement, lines, by=current_actor(), at=clock.now())
    except (Conflict, Invalid) as error:
        return _changed(statement, error)
    flash(say("已撤销 {0} 笔", len(lines)))
    return redirect(url_for(".show", statement=statement), 303)


@bp.post("/statements/<statement>/rematch")
def match_again(statement: str) -> Answer:
    """Judge the lines that wait against what is due now."""
    with transaction() as session:
        rematch(session, statement_of(session, current_actor(), statement))
    flash(say("已按现在的应到账重新匹配"))
    return redirect(url_for(".show", statement=statement), 303)


@bp.get("/statements/<statement>/<int:line_no>")
def line(statement: str, line_no: int) -> Answer:
    """Show one line with what it could pay."""
    return _line(statement, line_no)


@bp.post("/statements/<statement>/<int:line_no>/match")
def match(statement: str, line_no: int) -> Answer:
    """Book a line to the dues a person chose."""
    refs = [key.removeprefix("fen-") for key, text in request.form.items() if _filled(key, text)]
    parts = [(ref, fen_of(request.form[f"fen-{ref}"]) or 0) for ref in refs]
    try:
        with transaction() as session:
            booking.book_by_hand(
                session, statement, line_no, parts, by=current_actor(), at=clock.now()
            )
    except (Conflict, Invalid) as error:
        return _line(statement, line_no, error), error.status
    flash(say("已入账 {0} 元", yuan(sum((fen for _, fen in parts)))))
    return redirect(url_for(".line", statement=statement, line_no=line_no), 303)


@bp.post("/statements/<statement>/<int:line_no>/aside")
def aside(statement: str, line_no: int) -> Answer:
    """Say why a line is no premium, or take that back."""
    reason = None if "back" in request.form else request.form.get("reason", "").strip()
    try:
        with transaction() as session:
            booking.set_aside(session, statement, line_no, reason, by=current_actor())
    except (Conflict, Invalid) as error:
        return _line(statement, line_no, error), error.status
    flash(say("已放回待匹配") if reason is None else say("已记为不是保费"))
    return redirect(url_for(".line", statement=statement, line_no=line_no), 303)


@bp.post("/statements/<statement>/<int:line_no>/refund")
def refund(statement: str, line_no: int) -> Answer:
    """Record that what is left of a line goes back to its payer."""
    reason = request.form.get("reason", "").strip()
    by, at = current_actor(), clock.now()
    try:
        with transaction() as session:
            refunds.too_much(session, statement, line_no, reason, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _line(statement, line_no, error), error.status
    flash(say("已登记退款，付出后到“退费”填凭证号"))
    return redirect(url_for(".line", statement=statement, line_no=line_no), 303)


def _chosen() -> list[int]:
    """Return the line whose own button was pressed, or else those that are ticked."""
    only = request.form.get("only", type=int)
    return request.form.getlist("line", type=int) if only is None else [only]


def _filled(key: str, text: str) -> bool:
    return key.startswith("fen-") and bool(text.strip())


def _index(error: Invalid | None = None) -> str | Response:
    session, actor = db.session(), current_actor()
    rows = statement_list.statements(session, actor)
    names = division_names(session, {row.statement.area for row in rows})
    found = page_of(listings.statements(names), rows, request.args)
    faults = error.detail.get("faults", []) if error else []
    return answer(
        found, "console/reconciliation/statements.html", error=error, faults=faults,
        place_of=place_of, now=clock.now(), areas=actor.areas,
    )  # fmt: skip


def _changed(statement: str, error: DomainError) -> Answer:
    """Show the lines again as they stand now, after somebody else changed what is due."""
    with transaction() as session:
        rematch(session, statement_of(session, current_actor(), statement))
    return _page(statement, error), error.status


def _page(statement: str, error: DomainError | None = None) -> str | Response:
    found = statement_view.page_of(db.session(), current_actor(), statement, request.args)
    if found.lines.asked.file:
        return file_of(found.lines)
    return render_template(
        "console/reconciliation/statement.html", found=found, error=error,
        groups=statement_view.GROUPS, text=request.args.get("q", "").strip(), now=clock.now(),
    )  # fmt: skip


def _line(statement: str, line_no: int, error: DomainError | None = None) -> str:
    text = request.values.get("q", "").strip()
    found = statement_view.line_view(db.session(), current_actor(), statement, line_no, text=text)
    form: MultiDict[str, str] = request.form if error else MultiDict()
    return render_template(
        "console/reconciliation/statement_line.html", **found, text=text, error=error, form=form,
        now=clock.now(),
    )  # fmt: skip
