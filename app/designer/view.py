"""What the pages of a version are made of."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.designer import preview, queries, service, trial
from app.designer.difference import difference
from app.designer.faults import examine
from app.designer.form import Form, Read, is_index, rows_in
from app.designer.page import Page
from app.designer.spec import section_of
from app.errors import DomainError
from app.products.models import ProductVersion


def version_view(
    session: Session, actor: Actor, code: str, version: int, *, extra: str, form: Form | None,
    error: DomainError | None,
) -> dict[str, Any]:  # fmt: skip
    """Return all the page of a version shows. form: what is typed but could not be saved."""
    row = service.load(session, code, version)
    mine = row.made_by == actor.id
    known = service.known_texts()
    typed = service.form_of(row) if form is None else form
    read = examine(typed, version=version, known=known)
    strict = error is not None and error.code == "TEMPLATE_INVALID"
    page = Page(read, row.status == "DRAFT" and mine, extra, strict, known)
    others = [one for one in queries.versions_of(session, code) if one.version < version]
    before = next((one for one in others if one.status in ("PUBLISHED", "WITHDRAWN")), None)
    parts = difference(service.form_of(before), typed) if before else []
    changes = [part for part in parts if part.section != "examples"]
    people = [row.made_by, row.reviewed_by]
    people += [(step or {}).get("by") for step in (row.returned, row.withdrawn)]
    for text in (row.texts or {}).values():
        people += [text["written_by"], text["approved_by"]]
    campaigns = (
        queries.older_campaigns(session, actor.county, code, version)
        if row.status == "PUBLISHED" else []
    )  # fmt: skip
    return {
        "row": row, "page": page, "mine": mine, "before": before, "changes": changes,
        "names": queries.people(session, actor.county, people), "campaigns": campaigns,
        "older": others,
    }  # fmt: skip


def checked(form: Form, version: int, *, today: str) -> dict[str, Any]:
    """Return {"wrong", "missing", "sections", "advice", "cases", "tries", "examples"} of a form."""
    found = examine(form, version=version, known=service.known_texts())
    page = Page(found, editable=True)
    shown = preview.previewable(found.body, today)
    return {
        "wrong": {name: text for name, text in found.wrong.items() if not page.is_missing(name)},
        "missing": [name for name in found.wrong if page.is_missing(name)],
        "sections": {
            one.anchor: {"wrong": one.wrong, "missing": one.missing} for one in page.sections
        },
        "advice": page.advice,
        "template": shown,
        "cases": [_bare(one) for one in preview.cases(shown, found.examples)],
        "tries": [_bare(one) for one in preview.tries(shown)],
        "examples": [one.differences for one in page.results],
    }


def results(found: Read) -> list[trial.Result]:
    """Return what the example cases of a form come to; it must have no faults."""
    return trial.run(found.body, found.examples)


def place_taken(order: str, found: Read) -> int | None:
    """Return the case whose results are to be taken over, `take:examples.1`, if that can be."""
    verb, _, name = order.partition(":")
    last = name.rpartition(".")[2]
    if verb != "take" or found.wrong or not is_index(last):
        return None
    return int(last) if int(last) < rows_in(found.form, "examples") else None


def earlier(others: Sequence[ProductVersion], version: int) -> int | None:
    """Return the version to compare with: the one before, else any other."""
    numbers = [one.version for one in others]
    before = [number for number in numbers if number < version]
    return max(before or numbers, default=None)


def anchor_of(order: str) -> str | None:
    """Return where on the page a button of a list stands."""
    name = order.partition(":")[2]
    return section_of(name) if name else None


def _bare(case: dict[str, Any]) -> dict[str, Any]:
    """Return a case without its template, which is the same for all."""
    given = {key: value for key, value in case["input"].items() if key != "template"}
    return {"title": case["title"], "input": given}
