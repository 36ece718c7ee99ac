"""Many rows in one statement: the same on both databases, whatever stands in them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEntry, County
from app.bulk import among, among_found, blank, change_runs, put
from app.db import db, transaction
from app.inbox.models import InboxOp
from app.regions.models import Village
from app.rosters.models import Household
from tests.conftest import both_databases

COUNTY, VILLAGE = 511703, 511703100200
HOUSEHOLDS = Household.__table__
ENTRIES = AuditEntry.__table__
ODD = '引号" 反斜\\ 换行\n 花括号{} 㐀𠮷'


@pytest.fixture
def village(app):
    with transaction() as session:
        session.add(County(county=COUNTY, epoch_id="t"))
        session.add(Village(county=COUNTY, id=VILLAGE, township=511703100, name="村", ver=1))


def home(number, **columns):
    return {
        "county": COUNTY, "village": VILLAGE, "id": f"s100200-{number}", "ver": number,
        "writer": "s100200", "field_meta": {"address": [number, "s100200"]}, **columns,
    }  # fmt: skip


def homes():
    rows = db.session.execute(select(HOUSEHOLDS).order_by(HOUSEHOLDS.c.ver)).mappings()
    return [dict(row) for row in rows]


@both_databases
def test_every_kind_of_value_arrives_as_it_was(village):
    given = home(
        1, address=ODD, phone_enc=b"\x00\xff\\x", phone_mask=None, walk_order=2**31 - 1,
        poverty=[{"category": ODD, "from": None, "share": 0.1, "yes": True}],
    )  # fmt: skip

    with transaction(one_county=True) as session:
        put(session, HOUSEHOLDS, [given])

    [row] = homes()
    assert {name: row[name] for name in given} == given
    assert row["deleted"] is False
    assert row["insured_last"] is None


@both_databases
def test_instants_keep_their_zone(app):
    at = datetime(2026, 3, 1, 4, 0, 0, 123456, tzinfo=UTC)
    entry = {
        "county": COUNTY, "chain": VILLAGE, "no": 1, "at": at, "actor": "a", "install": None,
        "action": "A", "subject": "s", "detail_enc": None, "previous": b"", "sha": b"\x01",
    }  # fmt: skip

    with transaction() as session:
        put(session, ENTRIES, [entry])

    assert db.session.execute(select(ENTRIES)).mappings().one() == entry


@both_databases
def test_a_known_row_is_written_left_or_refused_as_the_caller_says(village):
    key = ("county", "village", "id")
    with transaction() as session:
        put(session, HOUSEHOLDS, [home(1, address="old", group_name="1组")])
        put(
            session, HOUSEHOLDS,
            [home(1, address="new", group_name="2组"), home(2, address="new", group_name="2组")],
            written=("address",), key=key,
        )  # fmt: skip
        put(session, HOUSEHOLDS, [home(2, address="newer", group_name="3组")], key=key)

    assert [(row["address"], row["group_name"]) for row in homes()] == [
        ("new", "1组"), ("new", "2组")
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction() as session:
        put(session, HOUSEHOLDS, [home(1)])


@both_databases
def test_runs_of_rows_are_changed_by_their_key_and_others_are_not_touched(village):
    rows = [home(number, address="old", poverty=[]) for number in (1, 2, 3, 4, 5)]
    with transaction() as session:
        put(session, HOUSEHOLDS, rows)
        runs = [
            {
                "county": COUNTY, "village": VILLAGE, "first": first, "last": last,
                "walk_order": order, "address": address, "poverty": poverty,
            }
            for first, last, order, address, poverty in (
                (1, 2, 70, ODD, [{"category": ODD}]), (5, 9, None, None, None)
            )
        ]  # fmt: skip
        change_runs(
            session, HOUSEHOLDS, runs, key="ver", rising="walk_order",
            written=("address", "poverty"),
        )  # fmt: skip

    assert [(row["address"], row["poverty"], row["walk_order"]) for row in homes()] == [
        (ODD, [{"category": ODD}], 70), (ODD, [{"category": ODD}], 71),
        ("old", [], None), ("old", [], None), (None, None, None),
    ]  # fmt: skip


@both_databases
def test_what_all_rows_share_is_told_once(village):
    common = {"village": VILLAGE, "writer": "s100200", "address": None, "poverty": [], "ver": 7}
    rows = [
        {"county": COUNTY, "id": f"s100200-{number}", "group_name": f"{number}组"}
        for number in (1, 2)
    ]
    with transaction() as session:
        put(session, HOUSEHOLDS, rows, common=common)

    assert [(row["id"], row["village"], row["group_name"], row["ver"]) for row in homes()] == [
        ("s100200-1", VILLAGE, "1组", 7), ("s100200-2", VILLAGE, "2组", 7)
    ]  # fmt: skip
    assert [(row["address"], row["poverty"], row["deleted"]) for row in homes()] == [
        (None, [], False), (None, [], False)
    ]  # fmt: skip


@both_databases
def test_nothing_to_write_is_no_statement(app):
    with transaction() as session:
        put(session, HOUSEHOLDS, [])
        change_runs(
            session, HOUSEHOLDS, [], key="ver", rising="walk_order", written=("address",)
        )  # fmt: skip

    assert homes() == []


@both_databases
def test_rows_are_found_by_many_values_and_by_those_of_a_search(village):
    numbers = range(1, 6)
    with transaction() as session:
        rows = [home(n, address=f"{n}", phone_enc=bytes([n]), walk_order=n % 2) for n in numbers]
        put(session, HOUSEHOLDS, rows)
    session, columns = db.session(), HOUSEHOLDS.c

    def found(condition):
        return sorted(session.scalars(select(columns.ver).where(condition)))

    assert found(among(session, columns.address, {"2", "4", "9"})) == [2, 4]
    assert found(among(session, columns.ver, {2, 4})) == [2, 4]
    assert found(among(session, columns.phone_enc, {b"\x01", b"\x05"})) == [1, 5]
    odd = select(columns.address).where(columns.walk_order == 1)
    assert found(among_found(session, columns.address, odd)) == [1, 3, 5]


def test_a_blank_row_shares_nothing_with_the_next():
    first, second = blank(HOUSEHOLDS), blank(HOUSEHOLDS)
    first["field_meta"]["name"] = [1, "x"]

    assert second["field_meta"] == {}
    assert set(first) == set(HOUSEHOLDS.columns.keys())
    assert blank(InboxOp.__table__)["result"] is None
