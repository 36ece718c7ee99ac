"""Published versions, read once per process, and dictionaries, whose codes only ever grow."""

from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.canonical import canonical_sha
from app.db import db
from app.errors import NotFound
from app.products.models import CodeItem, ProductVersion

SOLD = ("PUBLISHED", "WITHDRAWN")


def published(code: str, version: int) -> dict[str, Any]:
    """Return the template body of a version that is or was sold. Raises NotFound."""
    cache: dict[tuple[str, int], dict[str, Any]]
    cache = current_app.extensions.setdefault("product_versions", {})
    body = cache.get((code, version))
    if body is None:
        body = db.session.scalar(
            select(ProductVersion.body).where(
                ProductVersion.code == code, ProductVersion.version == version,
                ProductVersion.status.in_(SOLD),
            )
        )  # fmt: skip
        if body is None:
            raise NotFound("PRODUCT_UNKNOWN")
        cache[code, version] = body
    return body


def version_heads(session: Session, versions: set[tuple[str, int]]) -> list[dict[str, Any]]:
    """Return [{code, version, sha, status}] of sold versions, as `state` sends them."""
    rows = session.execute(
        select(
            ProductVersion.code, ProductVersion.version, ProductVersion.sha, ProductVersion.status
        )
        .where(ProductVersion.status.in_(SOLD))
        .order_by(ProductVersion.code, ProductVersion.version)
    )
    return [row._asdict() for row in rows if (row.code, row.version) in versions]


def dictionary(name: str) -> dict[str, Any]:
    """Return {"sha", "items": [{"code", "label", "body"}]} of a dictionary. Raises NotFound."""
    found = _sizes().get(name)
    if found is None:
        raise NotFound("DICTIONARY_UNKNOWN")
    return _read(name, found)


def labels(name: str) -> dict[str, str]:
    """Return {code: label} of a dictionary. Raises NotFound."""
    return {item["code"]: item["label"] for item in dictionary(name)["items"]}


def dictionary_heads() -> list[dict[str, str]]:
    """Return [{"set", "sha"}] of all dictionaries, as `state` sends them."""
    return [
        {"set": name, "sha": _read(name, size)["sha"]} for name, size in sorted(_sizes().items())
    ]


def _sizes() -> dict[str, tuple[int, int]]:
    """Return how many entries each dictionary has, and how often they were changed."""
    rows = db.session.execute(
        select(CodeItem.dictionary, func.count(), func.sum(CodeItem.rev)).group_by(
            CodeItem.dictionary
        )
    )
    return {row[0]: (row[1], int(row[2])) for row in rows}


def _read(name: str, size: tuple[int, int]) -> dict[str, Any]:
    """Return a dictionary; what is kept is good until an entry comes or changes."""
    cache: dict[tuple[str, tuple[int, int]], dict[str, Any]]
    cache = current_app.extensions.setdefault("dictionaries", {})
    if (name, size) not in cache:
        rows = db.session.execute(
            select(CodeItem.code, CodeItem.label, CodeItem.body)
            .where(CodeItem.dictionary == name)
            .order_by(CodeItem.sort, CodeItem.code)
        )
        items = [row._asdict() for row in rows]
        cache[name, size] = {"sha": canonical_sha(items), "items": items}
    return cache[name, size]
