"""The village register: households and persons, and the versions of the roster they came with."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Integer, LargeBinary, Text
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


class Household(VillageRow, Model):
    """A household of the register. Its head is the member with relation 01 or 02.

    poverty: [{"category", "from", "to"}]. walk_order: place in the order agents visit.
    insured_last: members insured last year. give_to: whom its agent wants it visited by, and why;
    agent, agent_name: whose it is by a supervisor's word, nobody's in particular while empty.
    """

    __tablename__ = "households"
    group_name: Mapped[str | None] = mapped_column(Text)
    household_no: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_mask: Mapped[str | None] = mapped_column(Text)
    poverty: Mapped[list[Any] | None] = mapped_column(Json)
    walk_order: Mapped[int | None] = mapped_column(Integer)
    insured_last: Mapped[int | None] = mapped_column(Integer)
    moved_from: Mapped[str | None] = mapped_column(Text)
    give_to: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)
    agent_name: Mapped[str | None] = mapped_column(Text)
    __table_args__ = village_table()


class Person(VillageRow, Model):
    """A member of a household. Birth date and sex stand here only without a resident ID number.

    occupation: {"code", "class"}. id_no_index: blind index, finds equal identities.
    """

    __tablename__ = "persons"
    household: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    id_type: Mapped[str | None] = mapped_column(Text)
    id_no_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_no_mask: Mapped[str | None] = mapped_column(Text)
    id_no_index: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_valid_to: Mapped[str | None] = mapped_column(CivilDate)
    sex: Mapped[str | None] = mapped_column(Text)
    birth_date: Mapped[str | None] = mapped_column(CivilDate)
    phone_enc: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_mask: Mapped[str | None] = mapped_column(Text)
    relation: Mapped[str | None] = mapped_column(Text)
    residence: Mapped[str | None] = mapped_column(Text)
    life_status: Mapped[str | None] = mapped_column(Text)
    died_on: Mapped[str | None] = mapped_column(CivilDate)
    occupation: Mapped[dict[str, Any] | None] = mapped_column(Json)
    legal_capacity: Mapped[str | None] = mapped_column(Text)
    poverty: Mapped[list[Any] | None] = mapped_column(Json)
    previous_end_on: Mapped[str | None] = mapped_column(CivilDate)
    last_plan: Mapped[str | None] = mapped_column(Text)
    declined_by_insurer: Mapped[bool | None] = mapped_column(Boolean)
    on_roster: Mapped[bool | None] = mapped_column(Boolean)

    __table_args__ = village_table(
        ("household", "households"), index=("county", "id_no_index"),
        # Part of a name, or the end of a number, is found by the index alone.
        second=("county", "name", "id_no_mask", "village", "id"),
    )  # fmt: skip


class RosterVersion(CountyRow, Model):
    """One import of a roster. status: DRAFT, ACTIVE, ARCHIVED. as_of: date of the list."""

    __tablename__ = "roster_versions"
    village: Mapped[int] = bigint_key()
    no: Mapped[int] = integer_key()
    as_of: Mapped[str] = mapped_column(CivilDate)
    source: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    report: Mapped[dict[str, Any]] = mapped_column(Json)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    __table_args__ = (
        ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
        {"info": BY_COUNTY},
    )


class RosterEntry(CountyRow, Model):
    """Who is on a roster version; the facts about him are read from `persons` as corrected."""

    __tablename__ = "roster_entries"
    village: Mapped[int] = bigint_key()
    version: Mapped[int] = integer_key()
    person: Mapped[str] = mapped_column(Text, primary_key=True)
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "village", "version"],
            ["roster_versions.county", "roster_versions.village", "roster_versions.no"],
        ),
        ForeignKeyConstraint(
            ["county", "village", "person"],
            ["persons.county", "persons.village", "persons.id"],
        ),
        {"info": BY_COUNTY},
    )


class RosterRow(CountyRow, Model):
    """A line of an imported file as read, before it is applied; `reason` says why refused."""

    __tablename__ = "roster_rows"
    village: Mapped[int] = bigint_key()
    version: Mapped[int] = integer_key()
    no: Mapped[int] = integer_key()
    sheet: Mapped[str | None] = mapped_column(Text)
    row: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(Text)
    warnings: Mapped[list[Any]] = mapped_column(Json)
    body_enc: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (
        ForeignKeyConstraint(
            ["county", "village", "version"],
            ["roster_versions.county", "roster_versions.village", "roster_versions.no"],
        ),
        {"info": BY_COUNTY},
    )
