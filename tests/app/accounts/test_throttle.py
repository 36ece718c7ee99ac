"""Guessing is slowed down by name and by address."""

import pytest

from app.accounts.throttle import throttle
from app.errors import TooMany


def test_an_address_that_is_refused_uses_up_nobodys_tries(app):
    found = throttle()
    for number in range(100):
        found.take(f"name{number}", "here")

    for _ in range(11):
        with pytest.raises(TooMany):
            found.take("agent01", "here")

    found.take("agent01", "elsewhere")
