"""What tests of the whole system share: a browser, a server of their own."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import postgresql
from tests.e2e.server import running


@pytest.fixture
def playwright():
    with sync_playwright() as found:
        yield found


@pytest.fixture
def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    assert found, "make test installs Chromium"
    return found


@pytest.fixture
def server(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest):
    url = None
    if database_kind == "postgresql":
        name = f"story{abs(hash(tmp_path)) % 10**10}"
        url = postgresql.create_database(request.getfixturevalue("postgresql_server"), name)
    with running(tmp_path / "data", url) as found:
        yield found
