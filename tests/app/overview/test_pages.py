"""The overview and the figures: every sum is counted again here, from the rows themselves."""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from app import clock
from app.accounts.models import Install, UserArea
from app.db import db, transaction
from app.enrollment.models import Collection, Enrollment, InsuredPerson
from app.policies.models import VillageFigures
from app.regions.service import lock_village, release
from app.regions.writing import update_rows
from app.rosters.models import Person
from tests.app.policies.test_issue import accept_all, pay
from tests.app.sync.conftest import Register
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, TOWNSHIP, VILLAGE, sign_in
from tests.handset import Handset
from tests.village import make_village
from tests.visit import visit

LISTS = ("/console/households", "/console/insured", "/console/receipts", "/console/arrivals")


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.get_data(as_text=True)


def yuan(fen):
    return f"{fen / 100:,.2f}"


def counted():
    """Return what the tables hold, by hand."""
    session = db.session()
    found = defaultdict(int)
    for line in session.scalars(select(Enrollment)):
        found["premium"] += line.computed["premium_fen"]
        found["due"] += line.computed["shares"]["INDIVIDUAL"]
        found["households"] += 1
    for money in session.scalars(select(Collection)):
        found["taken"] += money.amount_fen
    found["people"] = len(session.scalars(select(InsuredPerson)).all())
    found["roster"] = len(session.scalars(select(Person)).all())
    return found


@both_databases
def test_the_overview_adds_up_what_the_tables_hold(county, client):
    make_village(county, households=4, enrolled=3)
    make_village(county, households=3, enrolled=1, village=SECOND)
    sign_in(client, "supervisor01")
    by_hand = counted()

    page = text_of(client.get("/console/"))

    assert f"{by_hand['people']}/{by_hand['roster']} 人" in page
    assert "9/12" in page
    assert "3/9" in page
    assert re.search(r"75\.0%", page), "three of four households are the gate itself"


@both_databases
def test_townships_and_the_county_are_the_sum_of_their_villages(county, client):
    make_village(county, households=4, enrolled=3)
    make_village(county, households=3, enrolled=1, village=SECOND)
    sign_in(client, "supervisor01")

    for level in ("township", "county"):
        page = text_of(client.get(f"/console/?level={level}"))
        assert "12/21" in page
        assert "1/3 村" in page


def test_what_was_counted_is_kept_until_something_is_written(county, client):
    made = make_village(county, households=4, enrolled=3)
    sign_in(client, "supervisor01")
    client.get("/console/")
    kept = db.session.scalars(select(VillageFigures).where(VillageFigures.village == VILLAGE)).one()
    assert kept.figures["insured"] == 9
    with transaction() as session:  # somebody spoils what is kept: it is shown as long as it holds
        session.execute(
            update(VillageFigures)
            .where(VillageFigures.village == VILLAGE)
            .values(figures={**kept.figures, "insured": 5})
        )
    assert "5/12" in text_of(client.get("/console/"))

    accept_all(county, made)

    assert "9/12" in text_of(client.get("/console/"))


def test_a_person_who_died_is_no_longer_in_the_denominator(county, client):
    made = make_village(county, households=4, enrolled=3)
    sign_in(client, "supervisor01")
    assert "9/12" in text_of(client.get("/console/"))
    with transaction() as session:
        lock = lock_village(session, COUNTY, VILLAGE)
        update_rows(session, lock, Person, {made.persons[3][0]: {"life_status": "DEAD"}})
        release(session, lock, [], at=clock.now())

    assert "9/11" in text_of(client.get("/console/"))


def test_a_phone_with_unsent_work_that_is_silent_stands_on_the_overview(county, client, time):
    make_village(county)
    with transaction() as session:
        seen = clock.now() - timedelta(days=3)
        session.execute(update(Install).values(seen_at=seen, report={"unsent": 27}))
    sign_in(client, "supervisor01")

    page = text_of(client.get("/console/"))

    assert "手机逾期没同步 1" in page
    assert "27 项没发" in page
    assert "3 天前" in page
    only = text_of(client.get("/console/?phones=1"))
    assert '<tr data-tone="warn"><th scope="row">' in only


@both_databases
def test_the_figures_are_those_of_the_lists_behind_them(county, client):
    made = make_village(county, households=4, enrolled=3, unpaid=(1,))
    sign_in(client, "supervisor01")
    by_hand = counted()

    page = text_of(client.get("/console/figures"))

    assert yuan(by_hand["premium"]) in page
    assert yuan(by_hand["due"]) in page
    assert yuan(by_hand["taken"]) in page
    for link in set(re.findall(r'href="(/console/(?:households|insured|receipts)[^"]*)"', page)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    homes = text_of(client.get("/console/households?status=STANDING"))
    assert f"登记的户 {by_hand['households']}" in homes
    assert f"保费 {yuan(by_hand['premium'])} 元，自缴 {yuan(by_hand['due'])} 元" in homes
    people = text_of(client.get("/console/insured?status=STANDING"))
    assert f"参保人 {by_hand['people']}" in people
    receipts = text_of(client.get("/console/receipts?state=TAKEN"))
    assert f"合计 {yuan(by_hand['taken'])} 元" in receipts
    accept_all(county, made)
    pay(county, 4_000)
    assert "合计 40.00 元" in text_of(client.get("/console/arrivals"))
    assert yuan(4_000) in text_of(client.get("/console/figures"))


@both_databases
def test_a_day_opens_what_reached_the_server_on_it(app, county, client, time):
    register = Register(2, SECOND)
    phone = Handset(app, "agent02", village=SECOND)
    phone.push(visit(phone, county.campaign, register.homes[0], register.people[0]))
    time.at += timedelta(days=1)
    phone.push(visit(phone, county.campaign, register.homes[1], register.people[1]))
    sign_in(client, "supervisor01")

    for day, people in (("2026-03-01", 3), ("2026-03-02", 3), ("2026-03-03", 0)):
        page = text_of(client.get(f"/console/insured?status=STANDING&day={day}"))
        assert f"参保人 {people}<" in page, day
    figures = text_of(client.get("/console/figures"))
    assert "day=2026-03-02&amp;status=STANDING" in figures
    agent = county.users["agent02"]
    assert "登记的户 2<" in text_of(client.get(f"/console/households?agent={agent}"))
    assert "王芳" in figures


@both_databases
def test_lists_filter_by_place_day_and_agent(county, client):
    made = make_village(county, households=4, enrolled=3)
    make_village(county, households=3, enrolled=1, village=SECOND)
    sign_in(client, "supervisor01")
    agent = county.users["agent01"]
    day = db.session.get(Enrollment, (COUNTY, VILLAGE, made.enrollments[0])).declared_on
    for query, homes in (
        (f"village={VILLAGE}", 3), (f"village={SECOND}", 1), (f"township={TOWNSHIP}", 4),
        (f"campaign={county.campaign}", 4), ("status=IN_BATCH", 4), ("status=ACCEPTED", 0),
        (f"day={day}", 4), ("day=2020-01-01", 0), ("day=nonsense", 4), (f"agent={agent}", 0),
        ("q=王建国", 4), ("q=nobody", 0), ("returned=1", 0), ("returned=0", 4),
    ):  # fmt: skip
        page = text_of(client.get(f"/console/households?{query}"))
        assert f"登记的户 {homes}<" in page, query
        client.get(f"/console/insured?{query}")


def test_foreign_villages_are_in_no_list(county, client):
    made = make_village(county)
    sign_in(client, "supervisor01")
    with transaction() as session:
        session.execute(
            update(UserArea)
            .where(UserArea.user == county.users["supervisor01"])
            .values(code=511703101)
        )
    for path in LISTS:
        page = text_of(client.get(path))
        assert made.enrollments[0] not in page
        assert "王建国" not in page
    assert "还没有开展活动的村" in text_of(client.get("/console/"))


def statements(path, client):
    """Return how many statements a page takes."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    client.get(path)  # counts what has moved
    event.listen(db.engine, "before_cursor_execute", note)
    answer = client.get(path)
    event.remove(db.engine, "before_cursor_execute", note)
    assert answer.status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/console/", 24), ("/console/?level=township", 24), ("/console/figures", 20),
        ("/console/batches", 14), ("/console/policies", 18), ("/console/rosters", 12),
        ("/console/money", 10), ("/console/money/write-offs", 24), ("/console/merging", 20),
        ("/console/money/remittances", 12), ("/console/money/refunds", 8),
        ("/console/aside", 10), ("/console/endorsements", 8), ("/console/insured?q=王", 17),
        ("/console/households?q=王", 17), ("/console/transfers", 12),
        ("/console/money/withdrawals", 12), ("/console/money/payins", 12), ("/console/claims", 12),
        *((path, 16) for path in LISTS),
    ],
)  # fmt: skip
def test_a_page_takes_as_many_statements_however_many_rows(county, client, path, most):
    make_village(county, households=2, enrolled=1)
    sign_in(client, "supervisor01")
    few = statements(path, client)
    make_village(county, households=9, enrolled=7, village=SECOND)

    many = statements(path, client)

    assert many <= most, f"{path}: {many}"
    assert many <= few + 2, f"{path}: {few} with few rows, {many} with many"
