"""The designer in a real browser: rates by keyboard alone, the phone beside the unsaved form."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from app.db import db
from app.products.models import ProductVersion
from tests.factories import PASSWORD, template

pytestmark = pytest.mark.e2e
COPIED = "0\t17\t\t\t\t\t40.00\t\n18\t60\t\t\t\t\t50.00\t\n61\t75\t\t\t\t\t60.00\t\n76\t80\t\t\t\t\t\t不保\n"


@pytest.fixture
def url(app, county) -> Iterator[str]:
    """Serve the application of the test on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(url) -> Iterator[Page]:
    """Open the draft of a next version as its author."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 1366, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=url)
        page = context.new_page()
        page.goto(f"{url}/sign-in")
        page.fill("[name=login]", "admin01")
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/**")
        page.goto(f"{url}/admin/products")
        page.get_by_role("button", name="出新版").click()
        page.wait_for_url("**/2")
        yield page
        browser.close()


def _rows(page: Page) -> list[list[str]]:
    return page.evaluate("""() => [...document.querySelectorAll(
      '[data-sheet="plans.1.rates"] tbody tr')].map((row) => [...row.querySelectorAll('input, select')]
      .map((cell) => cell.type === 'checkbox' ? String(cell.checked) : cell.value))""")


def test_rates_are_pasted_walked_added_removed_and_undone_by_keyboard(app, page):
    page.evaluate("text => navigator.clipboard.writeText(text)", COPIED)
    page.focus("[name='plans.1.rates.0.when.age.0']")
    page.keyboard.press("Control+v")
    assert [row[0] for row in _rows(page)] == ["0", "18", "61", "76"]
    assert _rows(page)[3][7] == "true"

    page.keyboard.press("Enter")
    page.keyboard.press("Alt+Delete")
    assert [row[0] for row in _rows(page)] == ["0", "61", "76"]
    page.keyboard.press("Control+z")
    page.focus("[name='plans.1.rates.3.when.age.1']")
    page.keyboard.press("Enter")
    page.keyboard.type("90")
    assert [row[1] for row in _rows(page)] == ["17", "60", "75", "80", "90"]
    page.keyboard.press("Alt+Delete")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Alt+Insert")
    page.keyboard.press("Alt+Delete")
    page.focus("[name='plans.1.rates.3.when.age.0']")
    page.keyboard.press("Alt+Delete")

    with page.expect_navigation():
        page.keyboard.press("Control+s")
    db.session.rollback()
    assert (
        db.session.get(ProductVersion, ("WV-ACC-ILL-2026", 2)).body["plans"] == template()["plans"]
    )


def test_the_phone_shows_the_unsaved_form_by_its_own_rules(app, page):
    preview = page.locator("#preview")
    expect(preview.locator(".due .money")).to_have_text("20.00元")

    page.fill("[name='plans.0.rates.0.premium_fen']", "50")
    expect(preview.locator(".due .money")).to_have_text("40.00元")

    page.fill("[name='age.max_years']", "六十")
    expect(page.locator("[data-error='age.max_years']")).to_contain_text("整数")
    page.fill("[name='age.max_years']", "60")
    expect(preview).to_contain_text("超过最高投保年龄")
    preview.get_by_role("button", name="是", exact=True).click()
    expect(preview).to_contain_text("务工地点")
