"""What the forms of an import say."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid
from app.rosters.reading import MAX_FILE
from app.rosters.rules.columns import FIELDS
from app.rosters.rules.plan import Plan
from app.text import whole


@dataclass(frozen=True)
class Upload:
    """An uploaded file."""

    filename: str
    content: bytes
    as_of: str


def upload(files: Any, form: Mapping[str, str], today: str) -> Upload:
    """Read the form with a file. Raises Invalid FILE_MISSING."""
    file = files.get("file")
    if file is None or not file.filename:
        raise Invalid("FILE_MISSING", field="file")
    content = file.stream.read(MAX_FILE + 1)  # one more, so that what is too long is noticed
    return Upload(file.filename, content, form.get("as_of") or today)


def columns(form: Mapping[str, str]) -> dict[str, int]:
    """Return {field: column} of the form that says what columns mean.

    Raises Invalid COLUMNS_TWICE where two columns were given one meaning.
    """
    found: dict[str, int] = {}
    for name, field in form.items():
        column = name.removeprefix("column-")
        if name == column or field not in FIELDS or whole(column) is None:
            continue
        if field in found:
            raise Invalid("COLUMNS_TWICE", field=field)
        found[field] = int(column)
    return found


def seen(plan: Plan) -> str:
    """Return a mark of the counts a page showed; another mark means they have changed since."""
    text = json.dumps(dict(plan.counts), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
