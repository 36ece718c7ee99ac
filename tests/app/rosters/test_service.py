"""Rosters in the register: first import, later ones, corrections from the door, versions."""

import pytest
from sqlalchemy import event, select, update

from app import clock
from app.audit.models import AuditEntry
from app.db import db, transaction
from app.errors import Conflict, Invalid
from app.regions.models import Village
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters import service
from app.rosters.kinds import PERSON
from app.rosters.models import Household, Person, RosterEntry, RosterRow, RosterVersion
from app.rosters.reading import read_file
from app.rosters.rules.register import INSERT, MOVE, REPLACE, UPDATE, Choice
from app.rosters.rules.roster import read_roster
from app.rosters.service import Source
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE
from tests.sheets import CHILD, HEAD, MAN, OTHER, WOMAN, large_roster, row, workbook

FAMILY = (
    row("李秀英", WOMAN, "妻", house="7", group="3组", category="低保户"),
    row("王建国", MAN, "户主", house="7", group="3组", phone="13812345678", category="低保户"),
)
NEIGHBOUR = row("赵平", OTHER, "户主", house="8", group="4", category="重度残疾")


def roster_of(*rows, today="2026-03-01"):
    return read_roster(read_file(workbook(("名册", [HEAD, *rows]))), today)


def bring_in(*rows, today="2026-03-01", **choice):
    roster, at = roster_of(*rows, today=today), clock.now()
    with transaction() as session:
        version = service.stage(session, COUNTY, VILLAGE, roster, Source("名册.xlsx", "a"), at=at)
    with transaction() as session:
        return service.apply(
            session, COUNTY, VILLAGE, version, roster, Choice(**choice), by="a", at=at
        )


def persons():
    rows = db.session.scalars(select(Person).where(Person.village == VILLAGE))
    return {row.name: row for row in rows}


def value(person, name):
    row = {column.name: getattr(person, column.name) for column in Person.__table__.columns}
    return PERSON.value(row, name)


def listed(version):
    keys = db.session.scalars(
        select(RosterEntry.person).where(
            RosterEntry.village == VILLAGE, RosterEntry.version == version
        )
    )
    names = {row.id: row.name for row in persons().values()}
    return sorted(names[key] for key in keys)


def write_from_phone(person, install="7k2m9qa4x1", **columns):
    """Change a person as a phone's op would leave it."""
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        update_rows(session, lock, Person, {person.id: columns})
        meta = dict(session.get(Person, (COUNTY, VILLAGE, person.id)).field_meta)
        meta |= {name: [lock.ver, install] for name in columns}
        session.execute(update(Person).where(Person.id == person.id).values(field_meta=meta))
        release(session, lock, [], at=clock.now())


@both_databases
def test_a_first_import_makes_households_persons_and_version_one(app, county):
    plan = bring_in(*FAMILY, NEIGHBOUR)

    assert plan.counts["inserted"] == 3
    homes = db.session.scalars(select(Household).order_by(Household.walk_order)).all()
    assert [(home.group_name, home.household_no, home.walk_order) for home in homes] == [
        ("3组", "7", 1), ("4组", "8", 2),
    ]  # fmt: skip
    people = persons()
    head, wife = people["王建国"], people["李秀英"]
    assert (head.household, head.relation, wife.relation) == (homes[0].id, "02", "12")
    assert (homes[0].id, head.id, wife.id) == ("s100200-1", "s100200-2", "s100200-3")  # head first
    assert (value(head, "id_no"), value(head, "phone")) == (MAN, "13812345678")
    assert (head.id_no_mask, head.phone_mask) == (f"{MAN[:6]}********{MAN[-4:]}", "138****5678")
    assert (head.residence, head.life_status, head.on_roster) == ("HUKOU", "ALIVE", True)
    assert head.sex is None and head.birth_date is None  # they follow from the number
    assert listed(1) == ["李秀英", "王建国", "赵平"]


def test_categories_of_a_household_and_of_a_person_rest_where_they_belong(app, county):
    bring_in(*FAMILY, NEIGHBOUR)

    homes = {home.household_no: home.poverty for home in db.session.scalars(select(Household))}
    assert homes == {"7": [{"category": "SUBSISTENCE", "from": "2026-03-01"}], "8": []}
    assert persons()["王建国"].poverty == []
    assert persons()["赵平"].poverty == [{"category": "SEVERE_DISABILITY", "from": "2026-03-01"}]


def test_every_line_is_kept_as_it_was_read_with_its_reason(app, county):
    bring_in(*FAMILY, row("钱多", "123", "子"))

    rows = db.session.scalars(select(RosterRow).order_by(RosterRow.no)).all()
    assert [(row.sheet, row.row, row.reason) for row in rows] == [
        ("名册", 2, None), ("名册", 3, None), ("名册", 4, "ID_LENGTH"),
    ]  # fmt: skip
    assert "钱多".encode() not in rows[2].body_enc


def test_an_import_takes_versions_marks_its_fields_and_is_audited(app, county):
    before = db.session.scalar(select(Village.ver).where(Village.id == VILLAGE))
    bring_in(*FAMILY)

    after = db.session.scalar(select(Village.ver).where(Village.id == VILLAGE))
    rows = [*db.session.scalars(select(Person)), *db.session.scalars(select(Household))]
    assert sorted(row.ver for row in rows) == list(range(before + 1, after + 1))
    assert persons()["王建国"].field_meta["id_no"][1] == "s100200"
    assert not {"id", "id_no_enc", "id_no_index"} & persons()["王建国"].field_meta.keys()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.chain == VILLAGE)).one()
    assert (entry.action, entry.subject) == ("ROSTER_IMPORTED", f"roster:{VILLAGE}:1")


@both_databases
def test_the_same_file_again_changes_nobody_and_makes_a_version(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    before = {name: row.ver for name, row in persons().items()}

    plan = bring_in(*FAMILY, NEIGHBOUR)

    assert plan.counts["unchanged"] == 3 and plan.counts["inserted"] == 0
    assert {name: row.ver for name, row in persons().items()} == before
    states = dict(db.session.execute(select(RosterVersion.no, RosterVersion.status)).all())
    assert states == {1: "ARCHIVED", 2: "ACTIVE"}
    assert listed(2) == ["李秀英", "王建国", "赵平"]


def test_changes_reach_people_already_there_and_new_ones_join_their_household(app, county):
    bring_in(*FAMILY)
    plan = bring_in(
        FAMILY[0], row("王建帼", MAN, "户主", house="7", group="3组", category="低保户"),
        row("王小丽", CHILD, "女", house="7", group="3组", category="低保户"),
    )  # fmt: skip

    assert (plan.counts["changed"], plan.counts["inserted"], plan.counts["unchanged"]) == (1, 1, 1)
    people = persons()
    assert people["王小丽"].household == people["王建帼"].household == people["李秀英"].household
    assert value(people["王建帼"], "phone") == "13812345678"  # an empty cell empties nothing


def test_a_category_that_is_gone_ends_the_day_before_the_list(app, county):
    bring_in(*FAMILY)
    bring_in(
        row("王建国", MAN, "户主", house="7", group="3组", category="脱贫户"),
        row("李秀英", WOMAN, "妻", house="7", category="脱贫户", group="3组"), today="2026-06-01",
    )  # fmt: skip

    assert db.session.scalars(select(Household)).one().poverty == [
        {"category": "SUBSISTENCE", "from": "2026-03-01", "to": "2026-05-31"},
        {"category": "EXITED", "from": "2026-06-01"},
    ]


def test_a_person_in_another_household_of_the_file_moves_there(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    bring_in(FAMILY[1], NEIGHBOUR, row("李秀英", WOMAN, "其他", house="8"))

    people = persons()
    assert people["李秀英"].household == people["赵平"].household


def test_a_short_list_of_corrections_does_not_change_the_order_of_the_walk(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    bring_in(NEIGHBOUR, row("钱多", CHILD, "户主", house="9", group="4"))

    order = select(Household.household_no).order_by(Household.walk_order)
    assert db.session.scalars(order).all() == ["7", "8", "9"]
    bring_in(NEIGHBOUR, *FAMILY, strategy=REPLACE)
    assert db.session.scalars(order).all()[:2] == ["8", "7"]


def test_insert_only_leaves_people_who_are_there_alone(app, county):
    bring_in(*FAMILY)
    plan = bring_in(row("王某某", MAN, "户主", house="7"), NEIGHBOUR, strategy=INSERT)

    assert {"王建国", "赵平"} <= persons().keys()
    assert (plan.counts["inserted"], plan.counts["unchanged"]) == (1, 1)


def test_update_only_takes_nobody_in(app, county):
    bring_in(*FAMILY)
    plan = bring_in(row("王某某", MAN, "户主", house="7"), NEIGHBOUR, strategy=UPDATE)

    assert sorted(persons()) == ["李秀英", "王某某"]
    assert (plan.counts["changed"], plan.counts["skipped"]) == (1, 1)


def test_what_was_corrected_at_the_door_is_not_overruled_by_a_list(app, county):
    bring_in(*FAMILY)
    write_from_phone(persons()["王建国"], name="王建囯", relation="01")
    plan = bring_in(*FAMILY)

    assert "王建囯" in persons()
    assert [member.kept for member in plan.homes[0].members] == [("name", "relation"), ()]


def test_a_list_that_is_right_everywhere_overrules_the_door(app, county):
    bring_in(*FAMILY)
    write_from_phone(persons()["王建国"], name="王建囯")
    bring_in(*FAMILY, strategy=REPLACE)

    assert "王建国" in persons()


def test_people_the_file_lacks_stay_on_the_roster(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    plan = bring_in(*FAMILY, strategy=REPLACE)

    assert (plan.counts["missing"], plan.counts["moved"]) == (1, 0)
    assert listed(2) == ["李秀英", "王建国", "赵平"]
    assert persons()["赵平"].life_status == "ALIVE"


def test_people_the_file_lacks_leave_if_told_so_but_the_insured_stay(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    insured = {persons()["李秀英"].id}
    plan = bring_in(FAMILY[1], strategy=REPLACE, missing=MOVE, insured=insured)

    people = persons()
    assert (people["赵平"].life_status, people["赵平"].on_roster) == ("MOVED", False)
    assert (people["李秀英"].life_status, people["李秀英"].on_roster) == ("ALIVE", True)
    assert set(plan.insured_missing) == insured
    assert listed(2) == ["李秀英", "王建国"]


def test_people_the_file_calls_dead_or_moved_are_marked_unless_insured(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    insured = {persons()["赵平"].id}
    plan = bring_in(
        FAMILY[1], row("李秀英（已故）", WOMAN, "妻", house="7"), row("赵平", OTHER, note="2026年迁出"),
        insured=insured,
    )  # fmt: skip

    people = persons()
    assert (people["李秀英"].life_status, people["赵平"].life_status) == ("DEAD", "ALIVE")
    assert [person for person, _line in plan.insured_left] == list(insured)
    assert plan.counts["missing"] == 0
    assert listed(2) == ["王建国", "赵平"]


def test_who_was_marked_by_a_list_and_is_listed_again_is_back(app, county):
    bring_in(*FAMILY, NEIGHBOUR)
    bring_in(*FAMILY, strategy=REPLACE, missing=MOVE)
    bring_in(*FAMILY, NEIGHBOUR)

    assert (persons()["赵平"].life_status, persons()["赵平"].on_roster) == ("ALIVE", True)
    assert "赵平" in listed(3)


def test_a_person_a_phone_added_comes_onto_the_roster_when_the_list_names_him(app, county):
    bring_in(*FAMILY)
    write_from_phone(persons()["李秀英"], on_roster=False)
    bring_in(*FAMILY)

    assert persons()["李秀英"].on_roster is True


def test_two_heads_in_one_household_leave_one(app, county):
    bring_in(row("王建国", MAN, "户主", house="7"), row("李秀英", WOMAN, "户主", house="7"))

    assert sorted((row.relation or "") for row in persons().values()) == ["", "02"]


@both_databases
def test_a_large_village_takes_few_statements(app, county):
    roster, at = read_roster(read_file(large_roster(600, 150)), "2026-03-01"), clock.now()
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    with transaction() as session:
        version = service.stage(session, COUNTY, VILLAGE, roster, Source("a", "a"), at=at)
    with transaction() as session:
        service.apply(session, COUNTY, VILLAGE, version, roster, Choice(), by="a", at=at)

    assert len(persons()) > 550  # a few of the 600 share a name
    assert len(statements) < 40


def test_a_dry_run_writes_nothing(app, county):
    plan = service.compare(db.session(), COUNTY, VILLAGE, roster_of(*FAMILY), Choice())

    assert plan.counts["inserted"] == 2
    db.session.rollback()
    assert persons() == {} and db.session.scalar(select(RosterVersion)) is None


@pytest.mark.parametrize(
    ("rows", "code"),
    [([["甲", "乙"]], "ROSTER_NO_HEADER"), ([HEAD], "ROSTER_EMPTY"), ([HEAD, row("甲", "1")], "ROSTER_EMPTY")],
)  # fmt: skip
def test_a_file_with_nobody_to_take_in_is_refused(app, county, rows, code):
    roster = read_roster(read_file(workbook(("名册", rows))), "2026-03-01")

    with pytest.raises(Invalid) as refusal:
        service.require_people(roster)

    assert refusal.value.code == code


def test_an_import_that_fails_leaves_the_village_as_it_was(app, county, monkeypatch):
    monkeypatch.setattr(service, "_finish", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        bring_in(*FAMILY)

    assert persons() == {}
    assert db.session.scalars(select(Household)).all() == []


def test_of_two_imports_at_once_the_one_whose_draft_is_gone_writes_nothing(app, county):
    roster, at = roster_of(*FAMILY), clock.now()
    with transaction() as session:
        old = service.stage(session, COUNTY, VILLAGE, roster, Source("a", "a"), at=at)
    with transaction() as session:
        service.stage(session, COUNTY, VILLAGE, roster, Source("b", "b"), at=at)
        service.discard(session, COUNTY, VILLAGE)

    with pytest.raises(Conflict), transaction() as session:
        service.apply(session, COUNTY, VILLAGE, old, roster, Choice(), by="a", at=at)

    assert persons() == {}
