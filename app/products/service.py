"""Template versions from draft to sale: a second person publishes, then nothing changes it."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.canonical import canonical_sha
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.products.models import CodeItem, ProductVersion
from app.products.rules.publishing import check_template

FOLDER = Path(__file__).parent


def draft(session: Session, body: Mapping[str, Any], *, by: str, at: datetime) -> int:
    """Store a template as a draft; its `version` becomes the next free one, which is returned.

    body: as product-template.schema.json. Raises Invalid with the faults found.
    """
    code = body.get("code")
    newest = session.scalar(
        select(func.max(ProductVersion.version)).where(ProductVersion.code == code)
    )
    version = (newest or 0) + 1
    numbered = {**body, "version": version}
    check(numbered)
    session.execute(insert(ProductVersion), [{
        "code": code, "version": version, "status": "DRAFT", "body": numbered,
        "made_by": by, "made_at": at,
    }])  # fmt: skip
    return version


def new_version(
    session: Session, code: str, changes: Mapping[str, Any], *, by: str, at: datetime
) -> int:
    """Draft the next version of a product: the newest one with some members replaced."""
    newest = session.scalar(
        select(ProductVersion.body)
        .where(ProductVersion.code == code)
        .order_by(ProductVersion.version.desc())
        .limit(1)
    )
    if newest is None:
        raise NotFound("PRODUCT_UNKNOWN")
    return draft(session, {**newest, **changes}, by=by, at=at)


def open_draft(session: Session, code: str, *, by: str, at: datetime) -> int:
    """Begin an empty draft of a product; return its version."""
    newest = session.scalar(
        select(func.max(ProductVersion.version)).where(ProductVersion.code == code)
    )
    version = (newest or 0) + 1
    session.execute(insert(ProductVersion), [{
        "code": code, "version": version, "status": "DRAFT", "body": {"code": code},
        "made_by": by, "made_at": at, "form": {},
    }])  # fmt: skip
    return version


def keep_draft(
    session: Session, code: str, version: int, values: Mapping[str, Any], *, by: str, revision: int
) -> int:
    """Write columns of one's own draft; return its new revision. Nothing is checked.

    revision: that which the author saw. Raises Conflict VERSION_NOT_DRAFT or STALE_FORM.
    """
    row = _own_draft(session, code, version, by)
    if row.revision != revision:
        raise Conflict("STALE_FORM", revision=row.revision)
    _move(session, row, **values, revision=revision + 1)
    return revision + 1


def discard(session: Session, code: str, version: int, *, by: str) -> None:
    """Throw one's own draft away."""
    row = _own_draft(session, code, version, by)
    session.execute(
        delete(ProductVersion).where(
            ProductVersion.code == row.code, ProductVersion.version == row.version
        )
    )


def submit(
    session: Session, code: str, version: int, *, by: str, at: datetime | None = None
) -> None:
    """Hand a draft to a second person. Raises Conflict when it is no draft of this person."""
    row = _own_draft(session, code, version, by)
    _move(session, row, status="REVIEW", submitted_at=at)


def send_back(
    session: Session, code: str, version: int, reason: str, *, by: str, at: datetime
) -> None:
    """Give a version in review back to its author; the author himself may take it back."""
    row = _version(session, code, version)
    if row.status != "REVIEW":
        raise Conflict("VERSION_NOT_IN_REVIEW")
    _move(session, row, status="DRAFT", returned=_step(by, at, reason))


def publish(
    session: Session, code: str, version: int, *, by: str, at: datetime,
    texts: Mapping[str, Any] | None = None, revision: int | None = None,
) -> str:  # fmt: skip
    """Freeze and sell a version; return its sha. Raises Forbidden for the one who made it.

    texts: those of its consents, as ProductVersion.texts. revision: that which the second person
    read, if he did; Conflict VERSION_CHANGED when its author has put another one in its place.
    """
    row = _version(session, code, version)
    if row.status != "REVIEW":
        raise Conflict("VERSION_NOT_IN_REVIEW")
    if row.made_by == by:
        raise Forbidden("SECOND_PERSON_NEEDED")
    if revision not in (None, row.revision):
        raise Conflict("VERSION_CHANGED")
    check(row.body)
    sha = canonical_sha(row.body)
    fixed = {} if texts is None else {"texts": dict(texts)}
    _move(session, row, status="PUBLISHED", sha=sha, reviewed_by=by, published_at=at, **fixed)
    return sha


def withdraw(
    session: Session, code: str, version: int, *, reason: str = "", by: str, at: datetime
) -> None:
    """Stop selling a version; contracts made on it stay as they are."""
    row = _version(session, code, version)
    if row.status != "PUBLISHED":
        raise Conflict("VERSION_NOT_PUBLISHED")
    _move(session, row, status="WITHDRAWN", withdrawn=_step(by, at, reason))


def _step(by: str, at: datetime, reason: str) -> dict[str, str]:
    return {"by": by, "at": at.isoformat(), "reason": reason}


def check(body: Mapping[str, Any]) -> None:
    """Raise Invalid when a template cannot be sold; detail `faults`: [[path, why]]."""
    template = dict(body)
    faults = [[error.json_path, error.message[:200]] for error in _schema().iter_errors(template)]
    if not faults:  # the rules read a template that has the shape of the schema
        faults = [list(fault) for fault in check_template(template)]
    if faults:
        raise Invalid("TEMPLATE_INVALID", faults=sorted(faults))


def schema_errors(body: Mapping[str, Any]) -> list[ValidationError]:
    """Return what product-template.schema.json says against a body, in any state."""
    return list(_schema().iter_errors(dict(body)))


def load_dictionaries(session: Session, folder: Path = FOLDER / "dictionaries") -> int:
    """Load the dictionaries of the files NAME.json; entries already there are left alone.

    A file is [{"code", "label", "body"}]; returns the number of new entries.
    """
    known = {tuple(row) for row in session.execute(select(CodeItem.dictionary, CodeItem.code))}
    new = [
        {
            "dictionary": file.stem, "code": item["code"], "label": item["label"],
            "sort": place, "body": item.get("body", {}),
        }
        for file in sorted(folder.glob("*.json"))
        for place, item in enumerate(json.loads(file.read_text(encoding="utf-8")))
        if (file.stem, item["code"]) not in known
    ]  # fmt: skip
    if new:
        session.execute(insert(CodeItem), new)
    return len(new)


def add_texts(session: Session, version: str, texts: Mapping[str, str]) -> None:
    """Add a version of consent texts to the dictionary that phones keep; it never changes again."""
    last = session.scalar(
        select(func.max(CodeItem.sort)).where(CodeItem.dictionary == "CONSENT_TEXT")
    )
    session.execute(insert(CodeItem), [{
        "dictionary": "CONSENT_TEXT", "code": version, "label": f"参保同意书 {version} 版",
        "sort": 0 if last is None else last + 1, "body": {"texts": dict(texts)},
    }])  # fmt: skip


def _own_draft(session: Session, code: str, version: int, by: str) -> ProductVersion:
    row = _version(session, code, version)
    if row.status != "DRAFT" or row.made_by != by:
        raise Conflict("VERSION_NOT_DRAFT")
    return row


def _version(session: Session, code: str, version: int) -> ProductVersion:
    row = session.get(ProductVersion, (code, version), with_for_update=True)
    if row is None:
        raise NotFound("PRODUCT_UNKNOWN")
    return row


def _move(session: Session, row: ProductVersion, **values: Any) -> None:
    session.execute(
        update(ProductVersion)
        .where(ProductVersion.code == row.code, ProductVersion.version == row.version)
        .values(**values)
    )


@cache
def _schema() -> Draft202012Validator:
    text = (FOLDER / "product-template.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text, object_hook=_with_paths))


def _with_paths(schema: dict[str, Any]) -> dict[str, Any]:
    """Say `false` as `not {}`, the same to the validator but that its error names the member."""
    words = ("additionalProperties", "items", "default")
    return {
        name: {"not": {}} if value is False and name not in words else value
        for name, value in schema.items()
    }
