"""All wire kinds, in the order of a snapshot: what a row names comes before it."""

from app.batches.kinds import BATCH
from app.campaigns.kinds import POLICYHOLDER
from app.claims.kinds import CLAIM
from app.enrollment.kinds import COLLECTION, CONSENT, ENROLLMENT, INSURED, WITHDRAWAL
from app.kinds import Kind
from app.reconciliation.kinds import PAYIN
from app.rosters.kinds import HOUSEHOLD, PERSON

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        HOUSEHOLD, PERSON, POLICYHOLDER, ENROLLMENT, INSURED, CONSENT, COLLECTION, BATCH,
        WITHDRAWAL, PAYIN, CLAIM,
    )
}  # fmt: skip
WIRE = 1  # version of every kind's wire shape, as we send it
READS = frozenset({"1"})  # versions of ops we can apply; others wait until we learn them
