"""The push: stored in one transaction, applied in a second (contracts.md 12, sync.md 2.4).

The view opens both transactions; a crash between them loses nothing: the next push or the sweeper
applies what was stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from app.attachments.service import note_mentions, note_uses
from app.audit.service import Entry
from app.bulk import put
from app.campaigns.models import CampaignVillage
from app.inbox.models import FieldConflict
from app.inbox.ops import Op, PackedOp
from app.inbox.service import Verdict, lock_install, received
from app.inbox.verdicts import announce, settle
from app.regions.rules import in_scope
from app.regions.service import VillageLock, lock_village, release
from app.rosters.models import RosterVersion
from app.secrets import place, vault
from app.sync.applying import Outcome, Work, apply_sets
from app.sync.evidence import files_of, mentions_in, uses_in
from app.sync.finishing import Finish, finish
from app.sync.loading import load
from app.sync.parents import wait_for_parents
from app.sync.village import VillageState

CONFLICTS = cast("Table", FieldConflict.__table__)


@dataclass(frozen=True)
class Applied:
    """What applying did. ver: the last version taken.

    echo: rows whose sender needs no copy, as {(kind, id): version before}.
    """

    ver: int
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    echo: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Author:
    """Whose ops they are, and where he works now."""

    county: int
    install: str
    areas: tuple[int, ...]


def apply_received(
    session: Session,
    author: Author,
    village: int,
    *,
    at: datetime,
    known: Sequence[PackedOp] = (),
    agent: str | None = None,
    first: int | None = None,
) -> Applied:
    """Apply the stored ops of an install in a village (T2).

    known: the ops of the push being answered; outcomes of all others go to `results`. agent: who
    enters them, if not the agent of the install. first: of one set alone. Raises NotFound for an
    unknown village.
    """
    install = lock_install(session, author.county, author.install)
    lock = lock_village(session, author.county, village)
    stored = received(session, author.county, village, author.install, known, first)
    if not stored:
        return Applied(lock.ver)
    applied, entries = apply_stored(session, lock, author, agent or install["agent"], stored, at=at)
    settle(session, author.county, author.install, applied.verdicts.values())
    answered = {one.op.seq for one in known}
    late = [one for seq, one in applied.verdicts.items() if seq not in answered]
    announce(
        session, author.county, author.install, late, last_result=install["last_result"], at=at
    )
    release(session, lock, entries, at=at)
    return applied


def apply_stored(
    session: Session,
    lock: VillageLock,
    author: Author,
    agent: str,
    ops: Sequence[Op],
    *,
    at: datetime,
    late: dict[int, int] | None = None,
) -> tuple[Applied, list[Entry]]:
    """Apply ops to the locked village and keep what lost; verdicts are left to the caller.

    late: ops that were put aside pass after all, wherever their author works now: the version of
    what their install wrote before each.
    """
    first = lock.take(len(ops))
    versions = {op.seq: first + place_no for place_no, op in enumerate(ops)}
    outside = late is None and not in_scope(author.areas, lock.village)
    state = VillageState(lock.county, lock.village)
    if not outside:
        state = load(session, lock.county, lock.village, ops)
    work = Work(state, author.install, versions, floor=lock.min_ver)
    work.late = {seq: (ver, lock.first_ver) for seq, ver in (late or {}).items()}
    outcomes = apply_sets(work, ops, refusal="OUT_OF_SCOPE" if outside else None)
    if any(one.missing for one in outcomes):
        wait_for_parents(session, lock, author.install, outcomes)
    conflicts = _conflicts(lock, author, outcomes, work, at)
    contested = contested_fields(session, state, conflicts)
    uses = uses_in(state, outcomes)
    finish(Finish(state, lock, agent, at, contested, files_of(session, state, uses)), work)
    state.write(session)
    note_uses(session, lock.county, lock.village, uses)
    note_mentions(session, lock.county, lock.village, mentions_in(outcomes))
    _pin_rosters(session, lock, work)
    if conflicts:
        put(session, CONFLICTS, conflicts)
    verdicts = _verdicts(outcomes, versions, conflicts)
    entries = [_entry(outcome, author.install, agent) for outcome in outcomes]
    return Applied(lock.ver, verdicts, _echo(state)), entries


def _conflicts(
    lock: VillageLock, author: Author, outcomes: Iterable[Outcome], work: Work, at: datetime
) -> list[dict[str, Any]]:
    rows = []
    for outcome in outcomes:
        for op in outcome.ops:
            for lost in outcome.lost.get(op.seq, ()):
                key, ver = lock.new_id(), work.versions[op.seq]
                where = place("conflicts", "lost_value", lock.county, lock.village, key)
                rows.append({
                    "county": lock.county, "village": lock.village, "id": key, "ver": ver,
                    "writer": lock.install, "deleted": False, "field_meta": {},
                    "kind": op.t.partition("@")[0], "entity": op.id, "field": lost.name,
                    "base_ver": op.b,
                    "kept": {"install": lost.kept[1], "seq": None, "ver": lost.kept[0]},
                    "lost": {"install": author.install, "seq": op.seq, "ver": ver},
                    "lost_value_enc": vault().seal_json(lock.county, where, lost.value),
                    "status": "OPEN", "raised_at": at,
                })  # fmt: skip
    return rows


def contested_fields(
    session: Session, state: VillageState, new: Iterable[dict[str, Any]]
) -> dict[tuple[str, str], set[str]]:
    """Return the fields with an open conflict, those of this transaction included."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in new:
        found.setdefault((row["kind"], row["entity"]), set()).add(row["field"])
    if state.has_conflicts:
        for kind, entity, name in session.execute(
            select(CONFLICTS.c.kind, CONFLICTS.c.entity, CONFLICTS.c.field).where(
                CONFLICTS.c.county == state.county, CONFLICTS.c.village == state.village,
                CONFLICTS.c.status == "OPEN",
            )
        ):  # fmt: skip
            found.setdefault((kind, entity), set()).add(name)
    return found


def _pin_rosters(session: Session, lock: VillageLock, work: Work) -> None:
    """Fix the roster version of a campaign in a village by its first batch (contracts.md 7.2)."""
    batches = [work.state.entities["ba"][key] for key in work.touched.new_batches]
    if not batches:
        return
    active = (
        select(RosterVersion.no)
        .where(
            RosterVersion.county == lock.county, RosterVersion.village == lock.village,
            RosterVersion.status == "ACTIVE",
        )
        .scalar_subquery()
    )  # fmt: skip
    session.execute(
        update(CampaignVillage)
        .where(
            CampaignVillage.county == lock.county, CampaignVillage.village == lock.village,
            CampaignVillage.campaign.in_({one.row["campaign"] for one in batches}),
            CampaignVillage.roster_version.is_(None),
        )
        .values(roster_version=active)
    )  # fmt: skip


def _verdicts(
    outcomes: Iterable[Outcome], versions: dict[int, int], conflicts: Iterable[dict[str, Any]]
) -> dict[int, Verdict]:
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in conflicts:
        rows.setdefault(row["lost"]["seq"], []).append(row)
    found = {}
    for outcome in outcomes:
        for op in outcome.ops:
            status, result = _verdict(outcome, rows.get(op.seq, []))
            found[op.seq] = Verdict(op.seq, op.first, op.last, status, versions[op.seq], result)
    return found


def _verdict(outcome: Outcome, lost: Sequence[dict[str, Any]]) -> tuple[str, dict[str, Any] | None]:
    span = [outcome.ops[0].first, outcome.ops[0].last]
    if outcome.on is not None:
        return "waiting", {"set": span, "on": outcome.on}
    if outcome.code is not None:
        about = {"field": outcome.name} if outcome.name else {}
        return "quarantined", {"set": span, "code": outcome.code, "seq": outcome.seq, **about}
    if lost:
        return "conflict", {"f": [row["field"] for row in lost], "c": [row["id"] for row in lost]}
    return "applied", None


def _entry(outcome: Outcome, install: str, agent: str) -> Entry:
    """Return the audit row of a set; what it wrote stands in the inbox."""
    op: Op = outcome.ops[0]
    action = "SET_APPLIED" if outcome.code is None else "SET_QUARANTINED"
    if outcome.on is not None:
        action = "SET_WAITS"
    detail = {"code": outcome.code, "lost": sorted(outcome.lost)}
    return Entry(action, f"set:{install}:{op.first}-{op.last}", agent, install, detail)


def _echo(state: VillageState) -> dict[tuple[str, str], int]:
    """Return the rows written by ops of this push alone, with their versions before it."""
    return {
        (code, one.id): one.was
        for code, rows in state.entities.items()
        for one in rows.values()
        if one.ops_wrote and not one.server_wrote and not one.lost_here
    }
