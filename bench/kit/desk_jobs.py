"""What a supervisor waits for: a roster of 2,200 people, the papers of a policy for 2,000."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask
from sqlalchemy import Table, select
from xlsxwriter import Workbook

from app import clock
from app.accounts.models import Login
from app.accounts.rules import Actor
from app.bulk import put
from app.campaigns.models import Campaign
from app.db import db, transaction
from app.exports import running as exports
from app.exports import service as files
from app.imports import running, service, view
from app.policies.models import Policy, PolicyInsured
from app.rosters.models import Household, Person
from app.rosters.rules.register import Choice
from app.secrets import place, vault
from bench.kit import servers
from bench.kit.county import COUNTY, County
from bench.kit.people import village as people_of
from bench.records import Run

Roots = tuple[int, int]
ROSTER, LIVES = 2_200, 2_000
EMPTY = 511703104207  # a village of the table of divisions without a register
RELATIONS = {"01": "本人", "02": "户主", "10": "配偶", "20": "子", "30": "女", "28": "儿媳",
             "41": "孙子", "42": "孙女", "51": "父亲", "52": "母亲"}  # fmt: skip
HEADER = ("户号", "户主姓名", "村民小组", "姓名", "身份证号", "与户主关系", "联系电话")
PAPERS = {"xlsx": "insured-list", "pdf": "insured-pdf"}


def measure(run: Run, app: Flask, county: County, roots: Roots) -> None:
    """Import a roster, then make an insured list in two forms. county: of one village.

    roots: processes of the server and its database, whose CPU is counted.
    """
    with app.app_context():
        by = _admin()
        _import(run, by, roots)
        policy = _policy(county.villages[0])
        for name, word in PAPERS.items():
            with transaction() as session:
                at = clock.now()
                key = files.ask(session, policy, files.format_of(word, "POLICY"), by=by, at=at).id
            with _timed(run, f"console.insured_list_{name}", LIVES, roots):
                exports.run_queued(COUNTY, key)
            with transaction() as session:
                status = files.find(session, by, key).status
            if status != files.DONE:
                raise ValueError(f"{word}: {status}")
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _timed(run: Run, name: str, size: int, roots: Roots) -> Iterator[None]:
    used, started = servers.tree_cpu(*roots), time.perf_counter()
    yield
    run.add(f"{name}_s.{size}", "s", [time.perf_counter() - started])
    run.add(f"{name}_cpu_s.{size}", "s", [servers.tree_cpu(*roots) - used])


def _admin() -> Actor:
    user = db.session.scalars(select(Login.user).where(Login.login_name == "admin01")).one()
    return Actor(COUNTY, user, "admin01", "ADMIN", (COUNTY,), "", None, False)


def _import(run: Run, by: Actor, roots: Roots) -> None:
    content = _workbook()
    with _timed(run, "console.import_dry_run", ROSTER, roots):
        with transaction() as session:
            key = service.upload(
                session, by, EMPTY, "名册.xlsx", content, clock.today(), at=clock.now()
            )
        found = view.dry_run(db.session(), service.find(db.session(), by, EMPTY, key), Choice())
    if found.plan is None or found.plan.counts["inserted"] != ROSTER:
        raise ValueError("not every line would be written")
    with transaction() as session:
        waiting = service.find(session, by, EMPTY, key)
        service.queue(session, waiting, Choice(), ROSTER, at=clock.now())
    with _timed(run, "console.import_apply", ROSTER, roots):
        running.run_queued(COUNTY, key)
    with transaction() as session:
        status = service.find(session, by, EMPTY, key).status
    if status != service.DONE:
        raise ValueError(f"the import is {status}")


def _workbook() -> bytes:
    content = io.BytesIO()
    book = Workbook(content)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    number = 0
    for home in people_of(ROSTER // 3, "roster"):
        for member in home["members"]:
            number += 1
            if number > ROSTER:
                break
            sheet.write_row(number, 0, (
                home["household_no"], home["members"][0]["name"], home["group_name"],
                member["name"], member["id_no"], RELATIONS[member["relation"]],
                member["phone"] or "",
            ))  # fmt: skip
    book.close()
    return content.getvalue()


def _policy(village: int) -> str:
    """Issue a policy for 2,000 people of a village, by its rows."""
    rows = db.session.execute(
        select(Person, Household)
        .join(
            Household,
            (Household.county == Person.county)
            & (Household.village == Person.village)
            & (Household.id == Person.household),
        )
        .where(Person.county == COUNTY, Person.village == village)
        .order_by(Household.walk_order, Person.id)
        .limit(LIVES)
    ).all()
    campaign = db.session.scalars(select(Campaign)).one()
    key, at = f"p{village}", clock.now()
    lines = [_line(key, number, *row) for number, row in enumerate(rows, 1)]
    with transaction() as session:
        put(session, cast("Table", Policy.__table__), [{
            "county": COUNTY, "id": key, "policy_no": f"B{village}", "village": village,
            "campaign": campaign.id, "unit": "", "partner": None,
            "product_code": campaign.product_code, "product_version": campaign.product_version,
            "policyholder": {"name": "村民委员会", "kind": "VILLAGE_COMMITTEE", "uscc": None},
            "start_on": "2027-01-01", "end_on": "2027-12-31", "received_on": "2026-11-01",
            "issued_on": "2026-11-02", "lives": len(lines), "premium_fen": 3000 * len(lines),
            "shares": {}, "gate_snapshot": {"households": 1}, "gate_sha": "",
            "gate_override": None, "status": "ISSUED", "ended": None, "issued_by": "bench",
            "issued_at": at,
        }])  # fmt: skip
        put(session, cast("Table", PolicyInsured.__table__), lines)
    return key


def _line(policy: str, number: int, person: Person, home: Household) -> dict[str, Any]:
    shares = {"INDIVIDUAL": 2500, "COLLECTIVE": 500}
    facts = {
        "name": person.name, "id_type": "RESIDENT_ID", "id_no": "51990119900101001X",
        "id_no_mask": person.id_no_mask, "sex": "M", "birth_date": "1990-01-01",
        "relation": person.relation, "household": home.id, "household_no": home.household_no,
        "head": person.name, "group_name": home.group_name, "poverty": [],
        "occupation": person.occupation, "copies": 1, "plan": "A", "plan_name": "方案一 30元",
        "sum_insured_fen": 2_000_000, "methods": ["CASH"], "receipts": [f"A-{number:05d}"],
        "beneficiaries": [], "loan": None, "parent_name": None,
        "consent_method": "SIGN_ON_SCREEN", "consent_capacity": "SELF",
        "other_death_cover_fen": 0, "start_on": "2027-01-01", "end_on": "2027-12-31",
        "on_roster": True, "premium_fen": 3000, "shares": shares,
    }  # fmt: skip
    where = place("policy_insured", "snapshot", COUNTY, person.village, f"{policy}/{number}")
    return {
        "county": COUNTY, "policy": policy, "line_no": number, "village": person.village,
        "insured_person": person.id, "person": person.id, "plan": "A", "premium_fen": 3000,
        "shares": shares, "snapshot_enc": vault().seal_json(COUNTY, where, facts),
        "added_by": None, "ended_by": None, "to_on": None, "replaces": None,
    }  # fmt: skip
