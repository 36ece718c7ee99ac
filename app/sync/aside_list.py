"""The list of what was put aside: its columns and what can be asked of it."""

from collections.abc import Sequence

from app.clock import SHANGHAI
from app.lists.listing import Column, Filter, Listing
from app.sync.aside import Aside
from app.words import listed


def listing(sets: Sequence[Aside]) -> Listing:
    """Return the list for these sets: one may choose among their villages and reasons."""
    villages = {str(one.village): one.village_name for one in sets}
    return Listing(
        "待处理",
        [
            Column("village", "村", lambda row: row.village_name),
            Column("agent", "代办员", lambda row: row.agent),
            Column(
                "received", "收到",
                lambda row: f"{row.received_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
            ),
            Column("reason", "原因", lambda row: row.reason),
            Column("what", "改什么", lambda row: listed([act for act, _values in row.lines])),
            Column("count", "几项", lambda row: len(row.lines), "number"),
        ],
        (
            Filter(
                "village", "村", sorted(villages.items()),
                lambda row, value: str(row.village) == value,
            ),
            Filter(
                "reason", "原因", [(one, one) for one in sorted({str(one.reason) for one in sets})],
                lambda row, value: str(row.reason) == value,
            ),
        ),
        search="村、代办员",
    )  # fmt: skip
