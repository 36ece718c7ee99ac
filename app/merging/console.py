"""What two wrote differently, and who stands twice: both sides, a choice, a reason, a way back."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from app import clock
from app.accounts.current import current_actor
from app.accounts.queries import user_names
from app.batches.display import LINE_STATES, SEXES
from app.db import db, transaction
from app.errors import Conflict, DomainError, Invalid
from app.lists.listing import page_of
from app.lists.page import answer_all
from app.merging import conflicts, deciding, duplicates, joining, listings, owners, words
from app.regions.rules import VILLAGE_DIGITS
from app.sync.aside import KINDS
from app.text import whole
from app.words import say

bp = Blueprint("merging", __name__, url_prefix="/merging")
Answer = str | Response | Redirect | tuple[str, int]


@bp.get("")
def index() -> Answer:
    """List the rows with conflicts, and the persons who stand twice."""
    session, actor, args = db.session(), current_actor(), request.args
    lists = {
        "found": page_of(listings.CONFLICTS, conflicts.rows_with_conflicts(session, actor), args),
        "twice": page_of(listings.DUPLICATES, duplicates.groups(session, actor), args),
    }
    template = "console/merging/index.html"
    return answer_all(
        lists, template, states=listings.STATES, kinds=KINDS, now=clock.now()
    )  # fmt: skip


@bp.get("/conflicts/<int:village>/<kind>/<entity>")
def conflict(village: int, kind: str, entity: str) -> Answer:
    """Show both values of each contested field of a row."""
    return _conflict(village, kind, entity)


@bp.post("/conflicts/<int:village>/<kind>/<entity>")
def decide(village: int, kind: str, entity: str) -> Answer:
    """Say which values stand."""
    form, by, at = request.form, current_actor(), clock.now()
    fields = {name[6:]: value for name, value in form.items() if name.startswith("field-")}
    reason, ver = form.get("reason", "").strip(), form.get("ver", 0, type=int)
    choice = deciding.Choice(village, kind, entity, fields, ver, reason)

    def work(session: Session) -> None:
        deciding.decide(session, choice, by=by, at=at)

    again = _do(work, lambda error: _conflict(village, kind, entity, error))
    return again or _done(say("已选好 {0} 处，代办员下次联网会收到", len(fields)))


@bp.post("/conflicts/<int:village>/<kind>/<entity>/undo")
def reopen(village: int, kind: str, entity: str) -> Answer:
    """Take the last decision about a row back."""
    reason, by, at = request.form.get("reason", "").strip(), current_actor(), clock.now()

    def work(session: Session) -> None:
        deciding.undo(session, village, kind, entity, reason, by=by, at=at)

    again = _do(work, lambda error: _conflict(village, kind, entity, error))
    return again or _done(say("已撤销，要重新选"))


@bp.get("/duplicates/<int:village>/<person>")
def duplicate(village: int, person: str) -> Answer:
    """Show all places of one identity side by side."""
    return _duplicate(village, person)


@bp.post("/duplicates/<int:village>/<person>")
def join(village: int, person: str) -> Answer:
    """Keep one place and leave the others, or keep all of them."""
    form, by, at = request.form, current_actor(), clock.now()
    people = [key for key in map(_key, form.getlist("person")) if key]
    stays = None if "keep_all" in form else _key(form.get("stays", ""))
    decision = joining.Decision(people, stays, form.get("reason", "").strip())

    def work(session: Session) -> None:
        if not people or (stays is None and "keep_all" not in form):
            raise Invalid("CHOICE_MISSING")
        joining.decide(session, decision, by=by, at=at)

    again = _do(work, lambda error: _duplicate(village, person, error))
    return again or _done(say("已合并，留一份") if stays else say("已记下，这几处都留"))


@bp.post("/duplicates/<int:village>/<person>/undo/<key>")
def part(village: int, person: str, key: str) -> Answer:
    """Take a decision about an identity back."""
    reason, by, at = request.form.get("reason", "").strip(), current_actor(), clock.now()

    def work(session: Session) -> None:
        joining.undo(session, key, reason, by=by, at=at)

    again = _do(work, lambda error: _duplicate(village, person, error))
    return again or _done(say("已撤销，回到合并以前"))


def _do(work: Callable[[Session], None], again: Callable[[DomainError], str]) -> Answer | None:
    """Do it; return the page with what went wrong, else None."""
    try:
        with transaction() as session:
            work(session)
    except (Conflict, Invalid) as error:
        return again(error), error.status
    return None


def _done(text: str) -> Redirect:
    flash(text)
    return redirect(url_for("console.merging.index"), 303)


def _conflict(village: int, kind: str, entity: str, error: DomainError | None = None) -> str:
    session, by = db.session(), current_actor()
    found = conflicts.contests(session, by, village, kind, entity)
    row = conflicts.row_of(session, by.county, village, kind, entity)
    lines = conflicts.enrollments_of(session, by.county, village, kind, row)
    name, home = owners.owner(session, by.county, village, kind, entity)
    past = [
        one
        for one in conflicts.rows_with_conflicts(session, by)
        if (one.village, one.kind, one.entity) == (village, kind, entity) and one.decision
    ]
    return render_template(
        "console/merging/conflict.html", contests=found, ver=row["ver"], lines=lines, name=name,
        home=home, village=village, kind=kind, entity=entity, past=past, error=error,
        form=request.form, states=LINE_STATES, now=clock.now(), kinds=KINDS,
        locked=any(line.status not in deciding.EDITABLE for line in lines),
    )  # fmt: skip


def _duplicate(village: int, person: str, error: DomainError | None = None) -> str:
    session, by = db.session(), current_actor()
    group = duplicates.group_of(session, by, village, person)
    index = group.ones[0].person.id_no_index or b""
    return render_template(
        "console/merging/duplicate.html", group=group, village=village, person=person, error=error,
        form=request.form, states=LINE_STATES, sexes=SEXES, relations=words.relations(),
        residences=words.RESIDENCES, lives=words.CODES["life_status"], now=clock.now(),
        refusals={one.key: joining.refusal(group, one) for one in group.ones},
        history=duplicates.history(session, by.county, index),
        names=user_names(session, by.county),
    )  # fmt: skip


def _key(text: str) -> tuple[int, str] | None:
    village, _, person = text.partition(":")
    code = whole(village, VILLAGE_DIGITS)
    return (code, person) if code is not None and person else None
