"""What a supervisor reads of a finding."""

import pytest

from app.batches.sentences import rule_of, sentence, trouble


def _mismatch(**detail):
    return {
        "code": "PREMIUM_MISMATCH",
        "severity": "BLOCK",
        "path": "claimed.premium_fen",
        "detail": detail,
    }


def test_a_difference_in_premium_names_both_figures():
    told = sentence(_mismatch(claimed_fen=800000, computed_fen=900050))

    assert told.endswith("（手机 8,000.00 元，系统 9,000.50 元）")


@pytest.mark.parametrize("detail", [{}, {"claimed_fen": 1, "computed_fen": None}])
def test_a_figure_that_is_not_known_is_not_named(detail):
    assert sentence(_mismatch(**detail)) == sentence({"code": "PREMIUM_MISMATCH"})


def test_shares_name_no_single_figure():
    found = {**_mismatch(claimed_fen=1, computed_fen=1), "code": "SHARES_MISMATCH"}

    assert "手机" not in sentence(found)


def test_a_code_from_a_newer_phone_is_shown_as_it_is():
    found = {"code": "NEW_CODE", "severity": "WARN"}

    assert (sentence(found), rule_of(found), trouble(found)) == ("NEW_CODE", "", "要留意")


def test_the_kind_of_trouble_fits_in_five_characters():
    assert trouble(_mismatch()) == "金额不符"
    assert rule_of(_mismatch()) == "R12"
