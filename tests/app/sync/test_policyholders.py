"""Micro groups come from phones: their policyholder, its members, its telephone number."""

import json

from app.campaigns.models import Policyholder
from app.db import db
from app.policies.policyholders import phone_of
from tests.conftest import both_databases
from tests.factories import COUNTY, VILLAGE
from tests.village import sell

PHONE = "13800001234"


def stored(key):
    db.session.expire_all()
    return db.session.get(Policyholder, (COUNTY, VILLAGE, key))


def group(register, **changes):
    members = [family[0] for family in register.people[:3]]
    return {
        "name": "花椒合作社", "kind": "COOP", "uscc": "93511703MA00000X7M", "members": members,
        "contact": {"name": "李国强", "phone": PHONE}, "answers": {"crew_kind": "COOP"}, **changes,
    }  # fmt: skip


@both_databases
def test_a_group_names_its_members_and_its_number_rests_sealed(app, county, register, phone):
    sell(county, "MG-ACC-2026")

    answer = phone.push([("ph", "c", group(register))])

    assert answer["ex"] == []
    row = stored(f"{phone.install}-1")
    assert row.members == [family[0] for family in register.people[:3]]
    assert row.contact["phone_mask"] == "138****1234"
    assert PHONE not in json.dumps(row.contact)
    assert phone_of(row) == PHONE


def test_members_made_in_the_same_save_are_named_by_their_number(app, county, register, phone):
    sell(county, "MG-ACC-2026")
    people = [
        ("hh", "c", {"group_name": "花椒合作社"}),
        ("ps", "c", {"household": 1, "name": "余正华", "relation": "02"}),
        ("ph", "c", group(register, members=[2, register.people[0][0]])),
    ]

    answer = phone.push(people)

    assert answer["ex"] == []
    assert stored(f"{phone.install}-3").members == [f"{phone.install}-2", register.people[0][0]]


def test_a_member_nobody_knows_keeps_the_group_out(app, county, register, phone):
    sell(county, "MG-ACC-2026")

    answer = phone.push([("ph", "c", group(register, members=["7k2m9qa4x1-99"]))])

    assert [entry[1] for entry in answer["ex"]] == ["quarantined"]


def test_a_new_contact_without_number_has_none(app, county, register, phone):
    sell(county, "MG-ACC-2026")
    phone.push([("ph", "c", group(register))])

    phone.push([("ph", "u", {"contact": {"name": "唐小梅"}}, f"{phone.install}-1")])

    assert stored(f"{phone.install}-1").contact == {"name": "唐小梅"}
    assert phone_of(stored(f"{phone.install}-1")) == ""
