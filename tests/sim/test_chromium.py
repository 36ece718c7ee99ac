"""Phones in a real Chromium against a real server over a link that breaks."""

import pytest

from tests.sim.chromium.play import Stage

SEED = 4


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def test_nothing_typed_in_a_browser_is_lost_or_doubled(database):
    with Stage(database) as stage:
        found, seen = stage.play(SEED, steps=16)

    assert found == []
    assert seen["saves"] > 0
    assert seen["faults"] > 0
