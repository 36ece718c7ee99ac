"""Claimed amounts: only what is claimed is compared."""

import pytest

from app.enrollment.rules.person import check_claimed

SHARES = {"INDIVIDUAL": 2500, "COLLECTIVE": 500, "FISCAL": 0, "SPONSOR": 0, "INSURER": 0}


@pytest.mark.parametrize(
    ("claimed", "codes"),
    [
        (None, []),
        ({}, []),
        ({"premium_fen": 3000}, []),
        ({"premium_fen": 0}, ["PREMIUM_MISMATCH"]),
        ({"shares": {"INDIVIDUAL": 2500, "COLLECTIVE": 500}}, []),
        ({"shares": {"INDIVIDUAL": 2500}}, ["SHARES_MISMATCH"]),
        ({"premium_fen": 3000, "shares": {"INDIVIDUAL": 2500}}, ["SHARES_SUM"]),
        ({"premium_fen": 3000, "shares": {"INDIVIDUAL": 3000}}, ["SHARES_MISMATCH"]),
        (
            {"premium_fen": 2500, "shares": {"INDIVIDUAL": 2500}},
            ["PREMIUM_MISMATCH", "SHARES_MISMATCH"],
        ),
    ],
)
def test_only_what_is_claimed_is_compared(claimed, codes):
    assert [one["code"] for one in check_claimed(claimed, 3000, SHARES)] == codes


def test_nothing_is_compared_without_a_computed_premium():
    assert check_claimed({"premium_fen": 1}, None, None) == []
