"""What a list of people says and what is wrong with it; which phone needs a look."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.text import whole

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
NAME_MAX = 40
SILENT_DAYS = 2  # a phone with unsent work that was silent longer is overdue (UX.md B1)
SPACE_LOW_MB = 200
ROLES = {
    "AGENT": ("代办员", "agent"),
    "SUPERVISOR": ("主管", "supervisor"),
    "ADMIN": ("管理员", "admin", "administrator"),
}
# Headers of a list of people, as offices write them and as the English desk shows them.
HEADS = {
    "name": ("姓名", "名字", "name"),
    "login": ("登录名", "账号", "用户名", "sign-in name", "login"),
    "role": ("角色", "岗位", "role"),
    "areas": ("辖区", "负责的村", "村", "乡镇", "area", "areas"),
}
_SEPARATORS = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True)
class Places:
    """The divisions of a county: names of each code, and codes by every way to say a name."""

    names: Mapping[int, str]
    codes: Mapping[str, Collection[int]]


@dataclass
class Line:
    """One person of a list. no: row of the file. faults: codes, each with its field."""

    no: int
    name: str
    login: str
    role: str
    areas: tuple[int, ...]
    said: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_lines(rows: Sequence[Sequence[str]]) -> list[dict[str, str]] | None:
    """Return {"row", "name", "login", "role", "areas"} of each row below the header, or None."""
    for place, row in enumerate(rows[:10]):
        columns = _columns([plain(cell).casefold() for cell in row])
        if "name" in columns and "login" in columns:
            return [
                {"row": str(place + 2 + no), **_cells(cells, columns)}
                for no, cells in enumerate(rows[place + 1 :])
                if any(plain(cell) for cell in cells)
            ]
    return None


def judge(lines: Sequence[Mapping[str, str]], places: Places, taken: Collection[str]) -> list[Line]:
    """Return the people of a list with what is wrong with each. taken: sign-in names in use."""
    judged: list[Line] = []
    seen: set[str] = set()
    for one in lines:
        role = role_of(one["role"])
        areas, unknown = areas_of(one["areas"], places)
        line = Line(
            int(one["row"]), one["name"], one["login"].casefold(), role or "", areas, one["areas"]
        )
        line.faults = [*_of_name(line), *_of_login(line, seen, taken)]
        if role is None:
            line.faults.append(("role", "ROLE_UNKNOWN"))
        line.faults += [("areas", code) for code in unknown]
        if not unknown and not areas:
            line.faults.append(("areas", "AREA_MISSING"))
        seen.add(line.login)
        judged.append(line)
    return judged


def role_of(text: str) -> str | None:
    """Return the role a word names; nothing is an agent."""
    wanted = plain(text).casefold()
    if not wanted:
        return "AGENT"
    return next(
        (role for role, names in ROLES.items() if wanted == role.casefold() or wanted in names),
        None,
    )


def areas_of(text: str, places: Places) -> tuple[tuple[int, ...], list[str]]:
    """Return the division codes a text names, by code or name, and a fault for each it cannot."""
    codes: dict[int, None] = {}
    faults = []
    for word in (plain(part) for part in _SEPARATORS.split(text)):
        if not word:
            continue
        code = whole(word, 12)
        found: Collection[int] = places.codes.get(word, ())
        if code is not None:
            found = {code} & places.names.keys()
        if len(found) == 1:
            codes |= dict.fromkeys(found)
        else:
            faults.append("AREA_SEVERAL" if found else "AREA_UNKNOWN")
    return tuple(codes), faults


def plain(text: str) -> str:
    """Return a text half-width, without blanks at its ends and doubled inside."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def is_overdue(status: str, unsent: int, silent_days: float) -> bool:
    """Tell whether work is stuck on a phone: unsent, and no word for days."""
    return status in ("ACTIVE", "CLOSING", "REVOKED") and unsent > 0 and silent_days > SILENT_DAYS


def _columns(heads: Sequence[str]) -> dict[str, int]:
    return {
        member: heads.index(name)
        for member, names in HEADS.items()
        for name in reversed(names)
        if name in heads
    }


def _cells(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        member: plain(cells[columns[member]])
        if member in columns and columns[member] < len(cells)
        else ""
        for member in HEADS
    }


def _of_name(line: Line) -> list[tuple[str, str]]:
    return [] if 0 < len(line.name) <= NAME_MAX else [("name", "PERSON_NAME")]


def _of_login(line: Line, seen: Collection[str], taken: Collection[str]) -> list[tuple[str, str]]:
    if not LOGIN.fullmatch(line.login):
        return [("login", "LOGIN_FORM")]
    if line.login in taken:
        return [("login", "LOGIN_TAKEN")]
    return [("login", "LOGIN_TWICE")] if line.login in seen else []
