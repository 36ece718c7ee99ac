"""Add an entry to a dictionary, or change its words; phones hear of it by `state`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.audit.service import Entry, record
from app.errors import Conflict, Invalid, NotFound
from app.products.models import CodeItem

OCCUPATION = "OCCUPATION"
EDITABLE = frozenset({OCCUPATION})
LABEL_MAX, CLASS_MAX, CODE_DIGITS = 40, 6, 6


@dataclass(frozen=True)
class Item:
    """An entry as a form says it. risk: occupation class 1 to 6. retired: not offered any more."""

    code: str
    label: str
    risk: int
    retired: bool = False


def require(item: Item) -> None:
    """Raise Invalid OCCUPATION_CODE, OCCUPATION_LABEL or OCCUPATION_CLASS for what cannot stand."""
    digits = item.code.isascii() and item.code.isdigit() and len(item.code) == CODE_DIGITS
    if not digits:
        raise Invalid("OCCUPATION_CODE")
    if not 0 < len(item.label) <= LABEL_MAX:
        raise Invalid("OCCUPATION_LABEL")
    if not 1 <= item.risk <= CLASS_MAX:
        raise Invalid("OCCUPATION_CLASS")


def add(session: Session, name: str, item: Item, *, by: Actor, at: datetime) -> None:
    """Add an entry. Raises NotFound, Invalid, Conflict CODE_TAKEN."""
    _require_editable(name)
    require(item)
    if session.get(CodeItem, (name, item.code)) is not None:
        raise Conflict("CODE_TAKEN")
    last = session.scalar(select(func.max(CodeItem.sort)).where(CodeItem.dictionary == name))
    session.execute(insert(CodeItem), [{
        "dictionary": name, "code": item.code, "label": item.label, "sort": (last or 0) + 1,
        "body": {"class": item.risk}, "rev": 0,
    }])  # fmt: skip
    _note(session, "DICTIONARY_EXTENDED", name, item.code, {"now": _said(item)}, by, at)


def change(
    session: Session, name: str, item: Item, rev: int, reason: str, *, by: Actor, at: datetime
) -> None:
    """Change the words, the class or the offer of an entry; its code stays.

    rev: of the entry the form showed. Raises NotFound, Invalid, Conflict DICTIONARY_CHANGED.
    """
    _require_editable(name)
    require(item)
    if not 0 < len(reason) <= 200:
        raise Invalid("WHY_MISSING")
    row = session.get(CodeItem, (name, item.code))
    if row is None:
        raise NotFound("DICTIONARY_UNKNOWN")
    was = Item(row.code, row.label, row.body["class"], bool(row.body.get("retired")))
    body = {key: value for key, value in row.body.items() if key != "retired"}
    body |= {"class": item.risk, **({"retired": True} if item.retired else {})}
    done = session.execute(
        update(CodeItem)
        .where(CodeItem.dictionary == name, CodeItem.code == item.code, CodeItem.rev == rev)
        .values(label=item.label, body=body, rev=rev + 1)
        .returning(CodeItem.code)
    ).first()
    if done is None:
        raise Conflict("DICTIONARY_CHANGED")
    detail = {"was": _said(was), "now": _said(item), "reason": reason}
    _note(session, "DICTIONARY_CHANGED", name, item.code, detail, by, at)


def _require_editable(name: str) -> None:
    if name not in EDITABLE:
        raise NotFound("DICTIONARY_UNKNOWN")


def _said(item: Item) -> dict[str, Any]:
    return {"label": item.label, "class": item.risk, "retired": item.retired}


def _note(
    session: Session, action: str, name: str, code: str, detail: Any, by: Actor, at: datetime
) -> None:  # fmt: skip
    record(
        session, by.county, Entry(action, f"dictionary:{name}:{code}", by.id, detail=detail), at=at
    )
