"""Commands for operators: `flask --app wsgi COMMAND`."""

import click
from flask import Flask

from app.backups.cli import backup
from app.demo.cli import seed_demo
from app.designer.cli import products
from app.imports.cli import import_roster
from app.jobs import work
from app.keys.cli import reseal_command, rotate_key
from app.reconciliation.cli import match_statement
from app.sync.cli import compact_command, renew_timeline, requeue_command, sweep

COMMANDS: list[click.Command] = [
    backup, compact_command, import_roster, match_statement, products, renew_timeline,
    requeue_command, reseal_command, rotate_key, seed_demo, sweep, work,
]  # fmt: skip


def install(app: Flask) -> None:
    """Add every stage's commands to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
