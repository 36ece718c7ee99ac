"""Audiences: who may call what, and how errors look to them; the only place that mounts routes."""

from flask import Flask
from flask_wtf.csrf import CSRFProtect


def mount(app: Flask, csrf: CSRFProtect) -> None:
    """Mount every audience's blueprint; csrf stays on unless an audience exempts its children."""
