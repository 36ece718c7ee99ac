"""The first question of every contact: where does the server stand, what may I see (3.10, 3.11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.rules import Actor
from app.accounts.telephone import supervisors
from app.campaigns.queries import campaigns_for
from app.canonical import canonical_sha
from app.inbox.models import OpResult
from app.products.queries import dictionary_heads, version_heads
from app.regions.queries import villages_of
from app.regions.rules import covers
from app.sync.devices import Device, epoch_of, installs_of, lease_until, scope_of, server_key

RESULTS_MAX = 500
ASKED_MAX = 2  # more names help nobody at the door


def state(session: Session, actor: Actor, device: Device) -> dict[str, Any]:
    """Return what `state` says, without the clock: equal facts give an equal body."""
    epoch, safe_kind = epoch_of(session, actor.county)
    villages = villages_of(session, actor.county, actor.areas)
    campaigns = campaigns_for(actor.county, [one.id for one in villages])
    versions = {(one["product_code"], one["product_version"]) for one in campaigns}
    return {
        "epoch": epoch, "scope": scope_of(session, actor.county, actor.id),
        "installs": installs_of(session, actor.county, actor.id),
        "last_seq": device.last_seq, "safe_seq": device.safe_seq, "safe_kind": safe_kind,
        "villages": [
            {"village": one.id, "name": one.name, "ver": one.ver, "state": "GRANTED"}
            for one in villages
        ],
        "supervisors": whom_to_ask(session, actor.county, [one.id for one in villages]),
        "revoke": [], "campaigns": campaigns,
        "product_versions": version_heads(session, versions),
        "dictionaries": dictionary_heads(), "results_to": device.last_result,
        "server_pub": server_key(),
    }  # fmt: skip


def whom_to_ask(session: Session, county: int, villages: Sequence[int]) -> list[dict[str, str]]:
    """Return the supervisors of some villages, those with a number first: {name, phone}."""
    found = {
        one.id: {"name": one.name, "phone": one.phone}
        for one in supervisors(session, county)
        if any(covers(one.area, village) for village in villages)
    }
    return sorted(found.values(), key=lambda one: not one["phone"])[:ASKED_MAX]


def etag_of(body: dict[str, Any]) -> str:
    """Return the entity tag of a state."""
    return f'"{canonical_sha(body)[:32]}"'


def with_clock(body: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return the state as sent."""
    return {**body, "lease_until": lease_until(at), "server_time": int(at.timestamp())}


def results(session: Session, device: Device, after: int) -> dict[str, Any]:
    """Return verdicts that came after their push was answered: {rows, next}."""
    rows = session.execute(
        select(OpResult.n, OpResult.seq, OpResult.verdict, OpResult.result)
        .where(OpResult.county == device.county, OpResult.install == device.id, OpResult.n > after)
        .order_by(OpResult.n)
        .limit(RESULTS_MAX)
    ).all()
    return {"rows": [list(row) for row in rows], "next": rows[-1].n if rows else after}
