"""What an address asks of a list is what the page and the file show."""

import pytest

from app.errors import Invalid
from app.lists.listing import FILE_ROWS_MAX, Column, Filter, Listing, asked, page_of

ROWS = [
    {"name": "官田村", "people": 30, "state": "A"},
    {"name": "庙梁村", "people": None, "state": "B"},
    {"name": "群力村", "people": 7, "state": "A"},
]
LISTING = Listing(
    "村",
    [
        Column("name", "村", lambda row: row["name"]),
        Column("people", "人", lambda row: row["people"], "number"),
    ],
    [
        Filter("state", "状态", [("A", "甲"), ("B", "乙")], lambda row, one: row["state"] == one),
        Filter("day", "日期", (), lambda _row, day: day == "2026-03-01", day=True),
    ],
    search="村", size=2,
)  # fmt: skip


def names(**args):
    return [row["name"] for row in page_of(LISTING, ROWS, args).rows]


def test_rows_come_as_they_are_until_something_is_asked():
    page = page_of(LISTING, ROWS, {})

    assert [row["name"] for row in page.rows] == ["官田村", "庙梁村"]
    assert (page.total, page.pages, page.number, page.narrowed) == (3, 2, 1, False)


def test_a_column_orders_rows_and_those_without_a_value_stand_last():
    assert names(sort="people") == ["群力村", "官田村"]
    assert names(sort="-people") == ["官田村", "群力村"]
    assert names(sort="people", page="2") == ["庙梁村"]
    assert names(sort="-people", page="2") == ["庙梁村"]


def test_text_and_filters_narrow_the_list():
    assert names(q="力") == ["群力村"]
    assert names(state="A") == ["官田村", "群力村"]
    assert names(state="A", q="官") == ["官田村"]
    assert names(day="2026-03-02") == []


@pytest.mark.parametrize(
    "args",
    [
        {"sort": "nothing"}, {"sort": "-"}, {"state": "Z"}, {"state": ""}, {"page": "0"},
        {"page": "x"}, {"page": "²"}, {"page": "-1"}, {"day": "yesterday"}, {"as": "exe"},
    ],
)  # fmt: skip
def test_what_an_address_cannot_mean_is_left_out(args):
    assert names(**args) == ["官田村", "庙梁村"]


def test_a_page_past_the_end_is_the_last():
    assert names(page="999") == ["群力村"]


def test_a_file_holds_all_rows_that_were_asked_for_not_one_page():
    page = page_of(LISTING, ROWS, {"as": "csv", "page": "2", "sort": "-people"})

    assert [row["name"] for row in page.rows] == ["官田村", "群力村", "庙梁村"]


def test_a_file_that_would_be_too_long_says_so():
    with pytest.raises(Invalid, match="LIST_TOO_LONG"):
        page_of(LISTING, ROWS * FILE_ROWS_MAX, {"as": "xlsx"})


def test_links_keep_what_was_asked_and_belong_to_one_list():
    second = Listing("另", LISTING.columns, search="村", prefix="b-")
    args = {"q": "村", "sort": "people", "b-q": "x", "page": "2"}
    page, other = page_of(LISTING, ROWS, args), page_of(second, ROWS, args)

    assert page.link(page=1) == "?q=%E6%9D%91&sort=people&b-q=x&page=1"
    assert other.link(sort="name") == "?q=%E6%9D%91&sort=people&b-q=x&page=2&b-sort=name"
    assert other.total == 0, "it read its own part of the address"
    assert ("b-q", "x") in page.kept()
    assert ("q", "村") not in page.kept()


def test_a_heading_turns_the_order_round():
    people = LISTING.columns[1]
    assert page_of(LISTING, ROWS, {}).sort_link(people) == "?sort=-people", "numbers fall at first"
    down = page_of(LISTING, ROWS, {"sort": "-people"})
    assert (down.order_of(people), down.sort_link(people)) == ("descending", "?sort=people")


def test_a_long_text_is_cut_and_a_list_without_search_has_none():
    assert len(asked(LISTING, {"q": "x" * 1000}).text) == 100
    assert asked(Listing("x", LISTING.columns), {"q": "x"}).text == ""
