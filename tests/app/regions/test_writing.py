"""Server writes take versions and mark fields, and never overwrite what the form did not show."""

import pytest
from sqlalchemy import select

from app.db import db, transaction
from app.errors import Conflict, NotFound
from app.regions.service import lock_village, release
from app.regions.writing import _require_unchanged, insert_rows, update_rows
from app.rosters.models import Household
from tests.conftest import both_databases


def insert(county, *rows):
    with transaction() as session:
        lock = lock_village(session, county.county, county.village)
        ids = insert_rows(session, lock, Household, rows)
        release(session, lock, [], at=None)
    return ids, lock


def write(county, changes, **options):
    with transaction() as session:
        lock = lock_village(session, county.county, county.village)
        update_rows(session, lock, Household, changes, **options)
        release(session, lock, [], at=None)
    return lock


def row(key):
    return db.session.scalars(select(Household).where(Household.id == key)).one()


@both_databases
def test_rows_get_ids_versions_and_field_marks(app, county):
    ids, lock = insert(county, {"group_name": "1组"}, {"address": "村口"})

    assert ids == ["s100200-1", "s100200-2"]
    first = row(ids[0])
    assert (first.ver, first.writer) == (lock.first_ver + 1, "s100200")
    assert first.field_meta == {"group_name": [first.ver, "s100200"]}
    assert row(ids[1]).address == "村口"


@both_databases
def test_an_update_writes_only_what_it_names_and_takes_one_version_per_row(app, county):
    ids, _ = insert(county, {"group_name": "1组"}, {"group_name": "2组"})

    lock = write(county, {ids[0]: {"address": "东头"}, ids[1]: {"group_name": "3组"}})

    assert lock.ver == lock.first_ver + 2
    assert (row(ids[0]).group_name, row(ids[0]).address) == ("1组", "东头")
    assert set(row(ids[0]).field_meta) == {"group_name", "address"}
    assert (row(ids[1]).group_name, row(ids[1]).ver) == ("3组", lock.ver)


def test_a_form_that_is_older_than_a_field_it_changes_is_refused(app, county):
    ids, _ = insert(county, {"group_name": "1组", "address": "东头"})
    shown = row(ids[0]).ver
    write(county, {ids[0]: {"address": "西头"}}, base={ids[0]: shown})

    write(county, {ids[0]: {"group_name": "2组"}}, base={ids[0]: shown})
    with pytest.raises(Conflict, match="STALE_FORM"):
        write(county, {ids[0]: {"address": "北头"}}, base={ids[0]: shown})


def test_a_sealed_field_and_an_answer_are_stale_as_any_other(app, county):
    ids, _ = insert(county, {"phone_enc": b"1", "phone_mask": "1"})
    shown = row(ids[0]).ver
    write(county, {ids[0]: {"phone_enc": b"2", "phone_mask": "2"}})

    with pytest.raises(Conflict, match="STALE_FORM") as refused:
        write(county, {ids[0]: {"phone_enc": b"3", "phone_mask": "3"}}, base={ids[0]: shown})
    assert refused.value.detail["fields"] == ["phone"]
    with pytest.raises(Conflict, match="STALE_FORM"):
        _require_unchanged(
            {"answers": {"q": 1}, "field_meta": {"answers.q": [9, "7k2m9qa4x1"]}},
            {"answers": {"q": 2}}, 8,
        )  # fmt: skip


def test_a_row_that_is_not_there_is_not_made(app, county):
    with pytest.raises(NotFound, match="ROW_UNKNOWN"):
        write(county, {"s100200-9": {"address": "东头"}})
