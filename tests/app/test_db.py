"""What the database layer says, and what it keeps to itself."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.db import db, transaction
from app.rosters.models import Person
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE
from tests.village import make_village


@both_databases
def test_an_error_of_the_database_quotes_no_row(county):
    made = make_village(county)
    mine = (Person.county == COUNTY, Person.village == VILLAGE, Person.id == made.persons[0][0])

    with pytest.raises(IntegrityError) as fault, transaction() as session:
        session.execute(update(Person).where(*mine).values(household=None))

    said = f"{fault.value} {fault.value.orig}"
    assert "household" in said
    assert "王建国" not in said
    assert db.session.get(Person, (COUNTY, VILLAGE, made.persons[0][0])).name == "王建国"
