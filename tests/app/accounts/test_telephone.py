"""A supervisor's number: given at the desk, sealed at rest, shown to the agents of his area."""

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.telephone import supervisors
from app.db import db
from tests.factories import sign_in, submit

PAGE = "/console/telephone"


def numbers(county):
    return [one.phone for one in supervisors(db.session(), county.county)]


def test_a_supervisor_gives_his_number_at_the_desk(client, county):
    sign_in(client, "supervisor01")

    assert submit(client, PAGE, {"phone": " 0818-1234567"}).location == PAGE

    assert 'value="0818-1234567"' in client.get(PAGE).text
    assert numbers(county) == ["0818-1234567", ""]


def test_the_number_rests_sealed(client, county):
    sign_in(client, "supervisor01")
    submit(client, PAGE, {"phone": "13800001234"})

    sealed = db.session().scalar(select(User.phone_enc).where(User.phone_enc.is_not(None)))
    assert b"13800001234" not in sealed


def test_a_number_that_is_none_is_refused_and_stays_in_the_field(client, county):
    sign_in(client, "supervisor01")

    answer = submit(client, PAGE, {"phone": "12345"})

    assert answer.status_code == 400
    assert "电话号码不对" in answer.text
    assert 'value="12345"' in answer.text


def test_an_empty_number_takes_it_away_and_the_name_stays(client, county):
    sign_in(client, "supervisor01")
    submit(client, PAGE, {"phone": "13800001234"})

    submit(client, PAGE, {"phone": ""})

    assert numbers(county) == ["", ""]
