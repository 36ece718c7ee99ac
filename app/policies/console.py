"""Progress of villages, policyholders, the gate, issue, and policies as issued."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches import display
from app.batches.scope import require_village
from app.batches.sentences import sentence
from app.campaigns.queries import campaign as find_campaign
from app.db import db, transaction
from app.enrollment.dossiers import opened
from app.errors import Conflict, Invalid, NotFound
from app.lists.page import answer
from app.policies import coverage, policyholders, queries, service, view
from app.policies import holder_form as forms
from app.policies.rules import BY_VILLAGE
from app.reconciliation.service import settle
from app.words import say

bp = Blueprint("policies", __name__, url_prefix="/policies")
holders = Blueprint("policyholders", __name__, url_prefix="/policyholders")
Answer = str | Response | tuple[str | Response, int]


@bp.get("")
def index() -> Answer:
    """List the policies, and the villages that have none yet."""
    session, actor = db.session(), current_actor()
    page = queries.policies(session, actor, request.args)
    rows, fresh = queries.progress(session, actor, today=clock.today(), at=clock.now())
    if fresh:
        with transaction() as writing:
            coverage.keep(writing, fresh)
    return answer(page, "console/policies/index.html", **view.without_policy(rows))


@bp.get("/<policy>")
def show(policy: str) -> str | Response:
    """Show a policy with a page of its insured list, ID numbers masked."""
    seen = view.policy_view(db.session(), current_actor(), policy, request.args)
    found = seen.pop("found")
    return answer(
        found, "console/policies/policy.html", **seen, payers=display.PAYERS, sexes=display.SEXES,
        lenders=display.LENDERS,
    )  # fmt: skip


@bp.get("/<int:village>/<campaign>")
def gate(village: int, campaign: str) -> Answer:
    """Show the gate and what stands in the way of a policy; else the groups or borrowers."""
    require_village(current_actor(), village)
    found = find_campaign(current_actor().county, campaign)
    if found is None:
        raise NotFound("CAMPAIGN_UNKNOWN")
    if found["kind"] in BY_VILLAGE or request.args.get("unit"):
        return _gate(village, campaign)
    rows = view.units_view(db.session(), current_actor(), village, found)
    return render_template("console/policies/units.html", **rows, states=display.LINE_STATES)


@bp.post("/<int:village>/<campaign>/override")
def override(village: int, campaign: str) -> Answer:
    """Let a low participation pass."""
    act, actor = _act(village, campaign, "reason"), current_actor()
    try:
        with transaction() as session:
            service.override(session, act, by=actor, at=clock.now(), today=clock.today())
    except (Conflict, Invalid) as error:
        return _gate(village, campaign, error=error), error.status
    flash(say("已同意低于门槛出单"))
    return redirect(
        url_for(".gate", village=village, campaign=campaign, unit=act.unit or None), 303
    )


@bp.post("/<int:village>/<campaign>/issue")
def issue(village: int, campaign: str) -> Answer:
    """Issue the policy."""
    act, actor = _act(village, campaign, "decision"), current_actor()
    try:
        with transaction() as session:
            policy = service.issue(session, act, by=actor, at=clock.now(), today=clock.today())
    except (Conflict, Invalid) as error:
        return _gate(village, campaign, error=error), error.status
    flash(say("保单已出"))
    return redirect(url_for(".show", policy=policy), 303)


@holders.get("/<int:village>/<campaign>")
def edit(village: int, campaign: str) -> Answer:
    """Show the policyholder form."""
    return _holder(village, campaign)


@holders.post("/<int:village>/<campaign>")
def save(village: int, campaign: str) -> Answer:
    """Save the policyholder; batches that only waited for it are approved."""
    found = _template(village, campaign)
    facts, wrong = forms.read(request.form, found["template"])
    if wrong:
        return _holder(village, campaign, facts=facts, wrong=wrong), 400
    base = request.form.get("base", 0, type=int)
    by, at = current_actor(), clock.now()
    try:
        with transaction() as session:
            policyholders.save(session, village, campaign, facts, base=base, by=by, at=at)
            settle(session, village, campaign, by=by, at=at)
    except Conflict as error:
        return _holder(village, campaign, facts=facts, stale=error), 409
    return _saved(village, campaign)


def _saved(village: int, campaign: str) -> Response:
    flash(say("投保人已保存"))
    return redirect(url_for("console.policies.gate", village=village, campaign=campaign), 303)


def _act(village: int, campaign: str, field: str) -> service.Act:
    text = request.form.get(field, "").strip()
    sha, unit = request.form.get("gate_sha", ""), request.form.get("unit", "")
    return service.Act(village, campaign, sha, text, unit)


def _gate(village: int, campaign: str, *, error: Any = None) -> str:
    actor = current_actor()
    require_village(actor, village)
    unit = request.values.get("unit", "")
    found = view.gate_view(db.session(), actor, village, campaign, today=clock.today(), unit=unit)
    return render_template(
        "console/policies/gate.html", **found, error=error, form=request.form,
        states=display.BATCH_STATES, batch_name=display.batch_name, sentence=sentence,
        opened=opened, lenders=display.LENDERS,
    )  # fmt: skip


def _template(village: int, campaign: str) -> dict[str, Any]:
    require_village(current_actor(), village)
    return view.holder_view(db.session(), current_actor().county, village, campaign)


def _holder(
    village: int,
    campaign: str,
    *,
    facts: policyholders.Facts | None = None,
    wrong: dict[str, str] | None = None,
    stale: Conflict | None = None,
) -> str:
    found = _template(village, campaign)
    typed = forms.shown(facts) if facts is not None else found["saved"]
    return render_template(
        "console/policies/policyholder.html", **found, typed=typed, wrong=wrong or {},
        stale=stale, kinds=forms.KINDS, fields=forms.questions(found["template"]),
    )  # fmt: skip
