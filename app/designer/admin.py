"""Pages of the administrators: product versions, the designer, review, sale and withdrawal."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as WerkzeugResponse

from app import clock
from app.accounts.current import current_actor
from app.db import db, transaction
from app.designer import documents, queries, service, sheets, view, words
from app.designer import form as forms
from app.designer import moving as moves
from app.designer.difference import difference
from app.designer.page import edited, with_results
from app.errors import Conflict, Invalid
from app.words import aloud, listed, say, sentence

bp = Blueprint("products", __name__, url_prefix="/products")
Answer = str | WerkzeugResponse | tuple[str, int]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOAD_MAX = 2 * 1024 * 1024
NOTE_MAX = 200


@bp.get("")
def index() -> Answer:
    """List all products with their versions."""
    return _list()


@bp.post("")
def create() -> Answer:
    """Begin a new product."""
    code = request.form.get("code", "").strip().upper()
    try:
        with transaction() as session:
            version = service.create(session, code, by=current_actor(), at=clock.now())
    except (Conflict, Invalid) as error:
        return _list(error=error, code=code), error.status
    return redirect(url_for(".show", code=code, version=version), 303)


@bp.post("/import")
def bring_in() -> Answer:
    """Begin the next version of a product from a file."""
    try:
        form, lost = _uploaded()
        with transaction() as session:
            version = service.bring_in(session, form, by=current_actor(), at=clock.now())
    except Invalid as error:
        return _list(error=error), error.status
    if lost:
        flash(say("文件里这几项读不懂，没有带进来：{0}", listed(lost)))
    return redirect(url_for(".show", code=form["code"], version=version), 303)


@bp.get("/<code>/<int:version>")
def show(code: str, version: int) -> Answer:
    """Show the designer of a draft, or a version as it stands."""
    return _page(code, version)


@bp.post("/<code>/<int:version>")
def save(code: str, version: int) -> Answer:
    """Keep what is typed, then do what the button says."""
    order = request.form.get("do", "save")
    form, extra = edited(_typed(), order)
    try:
        _keep(code, version, form, order)
        if order == "submit":
            return _step(code, version, service.submit, say("已提交，等另一位管理员复核"))
    except Conflict as error:
        return _page(code, version, error=error, form=form), error.status
    anchor = view.anchor_of(order)
    return redirect(
        url_for(".show", code=code, version=version, extra=extra or None, _anchor=anchor), 303
    )


@bp.post("/<code>/<int:version>/check")
def check(code: str, version: int) -> Response:
    """Say what is wrong with an unsaved form, and what the preview needs to run the rules."""
    form = _typed() | {"code": code}
    return jsonify(aloud(view.checked(form, version, today=clock.today())))


@bp.post("/<code>/<int:version>/return")
def send_back(code: str, version: int) -> Answer:
    """Give a version in review back to its author."""
    return _step(code, version, service.send_back, say("已退回"), reason=_reason())


@bp.post("/<code>/<int:version>/publish")
def publish(code: str, version: int) -> Answer:
    """Put a version on sale."""
    seen = request.form.get("revision", 0, type=int)
    return _step(code, version, service.publish, say("第 {0} 版已发布", version), revision=seen)


@bp.post("/<code>/<int:version>/withdraw")
def withdraw(code: str, version: int) -> Answer:
    """Stop selling a version."""
    return _step(code, version, service.withdraw, say("第 {0} 版已停售", version), reason=_reason())


@bp.post("/<code>/<int:version>/discard")
def discard(code: str, version: int) -> Answer:
    """Throw one's own draft away."""
    try:
        with transaction() as session:
            service.discard(session, code, version, by=current_actor(), at=clock.now())
    except Conflict as error:
        return _page(code, version, error=error), error.status
    flash(say("{0} 第 {1} 版草稿已删掉", code, version))
    return redirect(url_for(".index"), 303)


@bp.post("/<code>/<int:version>/derive")
def derive(code: str, version: int) -> WerkzeugResponse:
    """Begin the next version from this one."""
    with transaction() as session:
        new = service.derive(session, code, version, by=current_actor(), at=clock.now())
    return redirect(url_for(".show", code=code, version=new), 303)


@bp.get("/<code>/<int:version>/difference")
def compare(code: str, version: int) -> str:
    """Show two versions of a product side by side."""
    session = db.session()
    row = service.load(session, code, version)
    others = [one for one in queries.versions_of(session, code) if one.version != version]
    chosen = request.args.get("with", view.earlier(others, version), type=int)
    other = next((one for one in others if one.version == chosen), None)
    changes = difference(service.form_of(other), service.form_of(row)) if other else []
    return render_template(
        "admin/products/difference.html", row=row, other=other, others=others, changes=changes
    )


@bp.get("/<code>/<int:version>/export.<kind>")
def export(code: str, version: int, kind: str) -> Response:
    """Hand a version out as a file, JSON or xlsx."""
    row = service.load(db.session(), code, version)
    if kind == "xlsx":
        return _file(sheets.write(service.form_of(row)), XLSX, f"{code}-{version}.xlsx")
    content = documents.write(service.read_version(row), service.known_texts())
    return _file(content, "application/json", f"{code}-{version}.json")


@bp.get("/<code>/<int:version>/move/<campaign>")
def moving(code: str, version: int, campaign: str) -> Answer:
    """Show what moving an open campaign to this version would change."""
    return _moving(code, version, campaign)


@bp.post("/<code>/<int:version>/move/<campaign>")
def move(code: str, version: int, campaign: str) -> Answer:
    """Move the campaign as confirmed."""
    sha, by = request.form.get("sha", ""), current_actor()
    try:
        with transaction() as session:
            moved = moves.move(session, campaign, version, sha, by=by, at=clock.now())
    except (Conflict, Invalid) as error:
        return _moving(code, version, campaign, error=error), error.status
    flash(say("已换到第 {0} 版，重新核算 {1} 户", version, moved))
    return redirect(url_for(".show", code=code, version=version), 303)


def _list(**more: Any) -> str:
    found = queries.products(db.session(), current_actor().county)
    names = queries.people(
        db.session(), current_actor().county,
        (person for one in found for row in one.versions
         for person in (row.version.made_by, row.version.reviewed_by)),
    )  # fmt: skip
    return render_template(
        "admin/products/index.html", products=found, names=names, words=words, **more
    )


def _page(code: str, version: int, **more: Any) -> str:
    found = view.version_view(
        db.session(), current_actor(), code, version, extra=request.args.get("extra", ""),
        form=more.pop("form", None), error=more.get("error"),
    )  # fmt: skip
    return render_template(
        "admin/products/version.html", **found, words=words, sentence=sentence, **more
    )


def _typed() -> forms.Form:
    return forms.typed(request.form.items(multi=True))


def _keep(code: str, version: int, form: forms.Form, order: str) -> None:
    note = request.form.get("note", "").strip()[:NOTE_MAX]
    revision = request.form.get("revision", 0, type=int)
    by = current_actor()
    with transaction() as session:
        found = service.save(session, code, version, form, note, revision, by=by)
        place = view.place_taken(order, found)
        if place is not None:
            form = with_results(found.form, place, view.results(found)[place])
            service.save(session, code, version, form, note, revision + 1, by=by)


def _step(code: str, version: int, act: Callable[..., Any], said: str, **more: Any) -> Answer:
    def run(session: Session) -> None:
        act(session, code, version, *more.values(), by=current_actor(), at=clock.now())

    try:
        with transaction() as session:
            run(session)
    except (Conflict, Invalid) as error:
        return _page(code, version, error=error), error.status
    flash(said)
    return redirect(url_for(".show", code=code, version=version), 303)


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _uploaded() -> tuple[forms.Form, list[str]]:
    file = request.files.get("file")
    content = file.read(UPLOAD_MAX + 1) if file else b""
    if not content or len(content) > UPLOAD_MAX:
        raise Invalid("IMPORT_UNREADABLE")
    if content[:2] == b"PK":
        return forms.typed(sheets.read(content).items()), []
    return documents.read(content, service.known_texts())


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _moving(code: str, version: int, campaign: str, **more: Any) -> str:
    session = db.session()
    row = service.load(session, code, version)
    found = moves.effect(session, current_actor().county, campaign, version)
    old = service.load(session, code, found.campaign.product_version)
    parts = difference(service.form_of(old), service.form_of(row))
    changes = [part for part in parts if part.section != "examples"]
    return render_template(
        "admin/products/move.html", row=row, old=old, effect=found, changes=changes,
        consents=words.TEXTS, sentence=sentence, most=moves.MOST_SHOWN, **more,
    )  # fmt: skip
