"""Reads for the pages of differences: which batches lack money, who let what go."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.rules import Actor
from app.batches import display
from app.batches.models import Batch
from app.reconciliation.dues import Missing, missing
from app.reconciliation.models import WriteOff
from app.reconciliation.write_offs import write_offs
from app.regions.models import Village
from app.regions.rules import short_name


@dataclass(frozen=True)
class WriteOffRow:
    """A write-off with the names of its batch and its people."""

    row: WriteOff
    batch_name: str
    proposed_by: str
    decided_by: str


def batches_with_difference(session: Session, by: Actor) -> list[Missing]:
    """Return the batches of the person's areas that are not paid exactly, largest first."""
    found = [one for area in by.areas for one in missing(session, by.county, area)]
    return sorted(found, key=lambda one: -abs(one.fen))


def write_off_rows(session: Session, by: Actor) -> list[WriteOffRow]:
    """Return the write-offs of the person's villages, those that wait first."""
    rows = sorted(write_offs(session, by), key=lambda row: row.state != "PROPOSED")
    people = {one for row in rows for one in (row.proposed_by, row.decided_by)}
    names = {
        row.id: row.name
        for row in session.execute(
            select(User.id, User.name).where(User.county == by.county, User.id.in_(people))
        )
    }
    labels = _batch_names(session, by, rows)
    return [
        WriteOffRow(
            row, labels.get((row.village, row.batch), ""), names.get(row.proposed_by, ""),
            names.get(row.decided_by or "", ""),
        )
        for row in rows
    ]  # fmt: skip


def subject_link(subject: str) -> str:
    """Return the page of what a refund is about."""
    kind, first, second = subject.split(":", 2)
    if kind == "line":
        return url_for("console.statements.line", statement=first, line_no=int(second))
    if kind == "policy":
        return url_for("console.policies.show", policy=first)
    if kind == "withdrawal":
        return url_for("console.withdrawals.show", village=int(first), key=second)
    return url_for("console.refunds.leaver", village=int(first), insured=second)


def _batch_names(
    session: Session, by: Actor, rows: Sequence[WriteOff]
) -> dict[tuple[int, str], str]:
    found = session.execute(
        select(Batch.village, Batch.id, Batch.batch_no, Village.name)
        .join(Village, (Village.county == Batch.county) & (Village.id == Batch.village))
        .where(
            Batch.county == by.county, Batch.village.in_({row.village for row in rows}),
            Batch.id.in_({row.batch for row in rows}),
        )
    )  # fmt: skip
    return {
        (village, batch): display.batch_name(short_name(name), number)
        for village, batch, number, name in found
    }
