"""Make the files that leave the house; every one is recorded with the digest of its bytes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.passwords import password_holds
from app.accounts.rules import Actor
from app.accounts.throttle import throttle
from app.audit.service import Entry
from app.batches.scope import require_village
from app.db import new_id
from app.errors import Invalid, NotFound
from app.exports.insured_list import insured_list
from app.exports.models import Export
from app.policies.frozen import open_line
from app.policies.models import Policy, PolicyInsured
from app.products.queries import dictionary
from app.regions.models import Village
from app.regions.rules import short_name
from app.regions.service import lock_village, release

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class File:
    """A file to hand out."""

    name: str
    mimetype: str
    content: bytes


def confirm_password(session: Session, by: Actor, password: str) -> None:
    """Let a signed-in person prove again who he is. Raises Invalid PASSWORD_WRONG, TooMany."""
    user = session.execute(
        select(User.password_hash, User.login_name).where(
            User.county == by.county, User.id == by.id, User.status == "ACTIVE"
        )
    ).one()
    throttle().take(user.login_name, f"user:{by.id}")
    if not password_holds(user.password_hash, password):
        raise Invalid("PASSWORD_WRONG")
    throttle().forget(user.login_name)


def insured_list_file(session: Session, policy_id: str, *, by: Actor, at: datetime) -> File:
    """Make the insured list of a policy, record it, write it into the village's audit chain."""
    policy = session.get(Policy, (by.county, policy_id))
    if policy is None:
        raise NotFound("POLICY_UNKNOWN")
    require_village(by, policy.village)
    lock = lock_village(session, by.county, policy.village)
    rows = session.scalars(
        select(PolicyInsured)
        .where(PolicyInsured.county == by.county, PolicyInsured.policy == policy_id)
        .order_by(PolicyInsured.line_no)
    ).all()
    lines = [{**open_line(row), "line_no": row.line_no} for row in rows]
    name = session.scalar(
        select(Village.name).where(Village.county == by.county, Village.id == policy.village)
    )
    relations = {item["code"]: item["label"] for item in dictionary("RELATION")["items"]}
    content = insured_list(f"被保险人清单 {policy.policy_no}", lines, relations)
    file = File(f"被保险人清单-{short_name(name or '')}-{policy.policy_no}.xlsx", XLSX, content)
    sha = hashlib.sha256(content).hexdigest()
    export = new_id()
    session.execute(insert(Export), [{
        "county": by.county, "id": export, "policy": policy_id, "kind": "INSURED_LIST_XLSX",
        "filename": file.name, "sha": sha, "row_count": len(lines), "made_by": by.id,
        "made_at": at,
    }])  # fmt: skip
    detail = {"sha": sha, "rows": len(lines), "policy": policy_id}
    release(session, lock, [Entry("EXPORTED", f"export:{export}", by.id, detail=detail)], at=at)
    return file
