"""What a form about lines of a batch says."""

from collections.abc import Mapping
from typing import Any

from app.batches.service import Decision
from app.text import whole

VERSION_DIGITS = 16  # of the largest whole number that JavaScript holds


def decision(form: Any, village: int, batch: str, action: str) -> Decision:
    """Read a decision. `only` names one line, `line` those ticked, `clean` all without findings.

    `ver-<id>` is the version of a line as the form showed it.
    """
    chosen = form.getlist("only") or form.getlist("clean" if "all_clean" in form else "line")
    if "everything" in form:
        chosen = [name.removeprefix("ver-") for name in form if name.startswith("ver-")]
    lines = {line: version(form, f"ver-{line}") for line in chosen}
    reason = form.get("reason") or None
    text = (form.get("text") or "").strip() or None
    return Decision(village, batch, lines, action, reason, text)


def version(form: Mapping[str, str], name: str) -> int:
    """Return a version of a hidden field; 0, older than all, if it is missing or no number."""
    return whole(form.get(name), VERSION_DIGITS) or 0
