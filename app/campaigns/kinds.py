"""Wire kind of policyholders (ph); contracts.md 4."""

import base64
from typing import Any

from app import kinds
from app.campaigns.models import Policyholder
from app.kinds import Field, Kind, Row, from_server, list_of, shape, text
from app.secrets import mask_phone, place, vault


def _sealed(_kind: Kind, row: Row) -> dict[str, Any]:
    """Seal the telephone number a phone sent with the contact; only its mask stays in the open."""
    contact = dict(row["contact"] or {})
    phone = contact.pop("phone", None)
    if not phone:
        return {"contact": contact or None}
    where = place("policyholders", "contact", row["county"], row["village"], row["id"])
    sealed = vault().seal_json(row["county"], where, phone)
    contact |= {
        "phone_mask": mask_phone(phone),
        "phone_sealed": base64.b64encode(sealed).decode(),
        "sealed_for": row["id"],
    }
    return {"contact": contact}


POLICYHOLDER = Kind("ph", Policyholder, {
    "name": Field(text(100)),
    "kind": Field(text(30)),
    "uscc": Field(text(30)),
    "contact": Field(
        shape(name=text(100), phone=text(32), phone_mask=text(32)), merge=kinds.WHOLE
    ),
    "members": Field(list_of(kinds.entity, 1000), merge=kinds.WHOLE, refers="ps"),
    "answers": Field(kinds.answers, merge=kinds.ANSWERS),
    "resolution": from_server(),
    "status": from_server(),
}, _sealed, frozenset({"contact"}))  # fmt: skip
