"""The invented villages are always the same, and as large as they should be."""

from app.resident_id import parse_resident_id
from bench.kit.documents import documents
from bench.kit.people import village


def test_the_same_seed_gives_the_same_village():
    assert village(40, "1") == village(40, "1")
    assert village(40, "1") != village(40, "2")


def test_a_village_of_500_households_has_about_2100_people():
    homes = village(500, "1")

    assert len(homes) == 500
    assert 1950 <= sum(len(home["members"]) for home in homes) <= 2250


def test_every_number_is_valid_and_stands_once():
    people = [one for home in village(200, "3") for one in home["members"]]

    numbers = [one["id_no"] for one in people]
    assert len(set(numbers)) == len(numbers)
    assert all(parse_resident_id(one, "2026-01-01")["ok"] for one in numbers)


def test_the_peer_gets_the_same_people():
    homes = village(30, "1")

    names = [[one["name"] for one in document["members"]] for document in documents(30, "1")]

    assert names == [[one["name"] for one in home["members"]] for home in homes]
