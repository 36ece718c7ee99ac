"""The protocol model: nothing is lost, doubled or overwritten unseen; every defence is needed."""

import pytest

from tests.sim.model.mutations import MUTATIONS
from tests.sim.model.play import play

SEEDS = 200
NEAR = 60


def test_no_seed_violates_an_invariant():
    happened = {}
    for seed in range(SEEDS):
        found, seen = play(seed)
        assert not found, f"seed {seed}"
        for name, count in seen.items():
            happened[name] = happened.get(name, 0) + count

    rare = ("restores", "rollbacks", "renewed installs", "decisions", "scope changes", "conflicts")
    assert all(happened[name] > 0 for name in rare), "the seeds do not reach what they should"


@pytest.mark.parametrize("defence", MUTATIONS)
def test_a_defence_left_out_is_missed(defence):
    symptom, near = MUTATIONS[defence]

    assert any(symptom in play(seed, *defence.split())[0] for seed in range(near, near + NEAR))
