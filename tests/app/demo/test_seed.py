"""The demo county: made once, by the ordinary functions, ready to be tried."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from app.accounts.models import User, UserArea
from app.accounts.passwords import password_holds
from app.campaigns.models import Campaign, CampaignVillage
from app.db import db
from app.demo import seed
from app.products.models import ProductVersion
from app.regions.models import Division, Village
from app.rosters.models import Household, Person, RosterVersion
from tests.conftest import both_databases
from tests.factories import PHONE


@pytest.fixture
def command(app, monkeypatch):
    def run(*options, password="Demo-Password-7"):
        monkeypatch.delenv("DEMO_PASSWORD", raising=False)
        if password is not None:
            monkeypatch.setenv("DEMO_PASSWORD", password)
        return app.test_cli_runner().invoke(args=["seed-demo", *options])

    return run


@both_databases
def test_an_empty_database_becomes_the_demo_county(app, command):
    done = command("--if-empty")

    assert done.exit_code == 0, done.output
    levels = dict(
        db.session.execute(select(Division.level, func.count()).group_by(Division.level)).all()
    )
    assert levels == {"COUNTY": 1, "TOWNSHIP": 33, "VILLAGE": 452}
    assert db.session.scalar(select(func.count()).select_from(Village)) == 452
    assert db.session.scalar(select(func.count()).select_from(Person)) == 231
    assert db.session.scalar(select(func.count()).select_from(Household)) == 61
    assert db.session.scalars(select(RosterVersion.status)).all() == ["ACTIVE"]
    people = db.session.execute(select(User.login_name, User.role).order_by(User.login_name)).all()
    assert [tuple(one) for one in people] == [
        ("admin01", "ADMIN"), ("admin02", "ADMIN"), ("agent01", "AGENT"), ("agent02", "AGENT"),
        ("supervisor01", "SUPERVISOR"), ("supervisor02", "SUPERVISOR"),
    ]  # fmt: skip


def test_this_seasons_product_is_on_sale_and_sold_in_the_township(app, command):
    command()

    versions = db.session.scalars(select(ProductVersion).order_by(ProductVersion.version)).all()
    assert [row.status for row in versions] == ["PUBLISHED", "PUBLISHED"]
    body = versions[1].body
    assert body["sale"] == {"from": "2026-03-01", "to": "2026-05-01"}
    assert (body["start"]["month_day"], body["start"]["pay_by"]) == ("05-01", "04-21")
    assert versions[1].reviewed_by != versions[1].made_by
    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.status, campaign.product_version) == ("OPEN", 2)
    assert (campaign.opens_on, campaign.closes_on) == ("2026-03-01", "2026-04-21")
    assert campaign.scheme_start_on == "2026-05-01"
    sold = set(db.session.scalars(select(CampaignVillage.village)))
    assert seed.VILLAGE in sold and len(sold) == 17
    assert {village // 1000 for village in sold} == {seed.TOWNSHIP}


def test_every_area_of_a_person_is_there(app, command):
    command()

    known = set(db.session.scalars(select(Division.code)))
    assert set(db.session.scalars(select(UserArea.code))) <= known


@pytest.mark.parametrize(
    ("today", "start", "pay_by"),
    [
        ("2026-03-01", "2026-05-01", "2026-04-21"), ("2026-11-28", "2027-02-01", "2027-01-22"),
        ("2026-11-02", "2027-01-01", "2026-12-22"), ("2026-11-03", "2027-02-01", "2027-01-22"),
        ("2027-12-31", "2028-03-01", "2028-02-20"),
    ],
)  # fmt: skip
def test_cover_starts_on_the_first_of_a_month_sixty_days_ahead_or_more(today, start, pay_by):
    dates = seed.dates_from(date.fromisoformat(today))

    assert dates == seed.Dates(today, pay_by, start)


@pytest.mark.parametrize("today", ["2026-01-31", "2026-11-02", "2028-02-29"])
def test_the_demo_can_be_made_on_any_day(app, command, time, today):
    time.at = datetime.combine(date.fromisoformat(today), datetime.min.time(), UTC)

    assert command().exit_code == 0


def test_a_given_password_is_used_as_it_is_and_nobody_has_to_change_it(app, command):
    done = command(password="Given-Words-42")

    assert "Given-Words-42" in done.output
    users = db.session.scalars(select(User)).all()
    assert not any(user.must_change_password for user in users)
    assert password_holds(users[0].password_hash, "Given-Words-42")


def test_a_made_up_password_is_shown_once_and_agents_change_it(app, command, client):
    done = command(password=None)
    [password] = re.findall(r"password +([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})\n", done.output)
    again = command("--if-empty", password=None)

    changing = select(User.login_name).where(User.must_change_password).order_by(User.login_name)
    assert db.session.scalars(changing).all() == ["agent01", "agent02"]
    assert password not in again.output and "agent01" in again.output
    body = {"login": "agent01", "password": password, "install": None}
    answer = client.post("/api/v1/session", json=body, headers=PHONE)
    assert (answer.status_code, answer.json["must_change_password"]) == (201, True)


def test_a_password_nobody_may_choose_is_refused_before_anything_is_written(app, command):
    done = command(password="agent01")

    assert done.exit_code == 1 and "DEMO_PASSWORD" in done.output
    assert seed.is_empty()


def test_a_database_in_use_is_left_alone(app, county, command):
    assert command().exit_code == 1
    assert command("--if-empty").exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(User)) == 6


def test_a_roster_that_an_interrupted_start_missed_is_brought_in_later(app, command, monkeypatch):
    monkeypatch.setattr(seed, "seed_roster", lambda **_: None)
    command()
    monkeypatch.undo()

    command("--if-empty")

    assert db.session.scalars(select(RosterVersion.status)).all() == ["ACTIVE"]
