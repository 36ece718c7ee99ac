"""New keys, and the job that moves what is stored under them."""

from pathlib import Path

import click
from flask import current_app
from sqlalchemy import select

from app.attachments.service import reseal_files
from app.audit.models import County
from app.audit.service import Entry, record
from app.clock import now
from app.db import db, transaction
from app.keys.service import reseal, sealed_columns
from app.secrets import vault

OPERATOR = "operator"  # who acts at the command line


@click.group("rotate-key")
def rotate_key() -> None:
    """Make a new key; everything older keys sealed can still be opened."""


@rotate_key.command("sealing")
def sealing() -> None:
    """Make a new key for phones to seal to; they hear of it at their next contact."""
    click.echo(f"phones seal to {renew_sealing(OPERATOR)} from now on")


@rotate_key.command("data")
@click.argument("county", type=int)
def data(county: int) -> None:
    """Make a new data key for a county; `flask reseal`, and a job, move its rows under it."""
    if db.session().get(County, county) is None:
        raise click.BadParameter(f"no county {county}")
    click.echo(f"{county}: key {renew_data(county, OPERATOR)}")


def renew_sealing(by: str) -> str:
    """Make the next sealing key, noted in every county; return its id."""
    kid = vault().add_sealing_key()
    with transaction() as session:
        for county in session.scalars(select(County.county)).all():
            record(session, county, Entry("SEALING_KEY_ADDED", f"key:{kid}", by), at=now())
    return kid


def renew_data(county: int, by: str) -> int:
    """Make the next data key of a county, note that rows wait to be moved; return its number."""
    _note(county).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _note(county).touch(mode=0o600)
    number = vault().add_data_key(county)
    _note(county).touch(mode=0o600)  # the job may have come between and found nothing to move
    with transaction() as session:
        entry = Entry("DATA_KEY_ADDED", f"key:{county}-{number}", by)
        record(session, county, entry, at=now())
    return number


@click.command("reseal")
def reseal_command() -> None:
    """Move rows and files under the newest data keys, until none is left."""
    click.echo(f"{reseal_all()} values sealed again")


def reseal_all() -> int:
    """Seal again whatever a rotation left under an older key; return how many values."""
    count = 0
    for note in sorted(_folder().glob("reseal-*")):
        county = int(note.name.removeprefix("reseal-"))
        count += _reseal_county(county)
        note.unlink(missing_ok=True)
    return count


def _reseal_county(county: int) -> int:
    count = 0
    for table, column in sealed_columns():
        while True:
            with transaction(one_county=True) as session:
                done = reseal(session, county, table, column)
            count += done
            if not done:
                break
    return count + reseal_files(db.session(), county)


def _folder() -> Path:
    folder: Path = current_app.extensions["config"].data_dir / "keys"
    return folder


def _note(county: int) -> Path:
    """Return the file that says a county has rows under an older key."""
    return _folder() / f"reseal-{county}"
