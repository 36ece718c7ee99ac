"""Run migrations on SQLite, PostgreSQL or Citus from one set of files (scale.md 3.3)."""

from alembic import context
from sqlalchemy import Connection, Table, create_engine, event, text
from sqlalchemy.pool import NullPool

from app import models  # noqa: F401 - autogenerate compares with these tables
from app.db import CivilDate, Instant, Model
from config import Config


def is_citus(connection: Connection) -> bool:
    """Tell whether the database can spread tables over nodes."""
    return connection.dialect.name == "postgresql" and bool(
        connection.scalar(text("select exists(select 1 from pg_extension where extname='citus')"))
    )


@event.listens_for(Table, "after_create")
def distribute(table: Table, connection: Connection, **_: object) -> None:
    """Spread a new table as its `info` says; does nothing without Citus."""
    kind = table.info.get("citus")
    if kind in (None, "local") or not is_citus(connection):
        return
    if kind == "reference":
        connection.execute(text("select create_reference_table(:t)"), {"t": table.name})
        return
    anchor = "none" if kind != "county" or table.name == "villages" else "villages"
    connection.execute(
        text("select create_distributed_table(:t, :k, colocate_with => :a)"),
        {"t": table.name, "k": kind, "a": anchor},
    )


def run() -> None:
    """Bring the database of the environment, or the connection handed in, to the newest form."""
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    url = Config.from_environment().database_url
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        migrate(connection)


def render_type(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as plain ones: a migration never imports the application."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, CivilDate):
        return "sa.Date()"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations on one connection, each in its own transaction."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        compare_type=True,
        render_item=render_type,
    )
    with context.begin_transaction():
        if is_citus(connection):
            context.execute("set local citus.multi_shard_modify_mode='sequential'")
            context.execute("set local citus.enable_local_reference_table_foreign_keys=off")
        context.run_migrations()


run()
