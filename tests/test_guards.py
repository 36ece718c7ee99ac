"""The guards refuse what they must: each rule has a case that breaks it."""

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Delete,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Update,
    and_,
    create_engine,
    delete,
    exists,
    insert,
    or_,
    select,
    text,
    union_all,
    update,
)  # fmt: skip

from app.db import BY_COUNTY, REFERENCE, Model
from app.models import Household, Person, Village
from tests.factories import ROOT
from tests.guards import Refused, one_county, schema_faults

HH, PS, VG = Household.__table__, Person.__table__, Village.__table__


def test_every_table_of_the_application_passes_the_schema_guard():
    assert schema_faults(Model.metadata) == []


@pytest.mark.parametrize(
    ("columns", "info", "fault"),
    [
        ([Column("county", Integer, primary_key=True, autoincrement=False)], {}, "no info"),
        ([Column("id", Text, primary_key=True), Column("county", Integer)], BY_COUNTY, "start with county"),
        ([Column("county", BigInteger, primary_key=True, autoincrement=False)], BY_COUNTY, "INTEGER everywhere"),
        ([Column("county", Integer, primary_key=True, autoincrement=False), Column("n", Integer, primary_key=True, autoincrement=True)], BY_COUNTY, "autoincrement"),
        ([Column("county", Integer, primary_key=True, autoincrement=False), Column("x", Text), UniqueConstraint("x")], BY_COUNTY, "unique without"),
        ([Column("county", Integer, primary_key=True, autoincrement=False), Column("x", Text), Index("ix", "x")], BY_COUNTY, "index must begin"),
        ([Column("county", Integer, primary_key=True, autoincrement=False), Column("x", Text), UniqueConstraint("county", "x", deferrable=True)], BY_COUNTY, "deferrable"),
    ],
)  # fmt: skip
def test_a_table_citus_would_refuse_is_named(columns, info, fault):
    metadata = MetaData()
    Table("t", metadata, *columns, info=info)

    assert any(fault in sentence for sentence in schema_faults(metadata))


def test_a_foreign_key_without_county_is_named():
    metadata = MetaData()
    Table("parent", metadata, Column("county", Integer, primary_key=True, autoincrement=False), Column("id", Text, primary_key=True), info=BY_COUNTY)  # fmt: skip
    Table("child", metadata, Column("county", Integer, primary_key=True, autoincrement=False), Column("a", Integer), Column("b", Text), ForeignKeyConstraint(["a", "b"], ["parent.county", "parent.id"]), info=BY_COUNTY)  # fmt: skip
    Table("codes", metadata, Column("code", Text, primary_key=True), Column("a", Integer), Column("b", Text), ForeignKeyConstraint(["a", "b"], ["parent.county", "parent.id"]), info=REFERENCE)  # fmt: skip

    faults = schema_faults(metadata)

    assert any(fault.startswith("child: foreign key") for fault in faults)
    assert any(fault.startswith("codes: a reference table") for fault in faults)


@pytest.fixture
def engine() -> Engine:
    engine = create_engine("sqlite://")
    Model.metadata.create_all(engine)
    return engine


ALIAS = PS.alias("others")
GOOD = [
    select(HH.c.id).where(HH.c.county == 1, HH.c.village == 2),
    select(HH.c.id).join(VG, and_(VG.c.county == HH.c.county, VG.c.id == HH.c.village)).where(HH.c.county == 1),
    select(PS.c.id).join(ALIAS, and_(ALIAS.c.id == PS.c.id, ALIAS.c.county == PS.c.county)).where(PS.c.county == 1),
    select(VG.c.id).where(VG.c.county == 1, exists().where(HH.c.county == VG.c.county, HH.c.village == VG.c.id)),
    delete(HH).where(HH.c.county == 1, HH.c.id == "x"),
    text("select 1 from villages where county = :county").bindparams(county=1),
]  # fmt: skip
BAD = [
    select(HH.c.id).where(HH.c.village == 2),
    select(HH.c.id).join(VG, VG.c.id == HH.c.village).where(HH.c.county == 1),
    select(HH.c.id).where(or_(HH.c.county == 1, HH.c.village == 2)),
    select(HH.c.id).where(HH.c.county.in_([1, 2])),
    select(PS.c.id).join(ALIAS, ALIAS.c.id == PS.c.id).where(PS.c.county == 1),
    select(VG.c.id).where(VG.c.county == 1, exists().where(HH.c.village == VG.c.id)),
    union_all(select(HH.c.id).where(HH.c.county == 1), select(HH.c.id)),
    update(VG).where(VG.c.id == 2).values(ver=1),
    delete(HH).where(HH.c.id == "x"),
    insert(VG).values(id=2, township=1, name="x", ver=1),
    text("select 1 from villages where id = 2"),
]  # fmt: skip


@pytest.mark.parametrize("statement", GOOD, ids=lambda statement: type(statement).__name__)
def test_a_statement_bound_to_one_county_passes(engine, statement: Select | Update | Delete):
    with one_county(engine), engine.connect().execution_options(one_county=True) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("statement", BAD, ids=lambda statement: type(statement).__name__)
def test_a_statement_that_could_leave_the_county_is_refused(engine, statement):
    with one_county(engine), engine.connect().execution_options(one_county=True) as connection:  # noqa: SIM117
        with pytest.raises(Refused):
            connection.execute(statement)


def test_a_loop_over_rows_is_refused(engine):
    rows = [{"county": 1, "id": n, "township": 1, "name": "x", "ver": 1} for n in range(2)]

    with one_county(engine), engine.connect().execution_options(one_county=True) as connection:  # noqa: SIM117
        with pytest.raises(Refused, match="executemany"):
            connection.execute(insert(VG), rows)


def test_the_watch_counts_statements_and_counties(engine):
    rows = [{"county": 1, "id": n, "township": 1, "name": "x", "ver": 1} for n in range(2)]

    with (
        one_county(engine) as watch,
        engine.connect().execution_options(one_county=True) as connection,
    ):
        connection.execute(insert(VG).returning(VG.c.id), rows)
        connection.execute(select(VG.c.id).where(VG.c.county == 1))

    assert len(watch.statements) == 2
    assert watch.counties == {1}


def test_names_of_migrations_fit_their_column():
    """`alembic_version.version_num` holds 32 characters; SQLite would take more."""
    names = [path.stem for path in (ROOT / "migrations/versions").glob("*.py")]

    assert [name for name in names if len(name) > 32] == []
