"""A photo that is whole: checked, opened if it came sealed, and what waited for it judged again."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.attachments import rules, service
from app.attachments.rules import Announcement
from app.db import db, transaction
from app.errors import Checksum, Invalid, TooLarge
from app.sync import feeds
from app.sync.devices import Device
from app.sync.rejudging import rejudge_enrollments


@dataclass(frozen=True)
class Carried:
    """A photo of a hand-over file: what it is, and its bytes under the seal."""

    file: Announcement
    sealed: bytes


def finish(device: Device, upload: str, *, at: datetime) -> None:
    """Check the whole; what waits for it is judged in the same transaction.

    Raises Checksum, Invalid: it then begins from nothing.
    """
    try:
        with transaction(one_county=True) as session:
            found = service.require(session, device.county, device.id, upload)
            service.complete(session, found)
            session.flush()
            users = service.users_of(session, device.county, found.sha256)
            for village in sorted(users):  # always in this order: two of us never wait in a ring
                rejudge_enrollments(session, device.county, village, users[village], at=at)
    except (Checksum, Invalid):
        with transaction(one_county=True) as session:
            service.restart(session, service.require(session, device.county, device.id, upload))
        raise


def read_carried(value: Any) -> Carried:
    """Read {"sha256", "mime", "village", "sealed": kid, "data": base64}.

    Raises Invalid, TooLarge.
    """
    if not (isinstance(value, dict) and all(isinstance(one, str) for one in value.values())):
        raise Invalid("HANDOVER_FORM")
    try:
        sealed = base64.b64decode(value.get("data", ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("HANDOVER_FORM") from error
    if len(sealed) > rules.MAX_BYTES + rules.SEAL_BYTES:
        raise TooLarge("TOO_BIG", max=rules.MAX_BYTES)
    names = ("sha256", "mime", "village", "sealed")
    facts = ",".join(
        f"{name} {base64.b64encode(value.get(name, '').encode()).decode()}" for name in names
    )
    return Carried(rules.read_announcement(str(len(sealed)), facts), sealed)


def take_whole(device: Device, carried: Carried, *, at: datetime) -> bool:
    """Take a photo at once; return whether it was new. Raises Checksum, Invalid, TooLarge."""
    feeds.mark_of(db.session(), device.county, carried.file.village)  # a village of this county
    with transaction(one_county=True) as session:
        upload = service.announce(session, device.county, device.id, carried.file, at=at)
        name = upload.id
        if upload.status == "COMPLETE":
            return False
        service.restart(session, upload)  # what came of it by the network comes again
        session.flush()
        service.append(session, upload, 0, carried.sealed)
    finish(device, name, at=at)
    return True
