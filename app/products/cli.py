"""Put templates on sale from the command line: draft, submit, publish by a second person."""

import json
from pathlib import Path

import click
from sqlalchemy import select

from app import clock
from app.accounts.models import Login
from app.db import db, transaction
from app.errors import DomainError
from app.products import service


@click.group("products")
def products() -> None:
    """Product versions and dictionaries."""


@products.command("draft")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "login", required=True, help="Sign-in name of the author.")
def draft(file: Path, login: str) -> None:
    """Store the template of FILE as the next version and hand it to review."""
    body = json.loads(file.read_text(encoding="utf-8"))
    with transaction() as session:
        by = _user(login)
        try:
            version = service.draft(session, body, by=by, at=clock.now())
        except DomainError as error:
            raise click.ClickException(f"{error.code} {error.detail}") from error
        service.submit(session, body["code"], version, by=by)
    click.echo(f"{body['code']} version {version} waits for a second person")


@products.command("publish")
@click.argument("code")
@click.argument("version", type=int)
@click.option("--by", "login", required=True, help="Sign-in name of the second person.")
def publish(code: str, version: int, login: str) -> None:
    """Put VERSION of the product CODE on sale."""
    with transaction() as session:
        try:
            sha = service.publish(session, code, version, by=_user(login), at=clock.now())
        except DomainError as error:
            raise click.ClickException(error.code) from error
    click.echo(f"{code} version {version} is on sale, sha {sha}")


@products.command("dictionaries")
def dictionaries() -> None:
    """Load new entries of the dictionaries that come with the application."""
    with transaction() as session:
        click.echo(f"{service.load_dictionaries(session)} new entries")


def _user(login: str) -> str:
    user = db.session.scalar(select(Login.user).where(Login.login_name == login))
    if user is None:
        raise click.ClickException(f"nobody signs in as {login}")
    return user
