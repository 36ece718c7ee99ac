"""What was put aside: let it pass, or refuse it with a reason the agent sees."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.batches.scope import require_village
from app.db import db, transaction
from app.errors import Conflict, NotFound
from app.lists.listing import page_of
from app.lists.page import answer
from app.rosters import transfers
from app.sync.aside import REASONS, sets_aside
from app.sync.aside_list import listing
from app.sync.deciding import Decision, decide
from app.words import say

bp = Blueprint("aside", __name__, url_prefix="/aside")
TEXT_MAX = 200


@bp.get("")
def index() -> str | Response:
    """List what waits, oldest first."""
    return _page()


@bp.post("/<int:village>/<install>/<int:first>")
def decided(village: int, install: str, first: int) -> Response | tuple[str | Response, int]:
    """Decide on one set."""
    actor, decision = current_actor(), _decision()
    require_village(actor, village)
    if not decision.accepted and not decision.text:
        return _page(wrong=say("写上不收的原因，代办员会看到"), at=(install, first)), 400
    try:
        with transaction(one_county=True) as session:
            decide(session, actor.county, village, install, first, decision, at=clock.now())
    except (Conflict, NotFound) as error:
        return _page(wrong=_why(error), at=(install, first)), error.status
    flash(say("已记入") if decision.accepted else say("已退给代办员，没有记入"))
    return redirect(url_for(".index"), 303)


def _decision() -> Decision:
    actor = current_actor()
    text = request.form.get("text", "").strip()[:TEXT_MAX]
    return Decision("accept" in request.form, text, actor.id, actor.name)


def _why(error: Conflict | NotFound) -> str:
    if error.code == "SET_UNKNOWN":
        return say("这一次保存已经处理过了")
    return say(
        "现在还不能记入：{0}", REASONS.get(error.detail.get("reason", ""), say("请先处理原因"))
    )


def _page(*, wrong: str | None = None, at: tuple[str, int] | None = None) -> str | Response:
    session, actor = db.session(), current_actor()
    sets = sets_aside(session, actor)
    found = page_of(listing(sets), sets, request.args)
    return answer(
        found, "console/sync/aside.html", wrong=wrong, at=at,
        text=request.form.get("text", ""), to_transfer=transfers.asked(session, actor),
    )  # fmt: skip
