"""Findings: what the rules say of a person, a household or a group (contracts.md 9)."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Finding = dict[str, Any]


def _catalogue() -> dict[str, dict[str, Any]]:
    folder = Path(__file__).parent
    files = ("finding-codes.json", "server-codes.json")
    return {
        code: entry
        for name in files
        for code, entry in json.loads((folder / name).read_text(encoding="utf-8")).items()
    }


CODES = _catalogue()
_SEVERITY = {code: entry["severity"] for code, entry in CODES.items()}


def finding(code: str, path: str) -> Finding:
    """Return {code, severity, path}. Raises KeyError for a code that is not in the catalogue."""
    return {"code": code, "severity": _SEVERITY[code], "path": path}


def collect(found: Iterable[Finding]) -> list[Finding]:
    """Return findings sorted by path, then code, without repeats."""
    unique = {(one["path"], one["code"]): one for one in found}
    return [unique[key] for key in sorted(unique)]


def prefixed(prefix: str, found: Iterable[Finding]) -> list[Finding]:
    """Return the findings with a prefix before each path."""
    return [{**one, "path": prefix + one["path"]} for one in found]


def blocks(found: Iterable[Finding]) -> list[Finding]:
    """Return those that stop acceptance."""
    return [one for one in found if one["severity"] == "BLOCK"]


def sentence(code: str, language: str = "zh-CN") -> str:
    """Return the sentence of a code that says what is wrong."""
    return str(CODES[code][language])
