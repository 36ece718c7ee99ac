"""Renewal on the desk: open next year's campaign from a policy, then see who is still missing."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.campaigns.models import Campaign
from app.db import db, transaction
from app.endorsements.service import find_policy
from app.errors import Conflict, DomainError, Invalid
from app.renewals import queries, rules, service
from app.words import say, words

bp = Blueprint("renewals", __name__, url_prefix="/policies/<policy>/renewal")
Answer = str | Response | tuple[str, int]
VILLAGE = re.compile("[0-9]{12}")
LABELS = words({
    "WAITING": "去年保过，还没问", "KEPT": "续保", "JOINED": "新参保", "NEW": "没保过，可以问",
    "DECLINED": "去年保过，今年不保", "TOO_OLD": "去年保过，年龄不符", "GONE": "去年保过，已不在册",
})  # fmt: skip


@bp.get("")
def show(policy: str) -> Answer:
    """Show the form, or the difference once the campaign is open."""
    return _page(policy)


@bp.post("")
def start(policy: str) -> Answer:
    """Open the campaign, or add this village to it."""
    by, at = current_actor(), clock.now()
    old = find_policy(db.session(), by, policy).campaign
    plan = _plan(request.form)
    try:
        with transaction() as session:
            campaign = session.get_one(Campaign, (by.county, old))
            service.open_renewal(session, campaign, plan, by=by, at=at)
    except (Conflict, Invalid) as error:
        return _page(policy, error), error.status
    flash(say("续保活动已开，{0} 个村；代办员的手机下次联网就能看到去年的情况", len(plan.villages)))
    return redirect(url_for(".show", policy=policy), 303)


def _plan(form: Any) -> service.Plan:
    codes = form.getlist("village")
    villages = [int(text) for text in codes if VILLAGE.fullmatch(text)]
    return service.Plan(
        villages, form.get("name", "").strip(), form.get("version", 0, type=int),
        form.get("opens_on", "").strip(), form.get("closes_on", "").strip(),
        form.get("scheme_start_on", "").strip() or None, form.get("campaign") or None,
    )  # fmt: skip


def _page(policy: str, error: DomainError | None = None) -> str:
    kind = request.args.get("kind")
    found = queries.page(
        db.session(), current_actor(), policy, kind=kind if kind in rules.KINDS else None,
        start=max(request.args.get("from", 1, type=int), 1), today=clock.today(),
    )  # fmt: skip
    name = "difference" if found["open"] else "open"
    return render_template(
        f"console/renewals/{name}.html", **found, error=error, labels=LABELS, form=request.form
    )
