"""Load what a batch of ops touches: whole households with their enrollments, never whole villages.

One statement per kind (contracts.md 12). Consents come without their signatures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, exists, or_, select
from sqlalchemy.orm import Session

from app.campaigns.models import Campaign, CampaignVillage
from app.inbox.merge import Entity
from app.inbox.models import FieldConflict
from app.inbox.ops import Op
from app.kinds import Kind, entity, text
from app.rosters.kinds import identity_index
from app.sync.kinds import KINDS
from app.sync.village import CampaignFacts, VillageState, names_of

EN, IN, CO, CL = (KINDS[code].table for code in ("en", "in", "co", "cl"))
HH, PS, BA, PH = (KINDS[code].table for code in ("hh", "ps", "ba", "ph"))
CONTESTABLE = {"hh", "ps", "en", "in", "co", "cl"}
OPEN_LINES = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED")


@dataclass
class Wanted:
    """Ids that ops name, by kind. changed: those of updates. answered: enrollments in answer."""

    named: dict[str, set[str]] = field(default_factory=lambda: {code: set() for code in KINDS})
    changed: dict[str, set[str]] = field(default_factory=lambda: {code: set() for code in KINDS})
    answered: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)


def wanted_by(ops: Iterable[Op]) -> Wanted:
    """Return what some ops name; what is not well-formed is left for the applying to refuse."""
    wanted = Wanted()
    for op in ops:
        kind = KINDS.get(op.t.partition("@")[0])
        if kind is None:
            continue
        if op.k != "c" and entity(op.id):
            wanted.named[kind.code].add(op.id)
            wanted.changed[kind.code].add(op.id)
        for name, about in kind.fields.items():
            value = op.f.get(name)
            if about.refers is not None and value is not None:
                keys = value if isinstance(value, list) else [value]
                wanted.named[about.refers] |= {key for key in keys if entity(key)}
        if kind.code == "en" and op.f.get("answered_return_no") is not None and entity(op.id):
            wanted.answered.add(op.id)
        if kind.code == "cl" and text(20)(op.f.get("receipt_no")):
            wanted.receipts.add(op.f["receipt_no"])
    return wanted


def load(
    session: Session, county: int, village: int, ops: Sequence[Op], enrollments: Iterable[str] = ()
) -> VillageState:
    """Load everything that applying and judging these ops needs, and judging some enrollments."""
    state = VillageState(county, village)
    wanted = wanted_by(ops)
    wanted.named["en"].update(enrollments)
    loader = _Loader(session, state)
    loader.load("en", *_enrollments(loader, wanted))
    households = wanted.named["hh"] | names_of(state.entities["en"].values(), "household")
    changed = loader.ids(PS, PS.c.household, PS.c.id, wanted.changed["ps"])
    loader.load("ps", _in(PS.c.household, households), *changed, _in(PS.c.id, wanted.named["ps"]))
    households |= names_of(state.entities["ps"].values(), "household")
    loader.load("hh", _in(HH.c.id, households))
    keys = set(state.entities["en"])
    _load_insured(loader, keys, _identities(state, ops))
    loader.load("co", _in(CO.c.enrollment, keys))
    _load_collections(loader, keys, wanted.receipts)
    batches = wanted.named["ba"]
    if batches or wanted.answered:
        answered = loader.ids(EN, EN.c.batch, EN.c.id, wanted.answered, BA.c.id)
        loader.load("ba", _in(BA.c.id, batches), *answered)
    loader.load("ph", _in(PH.c.id, wanted.named["ph"]))
    campaigns = {op.f.get("campaign") for op in ops} | {
        one.row["campaign"] for one in state.entities["en"].values()
    }
    campaigns |= {line["campaign"] for line in state.elsewhere}
    if any(op.t.startswith("ph@") for op in ops):
        state.campaigns = _read_campaigns(session, county, village, None)
    else:
        names = {one for one in campaigns if one is not None and text(36)(one)}
        state.campaigns = _read_campaigns(session, county, village, sorted(names))
    return state


def _read_campaigns(
    session: Session, county: int, village: int, wanted: Sequence[str] | None
) -> dict[str, CampaignFacts]:
    """Return the facts of those campaigns that are sold in the village, of all if none is named.

    Read every time: a campaign can move to a newer version of its product.
    """
    if wanted is not None and not wanted:
        return {}
    sold = (CampaignVillage.county == Campaign.county) & (CampaignVillage.campaign == Campaign.id)
    statement = (
        select(
            Campaign.id, Campaign.kind, Campaign.product_code, Campaign.product_version,
            Campaign.scheme_start_on,
        )
        .join(CampaignVillage, sold)
        .where(Campaign.county == county, CampaignVillage.village == village)
    )  # fmt: skip
    if wanted is not None:
        statement = statement.where(Campaign.id.in_(wanted))
    return {row.id: CampaignFacts(*row) for row in session.execute(statement)}


class _Loader:
    def __init__(self, session: Session, state: VillageState) -> None:
        self.session, self.state = session, state

    def ids(
        self,
        table: Table,
        wanted: ColumnElement[Any],
        by: ColumnElement[Any],
        keys: set[str],
        target: ColumnElement[Any] | None = None,
    ) -> list[ColumnElement[bool]]:
        """Return `target in (select wanted from table where by in keys)`, nothing without keys."""
        if not keys:
            return []
        found = select(wanted).where(*self.mine(table), by.in_(sorted(keys)))
        return [(wanted if target is None else target).in_(found)]

    def mine(self, table: Any) -> tuple[ColumnElement[bool], ...]:
        return table.c.county == self.state.county, table.c.village == self.state.village

    def load(self, code: str, *conditions: ColumnElement[bool] | None) -> None:
        kind = KINDS[code]
        given = [one for one in conditions if one is not None]
        if not given:
            return
        columns = [column for column in kind.table.columns if column.name != "evidence_enc"]
        statement = select(*columns).where(*self.mine(kind.table), or_(*given))
        if code in CONTESTABLE:
            statement = statement.add_columns(self.contested(kind))
        for row in self.session.execute(statement).mappings():
            self.take(kind, dict(row))

    def contested(self, kind: Kind) -> ColumnElement[bool]:
        return (
            exists()
            .where(
                FieldConflict.county == kind.table.c.county,
                FieldConflict.village == kind.table.c.village,
                FieldConflict.entity == kind.table.c.id, FieldConflict.status == "OPEN",
            )
            .label("contested")
        )  # fmt: skip

    def take(self, kind: Kind, row: dict[str, Any]) -> None:
        contested = bool(row.pop("contested", False))
        loaded = Entity(kind, row, was=row["ver"], contested=contested)
        self.state.entities[kind.code][row["id"]] = loaded


def _in(column: ColumnElement[Any], keys: set[str]) -> ColumnElement[bool] | None:
    return column.in_(sorted(keys)) if keys else None


def _enrollments(loader: _Loader, wanted: Wanted) -> list[ColumnElement[bool] | None]:
    found: list[ColumnElement[bool] | None] = [
        _in(EN.c.id, wanted.named["en"]), _in(EN.c.household, wanted.named["hh"]),
    ]  # fmt: skip
    found += loader.ids(PS, PS.c.household, PS.c.id, wanted.changed["ps"], EN.c.household)
    for code, table in (("in", IN), ("co", CO), ("cl", CL)):
        found += loader.ids(table, table.c.enrollment, table.c.id, wanted.changed[code], EN.c.id)
    # Totals of a batch are those of all its lines.
    found += loader.ids(EN, EN.c.batch, EN.c.id, wanted.answered)
    found += loader.ids(BA, BA.c.id, BA.c.id, wanted.changed["ba"], EN.c.batch)
    return found


def _identities(state: VillageState, ops: Iterable[Op]) -> set[bytes]:
    """Return the blind indexes of everybody here, before and after the ops."""
    found = {one.row["id_no_index"] for one in state.entities["ps"].values()}
    for op in ops:
        if op.t.startswith("ps@") and text(64)(op.f.get("id_no")):
            person = state.get("ps", op.id)
            id_type = op.f.get("id_type") or (person.row["id_type"] if person else None)
            if id_type is None or isinstance(id_type, str):
                found.add(identity_index(id_type, op.f["id_no"]))
    return {one for one in found if one is not None}


def _load_insured(loader: _Loader, keys: set[str], identities: set[bytes]) -> None:
    if not keys and not identities:
        return
    same = select(PS.c.id).where(*loader.mine(PS), PS.c.id_no_index.in_(sorted(identities)))
    conditions = [_in(IN.c.enrollment, keys), IN.c.person.in_(same) if identities else None]
    statement: Select[Any] = (
        select(
            *IN.columns, loader.contested(KINDS["in"]), EN.c.status, EN.c.outcome, EN.c.campaign,
            EN.c.quoted_start_on, PS.c.id_no_index,
        )
        .join(EN, (EN.c.county == IN.c.county) & (EN.c.village == IN.c.village)
              & (EN.c.id == IN.c.enrollment))
        .join(PS, (PS.c.county == IN.c.county) & (PS.c.village == IN.c.village)
              & (PS.c.id == IN.c.person))
        .where(*loader.mine(IN), or_(*(one for one in conditions if one is not None)))
    )  # fmt: skip
    names = ("status", "outcome", "campaign", "quoted_start_on", "id_no_index")
    for found in loader.session.execute(statement).mappings():
        row = dict(found)
        about = {name: row.pop(name) for name in names}
        if row["enrollment"] in keys:
            loader.take(KINDS["in"], row)
        elif row["included"] and not row["deleted"] and about["status"] in OPEN_LINES:
            loader.state.elsewhere.append({**about, "enrollment": row["enrollment"]})


def _load_collections(loader: _Loader, keys: set[str], receipts: set[str]) -> None:
    if not keys and not receipts:
        return
    same = []
    if keys:
        here = select(CL.c.receipt_no).where(
            *loader.mine(CL), CL.c.enrollment.in_(sorted(keys)), CL.c.receipt_no.is_not(None)
        )
        same.append(CL.c.receipt_no.in_(here))
    loader.load("cl", _in(CL.c.enrollment, keys), _in(CL.c.receipt_no, receipts), *same)
    held = loader.state.entities["cl"]
    for key, row in [(key, one.row) for key, one in held.items()]:
        if row["enrollment"] not in keys:
            del held[key]
            if row["status"] != "VOID" and not row["deleted"] and row["receipt_no"]:
                loader.state.receipts.append((row["enrollment"], row["book_no"], row["receipt_no"]))
