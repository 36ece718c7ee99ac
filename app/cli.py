"""Commands for operators: `flask --app wsgi COMMAND`."""

import click
from flask import Flask

COMMANDS: list[click.Command] = []


def install(app: Flask) -> None:
    """Add every stage's commands to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
