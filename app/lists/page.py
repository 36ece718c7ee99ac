"""How a list leaves: as a page, or as a file that the county's audit chain knows of."""

from typing import Any
from urllib.parse import quote

from flask import Response, render_template

from app import clock
from app.accounts.current import current_actor
from app.audit.service import Entry, record
from app.db import transaction
from app.lists.files import TYPES, comma_separated, workbook
from app.lists.listing import Page
from app.words import spoken


def answer(found: Page, template: str, /, **context: Any) -> str | Response:
    """Return the page of a list, or its file if the address asks for one."""
    if found.asked.file:
        return file_of(found)
    return render_template(template, found=found, rows=found.rows, **context)


def file_of(found: Page) -> Response:
    """Return the file of a list; who took it and what it held is written down first."""
    name, form = found.listing.name, found.asked.file
    columns = found.listing.columns
    if form == "xlsx":
        body = workbook(name, columns, found.rows)
    else:
        body = comma_separated(columns, found.rows)
    detail = {"rows": found.total, "form": form, "asked": dict(found.args)}
    return sent(body, name, form, detail)


def sent(body: bytes, name: str, form: str, detail: dict[str, Any]) -> Response:
    """Return bytes as a download named after the list and the day."""
    actor, at = current_actor(), clock.now()
    with transaction() as session:
        record(
            session, actor.county, Entry("LIST_TAKEN", f"list:{name}", actor.id, detail=detail),
            at=at,
        )  # fmt: skip
    response = Response(body, content_type=TYPES[form])
    file = quote(f"{spoken(name)} {clock.civil_date(at)}.{form}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{file}"
    return response


def answer_all(lists: dict[str, Page], template: str, /, **context: Any) -> str | Response:
    """Return a page with several lists, or the file of the one that the address asks for."""
    taken = next((found for found in lists.values() if found.asked.file), None)
    return file_of(taken) if taken else render_template(template, **lists, **context)
