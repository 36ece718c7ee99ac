"""A list of people as offices write it: what is understood, what is refused, line by line."""

import pytest

from app.people.rules import Places, areas_of, is_overdue, judge, read_lines, role_of

PLACES = Places(
    {511703: "达川区", 511703100: "亭子镇", 511703100200: "官田村", 511703101200: "官田村"},
    {
        "达川区": {511703}, "亭子镇": {511703100}, "官田村": {511703100200, 511703101200},
        "亭子镇官田村": {511703100200},
    },
)  # fmt: skip


def line(**said):
    row = {"row": "2", "name": "李桂芳", "login": "ligf", "role": "", "areas": "亭子镇", **said}
    return judge([row], PLACES, {"taken"})[0]


def test_the_header_is_found_below_a_title_and_in_english():
    rows = [
        ["达川区人员名单"],
        ["姓名", " 登录名 ", "角色"],
        ["李桂芳", "ligf", "主管"],
        ["", "", ""],
    ]
    assert read_lines(rows) == [
        {"row": "3", "name": "李桂芳", "login": "ligf", "role": "主管", "areas": ""}
    ]
    assert read_lines([["Name", "Sign-in name", "Area"], ["Li", "ligf"]]) == [
        {"row": "2", "name": "Li", "login": "ligf", "role": "", "areas": ""}
    ]


def test_a_list_without_the_two_columns_is_none():
    assert read_lines([["姓名", "电话"], ["李桂芳", "138"]]) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [("", "AGENT"), ("代办员", "AGENT"), ("主管", "SUPERVISOR"), ("ADMIN", "ADMIN"),
     ("administrator", "ADMIN"), ("村长", None)],
)  # fmt: skip
def test_roles_are_known_by_their_words(text, role):
    assert role_of(text) == role


@pytest.mark.parametrize(
    ("text", "areas", "faults"),
    [
        ("亭子镇", (511703100,), []),
        ("511703100200", (511703100200,), []),
        ("亭子镇官田村，达川区", (511703100200, 511703), []),
        ("官田村", (), ["AREA_SEVERAL"]),
        ("北京", (), ["AREA_UNKNOWN"]),
        ("511722", (), ["AREA_UNKNOWN"]),
    ],
)
def test_areas_are_known_by_name_or_code(text, areas, faults):
    assert areas_of(text, PLACES) == (areas, faults)


def test_a_good_line_has_no_fault():
    assert line().faults == []
    assert (line().role, line().areas) == ("AGENT", (511703100,))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"name": ""}, ("name", "PERSON_NAME")),
        ({"name": "李" * 41}, ("name", "PERSON_NAME")),
        ({"login": "李"}, ("login", "LOGIN_FORM")),
        ({"login": "ab"}, ("login", "LOGIN_FORM")),
        ({"login": "Taken"}, ("login", "LOGIN_TAKEN")),
        ({"role": "村长"}, ("role", "ROLE_UNKNOWN")),
        ({"areas": ""}, ("areas", "AREA_MISSING")),
        ({"areas": "北京"}, ("areas", "AREA_UNKNOWN")),
    ],
)
def test_each_fault_names_its_field(said, fault):
    assert line(**said).faults == [fault]


def test_a_name_twice_in_a_list_is_refused_the_second_time():
    row = {"row": "2", "name": "李", "login": "ligf", "role": "", "areas": "亭子镇"}
    first, second = judge([row, {**row, "row": "3"}], PLACES, set())
    assert (first.faults, second.faults) == ([], [("login", "LOGIN_TWICE")])


@pytest.mark.parametrize(
    ("status", "unsent", "days", "overdue"),
    [("ACTIVE", 1, 2.1, True), ("ACTIVE", 1, 2.0, False), ("ACTIVE", 0, 9.0, False),
     ("REVOKED", 3, 5.0, True), ("WIPED", 3, 5.0, False)],
)  # fmt: skip
def test_work_is_stuck_on_a_phone_that_is_silent_with_unsent_work(status, unsent, days, overdue):
    assert is_overdue(status, unsent, days) is overdue
