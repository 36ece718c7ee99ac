"""Words of village clerks against the dictionary that phones keep."""

import json
from pathlib import Path

import pytest

from app.rosters.rules.words import RELATIONS, group_name, relation_code, without_continued

DICTIONARY = Path(__file__).parents[4] / "app/products/dictionaries/RELATION.json"


def test_every_relation_of_the_dictionary_is_understood_and_no_other_code_is_used():
    items = {item["code"]: item["label"] for item in json.loads(DICTIONARY.read_text())}

    assert set(RELATIONS.values()) == items.keys()
    for code, label in items.items():
        assert relation_code(label) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("户 主", "02"),
        ("户主之妻", "12"),
        ("大儿子", "22"),
        ("02", "02"),
        ("干儿子", None),
        ("", None),
    ],
)
def test_a_relation_is_known_by_the_words_people_use(word, code):
    assert relation_code(word) == code


@pytest.mark.parametrize(
    ("word", "name"),
    [("1", "1组"), ("01组", "1组"), ("第3村民小组", "3组"), ("上湾组", "上湾组"), ("", "")],
)
def test_a_group_has_one_name(word, name):
    assert group_name(word) == name


def test_a_house_that_goes_on_over_a_page_keeps_its_number():
    assert without_continued("0012（续）") == without_continued("0012(续)") == "0012"
