"""A person says which value stands; the row, both phones and the audit chain hear of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Install
from app.accounts.rules import Actor
from app.audit.service import Entry
from app.batches.scope import require_village
from app.errors import Conflict, Invalid, NotFound
from app.inbox.models import FieldConflict, InboxOp
from app.inbox.service import Verdict, lock_install
from app.inbox.verdicts import announce, settle
from app.merging.conflicts import current, enrollments_of, lost_value, row_of
from app.regions.service import VillageLock, lock_village, release
from app.regions.writing import update_rows
from app.secrets import place, vault
from app.sync.kinds import KINDS
from app.sync.rejudging import rejudge_enrollments

TEXT_MAX = 200
EDITABLE = ("RECEIVED", "IN_BATCH", "RETURNED")  # what a person may still change
KEPT, LOST = "KEPT", "LOST"


@dataclass(frozen=True)
class Choice:
    """What was chosen about a row. fields: {field: KEPT, or id of the conflict whose value stands}.

    ver: version of the row that the page showed.
    """

    village: int
    kind: str
    entity: str
    fields: Mapping[str, str]
    ver: int
    reason: str


def decide(session: Session, choice: Choice, *, by: Actor, at: datetime) -> None:
    """Decide all that was chosen of a row.

    Raises Invalid REASON_SHORT, CHOICE_MISSING; Conflict STALE_FORM when somebody wrote the row
    meanwhile, CONFLICT_LOCKED when a value would change a household that is accepted.
    """
    require_village(by, choice.village)
    _require_reason(choice.reason)
    found = _open(session, by.county, choice)
    installs = sorted({one.lost["install"] for one in found})
    phones = _lock_phones(session, by.county, installs)
    lock = lock_village(session, by.county, choice.village)
    session.expire_all()
    found = _open(session, by.county, choice)
    row = row_of(session, by.county, choice.village, choice.kind, choice.entity)
    if row["ver"] != choice.ver:
        raise Conflict("STALE_FORM")
    groups = _by_field(found)
    if groups.keys() - choice.fields.keys():
        raise Invalid("CHOICE_MISSING")
    written = _written(choice, groups, row)
    lines = enrollments_of(session, by.county, choice.village, choice.kind, row)
    if written and any(line.status not in EDITABLE for line in lines):
        raise Conflict("CONFLICT_LOCKED")
    changes = {choice.entity: written} if written else {}
    update_rows(session, lock, KINDS[choice.kind].model, changes)
    about = {"reason": choice.reason, "by": by.id, "by_name": by.name, "at": int(at.timestamp())}
    _resolve(session, lock, choice, groups, row, about)
    _tell(session, by.county, phones, found, choice.fields, about, at)
    detail = {"fields": dict(choice.fields), "reason": choice.reason}
    entry = Entry("CONFLICT_DECIDED", f"{choice.kind}:{choice.entity}", by.id, detail=detail)
    release(session, lock, [entry], at=at)
    _judge(session, by.county, choice.village, [one.id for one in lines if _open_line(one)], at)


def undo(
    session: Session, village: int, kind: str, entity: str, reason: str, *, by: Actor, at: datetime
) -> None:
    """Take the last decision about a row back: its conflicts are open again, as before it.

    Raises Conflict CONFLICT_MOVED when a field was written after the decision, Invalid.
    """
    require_village(by, village)
    _require_reason(reason)
    lock = lock_village(session, by.county, village)
    row = row_of(session, by.county, village, kind, entity)
    found = _decided(session, by.county, village, kind, entity)
    if not found:
        raise NotFound("CONFLICT_UNKNOWN")
    lines = enrollments_of(session, by.county, village, kind, row)
    written: dict[str, Any] = {}
    changes: dict[str, dict[str, Any]] = {}
    for one in found:
        decision = one.decision or {}
        changes[one.id] = {"status": "OPEN", "decision": None}
        if decision["choice"] == LOST:
            mark = (row["field_meta"] or {}).get(one.field, [0, ""])
            if mark[0] != decision["ver"] or any(line.status not in EDITABLE for line in lines):
                raise Conflict("CONFLICT_MOVED")
            written |= _columns(kind, row, one.field, lost_value(one))
            changes[one.id]["lost_value_enc"] = _sealed(one, current(kind, row, one.field))
    update_rows(session, lock, KINDS[kind].model, {entity: written} if written else {})
    update_rows(session, lock, FieldConflict, changes)
    detail = {"conflicts": sorted(changes), "reason": reason}
    entry = Entry("CONFLICT_OPENED", f"{kind}:{entity}", by.id, detail=detail)
    release(session, lock, [entry], at=at)
    _judge(session, by.county, village, [one.id for one in lines if _open_line(one)], at)


def _require_reason(reason: str) -> None:
    if not 0 < len(reason) <= TEXT_MAX:
        raise Invalid("REASON_SHORT")


def _open(session: Session, county: int, choice: Choice) -> Sequence[FieldConflict]:
    found = session.scalars(
        select(FieldConflict)
        .where(
            FieldConflict.county == county, FieldConflict.village == choice.village,
            FieldConflict.kind == choice.kind, FieldConflict.entity == choice.entity,
            FieldConflict.status == "OPEN",
        )
        .order_by(FieldConflict.id)
    ).all()  # fmt: skip
    if not found:
        raise NotFound("CONFLICT_UNKNOWN")
    return found


def _decided(
    session: Session, county: int, village: int, kind: str, entity: str
) -> list[FieldConflict]:
    """Return the conflicts of the last decision about a row."""
    found = [
        one
        for one in session.scalars(
            select(FieldConflict).where(
                FieldConflict.county == county, FieldConflict.village == village,
                FieldConflict.kind == kind, FieldConflict.entity == entity,
                FieldConflict.status == "RESOLVED",
            )
        )
        if one.decision
    ]  # fmt: skip
    last = max((one.decision["at"] for one in found if one.decision), default=0)
    return [one for one in found if one.decision and one.decision["at"] == last]


def _by_field(found: Sequence[FieldConflict]) -> dict[str, list[FieldConflict]]:
    groups: dict[str, list[FieldConflict]] = defaultdict(list)
    for one in found:
        groups[one.field].append(one)
    return groups


def _written(
    choice: Choice, groups: Mapping[str, Sequence[FieldConflict]], row: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the columns that the chosen values fill."""
    columns: dict[str, Any] = {}
    for name, members in groups.items():
        wanted = choice.fields[name]
        taken = next((one for one in members if one.id == wanted), None)
        if taken is not None:
            columns |= _columns(choice.kind, {**row, **columns}, name, lost_value(taken))
        elif wanted != KEPT:
            raise Invalid("CHOICE_MISSING")
    return columns


def _columns(code: str, row: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    kind = KINDS[code]
    base, _, part = name.partition(".")
    if part:
        return {base: {**(row[base] or {}), part: value}}
    columns = kind.columns(row, base, value)
    if kind.derived is not None and base in kind.derived_from:
        columns |= kind.derived(kind, {**row, **columns})
    return columns


def _resolve(
    session: Session,
    lock: VillageLock,
    choice: Choice,
    groups: Mapping[str, Sequence[FieldConflict]],
    row: Mapping[str, Any],
    about: Mapping[str, Any],
) -> None:
    """Close the conflicts; one whose value was taken keeps the other value in its place."""
    now = row_of(session, lock.county, lock.village, choice.kind, choice.entity)
    changes: dict[str, dict[str, Any]] = {}
    for name, members in groups.items():
        for one in members:
            taken = choice.fields[name] == one.id
            mark = (now["field_meta"] or {}).get(name, [0, ""])
            decision = {**about, "choice": LOST if taken else KEPT, "ver": mark[0]}
            changes[one.id] = {"status": "RESOLVED", "decision": decision}
            if taken:
                before = current(choice.kind, row, name)
                changes[one.id]["lost_value_enc"] = _sealed(one, before)
    update_rows(session, lock, FieldConflict, changes)


def _sealed(one: FieldConflict, value: Any) -> bytes:
    where = place("conflicts", "lost_value", one.county, one.village, one.id)
    return vault().seal_json(one.county, where, value)


def _lock_phones(session: Session, county: int, installs: Sequence[str]) -> dict[str, int]:
    """Lock the phones that will hear of it, before the village; return {install: last result}."""
    known = session.scalars(
        select(Install.id).where(Install.county == county, Install.id.in_(installs))
    )
    return {one: lock_install(session, county, one)["last_result"] for one in sorted(known)}


def _tell(
    session: Session,
    county: int,
    phones: Mapping[str, int],
    found: Sequence[FieldConflict],
    fields: Mapping[str, str],
    about: Mapping[str, Any],
    at: datetime,
) -> None:
    """Tell each phone what became of its value: `taken`, or `kept` if another one stands."""
    for install, last in phones.items():
        mine = [one for one in found if one.lost["install"] == install]
        seqs = {one.lost["seq"] for one in mine}
        ops = session.execute(
            select(
                InboxOp.seq, InboxOp.set_first, InboxOp.set_last, InboxOp.ver, InboxOp.result
            ).where(
                InboxOp.county == county, InboxOp.install == install, InboxOp.seq.in_(seqs),
                InboxOp.status == "conflict",
            )
        )  # fmt: skip
        verdicts = []
        for op in ops:
            own = [one for one in mine if one.lost["seq"] == op.seq]
            taken = all(fields[one.field] == one.id for one in own)
            told = {
                "decision": "taken" if taken else "kept", "text": about["reason"],
                "by_name": about["by_name"], "at": about["at"],
            }  # fmt: skip
            verdict = Verdict(op.seq, op.set_first, op.set_last, "resolved", op.ver, op.result)
            verdicts.append(replace(verdict, result={**(op.result or {}), **told}))
        settle(session, county, install, verdicts)
        announce(session, county, install, verdicts, last_result=last, at=at)


def _open_line(line: Any) -> bool:
    return line.status in EDITABLE


def _judge(session: Session, county: int, village: int, lines: Sequence[str], at: datetime) -> None:
    if lines:
        session.expire_all()
        rejudge_enrollments(session, county, village, lines, at=at)
