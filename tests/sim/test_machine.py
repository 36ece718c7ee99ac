"""The state machine of tests/sim/machine.py, a few examples on each database."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import both_databases
from tests.sim.machine import machine_of

EXAMPLES, STEPS = 6, 25


@both_databases
def test_whatever_phones_and_office_do_the_server_keeps_its_word(app, county, time):
    run_state_machine_as_test(
        machine_of(app, county, time),
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, derandomize=True,
            database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip
