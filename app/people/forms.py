"""What the pages of people send, read into facts."""

import json
from typing import Any

from werkzeug.datastructures import MultiDict

from app.people.rules import NAME_MAX, ROLES, Line, Places, judge, read_lines
from app.people.service import Facts
from app.rosters.reading import read_file
from app.rosters.rules.tables import text_of
from app.text import whole

PEOPLE_MAX = 500


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
        isinstance(one, dict) and set(one) == members and whole(one["row"]) is not None
        and all(isinstance(cell, str) for cell in one.values())
        for one in value
    )  # fmt: skip
    return value[:PEOPLE_MAX] if good else []
