"""The job that counts villages in which something was written."""

from sqlalchemy import select

from app.db import db
from app.overview.running import count_moved
from app.policies.models import VillageFigures
from tests.app.policies.test_issue import accept_all
from tests.conftest import both_databases
from tests.factories import SECOND, VILLAGE
from tests.village import make_village


@both_databases
def test_what_moved_is_counted_once_and_no_more(app, county):
    first = make_village(county, households=4, enrolled=3)
    make_village(county, households=3, enrolled=1, village=SECOND)

    assert count_moved() == 3
    assert count_moved() == 0
    accept_all(county, first)
    assert count_moved() == 1

    db.session.expire_all()
    kept = {row.village: row.figures for row in db.session.scalars(select(VillageFigures))}
    assert kept[VILLAGE]["statuses"] == {"ACCEPTED": 3}
    assert kept[SECOND]["statuses"] == {"IN_BATCH": 1}
    assert kept[VILLAGE]["taken"] == {"COLLECTED": 22_500}
