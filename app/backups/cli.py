"""Back up now; the job does the same every few minutes."""

from pathlib import Path

import click
from flask import current_app

from app import clock
from app.backups import service
from app.db import db, transaction
from config import Config


def back_up() -> Path | None:
    """Copy, check and declare safe; return the copy, or None where there is nothing to copy."""
    if db.engine.dialect.name != "sqlite":
        return None  # PostgreSQL: archiving by its own tools, safe_kind stays NONE
    config: Config = current_app.extensions["config"]
    folder, at = config.data_dir / "backups", clock.now()
    with transaction() as session:
        service.mark(session)
    copy = service.copy(Path(str(db.engine.url.database)), folder, at=at)
    with transaction() as session:
        service.settle(session, service.marks(copy), at=at)
    service.prune(copy)
    return copy


@click.command("backup")
def backup() -> None:
    """Copy the embedded database, check the copy, and tell phones what is safe."""
    copy = back_up()
    click.echo(copy.name if copy else "PostgreSQL is backed up by its own tools: nothing done")
