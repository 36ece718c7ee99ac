"""The state machine of tests/sim/machine.py, a few examples on each database."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.sync import applying
from tests.conftest import both_databases
from tests.sim.machine import machine_of

EXAMPLES, STEPS = 6, 25
MERGE = applying.merge


def play(app, county, time, examples=EXAMPLES):
    run_state_machine_as_test(
        machine_of(app, county, time),
        settings=settings(
            max_examples=examples, stateful_step_count=STEPS, deadline=None, derandomize=True,
            database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate), print_blob=False,
        ),
    )  # fmt: skip


@both_databases
def test_whatever_phones_and_office_do_the_server_keeps_its_word(app, county, time):
    play(app, county, time)


def overwriting(entity, op, **options):
    return MERGE(entity, replace(op, b=2**60), **options)


def never_own(entity, op, **options):
    return MERGE(entity, op, **{**options, "install": "nobody"})


@pytest.mark.parametrize("broken", [overwriting, never_own])
def test_a_broken_merge_is_noticed(app, county, time, monkeypatch, broken):
    monkeypatch.setattr(applying, "merge", broken)

    with pytest.raises((AssertionError, ExceptionGroup)):
        play(app, county, time, examples=60)
