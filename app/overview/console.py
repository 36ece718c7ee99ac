"""Where each village stands, the figures of the business, and the lists behind them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from app import clock
from app.accounts.current import current_actor
from app.accounts.queries import user_names
from app.accounts.rules import Actor
from app.batches.display import LINE_STATES, METHODS, PAYERS
from app.db import db, transaction
from app.lists.listing import Page
from app.lists.page import answer, answer_all
from app.overview import listings, money_records, records, view
from app.policies import coverage, queries
from app.policies.queries import Progress
from app.reconciliation.display import COLLECTION_STATES

bp = Blueprint("overview", __name__)
Read = Callable[[Session, Actor, Mapping[str, str]], Page]


@bp.get("/")
def index() -> str | Response:
    """Show each village with what is insured on the server, its gate and what waits."""
    actor, at = current_actor(), clock.now()
    found = view.overview(db.session(), actor, _progress(actor), request.args, at=at)
    page = found.pop("found")
    return answer(page, "console/overview/index.html", **found, now=at)


@bp.get("/figures")
def figures() -> str | Response:
    """Show the figures of the business with their charts."""
    actor = current_actor()
    rows, names = _progress(actor), user_names(db.session(), actor.county)
    found = view.dashboard(db.session(), actor, rows, names, request.args, at=clock.now())
    lists = {name: found.pop(name) for name in ("days", "work")}
    template = "console/overview/figures.html"
    return answer_all(lists, template, **found, payers=PAYERS, now=clock.now())


@bp.get("/households")
def households() -> str | Response:
    """List households in campaigns."""
    return _list(records.households, "households", states=LINE_STATES)


@bp.get("/insured")
def insured() -> str | Response:
    """List insured people, ID numbers masked."""
    return _list(records.insured, "insured", states=LINE_STATES)


@bp.get("/receipts")
def receipts() -> str | Response:
    """List receipts for money taken at the door."""
    return _list(money_records.receipts, "receipts", states=COLLECTION_STATES, methods=METHODS)


@bp.get("/arrivals")
def arrivals() -> str | Response:
    """List money that arrived."""
    return _list(money_records.arrivals, "arrivals", sources=dict(listings.SOURCES))


def _list(read: Read, name: str, **words: Any) -> str | Response:
    page = read(db.session(), current_actor(), request.args)
    return answer(page, f"console/overview/{name}.html", **words)


def _progress(actor: Actor) -> list[Progress]:
    """Return the villages of a person; figures counted anew are kept for the next page."""
    today, at = clock.today(), clock.now()
    rows, fresh = queries.progress(db.session(), actor, today=today, at=at)
    if fresh:
        with transaction() as session:
            coverage.keep(session, fresh)
    return rows
