"""Keys are replaced while everything they sealed can still be opened."""

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.db import Model, db
from app.keys import cli
from app.keys.service import KEPT, PLACES, sealed_columns, where_of
from app.rosters.models import Person
from app.secrets import Vault, vault
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import COUNTY
from tests.handset import Handset
from tests.visit import visit


@pytest.fixture
def worked(app, county):
    """Return a phone that has enrolled a household and met a conflict."""
    register, phone = Register(2), Handset(app)
    phone.push(visit(phone, county.campaign, register.homes[0], register.people[0]))
    base = phone.push([("hh", "u", {"phone": "13800000001"}, register.homes[1])])["ver"]
    other = Handset(app)
    other.push([("hh", "u", {"phone": "13800000002"}, register.homes[1], base - 1)])
    return phone


def run(app, *arguments: str) -> str:
    done = app.test_cli_runner().invoke(args=list(arguments))
    assert done.exit_code == 0, done.output
    db.session.expire_all()
    return done.output


def values():
    """Yield (table, column, row, value) of everything sealed."""
    for table, column in sealed_columns():
        for row in db.session.execute(select(table)).mappings():
            if row[column.name] is not None:
                yield table, column, row, row[column.name]


def numbers() -> dict[int, int]:
    found: dict[int, int] = {}
    for *_, value in values():
        number = int.from_bytes(value[:2])
        found[number] = found.get(number, 0) + 1
    return found


@both_databases
def test_all_rows_move_under_the_new_key_and_read_the_same(app, worked):
    before = {(table.name, column.name, where_of(table, column, row)): vault().open(COUNTY, where_of(table, column, row), value) for table, column, row, value in values()}  # fmt: skip
    assert {name for name, *_ in before} >= {"persons", "households", "consents", "inbox_ops", "conflicts"}  # fmt: skip

    run(app, "rotate-key", "data", str(COUNTY))
    assert numbers() == {1: len(before)}
    run(app, "reseal")

    assert numbers() == {2: len(before)}
    after = {(table.name, column.name, where_of(table, column, row)): vault().open(COUNTY, where_of(table, column, row), value) for table, column, row, value in values()}  # fmt: skip
    assert after == before
    assert run(app, "reseal") == "0 values sealed again\n"


def test_while_rows_move_phones_work_on(app, worked, county):
    run(app, "rotate-key", "data", str(COUNTY))
    person = db.session.scalars(select(Person)).first()

    answer = worked.push([("ps", "u", {"phone": "13800000009"}, person.id)])

    assert answer["ex"] == []
    assert set(numbers()) == {1, 2}
    rows = worked.get(f"villages/{worked.village}/changes?after=0").json["rows"]
    assert "13800000009" in str(rows)


def test_another_process_hears_of_a_new_key(app, worked):
    other = Vault(app.extensions["config"].data_dir / "keys")
    assert (other.data_key(COUNTY), other.sealing_key()[0]) == (1, "k1")

    run(app, "rotate-key", "data", str(COUNTY))
    run(app, "rotate-key", "sealing")

    assert (other.data_key(COUNTY), other.sealing_key()[0]) == (2, "k2")
    assert worked.get("state").json["server_pub"]["kid"] == "k2"


def test_a_new_key_is_in_the_audit(app, worked):
    run(app, "rotate-key", "sealing")
    run(app, "rotate-key", "data", str(COUNTY))

    actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain == COUNTY)).all()
    assert {"SEALING_KEY_ADDED", "DATA_KEY_ADDED"} <= set(actions)


def test_an_unknown_county_gets_no_key(app, county):
    done = app.test_cli_runner().invoke(args=["rotate-key", "data", "110101"])

    assert done.exit_code == 2
    assert not list((app.extensions["config"].data_dir / "keys").glob("county-110101*"))


def test_every_sealed_column_knows_its_place():
    for table in Model.metadata.sorted_tables:
        sealed = [column.name for column in table.columns if column.name.endswith("_enc")]
        if sealed and table.name not in KEPT:
            assert table.name in PLACES or {"village", "id"} <= set(table.columns.keys()), (
                table.name
            )


def test_keys_are_readable_by_their_owner_alone(app, worked):
    run(app, "rotate-key", "sealing")

    for path in (app.extensions["config"].data_dir / "keys").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path.name


def test_the_job_that_comes_into_a_rotation_leaves_it_its_note(app, worked, monkeypatch):
    add = Vault.add_data_key

    def add_under_way(self, county):
        cli.reseal_all()
        return add(self, county)

    monkeypatch.setattr(Vault, "add_data_key", add_under_way)
    cli.renew_data(COUNTY, "operator")

    assert cli.reseal_all() > 0
