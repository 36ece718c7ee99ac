"""Examples of the state machine on a database of their own."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from app import clock, create_app
from app.db import db
from tests import postgresql
from tests.conftest import Clock, Pattern
from tests.sim.joined.stores import memory
from tests.sim.machine import machine_of

STEPS = 50


def play(first: int, count: int, database: str) -> None:
    """Run `count` examples from a seed; raises with the shortest example that fails."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=memory())))
        folder.chmod(0o711)
        url = stack.enter_context(postgresql.running_server()) if database == "postgresql" else ""
        hands = Clock()
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(clock, "now", lambda: hands.at)
        place, facts = Pattern(folder, lambda: url).copy(database, folder / "data", filled=True)
        assert facts is not None
        app = create_app(place.config())
        machine = seed(first)(machine_of(app, facts, hands))
        chosen = settings(
            max_examples=count, stateful_step_count=STEPS, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        run_state_machine_as_test(machine, settings=chosen)
        with app.app_context():
            db.engine.dispose()
