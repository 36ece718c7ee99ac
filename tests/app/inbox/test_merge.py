"""The merge rules of sync.md 2.6, one line each."""

import pytest

from app.campaigns.kinds import POLICYHOLDER
from app.enrollment.kinds import COLLECTION, ENROLLMENT
from app.inbox.merge import Entity, merge
from app.inbox.ops import Op
from app.kinds import Kind
from app.rosters.kinds import HOUSEHOLD, PERSON, identity_index

MINE, OTHER, SERVER = "aaaaaaaaaa", "bbbbbbbbbb", "s100200"


def entity(kind: Kind, meta: dict, **values) -> Entity:
    row = dict.fromkeys(column.name for column in kind.table.columns)
    row |= {
        "county": 511703,
        "village": 511703100200,
        "id": "s100200-1",
        "ver": 50,
        "deleted": False,
        "field_meta": meta,
    }
    one = Entity(kind, row, was=50)
    for name, value in values.items():
        row.update(kind.columns(row, name, value))
    return one


def op(base: int, **fields) -> Op:
    return Op(7, 7, 7, "xx@1", "u", "s100200-1", base, 0, fields)


def write(one: Entity, base: int, **fields) -> list[str]:
    return [lost.name for lost in merge(one, op(base, **fields), install=MINE, ver=100)]


@pytest.mark.parametrize(
    ("meta", "base", "value", "wins"),
    [
        ({}, 0, "新", True),  # nobody ever wrote it
        ({"address": [40, OTHER]}, 40, "新", True),  # rule 1: seen as it stands
        ({"address": [40, OTHER]}, 45, "新", True),
        ({"address": [40, SERVER]}, 40, "新", True),
        ({"address": [41, MINE]}, 10, "新", True),  # rule 2: own earlier op
        ({"address": [41, OTHER]}, 40, "新", False),  # rule 4: somebody else since
        ({"address": [41, SERVER]}, 40, "新", False),
        ({"group_name": [49, OTHER]}, 10, "新", True),  # another field does not matter
    ],
)
def test_a_field_is_taken_or_lost(meta, base, value, wins):
    one = entity(HOUSEHOLD, meta, address="旧")

    lost = write(one, base, address=value)

    assert lost == ([] if wins else ["address"])
    assert one.row["address"] == (value if wins else "旧")
    assert one.row["field_meta"].get("address") == ([100, MINE] if wins else meta["address"])


def test_equal_values_converge_and_keep_their_writer():
    one = entity(HOUSEHOLD, {"address": [41, OTHER]}, address="东头")

    assert write(one, 10, address="东头") == []
    assert one.row["field_meta"]["address"] == [41, OTHER]


def test_a_lost_field_does_not_hold_back_the_others():
    one = entity(HOUSEHOLD, {"address": [41, OTHER]}, address="旧")

    assert write(one, 10, address="新", group_name="2组") == ["address"]
    assert (one.row["address"], one.row["group_name"]) == ("旧", "2组")
    assert one.lost_here


@pytest.mark.parametrize("meta", [{}, {"address": [41, OTHER]}])
def test_every_touched_row_takes_the_version_of_the_op(meta):
    one = entity(HOUSEHOLD, meta, address="旧")

    write(one, 10, address="新")

    assert (one.row["ver"], one.row["writer"], one.ops_wrote) == (100, MINE, True)


def test_a_secret_is_compared_opened_and_rests_sealed(app):
    one = entity(PERSON, {"phone": [41, OTHER]}, phone="13800000001", id_type="RESIDENT_ID")

    assert write(one, 10, phone="13800000001") == []
    assert write(one, 10, phone="13800000002") == ["phone"]
    assert write(one, 41, phone="13800000002") == []
    assert one.value("phone") == "13800000002"
    assert b"13800000002" not in one.row["phone_enc"]
    assert one.row["phone_mask"] == "138****0002"


def test_an_id_number_moves_its_mask_and_its_index(app):
    one = entity(PERSON, {}, id_type="RESIDENT_ID", id_no="519901198005200010")

    write(one, 0, id_no="519901198201020041")

    assert one.row["id_no_mask"] == "519901********0041"
    assert one.row["id_no_index"] == identity_index("RESIDENT_ID", "519901198201020041")
    write(one, 0, id_no=None)
    assert (one.row["id_no_enc"], one.row["id_no_mask"], one.row["id_no_index"]) == (
        None,
        None,
        None,
    )


def test_an_old_number_and_the_new_one_are_one_identity(app):
    old, new = "519901800520001", "519901198005200010"

    assert identity_index("RESIDENT_ID", old) == identity_index(None, new)
    assert identity_index("PASSPORT", new) != identity_index("RESIDENT_ID", new)


@pytest.mark.parametrize("kind", [ENROLLMENT, POLICYHOLDER])
def test_answers_merge_by_key(kind):
    one = entity(
        kind, {"answers.a": [41, OTHER], "answers.b": [41, OTHER]}, answers={"a": 1, "b": 2}
    )

    lost = write(one, 10, answers={"a": 9, "b": 2, "c": 3})

    assert lost == ["answers.a"]
    assert one.row["answers"] == {"a": 1, "b": 2, "c": 3}
    assert one.row["field_meta"]["answers.c"] == [100, MINE]


def test_a_whole_value_is_replaced_or_lost_whole():
    one = entity(
        ENROLLMENT, {"claimed": [41, OTHER]}, claimed={"premium_fen": 1, "shares": {"A": 1}}
    )

    assert write(one, 10, claimed={"premium_fen": 2}) == ["claimed"]
    assert write(one, 41, claimed={"premium_fen": 2}) == []
    assert one.row["claimed"] == {"premium_fen": 2}


def test_money_with_a_reason_to_void_it_is_void():
    one = entity(COLLECTION, {}, amount_fen=100)
    one.row["status"] = "COLLECTED"

    write(one, 0, void_reason="记错")

    assert one.row["status"] == "VOID"
