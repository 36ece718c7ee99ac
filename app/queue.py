"""Hand work to the jobs, by name; app/jobs.py says what the names mean and carries it out."""

from collections.abc import Callable
from typing import cast

from flask import current_app

IMPORT_ROSTER = "import-roster"
MAKE_FILE = "make-file"


def enqueue(job: str, *facts: int | str) -> None:
    """Ask for a job. Call it after the transaction: the job reads what was committed."""
    cast("Callable[..., None]", current_app.extensions["enqueue"])(job, *facts)
