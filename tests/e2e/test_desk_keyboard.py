"""A batch reconciled from the queue to the last household by keyboard alone."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, Route, expect

from app.db import db
from tests.e2e.test_desk_pages import HOST
from tests.e2e.test_keyboard import SEEN
from tests.factories import CountyFacts, sign_in
from tests.village import make_village

pytestmark = pytest.mark.e2e
FINDINGS = {
    0: [{"code": "CONSENT_MISSING", "severity": "BLOCK", "path": "members[0].consent"}],
    1: [{"code": "AREA_CODE_UNKNOWN", "severity": "WARN", "path": "members[0].id_no"}],
}
NAMES = {0: "王缺签", 1: "王要看", 2: "王一致", 3: "王也好"}
MOST = 120


@pytest.fixture
def page(app: Flask, county: CountyFacts, client: Any, playwright: Playwright, chromium: str):
    """A supervisor's browser that talks to the application without a network."""
    findings = {
        number: [{"source": "SERVER", "detail": {}, **one} for one in rows]
        for number, rows in FINDINGS.items()
    }
    make_village(county, households=4, enrolled=4, findings=findings, names=NAMES)
    sign_in(client, "supervisor01")
    db.session.remove()
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1366, "height": 900})

    def answer(route: Route) -> None:
        asked = route.request
        found = client.open(
            asked.url.removeprefix(HOST), method=asked.method, data=asked.post_data_buffer,
            content_type=asked.headers.get("content-type"), follow_redirects=True,
        )  # fmt: skip
        kept = ("Content-Type", "Content-Security-Policy")
        headers = {name: value for name, value in found.headers.items() if name in kept}
        route.fulfill(status=found.status_code, headers=headers, body=found.data)

    page.route("**/*", answer)
    yield page
    browser.close()


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other; what has the focus can always be seen."""
    for key in keys:
        page.keyboard.press(key)
        expect_focus_is_seen(page)


def expect_focus_is_seen(page: Page) -> None:
    if page.evaluate("document.activeElement === document.body"):
        return
    seen = page.evaluate(SEEN)
    assert seen["drawn"], seen
    assert seen["inside"], seen


def act(page: Page, *keys: str) -> None:
    """Press keys of which the last one hands something in."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def test_a_batch_is_reconciled_without_a_mouse(page: Page) -> None:
    page.goto(f"{HOST}/console/batches")
    act(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("批")

    press(page, "j", "a")  # what is blocked is not accepted
    expect(page.get_by_role("row", name="王缺签户").get_by_role("checkbox")).to_be_visible()
    press(page, "r")
    page.keyboard.type("3")
    expect(page.get_by_label("退回原因")).to_have_value("CONSENT_INVALID")
    press(page, "Tab")
    page.keyboard.type("请本人签字")
    act(page, "Enter")
    expect(page.get_by_text("请本人签字")).to_be_visible()

    act(page, "j", "a")
    expect(page.get_by_role("heading", name="已处理 2")).to_be_visible()
    act(page, "a")  # all that agree, as no row is current
    expect(page.get_by_role("heading", name="已处理 4")).to_be_visible()
    act(page, "j", "u")
    expect(page.get_by_role("heading", name="已处理 3")).to_be_visible()


def test_tab_goes_once_around_the_batch_page_and_out_again(page: Page) -> None:
    page.goto(f"{HOST}/console/batches")
    act(page, "j", "Enter")
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return  # back at the browser's own frame: nothing has kept the focus
        expect_focus_is_seen(page)
    raise AssertionError(f"after {MOST} steps the focus is still on the page")


def test_reasons_are_chosen_by_number_and_handed_in_by_enter(page: Page) -> None:
    page.goto(f"{HOST}/console/batches")
    act(page, "j", "Enter")
    press(page, "j", "j", "x", "r")
    page.keyboard.type("2")
    act(page, "Enter")
    expect(page.get_by_text("已处理 1")).to_be_visible()
