"""A version as a file of JSON: {"format", "template", "texts", "examples"}, or a template alone."""

import json
from collections.abc import Mapping
from typing import Any

from app.designer import form as forms
from app.designer.faults import resolved
from app.designer.form import Form, Read
from app.errors import Invalid

FORMAT = "tongbao-product-version-1"


def write(found: Read, known: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the file of a version; `read` gives the same fields again.

    known: consent texts already approved; those the version uses go along.
    """
    used = {key: text for key, (_, text) in resolved(found.body, found.texts, known).items()}
    document = {
        "format": FORMAT, "template": found.body, "texts": {**used, **found.texts},
        "examples": found.examples,
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read(content: bytes, known: Mapping[str, Mapping[str, str]]) -> tuple[Form, list[str]]:
    """Return the fields of a file, and the members of it that no field can hold.

    Texts that are approved here already, word for word, need no field.

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
        for key, (_, text) in resolved(template, {}, known).items():
            if texts.get(key) == text:
                form.pop(f"texts.{key}", None)
        return form, _lost(template, forms.read(form, version=0).body)
    except (AttributeError, TypeError, ValueError, KeyError, RecursionError) as error:
        raise Invalid("IMPORT_UNREADABLE") from error


def _lost(given: Mapping[str, Any], kept: Mapping[str, Any]) -> list[str]:
    return [
        str(name)
        for name, value in given.items()
        if name not in ("version", "schema") and kept.get(name) != value
    ]
