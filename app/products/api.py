"""Product versions and dictionaries for phones; each is immutable under its address."""

from flask import Blueprint, Response, jsonify

from app.canonical import canonical_json
from app.errors import NotFound
from app.products import queries

bp = Blueprint("products", __name__)


@bp.get("/product-versions/<code>/<int:version>")
def product_version(code: str, version: int) -> Response:
    """Return the canonical template of a sold version: its SHA-256 is the one in `state`."""
    body = canonical_json(queries.published(code, version))
    return _for_ever(Response(body, content_type="application/json"))


@bp.get("/dictionaries/<name>/<sha>")
def dictionary(name: str, sha: str) -> Response:
    """Return the entries of a dictionary as of a sha; an older one is no longer kept."""
    found = queries.dictionary(name)
    if found["sha"] != sha:
        raise NotFound("DICTIONARY_UNKNOWN")
    return _for_ever(jsonify(found))


def _for_ever(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response
