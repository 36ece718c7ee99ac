"""What the pages of personal-data requests send."""

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from app.words import words

TEXT_MAX = 100
COPIES = {"json": "application/json", "pdf": "application/pdf"}
DONE = words({
    "ask": "已送另一位管理员批准", "approve": "已删除；下面是还留着的和别处的副本",
    "refuse": "没有删除，理由已记下", "close": "已办结",
})  # fmt: skip
_PERSON = re.compile(r"([0-9]{12})/([0-9a-z-]{3,40})")


def typed(form: Mapping[str, str]) -> str:
    """Return what to look for."""
    return form.get("q", "").strip()[:TEXT_MAX]


def people(form: "MultiDict[str, str]") -> list[tuple[int, str]]:
    """Return the chosen places of the register as (village, person)."""
    found = [_PERSON.fullmatch(value) for value in form.getlist("person")]
    return [(int(one[1]), one[2]) for one in found if one is not None]
