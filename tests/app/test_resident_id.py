"""What the vectors of resident numbers do not reach."""

import pytest

from app.resident_id import check_character, parse_resident_id

TODAY = "2026-03-01"


def _number(first17):
    return first17 + check_character(first17)


def test_a_result_may_be_changed_without_changing_the_next():
    first = parse_resident_id("990101197001010060", TODAY)
    first["warnings"].append("X")
    first["sex"] = "M"

    assert parse_resident_id("990101197001010060", TODAY)["warnings"] == ["ID_REGION_UNKNOWN"]
    assert parse_resident_id("990101197001010060", TODAY)["sex"] == "F"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (None, "ID_EMPTY"), ("\u3000'", "ID_EMPTY"), ("5E17", "ID_SCIENTIFIC"),
        ("5.1e+7", "ID_SCIENTIFIC"), ("519901-19750304049", "ID_CHARSET"),
        ("51302153061500X", "ID_CHARSET"), ("51990119750304049\u0663", "ID_CHARSET"),
        (_number("51990118991231001"), "ID_DATE"), (_number("51990120260302001"), "ID_FUTURE"),
    ],
)  # fmt: skip
def test_the_first_fault_wins(text, error):
    assert parse_resident_id(text, TODAY) == {"ok": False, "error": error}


def test_born_today_is_fine():
    assert parse_resident_id(_number("51990120260301001"), TODAY)["birth_date"] == TODAY


def test_an_old_number_of_an_unknown_region_has_both_warnings():
    found = parse_resident_id("990101700101006", TODAY)

    assert found["warnings"] == ["ID_LEGACY_15", "ID_REGION_UNKNOWN"]
