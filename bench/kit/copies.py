"""Make many villages of a few, inside PostgreSQL: a county of hundreds in a minute.

A copy has everything of its original under numbers of its own, but for ID numbers: those are sealed
for their place and cannot be copied. People of a copy have their birth date in clear instead.
"""

from sqlalchemy import create_engine, text

from app.db import Model
from bench.kit.servers import Place

INSTALL = "'b' || lpad((substr({0}, 2, 9)::int + :villages * k)::text, 9, '0') || substr({0}, 11)"
PERSON = "id || '-' || k"
VILLAGE = {"village": "village + :villages * k"}
# What is new in a copy, by table, in the order in which tables name each other. Some villages of
# the table of divisions are open already.
CHANGED: dict[str, dict[str, str]] = {
    "users": {"id": PERSON, "login_name": "login_name || '-' || k"},
    "user_areas": {"user": "\"user\" || '-' || k", "code": "code + :villages * k"},
    "villages": {"id": "id + :villages * k", "name": "name || k || '村'"},
    "campaign_villages": VILLAGE,
    "installs": {
        "id": INSTALL.format("id"), "agent": "agent || '-' || k",
        "thumbprint": INSTALL.format("thumbprint"),
    },
    "households": VILLAGE,
    "persons": {
        **VILLAGE, "id_type": "'BIRTH_CERT'", "id_no_enc": "NULL", "birth_date": "'1980-05-20'",
        "id_no_index": "sha256(id_no_index || k::text::bytea)",
    },
    "roster_versions": VILLAGE,
    "roster_entries": VILLAGE,
    "batches": {**VILLAGE, "id": INSTALL.format("id"), "batch_no": "batch_no || '-' || k"},
    "enrollments": {**VILLAGE, "id": INSTALL.format("id"), "batch": INSTALL.format("batch")},
    "insured_persons": {
        **VILLAGE, "id": INSTALL.format("id"), "enrollment": INSTALL.format("enrollment"),
    },
    "collections": {
        **VILLAGE, "id": INSTALL.format("id"), "enrollment": INSTALL.format("enrollment"),
    },
    "inbox_ops": {**VILLAGE, "install": INSTALL.format("install")},
    "payments": {**VILLAGE, "id": INSTALL.format("id"), "batch": INSTALL.format("batch")},
    "policies": {**VILLAGE, "id": PERSON, "policy_no": "policy_no || '-' || k"},
}  # fmt: skip
ONLY = {
    "users": "role = 'AGENT'", "user_areas": "code > 511703100000",
    "villages": "id IN (SELECT village FROM campaign_villages)",
}  # fmt: skip


def multiply(place: Place, villages: int, times: int) -> None:
    """Copy all villages of a county so often; villages: how many there are, in a row of codes."""
    engine = create_engine(place.config().database_url)
    with engine.begin() as connection:
        # What is copied fits as its original does: nothing is looked up row by row.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name, changed in CHANGED.items():
            columns = [column.name for column in Model.metadata.tables[name].columns]
            listed = ", ".join(f'"{one}"' for one in columns)
            values = ", ".join(changed.get(one, f'"{one}"') for one in columns)
            statement = (
                f"INSERT INTO {name} ({listed}) SELECT {values}"  # noqa: S608 - names of our tables
                f" FROM {name}, generate_series(1, :times) AS k WHERE {ONLY.get(name, 'TRUE')}"
                f"{' ON CONFLICT DO NOTHING' if name == 'villages' else ''}"
            )
            connection.execute(text(statement), {"villages": villages, "times": times})
    engine.dispose()
