"""What is older than a phone may be away is forgotten; a phone that was away longer loses nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.cli import install as install_commands
from app.db import db, transaction
from app.inbox.models import FieldConflict
from app.regions.models import Village
from app.regions.service import lock_village, release
from app.regions.writing import insert_rows, update_rows
from app.rosters.models import Household, Person
from app.sync.cli import compact_all
from app.sync.compacting import MAX_OFFLINE
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE
from tests.handset import Handset, rows_of


def home(key):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Household).where(Household.id == key)).one_or_none()


def village():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Village).where(Village.id == VILLAGE)).one()


def write(key, **values):
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        update_rows(session, lock, Household, {key: values})
        release(session, lock, [], at=clock.now())


@pytest.fixture
def years(time):
    """Let so much time pass that what was is forgotten."""

    def passed():
        time.at += MAX_OFFLINE + timedelta(days=1)

    return passed


@both_databases
def test_who_wrote_what_is_forgotten_up_to_the_newest_op_of_that_time(
    app, county, register, phone, years, time
):
    old = phone.push([("hh", "u", {"address": "旧"}, register.homes[0], 2**50)])["ver"]
    years()
    new = phone.push([("hh", "u", {"address": "新"}, register.homes[1], 2**50)])["ver"]
    assert home(register.homes[0]).field_meta != {}

    assert compact_all() == 1

    assert village().min_ver == old
    assert home(register.homes[0]).field_meta == {}
    assert home(register.homes[0]).address == "旧"
    assert home(register.homes[1]).field_meta["address"] == [new, phone.install]
    assert compact_all() == 0


def test_nothing_is_forgotten_before_its_time(app, county, register, phone, time):
    phone.push([("hh", "u", {"address": "旧"}, register.homes[0], 2**50)])
    time.at += MAX_OFFLINE - timedelta(days=1)

    assert compact_all() == 0
    assert village().min_ver == 0


@both_databases
def test_tombstones_go_unless_something_names_them(app, county, register, phone, years):
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        [lonely] = insert_rows(session, lock, Household, [{"group_name": "9组"}])
        update_rows(
            session, lock, Household,
            {lonely: {"deleted": True}, register.homes[0]: {"deleted": True}},
        )  # fmt: skip
        release(session, lock, [], at=clock.now())
    phone.push([("hh", "u", {"address": "东"}, register.homes[1], 2**50)])
    years()

    compact_all()

    assert home(lonely) is None
    assert home(register.homes[0]) is not None


@both_databases
def test_a_phone_away_for_too_long_is_told_to_take_a_snapshot_and_then_has_everything(
    app, county, register, phone, years
):
    seen = phone.push()["ver"]
    other = Handset(app)
    other.push([("hh", "u", {"address": "东"}, register.homes[0], 2**50)])
    years()
    compact_all()
    mark = village().min_ver

    answer = phone.get(f"villages/{VILLAGE}/changes?after={seen}")

    assert (answer.status_code, answer.json["code"]) == (410, "CURSOR_TOO_OLD")
    pushed = phone.push(pull={"after": seen, "limit": 200})
    assert "pull" not in pushed
    page = phone.get(f"villages/{VILLAGE}/snapshot").json
    assert rows_of(page["page"]["rows"])["hh", register.homes[0]]["address"] == "东"
    assert phone.get(f"villages/{VILLAGE}/changes?after={page['at_ver']}").status_code == 200
    assert page["at_ver"] >= mark


@both_databases
def test_an_edit_from_before_overwrites_nothing_it_may_not_have_seen(
    app, county, register, phone, years
):
    seen = phone.push()["ver"]
    write(register.homes[0], address="别人", group_name="同")
    Handset(app).push([("hh", "u", {"address": "东"}, register.homes[1], 2**50)])
    years()
    compact_all()

    edit = {"address": "我", "group_name": "同"}
    answer = phone.push([("hh", "u", edit, register.homes[0], seen)])

    assert [one[1] for one in answer["ex"]] == ["conflict"]
    assert home(register.homes[0]).address == "别人"
    assert db.session.scalars(select(FieldConflict.field)).all() == ["address"]


def test_an_edit_of_what_was_fetched_since_is_applied(app, county, register, phone, years):
    phone.push([("hh", "u", {"address": "旧"}, register.homes[0], 2**50)])
    years()
    compact_all()
    now = village().ver

    answer = phone.push([("hh", "u", {"address": "新"}, register.homes[0], now)])

    assert answer["ex"] == []
    assert home(register.homes[0]).address == "新"


def test_people_of_a_home_keep_it(app, county, register, phone, years):
    with transaction() as session:
        session.execute(
            update(Person).where(Person.id == register.people[0][0]).values(deleted=True)
        )
    phone.push([("hh", "u", {"address": "东"}, register.homes[1], 2**50)])
    years()

    compact_all()

    gone = db.session.scalars(select(Person).where(Person.id == register.people[0][0])).all()
    assert gone == []
    assert home(register.homes[0]) is not None


def test_the_command_says_how_many_villages(app, county, register, phone, years):
    install_commands(app)
    phone.push([("hh", "u", {"address": "东"}, register.homes[0], 2**50)])
    years()

    run = app.test_cli_runner().invoke(args=["compact"])

    assert run.output == "1 villages compacted\n"
