"""Match a bank statement against a list of what is due, without touching the database."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from app.errors import Invalid
from app.money import format_yuan
from app.reconciliation.display import STATUSES
from app.reconciliation.rules.matching import Due, Result, match
from app.reconciliation.statement_file import place_of, read_statement

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
REMEDIES = {
    "STATEMENT_EMPTY": "the file is empty",
    "STATEMENT_UNREADABLE": "the file is no xlsx, xls or csv; save it as xlsx and try again",
    "STATEMENT_HTML": "the file is a web page named as a sheet; open it and save it as xlsx",
    "STATEMENT_LONG": "the file has too many rows; export fewer days",
    "STATEMENT_NO_HEADER": "no row names a date and an amount column",
    "STATEMENT_NO_LINES": "there is no line below the header",
}


@click.command("match-statement")
@click.argument("file", type=FILE)
@click.option("--due", "due_file", type=FILE, required=True, help="What should come in, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def match_statement(file: Path, due_file: Path, as_json: bool) -> None:
    """Match the bank statement FILE (xlsx, xls or csv) with what is due."""
    dues = read_dues(due_file.read_bytes())
    try:
        result = match(read_statement(file.read_bytes()), dues)
    except Invalid as error:
        raise click.ClickException(_sentence(error)) from error
    if as_json:
        click.echo(json.dumps(as_object(result, dues, due_file.name), ensure_ascii=False))
    else:
        _print(result, dues)


def read_dues(content: bytes) -> list[Due]:
    """Return what is due. Raises ClickException that names the entry and the key."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise click.ClickException(f"the due file is no JSON: {error}") from error
    if not isinstance(found, list):
        raise click.ClickException("the due file is no list")
    dues = [_due(entry, number) for number, entry in enumerate(found, 1)]
    twice = [ref for ref, count in Counter(due.ref for due in dues).items() if count > 1]
    if twice:
        raise click.ClickException(f"due {twice[0]} stands twice")
    return dues


def as_object(result: Result, dues: list[Due], due_name: str) -> dict[str, Any]:
    """Return {due, lines, dues, counts}: every line's verdict and what every due received."""
    return {
        "due": due_name,
        "lines": [
            {
                "serial": verdict.line.serial,
                "in_fen": verdict.line.in_fen,
                "out_fen": verdict.line.out_fen,
                "status": verdict.status,
                "refs": [{"ref": ref, "fen": fen} for ref, fen in verdict.refs],
                **({"excess_fen": verdict.excess_fen} if verdict.excess_fen else {}),
            }
            for verdict in result.verdicts
        ],
        "dues": [
            {
                "ref": due.ref,
                "amount_fen": due.amount_fen,
                "received_fen": result.received[due.ref],
                "state": result.states[due.ref],
            }
            for due in dues
        ],
        "counts": dict(sorted(Counter(verdict.status for verdict in result.verdicts).items())),
    }


def _due(entry: Any, number: int) -> Due:
    def wrong(key: str, wanted: str) -> click.ClickException:
        return click.ClickException(f"due {number}: {key} must be {wanted}")

    if not isinstance(entry, dict):
        raise click.ClickException(f"due {number} is no object")
    ref, kind, keyword = entry.get("ref"), entry.get("kind"), entry.get("keyword")
    payers, amount = entry.get("payers", []), entry.get("amount_fen")
    if not isinstance(ref, str) or not ref:
        raise wrong("ref", "a text")
    if kind not in ("VILLAGE", "RECEIPT"):
        raise wrong("kind", "VILLAGE or RECEIPT")
    if keyword is not None and not isinstance(keyword, str):
        raise wrong("keyword", "a text or null")
    if not isinstance(payers, list) or not all(isinstance(payer, str) for payer in payers):
        raise wrong("payers", "a list of names")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
        raise wrong("amount_fen", "whole fen, not negative")
    return Due(ref, kind, keyword, payers, amount)


def _sentence(error: Invalid) -> str:
    if error.code == "STATEMENT_FAULTS":
        faults = error.detail["faults"]
        return "\n".join(f"{place_of(fault)}: {fault.code} {fault.text!r}" for fault in faults)
    return REMEDIES[error.code]


def _print(result: Result, dues: list[Due]) -> None:
    for verdict in result.verdicts:
        line = verdict.line
        refs = "、".join(f"{ref} {format_yuan(fen)}" for ref, fen in verdict.refs)
        amount = format_yuan(line.in_fen or -line.out_fen)
        click.echo(f"{line.received_on} {line.serial} {amount} {STATUSES[verdict.status]} {refs}")
    for due in dues:
        received = format_yuan(result.received[due.ref])
        click.echo(f"{due.ref} {received} / {format_yuan(due.amount_fen)} {result.states[due.ref]}")
