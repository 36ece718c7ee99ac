"""What the pages of people send, read into facts."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from app.people.queries import Wanted
from app.people.rules import NAME_MAX, ROLES, Line, Places, judge, read_lines
from app.people.service import Facts
from app.rosters.reading import read_file
from app.rosters.rules.tables import text_of

PEOPLE_MAX = 500


def wanted(args: Mapping[str, str]) -> Wanted:
    """Return what of the list is wanted; what cannot be read is left out."""
    page, area = args.get("page", ""), args.get("area", "")
    return Wanted(
        args.get("q", "").strip()[:64],
        args.get("role", "") if args.get("role") in ROLES else "",
        args.get("status", "") if args.get("status") in ("ACTIVE", "CLOSED") else "",
        int(area) if area.isascii() and area.isdigit() and len(area) <= 12 else 0,
        max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def typed(form: "MultiDict[str, str]", places: Places, taken: set[str]) -> Line:
    """Return the one person of the form for a new one."""
    areas = "、".join(form.getlist("area"))
    said = {
        "row": "1", "name": form.get("name", "").strip(), "login": form.get("login", "").strip(),
        "role": form.get("role", ""), "areas": areas,
    }  # fmt: skip
    return judge([said], places, taken)[0]


def facts(form: "MultiDict[str, str]", places: Places) -> tuple[Facts, list[tuple[str, str]]]:
    """Return what the form of a person says, and what is wrong with it."""
    codes = [int(code) for code in form.getlist("area") if code.isascii() and code.isdigit()]
    areas = tuple(sorted(code for code in codes if code in places.names))
    name, role = form.get("name", "").strip(), form.get("role", "")
    faults = [] if 0 < len(name) <= NAME_MAX else [("name", "PERSON_NAME")]
    if role not in ROLES:
        faults.append(("role", "ROLE_UNKNOWN"))
    if not areas or len(areas) < len(codes):
        faults.append(("areas", "AREA_MISSING" if not areas else "AREA_UNKNOWN"))
    return Facts(name, role, areas), faults


def uploaded(content: bytes) -> list[dict[str, str]] | None:
    """Return the rows of a list of people in a file, or None where there is no header."""
    for sheet in read_file(content).sheets:
        found = read_lines([[text_of(cell) for cell in row] for row in sheet.rows])
        if found is not None:
            return found
    return None


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows that a dry run handed on; nothing if they are not what it wrote."""
    try:
        value: Any = json.loads(text)
    except ValueError:
        return []
    members = {"row", "name", "login", "role", "areas"}
    good = isinstance(value, list) and all(
        isinstance(one, dict) and set(one) == members and one["row"].isdigit()
        and all(isinstance(cell, str) for cell in one.values())
        for one in value
    )  # fmt: skip
    return value[:PEOPLE_MAX] if good else []
