"""What the page of the log asks for."""

from collections.abc import Mapping
from contextlib import suppress

from app.clock import as_date
from app.oversight.log import Wanted


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """Return what of the log is wanted; what cannot be read is left out."""
    area, page = args.get("area", ""), args.get("page", "")
    return Wanted(
        args.get("q", "").strip()[:100],
        args.get("action", "")[:40],
        int(area) if area.isascii() and area.isdigit() and len(area) <= 12 else 0,
        _day(args.get("first", "")),
        _day(args.get("last", "")),
        args.get("just") == "sensitive",
        max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _day(text: str) -> str:
    with suppress(ValueError):
        return as_date(text).isoformat()
    return ""
