"""Wire kind of batches (ba); contracts.md 4, 8.1."""

from app import kinds
from app.batches.models import Batch
from app.kinds import CREATE, Field, Kind, from_server, list_of, shape, text, whole

TOTALS = shape(
    households=whole(), persons=whole(), premium_fen=whole(), shares=kinds.amounts,
    collected=kinds.amounts,
)  # fmt: skip

BATCH = Kind("ba", Batch, {
    "campaign": Field(text(36), CREATE, needed=True),
    "lines": Field(list_of(kinds.entity, 1000), CREATE, kinds.WHOLE, needed=True, refers="en"),
    "totals": Field(TOTALS, merge=kinds.WHOLE, needed=True),
    "difference_reason": Field(text(200), CREATE),
    "batch_no": from_server(),
    "status": from_server(),
    "computed": from_server(),
    "decisions": from_server(),
})  # fmt: skip
