"""Import a roster from the command line, or only read it and say what is in it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from app import clock
from app.accounts.models import Login
from app.civil_date import parse_date
from app.db import db
from app.errors import DomainError, NotFound
from app.imports.queries import insured_persons
from app.imports.running import run_import
from app.imports.sentences import REASONS, WARNINGS, explain
from app.regions.models import Village
from app.rosters import service
from app.rosters.reading import read_file, safe_name
from app.rosters.rules.register import BOTH, KEEP, MOVE, STRATEGIES, Choice
from app.rosters.rules.roster import Roster, read_roster, summary
from app.rosters.service import Source

COMMAND = "command-line"  # who acts where nobody signs in
COUNTS = (
    ("unchanged", "不变"), ("inserted", "新增"), ("changed", "变更"),
    ("left", "标为已故或迁出"), ("missing", "名册有、文件没有"), ("moved", "其中标为迁出"),
    ("skipped", "按所选方式跳过"),
)  # fmt: skip


@click.command("import-roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--village", type=int, required=True, help="Code of the village, 12 digits.")
@click.option("--dry-run", is_flag=True, help="Read and compare; write nothing.")
@click.option("--today", help="Date of the list, YYYY-MM-DD; ages and numbers are judged on it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object of what was counted.")
@click.option("--strategy", type=click.Choice(STRATEGIES), default=BOTH, show_default=True)
@click.option(
    "--missing", type=click.Choice((KEEP, MOVE)), default=KEEP, show_default=True,
    help="With REPLACE: what becomes of people on the roster that the file lacks.",
)  # fmt: skip
@click.option("--by", "login", help="Sign-in name of the person who imports.")
def import_roster(
    file: Path,
    village: int,
    dry_run: bool,
    today: str | None,
    as_json: bool,
    strategy: str,
    missing: str,
    login: str | None,
) -> None:
    """Import the roster FILE (xlsx or csv) into a village."""
    day = today or clock.today()
    if parse_date(day) is None:
        raise click.BadParameter(f"{day} is no date like 2026-03-01", param_hint="--today")
    choice = Choice(strategy, missing)
    try:
        county = _county(village)
        roster = read_roster(read_file(file.read_bytes()), day)
        service.require_people(roster)
        if not as_json:
            _describe(roster, county, village, choice)
        if not dry_run:
            source = Source(safe_name(file.name), _user(login))
            version = run_import(county, village, roster, choice, source)
    except DomainError as error:
        raise click.ClickException(f"{file.name}：{explain(error)}") from error
    if as_json:
        click.echo(json.dumps(summary(roster), ensure_ascii=False))
    else:
        click.echo("试跑，什么都没有写入" if dry_run else f"已写入，花名册第 {version} 版")


def _county(village: int) -> int:
    county = village // 1_000_000
    if db.session.get(Village, (county, village)) is None:
        raise NotFound("VILLAGE_UNKNOWN")
    return county


def _user(login: str | None) -> str:
    if login is None:
        return COMMAND
    user = db.session.scalar(select(Login.user).where(Login.login_name == login))
    if user is None:
        raise click.BadParameter(f"nobody signs in as {login}", param_hint="--by")
    return user


def _describe(roster: Roster, county: int, village: int, choice: Choice) -> None:
    counted = summary(roster)
    session = db.session()
    chosen = replace(choice, insured=insured_persons(session, county, village))
    plan = service.compare(session, county, village, roster, chosen)
    click.echo(
        f"{counted['rows']['person']} 行，{counted['households']} 户："
        f"接收 {counted['accepted']} 人，拒收 {counted['rejected_total']} 行"
    )
    click.echo("，".join(f"{label} {plan.counts[name]}" for name, label in COUNTS))
    _lines(counted["rejected"], REASONS, "拒收")
    _lines(counted["warnings"], WARNINGS, "提醒")
    for line in roster.lines:
        if line.reason:
            sheet = f"{roster.sheet_name(line)} " if roster.sheet_name(line) else ""
            click.echo(f"  {sheet}第 {line.row.number} 行：{REASONS[line.reason]}")


def _lines(counts: dict[str, Any], sentences: dict[str, str], kind: str) -> None:
    for code, count in counts.items():
        click.echo(f"{kind} {count}：{sentences[code]}（{code}）")
