"""Play seeds of the joined engines: the phone's JavaScript against the real application."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.factories import ROOT
from tests.sim.joined.server import serving
from tests.sim.joined.stores import memory


def play(seed: int, runs: int, database: str = "sqlite") -> Iterator[dict[str, Any]]:
    """Yield {seed, found, seen} for each run; found: sentences beginning with what was violated."""
    with (
        tempfile.TemporaryDirectory(dir=memory()) as name,
        serving(Path(name), database) as origin,
    ):
        command = ["node", "--import", "./tests/static/loader.mjs", "tests/sim/joined/phones.mjs"]
        with subprocess.Popen(
            [*command, origin, str(seed), str(runs)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as phones:
            assert phones.stdout is not None
            for line in phones.stdout:
                yield json.loads(line)
        if phones.returncode != 0:
            raise RuntimeError(f"the phones ended with {phones.returncode}")
