"""The ceiling: what the same stack does if it only inserts. No proof, no rules, no history.

POST /push takes a gzipped JSON list of households; two tables, one transaction per request.
Served by gunicorn as `bench.kit.ceiling:app` on DATABASE_URL.
"""

import gzip
import json
import os
from contextlib import suppress
from typing import Any

from flask import Flask, request
from sqlalchemy import JSON, BigInteger, Column, Integer, MetaData, Table, Text, create_engine
from sqlalchemy.exc import SQLAlchemyError

import app.db  # noqa: F401 - sets up SQLite connections as the product does
from config import Config

metadata = MetaData()
HOUSEHOLDS = Table(
    "ceiling_households", metadata,
    Column("id", Text, primary_key=True), Column("village", BigInteger, index=True),
    Column("group_name", Text), Column("household_no", Text), Column("address", Text),
    Column("walk_order", Integer), Column("poverty", JSON), Column("enrollment", JSON),
)  # fmt: skip
PERSONS = Table(
    "ceiling_persons", metadata,
    Column("id", Text, primary_key=True), Column("household", Text, index=True),
    Column("name", Text), Column("id_type", Text), Column("id_no", Text, index=True),
    Column("relation", Text), Column("phone", Text), Column("residence", Text),
    Column("life_status", Text), Column("legal_capacity", Text), Column("occupation", JSON),
    Column("plan", Text), Column("premium_fen", Integer),
)  # fmt: skip
engine = create_engine(Config.from_environment().database_url, pool_size=8)
server = Flask(__name__)


@server.post("/push")
def push() -> dict[str, Any]:
    """Insert the households."""
    households = json.loads(gzip.decompress(request.get_data()))
    persons = []
    for one in households:
        one["id"] = one.pop("_id")
        persons += [{**member, "household": one["id"]} for member in one.pop("members")]
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(HOUSEHOLDS.insert(), households)
        connection.execute(PERSONS.insert(), persons)
    return {"ok": len(households)}


if os.environ.get("BENCH_CREATE"):
    with suppress(SQLAlchemyError):  # the other worker was first
        metadata.create_all(engine)
