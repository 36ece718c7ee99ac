"""The same villages as documents, for systems that know nothing of ours: one per household."""

import base64
import gzip
import json
import uuid
from typing import Any

from bench.kit.people import village

NAMESPACE = uuid.UUID("6f1d3c1e-0b7e-4c0a-9c39-5a5a4c1f0001")
DROPPED = ("poverty", "on_roster")


def documents(households: int, seed: str) -> list[dict[str, Any]]:
    """Return households with their members and what they agreed to, named fields, random ids."""
    found = []
    for number, home in enumerate(village(households, seed)):
        members = [
            {
                **{name: value for name, value in one.items() if name not in DROPPED},
                "id": str(uuid.uuid5(NAMESPACE, f"{seed}/{number}/{place}")),
                "plan": "A", "premium_fen": 3000,
            }
            for place, one in enumerate(home["members"])
        ]  # fmt: skip
        count = len(members)
        enrollment = {
            "outcome": "ENROLL", "declared_on": "2026-11-28", "premium_fen": 3000 * count,
            "shares": {"INDIVIDUAL": 2500 * count, "COLLECTIVE": 500 * count},
            "consent": "PAPER_PHOTO", "receipt_no": f"{number + 1:04d}", "method": "CASH",
        }  # fmt: skip
        found.append({
            "_id": str(uuid.uuid5(NAMESPACE, f"{seed}/{number}")), "village": 511703100200,
            **home, "members": members, "enrollment": enrollment,
        })  # fmt: skip
    return found


def pushes(households: int, seed: str, batch: int = 50) -> list[dict[str, Any]]:
    """Return the documents as recorded requests to the ceiling."""
    found = documents(households, seed)
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return [
        {
            "method": "POST", "path": "/push", "headers": headers,
            "body": base64.b64encode(
                gzip.compress(dumps(found[start : start + batch]).encode(), 6)
            ).decode(),
        }
        for start in range(0, households, batch)
    ]  # fmt: skip


def dumps(value: Any) -> str:
    """Return compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
