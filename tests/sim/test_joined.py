"""The phone's own engine against the real application over a bad link."""

from tests.sim.joined.play import play

SEED, RUNS = 2, 2


def test_phones_and_server_agree_when_the_link_is_good_again():
    seen = {}
    for run in play(SEED, RUNS):
        assert run["found"] == [], f"seed {run['seed']}"
        seen = {name: seen.get(name, 0) + count for name, count in run["seen"].items()}

    assert seen["saves"] > 0
    assert seen["faults"] > 0
    assert seen["rollbacks"] > 0
