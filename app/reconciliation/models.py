"""Money that reached the insurer: payments, bank statements, remittances, write-offs, refunds."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    Integer,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db import (
    BY_COUNTY,
    CivilDate,
    CountyRow,
    Instant,
    Json,
    Model,
    VillageRow,
    bigint_key,
    integer_key,
    village_table,
)


class Payment(CountyRow, Model):
    """Premium received for a village in a campaign. source: MANUAL or STATEMENT.

    match: the match of a statement's line that made it. Never changed: taken back by its opposite.
    """

    __tablename__ = "payments"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = mapped_column(BigInteger)
    campaign: Mapped[str] = mapped_column(Text)
    batch: Mapped[str | None] = mapped_column(Text)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    received_on: Mapped[str] = mapped_column(CivilDate)
    source: Mapped[str] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(Text)
    entered_by: Mapped[str] = mapped_column(Text)
    entered_at: Mapped[datetime] = mapped_column(Instant)
    match: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        Index(None, "county", "village", "campaign"),
        Index(None, "county", "match"),
        {"info": BY_COUNTY},
    )


class Statement(CountyRow, Model):
    """A bank statement as imported, for one area. sha: hex SHA-256 of the file.

    The same file is imported once per area; a second import changes nothing.
    """

    __tablename__ = "statements"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    area: Mapped[int] = mapped_column(BigInteger)
    sha: Mapped[str] = mapped_column(Text)
    filename: Mapped[str] = mapped_column(Text)
    first_on: Mapped[str] = mapped_column(CivilDate)
    last_on: Mapped[str] = mapped_column(CivilDate)
    line_count: Mapped[int] = mapped_column(Integer)
    imported_by: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (UniqueConstraint("county", "area", "sha"), {"info": BY_COUNTY})


class StatementLine(CountyRow, Model):
    """One line of a statement. line_no: by date, time and place in the file, from 1.

    status: what the rules say (rules/matching.py). named_by: KEYWORD or PAYER. refs: what it
    would pay, [{"ref", "name", "fen"}]. candidates: what it could pay, [{"ref", "name",
    "open_fen"}]. partner: line_no of the line that it repeats or reverses. aside: why a person
    set it aside. The money itself stands in `matches`.
    """

    __tablename__ = "statement_lines"
    statement: Mapped[str] = mapped_column(Text, primary_key=True)
    line_no: Mapped[int] = integer_key()
    sheet: Mapped[int] = mapped_column(Integer)
    row: Mapped[int] = mapped_column(Integer)
    received_on: Mapped[str] = mapped_column(CivilDate)
    time: Mapped[str] = mapped_column(Text)
    serial: Mapped[str] = mapped_column(Text)
    in_fen: Mapped[int] = mapped_column(BigInteger)
    out_fen: Mapped[int] = mapped_column(BigInteger)
    payer: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    remark: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    named_by: Mapped[str | None] = mapped_column(Text)
    refs: Mapped[list[Any]] = mapped_column(Json)
    candidates: Mapped[list[Any]] = mapped_column(Json)
    excess_fen: Mapped[int] = mapped_column(BigInteger)
    partner: Mapped[int | None] = mapped_column(Integer)
    aside: Mapped[str | None] = mapped_column(Text)
    aside_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["county", "statement"], ["statements.county", "statements.id"]),
        Index(None, "county", "serial"),
        {"info": BY_COUNTY},
    )


class Match(CountyRow, Model):
    """Money of one line booked to one due. kind: BATCH, REMITTANCE, RECEIPT.

    target: id of the batch, remittance or collection; village: none for a remittance.
    how: AUTO or MANUAL. why: the sentence shown when it was booked. undone_*: it was taken back.
    """

    __tablename__ = "matches"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    statement: Mapped[str] = mapped_column(Text)
    line_no: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    village: Mapped[int | None] = mapped_column(BigInteger)
    target: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    fen: Mapped[int] = mapped_column(BigInteger)
    how: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "statement", "line_no"],
            ["statement_lines.county", "statement_lines.statement", "statement_lines.line_no"],
        ),
        Index(None, "county", "statement", "line_no"),
        Index(None, "county", "kind", "target"),
        {"info": BY_COUNTY},
    )


class WriteOff(CountyRow, Model):
    """A difference of a batch that will not be paid. fen: due minus received, negative if over.

    state: PROPOSED, APPROVED (by another person), REJECTED, WITHDRAWN (by who proposed it),
    REVOKED (after approval).
    """

    __tablename__ = "write_offs"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = mapped_column(BigInteger)
    campaign: Mapped[str] = mapped_column(Text)
    batch: Mapped[str] = mapped_column(Text)
    fen: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decision: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "village", "batch"], ["batches.county", "batches.village", "batches.id"]
        ),
        Index(None, "county", "village", "batch"),
        Index(None, "county", "state"),
        {"info": BY_COUNTY},
    )


class Remittance(CountyRow, Model):
    """Cash an agent brought to the bank (解缴). township: of all its receipts.

    state: RECORDED, MATCHED (it arrived in full), CANCELLED.
    """

    __tablename__ = "remittances"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    township: Mapped[int] = mapped_column(BigInteger)
    agent: Mapped[str] = mapped_column(Text)
    remitted_on: Mapped[str] = mapped_column(CivilDate)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_by: Mapped[str | None] = mapped_column(Text)
    cancelled_why: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        ForeignKeyConstraint(["county", "agent"], ["users.county", "users.id"]),
        Index(None, "county", "agent"),
        {"info": BY_COUNTY},
    )


class RemittanceReceipt(CountyRow, Model):
    """A receipt that a remittance covers, with the batch its household is in."""

    __tablename__ = "remittance_receipts"
    remittance: Mapped[str] = mapped_column(Text, primary_key=True)
    village: Mapped[int] = bigint_key()
    collection: Mapped[str] = mapped_column(Text, primary_key=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (
        ForeignKeyConstraint(["county", "remittance"], ["remittances.county", "remittances.id"]),
        ForeignKeyConstraint(
            ["county", "village", "collection"],
            ["collections.county", "collections.village", "collections.id"],
        ),
        Index(None, "county", "village", "collection"),
        {"info": BY_COUNTY},
    )


class Payin(VillageRow, Model):
    """Cash an agent hands over at the township (交款), one row per village of one act.

    receipts: ids of the collections. pay_no: joins the rows of one act, `20261123-0942`; with
    submitted_by it names the act. files: hashes of photos of the slip. status: SENT, ACKNOWLEDGED
    (the township counted it: its remittance is `remittance`), DISPUTED, VOID (taken back by the
    agent), REVOKED (its remittance was cancelled). answer: {"counted_fen", "text", "by_name",
    "at"}.
    """

    __tablename__ = "payins"
    receipts: Mapped[list[Any] | None] = mapped_column(Json)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    to_name: Mapped[str] = mapped_column(Text)
    handed_on: Mapped[str] = mapped_column(CivilDate)
    pay_no: Mapped[str] = mapped_column(Text)
    files: Mapped[list[Any] | None] = mapped_column(Json)
    note: Mapped[str | None] = mapped_column(Text)
    void_reason: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="SENT")
    submitted_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    remittance: Mapped[str | None] = mapped_column(Text)
    __table_args__ = village_table(index=("county", "status"))


class Refund(CountyRow, Model):
    """Premium paid back to who paid it, one row per source. cause: OVERPAID, LEFT or CORRECTED.

    subject: `line:<statement>:<line_no>`, `insured:<village>:<insured person>`,
    `withdrawal:<village>:<withdrawal>` or, of a line of a policy that no enrollment made or that
    was corrected, `policy:<policy>:<line_no>`.
    source: payer of the share; none of money that was too much. state: DUE or PAID.
    """

    __tablename__ = "refunds"
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    area: Mapped[int] = mapped_column(BigInteger)
    cause: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    to_name: Mapped[str] = mapped_column(Text)
    fen: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    paid_on: Mapped[str | None] = mapped_column(CivilDate)
    reference: Mapped[str | None] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    paid_by: Mapped[str | None] = mapped_column(Text)
    __table_args__ = (
        Index(None, "county", "subject"),
        Index(None, "county", "state"),
        {"info": BY_COUNTY},
    )
