"""A push hands a batch in: numbered, counted with both totals, its lines locked."""

import pytest
from sqlalchemy import insert, select

from app import clock
from app.batches.models import Batch
from app.campaigns.models import CampaignVillage
from app.db import db, transaction
from app.enrollment.models import Collection, Enrollment
from app.rosters.models import RosterVersion
from tests.app.sync.test_push import one, visit_of
from tests.conftest import both_databases
from tests.visit import totals


@both_databases
def test_a_batch_is_numbered_counted_and_pins_the_roster(app, county, register, phone):
    phone.push(visit_of(phone, county, register))
    batch = phone.next(0)

    answer = phone.push(
        [
            (
                "ba",
                "c",
                {"campaign": county.campaign, "lines": [f"{phone.install}-1"], "totals": totals(1)},
            )
        ]
    )

    assert answer["ex"] == []
    row = one(Batch, batch)
    assert row.batch_no == "P26-100200-001"
    assert row.status == "SUBMITTED"
    assert row.submitted_by == phone.actor.id
    assert row.computed["totals_agree"] is True
    line = one(Enrollment, f"{phone.install}-1")
    assert (line.status, line.batch) == ("IN_BATCH", batch)
    sold = db.session.scalars(
        select(CampaignVillage.roster_version).where(CampaignVillage.village == county.village)
    ).one()
    assert sold is None  # this register came without a roster version


def test_totals_that_differ_are_stored_with_both_figures(app, county, register, phone):
    ops = visit_of(phone, county, register)
    ops[0][2]["claimed"] = {"premium_fen": 8000}
    phone.push(ops)
    batch = phone.next(0)

    phone.push(
        [
            (
                "ba",
                "c",
                {
                    "campaign": county.campaign,
                    "lines": [f"{phone.install}-1"],
                    "totals": {**totals(1), "premium_fen": 8000},
                },
            )
        ]
    )

    computed = one(Batch, batch).computed
    assert computed["totals_agree"] is False
    [finding] = computed["findings"]
    assert finding["code"] == "BATCH_TOTALS_DIFFER"
    assert finding["detail"]["households"][0]["claimed_fen"] == 8000
    assert finding["detail"]["households"][0]["computed_fen"] == 9000
    mismatch = [one for one in one_enrollment(phone).findings if one["code"] == "PREMIUM_MISMATCH"]
    assert mismatch[0]["detail"] == {"claimed_fen": 8000, "computed_fen": 9000}


def one_enrollment(phone):
    return one(Enrollment, f"{phone.install}-1")


def test_a_line_goes_into_one_batch_only_and_is_locked_there(app, county, register, phone):
    phone.push(visit_of(phone, county, register))
    line = f"{phone.install}-1"
    batch = ("ba", "c", {"campaign": county.campaign, "lines": [line], "totals": totals(1)})
    phone.push([batch])

    answer = phone.push(
        [batch],
        [("en", "u", {"outcome": "DECLINED"}, line)],
        [("cl", "u", {"void_reason": "x"}, f"{phone.install}-8")],
    )

    assert [entry[2]["code"] for entry in answer["ex"]] == [
        "VALUE_INVALID",
        "ENROLLMENT_LOCKED",
        "ENROLLMENT_LOCKED",
    ]
    assert one(Collection, f"{phone.install}-8").status == "COLLECTED"


@pytest.mark.parametrize(
    ("lines", "outcome"), [([], "ENROLL"), (["x" * 10 + "-1"], "ENROLL"), (None, "AWAY")]
)
def test_a_batch_of_what_cannot_be_handed_in_is_quarantined(
    app, county, register, phone, lines, outcome
):
    phone.push(visit_of(phone, county, register, outcome=outcome))
    lines = [f"{phone.install}-1"] if lines is None else lines

    answer = phone.push(
        [("ba", "c", {"campaign": county.campaign, "lines": lines, "totals": totals(1)})]
    )

    assert answer["ex"][0][2]["code"] == "VALUE_INVALID"
    assert db.session.query(Batch).count() == 0


def test_the_first_batch_pins_the_active_roster(app, county, register, phone):
    with transaction() as session:
        session.execute(insert(RosterVersion), [{
            "county": county.county, "village": county.village, "no": no, "as_of": "2026-01-01", "source": "x",
            "status": status, "report": {}, "made_by": "x", "made_at": clock.now(),
        } for no, status in ((1, "ARCHIVED"), (2, "ACTIVE"))])  # fmt: skip
    phone.push(visit_of(phone, county, register))

    phone.push(
        [
            (
                "ba",
                "c",
                {"campaign": county.campaign, "lines": [f"{phone.install}-1"], "totals": totals(1)},
            )
        ]
    )

    pinned = db.session.scalars(
        select(CampaignVillage.roster_version).where(CampaignVillage.village == county.village)
    ).one()
    assert pinned == 2
