"""The phone app's page, manifest, service worker and files; and how the server is."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.db import db
from app.errors import NotFound
from app.shell import manifest
from app.shell.files import File, Files
from app.shell.hosts import in_app
from app.shell.precache import no_worker, worker
from app.shell.served import Packed, Sources
from config import VERSION

bp = Blueprint("shell", __name__)


@bp.get("/")
def page() -> Response:
    """Serve the one page of the phone app, the same for everybody; a guide inside other apps."""
    inside = in_app(request.user_agent.string)
    answer = (_guide() if inside else _page()).answer(request)
    answer.vary.add("User-Agent")
    return answer


@bp.get("/guide")
def guide() -> Response:
    """Serve how to get from another app's window into a browser."""
    return _guide().answer(request)


@bp.get("/manifest.webmanifest")
def web_manifest() -> Response:
    """Serve what a phone needs to install the app."""
    return manifest.file().answer(request)


@bp.get("/sw.js")
def service_worker() -> Response:
    """Serve the service worker with the hashes of all it keeps, or the one that steps down."""
    if not current_app.extensions["config"].shell_worker:
        return no_worker(_files()).answer(request)
    return worker(_files(), _shell(), _page(), manifest.file()).answer(request)


@bp.get("/static/<path:name>")
def static(name: str) -> Response:
    """Serve a static file."""
    file = _shell().get(name) or _files().get(name)
    if file is None:
        raise NotFound("NOT_FOUND")
    return file.answer(request)


@bp.get("/healthz")
def health() -> tuple[Response, int]:
    """Tell the version, the database kind and its migration; 503 if the database is silent."""
    facts = {"version": VERSION, "database": db.engine.dialect.name, "migration": None}
    try:
        facts["migration"] = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return jsonify(facts | {"status": "database does not answer"}), 503
    return jsonify(facts | {"status": "ok"}), 200


def _files() -> Files:
    files: Files = current_app.extensions["files"]
    return files


def _shell() -> Packed | Sources:
    shell: Packed | Sources = current_app.extensions["shell"]
    return shell


def _guide() -> File:
    html = render_template("public/guide.html", shell=_shell())
    return File("guide.html", html.encode(), "text/html; charset=utf-8")


def _page() -> File:
    html = render_template("public/shell.html", shell=_shell())
    return File("shell.html", html.encode(), "text/html; charset=utf-8")
