"""Who may see which village."""

from app.accounts.rules import Actor, may_see
from app.regions.rules import in_scope

VILLAGE = 511703100200


def _actor(*areas):
    return Actor(511703, "u", "李明", "AGENT", areas, "s", None, must_change_password=False)


def test_an_area_of_any_level_covers_what_lies_below_it():
    for areas, expected in (
        ((511703,), True), ((511703100,), True), ((VILLAGE,), True),
        ((511702,), False), ((511703101,), False), ((511703100201,), False), ((), False),
        ((511702, VILLAGE), True),
    ):  # fmt: skip
        assert may_see(_actor(*areas), VILLAGE) is expected
        assert in_scope(areas, VILLAGE) is expected
