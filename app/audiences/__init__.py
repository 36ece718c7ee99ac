"""Audiences: who may call what, and how errors look to them; the only place that mounts routes."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from app.audiences import admin, api, console, errors, headers, menu, public


def mount(app: Flask, csrf: CSRFProtect) -> None:
    """Mount every audience's blueprint; csrf stays on unless an audience exempts its children."""
    headers.install(app)
    errors.install(app)
    menu.install(app)
    app.register_blueprint(api.blueprint(csrf))
    app.register_blueprint(console.blueprint())
    app.register_blueprint(admin.blueprint())
    app.register_blueprint(public.blueprint())
