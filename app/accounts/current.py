"""The person behind the running request; set by the audience, read by views."""

from typing import cast

from flask import g

from app.accounts.rules import Actor


def current_actor() -> Actor:
    """Return the person behind this request; only views that need a sign-in may ask."""
    return cast("Actor", g.actor)


def set_actor(actor: Actor | None) -> None:
    """Remember who is behind this request."""
    g.actor = actor
