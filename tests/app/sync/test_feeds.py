"""Pull: pages hold every row, a snapshot with the changes after it equals the village."""

import pytest
from sqlalchemy import select, update

from app.audit.models import County
from app.db import db, transaction
from app.regions.models import Village
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Household, Person
from app.sync.kinds import KINDS
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, THIRD, VILLAGE
from tests.handset import Handset, rows_of
from tests.visit import visit


def village_rows():
    """Return {(kind, id): version} of what stands in the village."""
    db.session.expire_all()
    return {
        (code, row.id): row.ver
        for code, kind in KINDS.items()
        for row in db.session.execute(
            select(kind.table.c.id, kind.table.c.ver, kind.table.c.deleted)
        )
        if not row.deleted
    }


def versions(rows):
    return {key: row["_v"] for key, row in rows.items()}


def pull_all(phone, after=0, limit=500):
    rows, pages = {}, 0
    while True:
        page = phone.get(f"villages/{VILLAGE}/changes?after={after}&limit={limit}").json
        rows |= rows_of(page["rows"])
        pages += 1
        assert all(after < row["_v"] <= page["next"] for row in rows_of(page["rows"]).values())
        after = page["next"]
        if not page["more"]:
            return rows, pages


def enroll(phone, county, register):
    for number, (home, people) in enumerate(zip(register.homes, register.people, strict=True)):
        phone.push(visit(phone, county.campaign, home, people, receipt=f"{number:04d}"))


@both_databases
@pytest.mark.parametrize("limit", [1, 3, 7, 500])
def test_pages_of_changes_hold_every_row(app, county, register, phone, limit):
    enroll(phone, county, register)

    rows, pages = pull_all(phone, limit=limit)

    assert versions(rows) == village_rows()
    assert (pages == 1) == (limit == 500)


def test_a_row_has_all_its_columns_opened_but_no_signature(app, county, register, phone):
    enroll(phone, county, register)
    rows, _ = pull_all(phone)

    person = rows["ps", register.people[0][0]]
    assert set(person) - {"k", "_id", "_v"} == set(KINDS["ps"].fields)
    assert person["id_no"].startswith("519901")
    consents = [row for (code, _), row in rows.items() if code == "co"]
    assert "evidence" not in consents[0]
    assert consents[0]["kinds"]


@both_databases
def test_a_snapshot_and_the_changes_after_it_are_the_village(app, county, phone):
    big = Register(180)  # 720 rows: two pages
    pages, rows = [], {}
    page = phone.get(f"villages/{VILLAGE}/snapshot").json
    phone.push(
        [("hh", "u", {"address": "东头"}, big.homes[0])],
        visit(phone, county.campaign, big.homes[179], big.people[179], receipt="1"),
    )
    while True:
        pages.append(page)
        rows |= rows_of(page["page"]["rows"])
        if page["next"] is None:
            break
        page = phone.get(f"villages/{VILLAGE}/snapshot?page={page['next']}").json
    later, _ = pull_all(phone, after=pages[0]["at_ver"])

    assert versions({**rows, **later}) == village_rows()
    assert pages[0]["total"] == 720
    assert pages[0]["done"] == 500
    assert len({one["at_ver"] for one in pages}) == 1
    codes = [key[0] for one in pages for key in rows_of(one["page"]["rows"])]
    assert codes == sorted(codes, key=list(KINDS).index)


def test_a_page_may_be_asked_for_again(app, county, phone):
    Register(180)
    first = phone.get(f"villages/{VILLAGE}/snapshot").json
    second = phone.get(f"villages/{VILLAGE}/snapshot?page={first['next']}").json

    assert phone.get(f"villages/{VILLAGE}/snapshot?page={first['next']}").json == second


@pytest.mark.parametrize("token", ["x", "e30=", "WzEsMiwzLCJ6eiIsIiJd", "WzEsMiwzLCJoaCIsN10="])
def test_a_token_of_nobody_is_refused(app, county, phone, token):
    assert phone.get(f"villages/{VILLAGE}/snapshot?page={token}").json["code"] == "BAD_TOKEN"


def test_a_deleted_row_travels_as_its_number_only(app, county, register, phone):
    person = register.people[0][2]
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        update_rows(session, lock, Person, {person: {"deleted": True}})
        release(session, lock, [], at=None)

    rows, _ = pull_all(phone)
    snapshot = rows_of(phone.get(f"villages/{VILLAGE}/snapshot").json["page"]["rows"])

    assert rows["ps", person] == {"k": "d", "_id": person, "_v": rows["ps", person]["_v"]}
    assert ("ps", person) not in snapshot
    answer = phone.push([("ps", "u", {"name": "王小花"}, person, 2**50)])
    assert answer["ex"][0][2]["code"] == "ENTITY_DELETED"


def test_own_rows_are_not_sent_back_unless_the_server_changed_them(app, county, register, phone):
    mark = phone.push(pull={"after": 0, "limit": 500})["pull"]["next"]

    answer = phone.push(
        visit(phone, county.campaign, register.homes[0], register.people[0]),
        pull={"after": mark, "limit": 500},
    )

    codes = {key[0] for key in rows_of(answer["pull"]["rows"])}
    assert codes == {"en", "in"}  # judged; consents and money stand as the phone wrote them
    assert answer["pull"]["next"] == answer["ver"]
    assert answer["pull"]["more"] is False


def test_an_own_row_with_a_foreign_change_unseen_is_sent(app, county, register, phone):
    hh = register.homes[0]
    mark = phone.push(pull={"after": 0, "limit": 500})["pull"]["next"]
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        update_rows(session, lock, Household, {hh: {"walk_order": 99}})
        release(session, lock, [], at=None)

    answer = phone.push(
        [("hh", "u", {"address": "东头"}, hh, mark)], pull={"after": mark, "limit": 500}
    )

    assert rows_of(answer["pull"]["rows"])["hh", hh]["walk_order"] == 99


def cursor(phone, after):
    answer = phone.get(f"villages/{VILLAGE}/changes?after={after}")
    return answer.status_code, answer.json.get("code")


def test_a_cursor_of_the_future_or_of_long_ago_is_refused_in_its_way(app, county, register, phone):
    now = db.session.scalar(select(Village.ver).where(Village.id == VILLAGE))
    with transaction() as session:
        session.execute(update(Village).values(min_ver=now - 2))

    assert cursor(phone, now + 1) == (425, "REPLICA_BEHIND")
    assert cursor(phone, (7 << 40) + 1) == (409, "EPOCH_CHANGED")
    assert cursor(phone, now - 3) == (410, "CURSOR_TOO_OLD")
    assert cursor(phone, now - 1)[0] == 200
    assert cursor(phone, "x") == (400, "BAD_BODY")


def test_a_village_of_others_and_an_install_of_others_are_refused(app, county, register, phone):
    other = Handset(app, "agent02", village=THIRD)

    assert phone.get(f"villages/{THIRD}/changes").json["code"] == "OUT_OF_SCOPE"
    assert phone.get(f"villages/{OUTSIDE}/snapshot").json["code"] == "OUT_OF_SCOPE"
    other.install = phone.install
    for path in ("state", f"villages/{THIRD}/changes", "results"):
        answer = other.get(path)
        assert (answer.status_code, answer.json["code"]) == (403, "NOT_YOUR_INSTALL"), path


def test_the_state_names_all_phones_of_the_person(app, county, register, phone):
    second = Handset(app)
    assert second.install != phone.install

    assert phone.get("state").json["installs"] == sorted([phone.install, second.install])
    assert Handset(app, "agent02").install not in phone.get("state").json["installs"]


def test_the_state_says_where_the_server_stands(app, county, register, phone):
    phone.push([("hh", "u", {"address": "东头"}, register.homes[0])])

    answer = phone.get("state")

    body = answer.json
    assert body["epoch"] == [1, "t0"]
    assert [one["phone"] for one in body["supervisors"]] == ["", ""]
    assert (body["last_seq"], body["safe_seq"], body["safe_kind"], body["results_to"]) == (
        1,
        0,
        "NONE",
        0,
    )
    assert body["lease_until"] == body["server_time"] + 14 * 86400
    assert [one["village"] for one in body["villages"]] == [511703100200, 511703100202]
    assert body["villages"][0]["state"] == "GRANTED"
    [campaign] = body["campaigns"]
    assert campaign["id"] == county.campaign
    assert [one["village"] for one in campaign["villages"]] == [511703100200, 511703100202]
    assert body["product_versions"][0]["code"] == county.product
    assert {one["set"] for one in body["dictionaries"]} >= {"RELATION", "CONSENT_TEXT"}
    assert body["server_pub"]["jwk"]["crv"] == "P-256"


def test_a_state_the_phone_knows_is_not_sent_again(app, county, register, phone, time):
    first = phone.get("state")
    tag = {"If-None-Match": first.headers["ETag"]}

    same = phone.get("state", headers=tag)
    phone.push([("hh", "u", {"address": "东头"}, register.homes[0])])
    moved = phone.get("state", headers=tag)

    assert (same.status_code, same.data) == (304, b"")
    assert moved.status_code == 200


def test_large_answers_travel_packed(app, county, register, phone):
    answer = phone.get(f"villages/{VILLAGE}/changes", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_epoch_travels_with_every_page(app, county, register, phone):
    with transaction() as session:
        session.execute(update(County).values(epoch_no=2, epoch_id="t1"))

    assert phone.get(f"villages/{VILLAGE}/changes").json["epoch"] == [2, "t1"]
    assert phone.get(f"villages/{VILLAGE}/snapshot").json["epoch"] == [2, "t1"]
    assert phone.push()["epoch"] == [2, "t1"]
