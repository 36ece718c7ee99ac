"""The audit log and its check; the health of the system; new keys."""

from io import BytesIO

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from app import clock
from app.accounts.current import current_actor
from app.audit.service import Entry, record
from app.db import db, transaction
from app.errors import Invalid
from app.keys import cli as keys
from app.lists.listing import FILES
from app.lists.page import file_of
from app.oversight import chains, health, log
from app.oversight.forms import wanted_of
from app.oversight.words import ACTIONS, action_word
from app.people.queries import towns
from app.words import say

bp = Blueprint("oversight", __name__)
bp.add_app_template_filter(action_word, "action_word")
Answer = str | Response | tuple[str, int]


@bp.get("/audit")
def audit() -> str | Response:
    """Show the log, the newest first, or take it as a file."""
    session, county = db.session(), current_actor().county
    wanted = wanted_of(request.args)
    if request.args.get("as") in FILES:
        return file_of(log.as_file(session, county, wanted, request.args))
    lines, more = log.lines(session, county, wanted)
    return render_template(
        "admin/oversight/audit.html", lines=lines, more=more, wanted=wanted, actions=ACTIONS,
        towns=towns(session, county), now=clock.now(), limit=log.PAGE,
    )  # fmt: skip


@bp.post("/audit/check")
def check() -> Answer:
    """Check all chains, also against heads that were exported, if a file comes with it."""
    by, at, kept = current_actor(), clock.now(), None
    file = request.files.get("file")
    try:
        if file and (content := file.read()):
            kept = chains.read_heads(content, by.county)
    except Invalid as error:
        return render_template("admin/oversight/checked.html", code=error.code, verdict=None), 400
    verdict = chains.check(db.session(), by.county, kept)
    with transaction() as session:
        chains.note_check(session, by.county, verdict, by=by.id, at=at, kept=kept is not None)
    return render_template("admin/oversight/checked.html", verdict=verdict, kept=kept, code=None)


@bp.post("/audit/heads")
def heads() -> Response:
    """Hand out the heads of all chains, to be kept elsewhere."""
    by, at = current_actor(), clock.now()
    with transaction() as session:
        entry = Entry("HEADS_EXPORTED", f"county:{by.county}", by.id)
        record(session, by.county, entry, at=at)
    content = chains.heads(db.session(), by.county, at=at)
    name = f"audit-heads-{by.county}-{clock.civil_date(at)}.json"
    answer = send_file(BytesIO(content), "application/json", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/health")
def state() -> str:
    """Show queues, what is set aside, backups and keys."""
    folder = current_app.extensions["config"].data_dir
    found = health.health(db.session(), current_actor().county, folder, at=clock.now())
    return render_template("admin/oversight/health.html", health=found, now=clock.now())


@bp.post("/health/keys/<kind>")
def new_key(kind: str) -> Response:
    """Make a new key: `data` for this county, `sealing` for all phones."""
    by = current_actor()
    if kind == "data":
        flash(say("新数据密钥是第 {0} 把，旧资料在后台重新加密", keys.renew_data(by.county, by.id)))
    elif kind == "sealing":
        flash(say("新封口密钥是 {0}，手机下次联网知道", keys.renew_sealing(by.id)))
    return redirect(url_for(".state"), 303)
