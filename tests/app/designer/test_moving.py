"""An open campaign stays on its version until somebody has seen what changes and confirms."""

import re

import pytest
from sqlalchemy import select, update

from app import clock
from app.audit.models import AuditEntry
from app.campaigns.models import Campaign
from app.db import db, transaction
from app.designer import moving
from app.enrollment.models import Enrollment
from app.errors import Conflict
from app.products import service as products
from tests.conftest import both_databases
from tests.factories import COUNTY, PRODUCT, actor, sign_in, submit, template
from tests.village import make_village


def _sell(county, change):
    """Put a changed next version on sale; return its number."""
    body = template()
    change(body)
    one, two = county.users["admin01"], county.users["admin02"]
    with transaction() as session:
        version = products.draft(session, body, by=one, at=clock.now())
        products.submit(session, PRODUCT, version, by=one)
        products.publish(session, PRODUCT, version, by=two, at=clock.now())
    return version


def _open(made):
    """Take the households out of their batch: enrolled, not handed in."""
    with transaction() as session:
        session.execute(update(Enrollment).values(status="RECEIVED", batch=None))
    return made


def _dearer(body):
    for rate in body["plans"][0]["rates"]:
        rate["premium_fen"] += 1000


def _new_text(body):
    body["consents"][1]["text_version"] = "2026-02"


def _version():
    db.session.rollback()
    return db.session.scalar(select(Campaign.product_version))


def _effect(county, version):
    return moving.effect(db.session(), COUNTY, county.campaign, version)


@both_databases
def test_the_new_premium_of_every_household_is_shown_before_and_there_after(app, county):
    _open(make_village(county))
    version = _sell(county, _dearer)
    seen = _effect(county, version)
    assert _version() == county.version

    with transaction() as session:
        admin = actor("admin01")
        moved = moving.move(session, county.campaign, version, seen.sha, by=admin, at=clock.now())

    assert (seen.households, moved, len(seen.dearer)) == (3, 3, 3)
    assert {(one.old, one.new) for one in seen.changes} == {((9000, 7500), (12000, 10500))}
    assert _version() == version
    rows = db.session.scalars(select(Enrollment)).all()
    assert {row.computed["premium_fen"] for row in rows} == {12000}
    assert all("PREMIUM_MISMATCH" in {one["code"] for one in row.findings} for row in rows)


def test_consents_to_be_taken_again_are_named(app, county):
    _open(make_village(county))
    seen = _effect(county, _sell(county, _new_text))

    assert {one.consents for one in seen.asked_again} == {("PIPL_GENERAL",)}
    assert seen.dearer == []


def test_who_can_no_longer_be_insured_is_named(app, county):
    _open(make_village(county))
    seen = _effect(county, _sell(county, lambda body: body["age"].update(min_years=18)))

    assert {one.blocked for one in seen.stopped} == {("AGE_TOO_LOW",)}


def test_a_version_that_changes_nothing_for_the_enrolled_moves_quietly(app, county):
    make_village(county)
    version = _sell(county, lambda body: body.update(filing_no="备案 1 号"))
    seen = _effect(county, version)

    assert (seen.households, seen.changes) == (3, [])


def test_households_handed_in_hold_the_campaign_where_it_is(app, county):
    make_village(county)
    version = _sell(county, _dearer)
    seen = _effect(county, version)

    assert len(seen.held) == 3
    with pytest.raises(Conflict) as refusal, transaction() as session:
        moving.move(
            session, county.campaign, version, seen.sha, by=actor("admin01"), at=clock.now()
        )
    assert refusal.value.code == "CAMPAIGN_MOVE_BLOCKED"
    assert _version() == county.version


def test_the_page_shows_the_change_and_moves_only_what_was_seen(app, county):
    _open(make_village(county))
    version = _sell(county, _dearer)
    client = app.test_client()
    sign_in(client, "admin01")
    url = f"/admin/products/{PRODUCT}/{version}/move/{county.campaign}"
    page = client.get(url).text
    sha = re.search(r'name="sha" value="([0-9a-f]{64})"', page)[1]

    assert "王建国" in page
    assert "75.00 → <b>105.00</b>" in page
    assert submit(client, url, {"sha": "0" * 64}).status_code == 409
    assert _version() == county.version
    assert submit(client, url, {"sha": sha}).status_code == 303
    assert _version() == version
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject == f"campaign:{county.campaign}")
    ).all()
    assert {"CAMPAIGN_MOVED", "CAMPAIGN_REJUDGED"} <= set(actions)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda body: body["start"].update(month_day="05-01"), "CAMPAIGN_START"),
        (lambda body: body["sale"].update(to="2026-03-01"), "CAMPAIGN_OUTSIDE_SALE"),
    ],
)
def test_a_version_that_does_not_fit_the_dates_of_the_campaign_is_refused(
    app, county, change, code
):
    version = _sell(county, change)
    client = app.test_client()
    sign_in(client, "admin01")
    url = f"/admin/products/{PRODUCT}/{version}/move/{county.campaign}"
    sha = re.search(r'name="sha" value="([0-9a-f]{64})"', client.get(url).text)[1]

    answer = submit(client, url, {"sha": sha})

    assert answer.status_code == 400
    assert _version() == county.version


def test_the_version_page_offers_the_campaigns_that_still_sell_an_older_one(app, county):
    version = _sell(county, _dearer)
    client = app.test_client()
    sign_in(client, "admin02")

    assert "2026年度全村统保" in client.get(f"/admin/products/{PRODUCT}/{version}").text
    assert "换到第" not in client.get(f"/admin/products/{PRODUCT}/{county.version}").text
