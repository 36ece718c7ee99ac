"""Work that happens by itself or was asked for: huey with a queue in a file of the data folder."""

from collections.abc import Callable
from datetime import datetime

import click
from flask import Flask, current_app
from huey import SqliteHuey

from app import clock
from app.backups.cli import back_up
from app.exports import running as exports
from app.imports import running as imports
from app.keys.cli import reseal_all
from app.overview.running import count_moved
from app.privacy.running import drop_all
from app.queue import IMPORT_ROSTER, MAKE_FILE
from app.sync.cli import compact_all, expire_uploads, requeue_all, sweep_all
from config import Config

# What app/queue.py asks for.
JOBS: dict[str, Callable[..., object]] = {
    IMPORT_ROSTER: imports.run_queued,
    MAKE_FILE: exports.run_queued,
}
POLL_SECONDS = 1  # somebody waits for his import


def install(app: Flask) -> None:
    """Let the application ask for jobs."""
    app.extensions["enqueue"] = lambda job, *facts: _tasks(app)[job](*facts)


def build(app: Flask) -> SqliteHuey:
    """Return the queue of an application with its jobs; in tests it does a job at once."""
    config: Config = app.extensions["config"]
    huey = SqliteHuey(
        filename=str(config.data_dir / "huey.sqlite3"), utc=True, immediate=config.testing
    )

    def within(work: Callable[..., object], name: str) -> Callable[..., None]:
        def job(*facts: int | str) -> None:
            with app.app_context():
                work(*facts)

        job.__name__ = name
        return job

    app.extensions["tasks"] = {
        name: huey.task(name=name)(within(work, name)) for name, work in JOBS.items()
    }
    for name, work, minutes in (
        ("backup", back_up, config.backup_minutes),
        ("compact", compact_all, 24 * 60),
        ("expire", _expire, 60),
        ("requeue", requeue_all, 60),
        ("reseal", reseal_all, 60),
        ("sweep", _sweep, 1),
    ):
        huey.periodic_task(_every(minutes), name=name)(within(work, name))
    return huey


def is_due(at: datetime, minutes: int) -> bool:
    """Tell whether a job of every so many minutes is due; 0 is never."""
    return minutes > 0 and (at.hour * 60 + at.minute) % minutes == 0


def _every(minutes: int) -> Callable[[datetime], bool]:
    return lambda at: is_due(at, minutes)


def _tasks(app: Flask) -> dict[str, Callable[..., object]]:
    if "tasks" not in app.extensions:
        build(app)
    tasks: dict[str, Callable[..., object]] = app.extensions["tasks"]
    return tasks


def _sweep() -> None:
    sweep_all()
    imports.run_overlooked(clock.now())
    exports.run_overlooked(clock.now())
    count_moved()


def _expire() -> None:
    expire_uploads()
    imports.expire(clock.now())
    exports.expire(clock.now())
    drop_all()


@click.command("work")
def work() -> None:
    """Run the jobs until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    consumer = build(app).create_consumer(
        workers=1, check_worker_health=True, max_delay=POLL_SECONDS
    )
    consumer.run()
