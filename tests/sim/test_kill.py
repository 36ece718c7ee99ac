"""A server killed in the middle of a push loses nothing."""

import pytest

from tests.sim.kill.play import play


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def test_a_server_killed_under_a_push_has_everything_once(database):
    found, seen = play(seed=1, kills=2, database=database, households=40)

    assert found == set()
    assert seen["kills"] > 0
