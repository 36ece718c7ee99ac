"""The life of a version: written, tried, reviewed by a second person, sold, withdrawn.

Every step is audited in the county of the one who takes it.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Entry, record
from app.designer import form as forms
from app.designer import trial
from app.designer.faults import examine, resolved
from app.designer.form import Form, Read
from app.errors import Conflict, Invalid, NotFound
from app.products import queries
from app.products import service as products
from app.products.models import ProductVersion
from app.products.rules.naming import is_product_code

REASON_MAX = 500


class Signer(Protocol):
    """Who takes a step: an actor, or an operator on the command line."""

    @property
    def county(self) -> int: ...
    @property
    def id(self) -> str: ...


def create(session: Session, code: str, *, by: Signer, at: datetime) -> int:
    """Begin a new product with an empty form. Raises Invalid or Conflict for its code."""
    if not is_product_code(code):
        raise Invalid("PRODUCT_CODE_INVALID")
    if session.scalar(select(ProductVersion.code).where(ProductVersion.code == code).limit(1)):
        raise Conflict("PRODUCT_CODE_TAKEN")
    return _drafted(session, code, {"code": code}, by, at, "VERSION_DRAFTED")


def derive(session: Session, code: str, version: int, *, by: Signer, at: datetime) -> int:
    """Begin the next version from an older one; return its number."""
    return _drafted(session, code, form_of(load(session, code, version)), by, at, "VERSION_DRAFTED")


def bring_in(session: Session, form: Mapping[str, str], *, by: Signer, at: datetime) -> int:
    """Begin the next version of a product from an imported document; return its number."""
    code = form.get("code", "")
    if not is_product_code(code):
        raise Invalid("PRODUCT_CODE_INVALID")
    return _drafted(session, code, form, by, at, "VERSION_IMPORTED")


def save(
    session: Session, code: str, version: int, form: Form, note: str, revision: int, *, by: Signer
) -> Read:
    """Keep what the author typed, right or wrong; return what it says and its faults."""
    found = examine({**form, "code": code}, version=version, known=known_texts())
    values = {"form": found.form, "body": found.body, "examples": found.examples, "note": note}
    products.keep_draft(session, code, version, values, by=by.id, revision=revision)
    return found


def submit(session: Session, code: str, version: int, *, by: Signer, at: datetime) -> None:
    """Hand one's draft to a second person, once it passes everything.

    Raises Invalid TEMPLATE_INVALID (faults: {field: sentence}) or EXAMPLES_FAIL (cases: titles).
    """
    row = load(session, code, version)
    found = _passed(row)
    if row.status == "DRAFT" and row.made_by == by.id:
        values = {"form": found.form, "body": found.body, "examples": found.examples}
        products.keep_draft(session, code, version, values, by=by.id, revision=row.revision)
    products.submit(session, code, version, by=by.id, at=at)
    _record(session, by, "VERSION_SUBMITTED", code, version, at)


def send_back(
    session: Session, code: str, version: int, reason: str, *, by: Signer, at: datetime
) -> None:
    """Give a version back to its author with a reason."""
    products.send_back(session, code, version, _reason(reason), by=by.id, at=at)
    _record(session, by, "VERSION_RETURNED", code, version, at, reason=reason)


def publish(
    session: Session, code: str, version: int, revision: int | None = None, *, by: Signer,
    at: datetime,
) -> str:  # fmt: skip
    """Sell a version: every check and every example case again, its consent texts fixed.

    revision: that which the page showed. Returns its sha. Raises Forbidden for its author,
    Conflict VERSION_CHANGED, Invalid as `submit` does.
    """
    row = load(session, code, version)
    texts = _fixed_texts(session, _passed(row), row.made_by, by.id)
    sha = products.publish(session, code, version, by=by.id, at=at, texts=texts, revision=revision)
    known = known_texts()
    for name in sorted({one["version"] for one in texts.values()} - set(known)):
        added = {key: one["text"] for key, one in texts.items() if one["version"] == name}
        products.add_texts(session, name, added)
    _record(session, by, "VERSION_PUBLISHED", code, version, at, sha=sha)
    return sha


def withdraw(
    session: Session, code: str, version: int, reason: str, *, by: Signer, at: datetime
) -> None:
    """Stop selling a version, with a reason."""
    products.withdraw(session, code, version, reason=_reason(reason), by=by.id, at=at)
    _record(session, by, "VERSION_WITHDRAWN", code, version, at, reason=reason)


def discard(session: Session, code: str, version: int, *, by: Signer, at: datetime) -> None:
    """Throw one's own draft away; the audit keeps what it said."""
    row = load(session, code, version)
    products.discard(session, code, version, by=by.id)
    _record(session, by, "VERSION_DISCARDED", code, version, at, form=form_of(row))


def load(session: Session, code: str, version: int) -> ProductVersion:
    """Return a version in any state. Raises NotFound."""
    row = session.get(ProductVersion, (code, version))
    if row is None:
        raise NotFound("PRODUCT_UNKNOWN")
    return row


def form_of(row: ProductVersion) -> Form:
    """Return the fields of a version, whether it was typed or came as a file."""
    if row.form is not None:
        return dict(row.form)
    return forms.show(row.body, {}, row.examples or [])


def known_texts() -> dict[str, dict[str, str]]:
    """Return the consent texts approved so far, {version: {key: text}}."""
    try:
        items = queries.dictionary("CONSENT_TEXT")["items"]
    except NotFound:
        return {}
    return {item["code"]: item["body"]["texts"] for item in items}


def read_version(row: ProductVersion) -> Read:
    """Return what a version says, with its faults."""
    return examine(form_of(row), version=row.version, known=known_texts())


def _passed(row: ProductVersion) -> Read:
    found = read_version(row)
    if found.wrong:
        raise Invalid("TEMPLATE_INVALID", faults=found.wrong)
    failing = [one.title for one in trial.run(found.body, found.examples) if one.differences]
    if failing:
        raise Invalid("EXAMPLES_FAIL", cases=failing)
    return found


def _fixed_texts(
    session: Session, found: Read, author: str, approver: str
) -> dict[str, dict[str, Any]]:
    """Return the texts a version is sold with; who wrote and approved each stays with it.

    written_by is None for a text that came with the application.
    """
    known, before = known_texts(), _signed_texts(session)
    fixed = {}
    for key, (version, text) in resolved(found.body, found.texts, known).items():
        writer = None if version in known else author
        fixed[key] = before.get((version, key)) or {
            "version": version, "text": text,
            "sha": hashlib.sha256(text.encode()).hexdigest(),
            "written_by": writer, "approved_by": approver,
        }  # fmt: skip
    return fixed


def _signed_texts(session: Session) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the texts of all versions sold so far, by text version and key."""
    rows = session.scalars(
        select(ProductVersion.texts)
        .where(ProductVersion.status.in_(queries.SOLD))
        .order_by(ProductVersion.published_at.desc())
    )
    return {(one["version"], key): one for texts in rows for key, one in (texts or {}).items()}


def _drafted(
    session: Session, code: str, form: Mapping[str, str], by: Signer, at: datetime, action: str
) -> int:
    version = products.open_draft(session, code, by=by.id, at=at)
    save(session, code, version, dict(form), "", 0, by=by)
    _record(session, by, action, code, version, at)
    return version


def _reason(text: str) -> str:
    if not text or len(text) > REASON_MAX:
        raise Invalid("REASON_MISSING", field="reason")
    return text


def _record(
    session: Session, by: Signer, action: str, code: str, version: int, at: datetime, **detail: Any
) -> None:
    entry = Entry(action, f"product:{code}:{version}", by.id, detail=detail or None)
    record(session, by.county, entry, at=at)
