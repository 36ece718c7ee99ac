"""Load what a batch of ops touches: whole households with their enrollments, never whole villages.

One statement per kind (contracts.md 12). Consents come without their signatures.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from app.bulk import among, among_found, rows_of
from app.campaigns.models import Campaign, CampaignVillage
from app.inbox.merge import Entity
from app.inbox.models import FieldConflict
from app.inbox.ops import Op
from app.kinds import Kind, text
from app.rosters.kinds import identity_index
from app.sync.kinds import KINDS
from app.sync.village import CampaignFacts, VillageState, names_of
from app.sync.wanted import Wanted, wanted_by

EN, IN, CO, CL = (KINDS[code].table for code in ("en", "in", "co", "cl"))
HH, PS, BA = (KINDS[code].table for code in ("hh", "ps", "ba"))
MARKS = "field_meta"
ALONE = ("ph", "pi", "wd", "cn")  # kinds of which nothing is needed but the rows that ops name
OPEN_LINES = ("RECEIVED", "IN_BATCH", "RETURNED", "ACCEPTED")


def load(
    session: Session, county: int, village: int, ops: Sequence[Op],
    enrollments: Iterable[str] = (), leaving: Iterable[str] = (),
) -> VillageState:  # fmt: skip
    """Load everything that applying and judging these ops needs, and judging some enrollments.

    leaving: enrollments to be withdrawn: with their batch, and what asked for it.
    """
    state = VillageState(county, village)
    wanted, going = wanted_by(ops), set(leaving)
    wanted.named["en"].update(enrollments)
    wanted.answered.update(going)
    loader = _Loader(session, state)
    loader.load("en", *_enrollments(loader, wanted))
    households = wanted.named["hh"] | names_of(state.entities["en"].values(), "household")
    changed = loader.ids(PS, PS.c.household, PS.c.id, wanted.changed["ps"])
    loader.load(
        "ps", loader.any_of(PS.c.household, households), *changed,
        loader.any_of(PS.c.id, wanted.named["ps"]), changed=wanted.changed["ps"],
    )  # fmt: skip
    households |= names_of(state.entities["ps"].values(), "household")
    _load_households(loader, households, wanted.changed["hh"])
    keys = set(state.entities["en"])
    _load_insured(loader, keys, identities_of(state, ops))
    loader.load("co", loader.any_of(CO.c.enrollment, keys))
    _load_collections(loader, keys, wanted)
    batches = wanted.named["ba"]
    if batches or wanted.answered:
        answered = loader.ids(EN, EN.c.batch, EN.c.id, wanted.answered, BA.c.id)
        loader.load("ba", loader.any_of(BA.c.id, batches), *answered)
    for code in ALONE:
        loader.load(code, loader.any_of(KINDS[code].table.c.id, wanted.named[code]))
    loader.load("wd", loader.any_of(KINDS["wd"].table.c.enrollment, going))
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
        found = select(wanted).where(*_here(table), among(self.session, by, keys))
        return [among_found(self.session, wanted if target is None else target, found)]

    def rows(self, statement: Executable) -> list[dict[str, Any]]:
        """Return what a statement about this village finds."""
        here = {"county": self.state.county, "village": self.state.village}
        return rows_of(self.session, statement, here)

    def load(
        self, code: str, *conditions: ColumnElement[bool] | None, changed: set[str] | None = None
    ) -> None:
        """Load rows of a kind. changed: which of them ops may write, if others come beside."""
        kind = KINDS[code]
        given = [one for one in conditions if one is not None]
        if given:
            statement = self.reading(kind.table, changed).where(*_here(kind.table), or_(*given))
            for row in self.rows(statement):
                self.take(kind, row, changed)

    def reading(self, table: Table, changed: set[str] | None = None) -> Select[Any]:
        """Return the start of a statement: the marks, most of a row, only where an op writes."""
        if changed is None:
            return _reading(table, marked=True)
        statement = _reading(table, marked=False)
        if not changed:
            return statement
        written = case((among(self.session, table.c.id, changed), table.c[MARKS]), else_=None)
        return statement.add_columns(type_coerce(written, table.c[MARKS].type).label(MARKS))

    def take(self, kind: Kind, row: dict[str, Any], changed: set[str] | None = None) -> None:
        if changed and row["id"] not in changed:
            del row[MARKS]  # rather no marks than empty ones, by which any op would win
        self.state.entities[kind.code][row["id"]] = Entity(kind, row, was=row["ver"])

    def any_of(self, column: ColumnElement[Any], keys: set[Any]) -> ColumnElement[bool] | None:
        """Return `column in keys`, or None without keys."""
        return among(self.session, column, keys) if keys else None


@cache
def _here(table: Table) -> tuple[ColumnElement[bool], ...]:
    return table.c.county == bindparam("county"), table.c.village == bindparam("village")


CONFLICTS = cast("Table", FieldConflict.__table__)
_CONTESTED = exists(
    select(literal(1)).where(*_here(CONFLICTS), CONFLICTS.c.status == "OPEN")
).label("contested")


@cache
def _reading(table: Table, *, marked: bool) -> Select[Any]:
    """Build once what is dear to build: the long list of columns."""
    left_out = ("evidence_enc",) if marked else ("evidence_enc", MARKS)
    return select(*(one for one in table.columns if one.name not in left_out))


def _enrollments(loader: _Loader, wanted: Wanted) -> list[ColumnElement[bool] | None]:
    found = [
        loader.any_of(EN.c.id, wanted.named["en"]),
        loader.any_of(EN.c.household, wanted.named["hh"]),
    ]  # fmt: skip
    found += loader.ids(PS, PS.c.household, PS.c.id, wanted.changed["ps"], EN.c.household)
    for code, table in (("in", IN), ("co", CO), ("cl", CL)):
        found += loader.ids(table, table.c.enrollment, table.c.id, wanted.changed[code], EN.c.id)
    # Totals of a batch are those of all its lines.
    found += loader.ids(EN, EN.c.batch, EN.c.id, wanted.answered)
    found += loader.ids(BA, BA.c.id, BA.c.id, wanted.changed["ba"], EN.c.batch)
    return found


def identities_of(state: VillageState, ops: Iterable[Op]) -> set[bytes]:
    """Return the blind indexes of everybody here, before and after the ops."""
    found = {one.row["id_no_index"] for one in state.entities["ps"].values()}
    for op in ops:
        if op.t.startswith("ps@") and text(64)(op.f.get("id_no")):
            person = state.get("ps", op.id)
            id_type = op.f.get("id_type") or (person.row["id_type"] if person else None)
            if id_type is None or isinstance(id_type, str):
                found.add(identity_index(id_type, op.f["id_no"]))
    return {one for one in found if one is not None}


def _load_households(loader: _Loader, keys: set[str], changed: set[str]) -> None:
    """Load households, and see in passing whether anything in the village is contested."""
    if not keys:
        return
    statement = (
        loader.reading(HH, changed)
        .add_columns(_CONTESTED)
        .where(*_here(HH), among(loader.session, HH.c.id, keys))
    )
    for row in loader.rows(statement):
        loader.state.has_conflicts = row.pop("contested")
        loader.take(KINDS["hh"], row, changed)


def _load_insured(loader: _Loader, keys: set[str], identities: set[bytes]) -> None:
    """Load the lines of the enrollments, and who elsewhere is one of the same people.

    Two searches in one statement, each by its own index: one condition for both would be looked
    up in every line of the village.
    """
    parts = []
    if keys:
        here = among(loader.session, IN.c.enrollment, keys)
        parts.append(_lines(elsewhere=False).where(here))
    if identities:
        same = select(PS.c.id).where(
            *_here(PS), among(loader.session, PS.c.id_no_index, identities)
        )
        parts.append(_lines(elsewhere=True).where(among_found(loader.session, IN.c.person, same)))
    if not parts:
        return
    statement = union_all(*parts) if len(parts) > 1 else parts[0]
    names = ("status", "outcome", "campaign", "quoted_start_on", "id_no_index")
    for row in loader.rows(statement):
        about = {name: row.pop(name) for name in names}
        if about["id_no_index"] is None:
            loader.take(KINDS["in"], row)
        elif row["enrollment"] not in keys:
            loader.state.elsewhere.append({**about, "enrollment": row["enrollment"]})


@cache
def _lines(*, elsewhere: bool) -> Select[Any]:
    """Return lines with their enrollment; elsewhere: those that count, with who they are."""
    who = PS.c.id_no_index if elsewhere else type_coerce(null(), PS.c.id_no_index.type)
    about = (EN.c.status, EN.c.outcome, EN.c.campaign, EN.c.quoted_start_on)
    statement = (
        select(*IN.columns, *about, who.label("id_no_index"))
        .join(EN, _same(EN, IN, "enrollment"))
        .where(*_here(IN))
    )
    if not elsewhere:
        return statement
    counting = (IN.c.included.is_(True), IN.c.deleted.is_(False), EN.c.status.in_(OPEN_LINES))
    return statement.join(PS, _same(PS, IN, "person")).where(*counting)


def _same(table: Table, by: Table, reference: str) -> ColumnElement[bool]:
    """Return that a row of `by` names a row of `table`."""
    return and_(
        table.c.county == by.c.county, table.c.village == by.c.village,
        table.c.id == by.c[reference],
    )  # fmt: skip


def _load_collections(loader: _Loader, keys: set[str], wanted: Wanted) -> None:
    """Load the money of the enrollments and what is named; of equal receipts only the numbers."""
    receipts, named = wanted.receipts, wanted.named["cl"]
    same = []
    if keys:
        here = select(CL.c.receipt_no).where(
            *_here(CL), among(loader.session, CL.c.enrollment, keys),
            CL.c.receipt_no.is_not(None),
        )  # fmt: skip
        same.append(among_found(loader.session, CL.c.receipt_no, here))
    loader.load(
        "cl", loader.any_of(CL.c.enrollment, keys), loader.any_of(CL.c.receipt_no, receipts),
        loader.any_of(CL.c.id, named), *same,
    )  # fmt: skip
    held = loader.state.entities["cl"]
    for key, row in [(key, one.row) for key, one in held.items()]:
        if row["enrollment"] not in keys and key not in named:
            del held[key]
            if row["status"] != "VOID" and not row["deleted"] and row["receipt_no"]:
                loader.state.receipts.append((row["enrollment"], row["book_no"], row["receipt_no"]))
