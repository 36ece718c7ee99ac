"""A household leaves after its batch was handed in: what becomes of its rows.

The phone's word is enough while nobody has accepted it, the money is in the agent's hand, and
somebody still decides about the batch; else a supervisor decides (docs/adr/0025).
"""

from app.batches.review import SETTLED
from app.enrollment.rules.shape import quoted_cover
from app.inbox.merge import Entity
from app.inbox.ops import Op
from app.products.queries import published
from app.reconciliation.rules.withdrawal import Receipt, back, in_hand
from app.sync.village import VillageState

LEAVABLE = ("RECEIVED", "RETURNED", "IN_BATCH", "ACCEPTED")
VOIDED = "撤回退费"


def withdraw(state: VillageState, op: Op) -> str | None:
    """Apply a phone's withdrawal; return why it cannot be, as a code, or None."""
    asked = state.entities["wd"][op.id]
    enrollment = state.get("en", asked.row["enrollment"])
    if enrollment is None or enrollment.row["status"] not in LEAVABLE:
        return "ENROLLMENT_LOCKED"
    if _at_once(state, asked, enrollment):
        take_out(state, asked, enrollment, arrived=False)
    return None


def take_out(state: VillageState, asked: Entity, enrollment: Entity, *, arrived: bool) -> None:
    """Write that an enrollment is withdrawn, and what goes back; cash in the hand is voided."""
    receipts = standing(state, enrollment)
    campaign = state.campaigns[enrollment.row["campaign"]]
    template = published(campaign.product_code, campaign.product_version)
    lines = [
        one.row["computed"] or {}
        for one in state.of("in", "enrollment", enrollment.id)
        if one.row["included"]
    ]
    cover = quoted_cover(template, enrollment.row["quoted_start_on"] or campaign.scheme_start_on)
    figures = back(
        lines, template["refund"]["expense_bp"], cover, [_receipt(one) for one in receipts],
        arrived=arrived,
    )  # fmt: skip
    for one in receipts:
        if in_hand(_receipt(one)):
            state.edit(one).server_write({"status": "VOID", "void_reason": VOIDED})
    for one in state.of("co", "enrollment", enrollment.id):
        if one.row["withdrawn_on"] is None:
            state.edit(one).server_write({"withdrawn_on": asked.row["told_on"]})
    state.edit(enrollment).server_write({"status": "WITHDRAWN"})
    state.edit(asked).server_write({"status": "DONE", "refund": figures})


def standing(state: VillageState, enrollment: Entity) -> list[Entity]:
    """Return the money of an enrollment that was not voided."""
    money = state.of("cl", "enrollment", enrollment.id)
    return [one for one in money if one.row["status"] != "VOID"]


def _at_once(state: VillageState, asked: Entity, enrollment: Entity) -> bool:
    if enrollment.row["status"] == "ACCEPTED":
        return False
    returned = set(asked.row["returned"] or [])
    money = standing(state, enrollment)
    if not all(one.id in returned and in_hand(_receipt(one)) for one in money):
        return False
    batch = enrollment.row["batch"]
    others = state.of("en", "batch", batch) if batch else []
    rest = [one for one in others if one.id != enrollment.id]
    return batch is None or any(one.row["status"] not in SETTLED for one in rest)


def _receipt(one: Entity) -> Receipt:
    row = one.row
    return Receipt(one.id, row["method"] or "CASH", row["status"], row["amount_fen"] or 0)
