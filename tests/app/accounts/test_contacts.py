"""Whom an agent may call: the telephone of a supervisor, sealed at rest, on the phones of his area."""

import pytest

from app import clock
from app.accounts import contacts
from app.accounts.models import User
from app.db import db, transaction
from app.errors import Invalid
from tests.conftest import both_databases
from tests.factories import COUNTY, actor, sign_in, submit
from tests.handset import Handset


def set_number(login, text):
    who = actor(login)
    with transaction() as session:
        contacts.set_telephone(session, who, text, at=clock.now())


@both_databases
def test_the_phone_learns_name_and_number_and_the_table_does_not_show_it(app, county):
    assert Handset(app).get("state").json["supervisors"] == []

    set_number("supervisor01", "13800001234")

    phone = Handset(app)
    assert phone.get("state").json["supervisors"] == [{"name": "陈静", "telephone": "13800001234"}]
    row = db.session.get_one(User, (COUNTY, county.users["supervisor01"]))
    assert b"13800001234" not in row.telephone_enc
    set_number("supervisor01", "")
    assert phone.get("state").json["supervisors"] == []


def test_a_wrong_number_is_refused_and_kept_on_the_page(app, county, client):
    with pytest.raises(Invalid, match="TELEPHONE_INVALID"):
        set_number("supervisor01", "12345")
    sign_in(client, "supervisor01")
    wrong = submit(client, "/console/telephone", {"telephone": "12345"})
    assert wrong.status_code == 400
    assert 'value="12345"' in wrong.text
    assert submit(client, "/console/telephone", {"telephone": "0818-1234567"}).status_code == 303
    assert "0818-1234567" in client.get("/console/telephone").text
