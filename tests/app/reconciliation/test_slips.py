"""Slips of the households of a batch, printed from the console."""

import re

from app.db import db, transaction
from app.enrollment.models import Enrollment
from tests.conftest import both_databases
from tests.factories import COUNTY, OUTSIDE, VILLAGE, sign_in
from tests.village import make_village


@both_databases
def test_each_household_of_a_batch_has_a_slip_that_says_it_is_not_insured_yet(county, client):
    made = make_village(county)
    sign_in(client, "supervisor01")
    url = f"/console/batches/{VILLAGE}/{made.batch}/slips"

    page = client.get(url).text

    assert page.count('class="slip__state">已登记，尚未承保<') == 3
    assert "打印 3 张" in page
    assert not re.search("[0-9]{17}[0-9X]", page), "no whole ID number"
    one = client.get(f"{url}?line={made.enrollments[0]}&paper=58").text
    assert one.count("slip__state") == 1
    assert 'data-paper="58"' in one
    assert "王建国户" in one
    line = client.get(f"/console/batches/{VILLAGE}/{made.batch}/{made.enrollments[0]}").text
    assert f"line={made.enrollments[0]}" in line


def test_who_withdrew_or_is_insured_has_no_slip(county, client):
    made = make_village(county)
    with transaction() as session:
        for key, status in zip(made.enrollments, ("WITHDRAWN", "POLICY_ISSUED"), strict=False):
            session.get_one(Enrollment, (COUNTY, VILLAGE, key)).status = status
    sign_in(client, "supervisor01")

    page = client.get(f"/console/batches/{VILLAGE}/{made.batch}/slips").text

    assert page.count("slip__state") == 1
    gone = client.get(f"/console/batches/{VILLAGE}/{made.batch}/slips?line={made.enrollments[0]}")
    assert "没有登记单" in gone.text
    assert client.get(f"/console/batches/{VILLAGE}/x-1/slips").status_code == 404
    assert client.get(f"/console/batches/{OUTSIDE}/x-1/slips").status_code == 404
    assert db.session.query(Enrollment).count() == 3
