"""Commands for operators: `flask --app wsgi COMMAND`."""

import click
from flask import Flask

from app.backups.cli import backup
from app.jobs import work
from app.products.cli import products
from app.sync.cli import renew_timeline, sweep

COMMANDS: list[click.Command] = [backup, products, renew_timeline, sweep, work]


def install(app: Flask) -> None:
    """Add every stage's commands to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
