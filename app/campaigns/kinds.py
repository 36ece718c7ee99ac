"""Wire kind of policyholders (ph); contracts.md 4."""

from app import kinds
from app.campaigns.models import Policyholder
from app.kinds import Field, Kind, from_server, list_of, shape, text

POLICYHOLDER = Kind("ph", Policyholder, {
    "name": Field(text(100)),
    "kind": Field(text(30)),
    "uscc": Field(text(30)),
    "contact": Field(shape(name=text(100), phone_mask=text(32)), merge=kinds.WHOLE),
    "members": Field(list_of(kinds.entity, 1000), merge=kinds.WHOLE),
    "answers": Field(kinds.answers, merge=kinds.ANSWERS),
    "resolution": from_server(),
    "status": from_server(),
})  # fmt: skip
