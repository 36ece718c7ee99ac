"""Put templates on sale from the command line: draft, submit, publish by a second person."""

from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import select

from app import clock
from app.accounts.models import Login
from app.db import db, transaction
from app.designer import documents, service
from app.errors import DomainError
from app.products.service import load_dictionaries


@dataclass(frozen=True)
class Operator:
    """The person in whose name a command runs."""

    county: int
    id: str


@click.group("products")
def products() -> None:
    """Product versions and dictionaries."""


@products.command("draft")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "login", required=True, help="Sign-in name of the author.")
def draft(file: Path, login: str) -> None:
    """Store the template of FILE as the next version and hand it to review."""
    try:
        form, lost = documents.read(file.read_bytes(), service.known_texts())
        if lost:
            raise click.ClickException(f"the schema does not know: {', '.join(lost)}")
        with transaction() as session:
            by = _operator(login)
            version = service.bring_in(session, form, by=by, at=clock.now())
            service.submit(session, form["code"], version, by=by, at=clock.now())
    except DomainError as error:
        raise click.ClickException(f"{error.code} {error.detail}") from error
    click.echo(f"{form['code']} version {version} waits for a second person")


@products.command("publish")
@click.argument("code")
@click.argument("version", type=int)
@click.option("--by", "login", required=True, help="Sign-in name of the second person.")
def publish(code: str, version: int, login: str) -> None:
    """Put VERSION of the product CODE on sale."""
    with transaction() as session:
        try:
            sha = service.publish(session, code, version, by=_operator(login), at=clock.now())
        except DomainError as error:
            raise click.ClickException(f"{error.code} {error.detail or ''}") from error
    click.echo(f"{code} version {version} is on sale, sha {sha}")


@products.command("dictionaries")
def dictionaries() -> None:
    """Load new entries of the dictionaries that come with the application."""
    with transaction() as session:
        click.echo(f"{load_dictionaries(session)} new entries")


def _operator(login: str) -> Operator:
    found = db.session.execute(
        select(Login.county, Login.user).where(Login.login_name == login)
    ).one_or_none()
    if found is None:
        raise click.ClickException(f"nobody signs in as {login}")
    return Operator(found.county, found.user)
