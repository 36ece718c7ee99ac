"""A version as a file of JSON: {"format", "template", "texts", "examples"}, or a template alone."""

import json
from collections.abc import Mapping
from typing import Any

from app.designer import form as forms
from app.designer.form import Form, Read
from app.errors import Invalid

FORMAT = "tongbao-product-version-1"


def write(found: Read) -> bytes:
    """Return the file of a version; `read` gives the same fields again."""
    document = {
        "format": FORMAT, "template": found.body, "texts": found.texts,
        "examples": found.examples,
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> tuple[Form, list[str]]:
    """Return the fields of a file, and the members of it that no field can hold.

    Raises Invalid IMPORT_UNREADABLE.
    """
    try:
        document = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Invalid("IMPORT_UNREADABLE") from error
    if not isinstance(document, dict):
        raise Invalid("IMPORT_UNREADABLE")
    if "template" not in document:
        document = {"template": document}
    template, texts = document.get("template"), document.get("texts") or {}
    examples = document.get("examples") or []
    if not (isinstance(template, dict) and isinstance(texts, dict) and isinstance(examples, list)):
        raise Invalid("IMPORT_UNREADABLE")
    try:
        form = forms.show(template, texts, examples)
        return form, _lost(template, forms.read(form, version=0).body)
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        raise Invalid("IMPORT_UNREADABLE") from error


def _lost(given: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    return [
        str(name)
        for name, value in given.items()
        if name not in ("version", "schema") and kept.get(name) != value
    ]
