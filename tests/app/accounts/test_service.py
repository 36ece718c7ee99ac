"""Making people and letting them in, on both databases."""

import pytest

from app import clock
from app.accounts import service
from app.accounts.queries import actor_of
from app.db import db, transaction
from app.errors import SignedOut
from tests.conftest import both_databases
from tests.factories import COUNTY, PASSWORD, TOWNSHIP


@both_databases
def test_a_person_signs_in_with_name_and_password(app, county):
    person = service.authenticate(db.session(), "supervisor01", PASSWORD, source="1.2.3.4")
    with transaction() as session:
        cookie = service.open_session(session, person, audience="DESK", at=clock.now())

    actor = actor_of(db.session(), cookie, "DESK", at=clock.now())

    assert actor is not None
    assert (actor.county, actor.role, actor.areas) == (COUNTY, "SUPERVISOR", (TOWNSHIP,))


def test_a_wrong_password_and_an_unknown_name_look_the_same(app, county):
    for login in ("agent01", "nobody"):
        with pytest.raises(SignedOut) as refusal:
            service.authenticate(db.session(), login, "wrong", source="1.2.3.4")
        assert refusal.value.code == "SIGN_IN_FAILED"
