"""What the page of the log asks for."""

from collections.abc import Mapping
from contextlib import suppress

from app.clock import as_date
from app.oversight.log import Wanted
from app.text import whole


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """Return what of the log is wanted; what cannot be read is left out."""
    return Wanted(
        args.get("q", "").strip()[:100],
        args.get("action", "")[:40],
        whole(args.get("area"), 12) or 0,
        _day(args.get("first", "")),
        _day(args.get("last", "")),
        args.get("just") == "sensitive",
        whole(args.get("page"), 5) or 1,
    )


def _day(text: str) -> str:
    with suppress(ValueError):
        return as_date(text).isoformat()
    return ""
