"""Work that happens by itself: huey with a queue in a file of the data folder."""

from datetime import datetime

import click
from flask import Flask, current_app
from huey import SqliteHuey

from app.backups.cli import back_up
from app.sync.cli import expire_uploads, sweep_all
from config import Config


def build(app: Flask) -> SqliteHuey:
    """Return the queue of an application with its periodic jobs."""
    config: Config = app.extensions["config"]
    huey = SqliteHuey(filename=str(config.data_dir / "huey.sqlite3"), utc=True)

    def backup() -> None:
        with app.app_context():
            back_up()

    def sweep() -> None:
        with app.app_context():
            sweep_all()

    def expire() -> None:
        with app.app_context():
            expire_uploads()

    huey.periodic_task(lambda at: is_due(at, config.backup_minutes))(backup)
    huey.periodic_task(lambda at: is_due(at, 60))(expire)
    huey.periodic_task(lambda at: is_due(at, 1))(sweep)
    return huey


def is_due(at: datetime, minutes: int) -> bool:
    """Tell whether a job of every so many minutes is due; 0 is never."""
    return minutes > 0 and (at.hour * 60 + at.minute) % minutes == 0


@click.command("work")
def work() -> None:
    """Run the jobs until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    build(app).create_consumer(workers=1, check_worker_health=True).run()
