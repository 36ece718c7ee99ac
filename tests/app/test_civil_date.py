"""Civil dates: months end where they end, terms count both ends."""

from datetime import date, timedelta

import pytest

from app.civil_date import (
    add_days,
    add_months,
    age_on,
    days_between,
    known_date,
    last_day_of_term,
    started_months,
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-2-1",
        "20260201",
        "2026-W01-1",
        "0000-01-01",
        "２０２６-01-01",
        "",
        None,
        20260101,
    ],
)
def test_what_is_no_calendar_date_is_none(text):
    assert known_date(text) is None


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("9999-12-31", 12, "9999-12-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last(start, months, day):
    assert add_months(date.fromisoformat(start), months).isoformat() == day


def test_nothing_lies_after_the_last_day_of_the_calendar():
    assert add_days(date(9999, 12, 30), 365) == date.max
    assert last_day_of_term(date(9999, 1, 1), 12) == date.max
    assert last_day_of_term(date(9998, 12, 31), 12) == date(9999, 12, 30)


def test_a_term_of_a_year_ends_the_day_before():
    start = date(2026, 4, 1)
    end = last_day_of_term(start, 12)

    assert end == date(2027, 3, 31)
    assert days_between(start, end) == 365


@pytest.mark.parametrize(
    "start", [date(2023, 12, 31), date(2024, 1, 30), date(2024, 2, 29), date(2026, 5, 15)]
)
def test_started_months_are_the_least_that_reach_the_end(start):
    for length in range(-2, 500):
        end = start + timedelta(days=length)
        months = started_months(start, end)

        assert last_day_of_term(start, months) >= end
        assert months == 1 or last_day_of_term(start, months - 1) < end


@pytest.mark.parametrize(
    ("birth", "on"), [("2026-02-29", "2026-04-01"), (None, "2026-04-01"), ("2020-01-01", None)]
)
def test_no_age_without_two_dates(birth, on):
    assert age_on(birth, on) == {"ok": False, "error": "DATE_INVALID"}
