"""Opening campaigns, and what phones see of them."""

import pytest

from app import clock
from app.campaigns.queries import campaign, campaigns_for
from app.campaigns.service import open_campaign
from app.db import transaction
from app.errors import Conflict, Invalid
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, PRODUCT, SECOND, VILLAGE

DATES = {"opens_on": "2026-01-01", "closes_on": "2026-03-25", "scheme_start_on": "2026-04-01"}


def _open(county, **changes):
    facts = {
        "product": PRODUCT, "version": county.version, "name": "第二次", "target_bp": None,
        "villages": [VILLAGE], "by": "a", "at": clock.now(), **DATES, **changes,
    }  # fmt: skip
    with transaction() as session:
        return open_campaign(session, COUNTY, **facts)


@both_databases
def test_a_phone_sees_the_campaigns_of_its_villages(app, county):
    [found] = campaigns_for(COUNTY, [VILLAGE, OUTSIDE])

    assert found == {
        "id": county.campaign, "kind": "WHOLE_VILLAGE", "name": "2026年度全村统保",
        "product_code": PRODUCT, "product_version": county.version, "partner": None,
        "opens_on": "2026-01-01", "closes_on": "2026-03-25", "scheme_start_on": "2026-04-01",
        "target_bp": 8500, "status": "OPEN",
        "villages": [{"village": VILLAGE, "target_bp": None, "roster_version": None}],
    }  # fmt: skip
    assert campaigns_for(COUNTY, [OUTSIDE]) == []


def test_one_campaign_comes_with_all_its_villages(app, county):
    found = campaign(COUNTY, county.campaign)

    assert [line["village"] for line in found["villages"]] == list(county.villages)
    assert campaign(COUNTY, "nothing") is None


def test_campaigns_that_close_first_come_first(app, county):
    earlier = _open(county, closes_on="2026-03-01", villages=[VILLAGE, SECOND])

    assert [found["id"] for found in campaigns_for(COUNTY, [VILLAGE])] == [earlier, county.campaign]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opens_on": "2026-03-26"}, "CAMPAIGN_DATES"),
        ({"opens_on": "2025-12-31"}, "CAMPAIGN_OUTSIDE_SALE"),
        ({"closes_on": "2026-04-01"}, "CAMPAIGN_OUTSIDE_SALE"),
        ({"scheme_start_on": None}, "CAMPAIGN_START"),
        ({"scheme_start_on": "2026-05-01"}, "CAMPAIGN_START"),
    ],
)
def test_dates_that_do_not_fit_the_product_are_refused(app, county, changes, code):
    with pytest.raises(Invalid) as refusal:
        _open(county, **changes)

    assert refusal.value.code == code


def test_only_a_version_on_sale_can_be_used(app, county):
    with pytest.raises(Conflict):
        _open(county, version=99)
