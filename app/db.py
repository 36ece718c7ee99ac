"""The database: engine settings, column types, and the only commit in the codebase."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import uuid_utils
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Model(DeclarativeBase):
    """Base of all tables; every table says in `info` how Citus would spread it."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Model)

# How Citus spreads a table, if it is ever turned on: rows by county, copies on every node, or one.
BY_COUNTY = {"citus": "county"}
BY_LOGIN_NAME = {"citus": "login_name"}
REFERENCE = {"citus": "reference"}

# An absent value is SQL NULL, never the JSON text null.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


_decode = json.JSONDecoder().raw_decode


def read_stored(text: bytes | str) -> Any:
    """Return a JSON value of the database, which wrote it without blanks around it.

    A push reads some twenty of them per household; json.loads looks for blanks and encodings first.
    """
    return _decode(text if isinstance(text, str) else text.decode())[0]


class CivilDate(TypeDecorator[str]):
    """A civil date in Asia/Shanghai: DATE in SQL, ISO text in Python, as the rules and the wire."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - fixed signature
        return None if value is None else date.fromisoformat(value)

    def process_result_value(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - fixed signature
        return None if value is None else value.isoformat()


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; SQLite stores it without a zone, Python always sees one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def integer_key() -> Mapped[int]:
    """Return an INTEGER primary key column that no sequence fills."""
    return mapped_column(Integer, primary_key=True, autoincrement=False)


def county_key() -> Mapped[int]:
    """Return the county column: first in the table and in its primary key."""
    return mapped_column(Integer, primary_key=True, autoincrement=False, sort_order=-9)


def bigint_key() -> Mapped[int]:
    """Return a BIGINT primary key column that no sequence fills."""
    return mapped_column(BigInteger, primary_key=True, autoincrement=False)


class CountyRow:
    """Columns of a table of the office: `county` first in every key."""

    county: Mapped[int] = county_key()


class VillageRow:
    """The sync columns: everything a phone may see has them (contracts.md 1.2).

    ver: epoch-qualified version of the last write. writer: install that wrote last.
    field_meta: {field: [ver, install]} of the last write of each field.
    """

    county: Mapped[int] = county_key()
    village: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, sort_order=-8
    )
    id: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-7)
    ver: Mapped[int] = mapped_column(BigInteger)
    writer: Mapped[str] = mapped_column(Text)
    deleted: Mapped[bool] = mapped_column(Boolean, default=False)
    field_meta: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


def village_table(
    *references: tuple[str, str], index: tuple[str, ...] = (), second: tuple[str, ...] = ()
) -> Any:
    """Return `__table_args__` of a village table.

    references: (column, table) pairs; each becomes the key (county, village, column), which has
    an index. index, second: columns of further indexes; one that starts like that of a reference
    stands in for it.
    """

    def table_args(_cls: type) -> tuple[Any, ...]:
        keys = [
            ForeignKeyConstraint(
                ["county", "village", column],
                [f"{table}.county", f"{table}.village", f"{table}.id"],
            )
            for column, table in references
        ]
        further = [columns for columns in (index, second) if columns]
        own = [("county", "village", column) for column, _ in references]
        missing = [one for one in own if all(columns[:3] != one for columns in further)]
        return (
            ForeignKeyConstraint(["county", "village"], ["villages.county", "villages.id"]),
            *keys,
            Index(None, "county", "village", "ver"),
            *(Index(None, *columns) for columns in [*missing, *further]),
            {"info": BY_COUNTY},
        )

    return declared_attr.directive(table_args)


@contextmanager
def transaction(*, one_county: bool = False) -> Iterator[Session]:
    """Commit at the end of the block, or undo all of it.

    Ends the reading transaction of the request first: SQLite cannot turn it into a writing one.
    one_county: a push; tests refuse every statement in it that is not bound to a county.
    """
    session = db.session()
    session.rollback()
    session.connection(execution_options={"writes": True, "one_county": one_county})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def new_id() -> str:
    """Return an id for a row of a county table: a UUIDv7, so that ids sort by age."""
    return str(uuid_utils.uuid7())


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Tell whether a SQLite library is free of the WAL-reset corruption bug (security.md 4.3)."""
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3) and version != (3, 52, 0)


@event.listens_for(Engine, "connect")
def _configure_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # this module says when a transaction begins
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        "busy_timeout=15000",
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "mmap_size=0",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "handle_error")
def _name_nobody(context: ExceptionContext) -> None:
    """Take out of an error what PostgreSQL quotes of a row: errors are logged, people are not."""
    found: Any = context.original_exception
    told = getattr(getattr(found, "diag", None), "message_detail", None)
    error = context.sqlalchemy_exception
    if told and error is not None:
        error.args = (f"({type(found).__name__}) {found.diag.message_primary}",)
        found.args = (found.diag.message_primary,)


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    writes = connection.get_execution_options().get("writes")
    # A deferred transaction that turns into a writing one fails at once under load.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
