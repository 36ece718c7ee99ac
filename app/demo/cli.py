"""Seed the demo county from the command line."""

import os

import click
from sqlalchemy import select

from app import clock
from app.accounts.models import Login
from app.db import db
from app.demo import seed
from app.errors import Invalid

ROLES = {"AGENT": "phone app", "SUPERVISOR": "supervisors", "ADMIN": "supervisors, admins"}


@click.command("seed-demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when there is a county already.")
def seed_demo(if_empty: bool) -> None:
    """Make the demo county 达川区 and print its sign-ins.

    The password is that of DEMO_PASSWORD; without it one is made up and printed this once, and
    agents change it at their first sign-in.
    """
    at = clock.now()
    if not seed.is_empty():
        if not if_empty:
            raise click.ClickException("there is a county already; use an empty TONGBAO_DATA")
        _come_back()
        return
    given = os.environ.get("DEMO_PASSWORD")
    password = given or seed.make_password()
    try:
        seed.check_password(password)
    except Invalid as error:
        raise click.ClickException(
            f"DEMO_PASSWORD: {error.code}; 8 to 128 characters, no sign-in name in it"
        ) from error
    seed.seed(password, agents_change_it=given is None, at=at)
    seed.seed_roster(at=at)
    _print_people()
    click.echo(f"  password     {password}")
    if given is None:
        click.echo("               made up now and shown this once; agents change it when they")
        click.echo("               first sign in. DEMO_PASSWORD sets one of your own.")


def _come_back() -> None:
    demo = db.session.scalar(select(Login.user).where(Login.login_name == seed.PEOPLE[0].login))
    if demo is None:
        return
    seed.seed_roster(at=clock.now())  # if an earlier start was cut off before it
    _print_people()
    click.echo("  password     as shown when the demo was made")


def _print_people() -> None:
    for role, where in ROLES.items():
        logins = [person.login for person in seed.PEOPLE if person.role == role]
        click.echo(f"  {' '.join(logins):<28}{where}")
