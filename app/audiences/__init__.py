"""Audiences: who may call what, and how errors look to them; the only place that mounts routes."""

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from app.audiences import admin, api, console, errors, headers, language, menu, public
from app.audiences.sentences import PageEnvironment
from app.sync.cli import notice_restore

__all__ = ["PageEnvironment", "mount"]
WRITERS = ("api", "console", "admin")


def mount(app: Flask, csrf: CSRFProtect) -> None:
    """Mount every audience's blueprint; csrf stays on unless an audience exempts its children."""
    headers.install(app)
    errors.install(app)
    menu.install(app)
    language.install(app)
    app.before_request(_before_writing)
    app.register_blueprint(api.blueprint(csrf))
    app.register_blueprint(console.blueprint())
    app.register_blueprint(admin.blueprint())
    app.register_blueprint(public.blueprint())


def _before_writing() -> None:
    if request.path.split("/")[1] in WRITERS:
        notice_restore()
