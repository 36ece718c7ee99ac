"""Enrollments with their insured persons, consents and money collected at the door."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import CivilDate, Json, Model, VillageRow, village_table


class Enrollment(VillageRow, Model):
    """One household in one campaign. outcome: ENROLL, DECLINED, AWAY. status: contracts.md 5.

    claimed: what the phone computed, {"premium_fen", "shares"}; computed: what the server did.
    findings: [{"code", "severity", "path", "source", "detail"}].
    returns: [{"no", "reason", "text", "paths", "by_name", "at"}].
    """

    __tablename__ = "enrollments"
    campaign: Mapped[str] = mapped_column(Text)
    household: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(Text)
    decline_reason: Mapped[str | None] = mapped_column(Text)
    declared_on: Mapped[str | None] = mapped_column(CivilDate)
    quoted_start_on: Mapped[str | None] = mapped_column(CivilDate)
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    claimed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    answered_return_no: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(Text, default="RECEIVED")
    batch: Mapped[str | None] = mapped_column(Text)
    returns: Mapped[list[Any]] = mapped_column(Json, default=list)
    findings: Mapped[list[Any]] = mapped_column(Json, default=list)
    computed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    __table_args__ = village_table(
        ("household", "households"), index=("county", "village", "campaign", "status"),
        second=("county", "village", "batch"),
    )  # fmt: skip


class InsuredPerson(VillageRow, Model):
    """One line of an enrollment: a person, in or out. policy_insured: its line in the policy."""

    __tablename__ = "insured_persons"
    enrollment: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    included: Mapped[bool | None] = mapped_column(Boolean)
    plan: Mapped[str | None] = mapped_column(Text)
    copies: Mapped[int | None] = mapped_column(Integer)
    other_death_cover_fen: Mapped[int | None] = mapped_column(BigInteger)
    beneficiaries: Mapped[list[Any] | None] = mapped_column(Json)
    loan_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)
    claimed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    computed: Mapped[dict[str, Any] | None] = mapped_column(Json)
    policy_insured: Mapped[str | None] = mapped_column(Text)
    __table_args__ = village_table(
        ("enrollment", "enrollments"), ("person", "persons"),
        # How many an enrollment insures is answered by the index alone.
        index=("county", "village", "enrollment", "included", "deleted"),
    )  # fmt: skip


class Consent(VillageRow, Model):
    """Who agreed to what for whom; never updated but for withdrawn_on (contracts.md 4).

    kinds: list; covers: person ids; sums_fen: sum insured acknowledged, one per covered person.
    evidence: strokes of the signature, or {"same_as": consent id}.
    """

    __tablename__ = "consents"
    enrollment: Mapped[str] = mapped_column(Text)
    signer: Mapped[str] = mapped_column(Text)
    capacity: Mapped[str | None] = mapped_column(Text)
    kinds: Mapped[list[Any] | None] = mapped_column(Json)
    covers: Mapped[list[Any] | None] = mapped_column(Json)
    text_version: Mapped[str | None] = mapped_column(Text)
    text_sha: Mapped[str | None] = mapped_column(Text)
    sums_fen: Mapped[list[Any] | None] = mapped_column(Json)
    method: Mapped[str | None] = mapped_column(Text)
    evidence_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    given_on: Mapped[str | None] = mapped_column(CivilDate)
    withdrawn_on: Mapped[str | None] = mapped_column(CivilDate)
    __table_args__ = village_table(("enrollment", "enrollments"), ("signer", "persons"))


class Collection(VillageRow, Model):
    """Money taken at the door. method: CASH, WECHAT, ALIPAY, TRANSFER, COLLECTIVE.

    status: COLLECTED, REMITTED, MATCHED, VOID.
    """

    __tablename__ = "collections"
    enrollment: Mapped[str] = mapped_column(Text)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    method: Mapped[str | None] = mapped_column(Text)
    book_no: Mapped[str | None] = mapped_column(Text)
    receipt_no: Mapped[str | None] = mapped_column(Text)
    collected_on: Mapped[str | None] = mapped_column(CivilDate)
    void_reason: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="COLLECTED")
    statement_line: Mapped[str | None] = mapped_column(Text)
    __table_args__ = village_table(("enrollment", "enrollments"))


class Withdrawal(VillageRow, Model):
    """A household that was handed in and leaves before it is insured.

    returned: collections whose cash the agent gave back at the door. files: hashes of photos.
    status: ASKED, DONE, REFUSED. answer: {"text", "by_name", "at"}. refund: what goes back,
    {"own_fen", "hand_fen", "due_fen", "others": {payer: fen}} (reconciliation/rules/withdrawal.py).
    """

    __tablename__ = "withdrawals"
    enrollment: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    told_on: Mapped[str] = mapped_column(CivilDate)
    returned: Mapped[list[Any] | None] = mapped_column(Json)
    files: Mapped[list[Any] | None] = mapped_column(Json)
    status: Mapped[str] = mapped_column(Text, default="ASKED")
    submitted_by: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json)
    refund: Mapped[dict[str, Any] | None] = mapped_column(Json)
    __table_args__ = village_table(("enrollment", "enrollments"), index=("county", "status"))
