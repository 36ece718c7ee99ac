"""A household changes hands: asked for on the phone, decided at the desk, told to every phone."""

import pytest

from app import clock
from app.db import db, transaction
from app.errors import Invalid, NotFound
from app.rosters import transfers
from app.rosters.models import Household
from tests.conftest import both_databases
from tests.factories import COUNTY, SECOND, VILLAGE, actor, sign_in, submit
from tests.handset import Handset, rows_of
from tests.village import make_village


def assign(household, agent, village=VILLAGE):
    who = actor("supervisor01")
    with transaction() as session:
        transfers.assign(session, village, household, agent, by=who, at=clock.now())


@both_databases
def test_a_request_is_decided_and_reaches_the_phone(app, county):
    made = make_village(county, village=SECOND)
    phone = Handset(app, village=SECOND)
    home = made.households[0]
    assert phone.push([("hh", "u", {"give_to": "转给王芳"}, home, 1 << 41)])["ex"] == []
    (one,) = transfers.transfers(db.session(), actor("supervisor01"))
    assert (one.head, one.row.give_to) == ("王建国", "转给王芳")
    assert {name for _, name in one.agents} == {"李明", "王芳"}
    assert transfers.asked(db.session(), actor("supervisor01")) == 1

    assign(home, county.users["agent02"], SECOND)

    found = rows_of(phone.get(f"villages/{SECOND}/changes").json["rows"])["hh", home]
    assert (found["agent"], found["agent_name"], found["give_to"]) == (
        county.users["agent02"], "王芳", None,
    )  # fmt: skip
    assign(home, "", SECOND)
    db.session.expire_all()
    assert db.session.get_one(Household, (COUNTY, SECOND, home)).agent is None
    assert transfers.transfers(db.session(), actor("supervisor01")) == []


def test_only_who_works_there_gets_it_and_no_phone_decides(app, county):
    made = make_village(county)
    home = made.households[0]
    with pytest.raises(Invalid, match="AGENT_ELSEWHERE"):
        assign(home, county.users["agent02"])
    with pytest.raises(NotFound, match="HOUSEHOLD_UNKNOWN"):
        assign("s100200-999", "")
    answer = Handset(app).push([("hh", "u", {"agent": county.users["agent01"]}, home)])
    assert answer["ex"][0][2]["code"] == "FIELD_NOT_ALLOWED"


def test_the_pages_lead_to_it_and_decide(app, county, client):
    made = make_village(county)
    home = made.households[0]
    Handset(app).push([("hh", "u", {"give_to": "住得远"}, home, 1 << 41)])
    sign_in(client, "supervisor01")
    assert "1 户要转给别的代办员走访" in client.get("/console/aside").text
    assert "住得远" in client.get("/console/transfers").text
    url = f"/console/transfers/{VILLAGE}/{home}"
    assert submit(client, url, {"agent": county.users["agent02"]}).status_code == 400
    assert submit(client, url, {"agent": county.users["agent01"]}).status_code == 303
    assert "李明" in client.get("/console/transfers").text
    assert "要转给别的代办员" not in client.get("/console/aside").text
