"""Every page of console and admin, for everybody: axe-core finds nothing, in Chinese and English, light and dark."""

from typing import Any, Literal

import pytest
from flask import Flask
from playwright.sync_api import Page, Playwright, Route

from app.db import db
from tests.factories import ROOT, CountyFacts, sign_in
from tests.furnished import address, furnish

pytestmark = pytest.mark.e2e
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
HOST = "http://desk.test"
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""
# Pages no route has a name for: a filter, a list without rows, a form that was refused.
MORE = ("/admin/people?area=511703100", "/admin/people?q=nobody", "/console/batches?q=nothing",
        "/admin/audit?q=nothing", "/console/nothing")  # fmt: skip
# What is a file and no page.
FILES = ("admin.products.export", "console.attachments.show")


def pages(app: Flask, values: dict[str, Any]) -> list[str]:
    """Return the addresses of all pages of the desk."""
    found = {
        address(app, rule.endpoint, values)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in ("console", "admin")
        and "GET" in (rule.methods or ())
        and rule.endpoint not in FILES
    }
    return [*sorted(found), *MORE, "/sign-in"]


def served(page: Page, client: Any) -> None:
    """Let the browser talk to the application without a network."""

    def answer(route: Route) -> None:
        found = client.get(route.request.url.removeprefix(HOST), follow_redirects=True)
        kept = ("Content-Type", "Content-Security-Policy")
        headers = {name: value for name, value in found.headers.items() if name in kept}
        route.fulfill(status=found.status_code, headers=headers, body=found.data)

    page.route("**/*", answer)


@pytest.mark.parametrize(("language", "theme"), [("zh-CN", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_page_of_the_desk(
    app: Flask, county: CountyFacts, client: Any, playwright: Playwright, chromium: str,
    language: str, theme: Literal["light", "dark"],
) -> None:  # fmt: skip
    values = furnish(county)
    sign_in(client, "admin01")
    client.set_cookie("__Host-language", language)
    db.session.remove()
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(
        viewport={"width": 1366, "height": 900}, bypass_csp=True, color_scheme=theme
    )  # theme.js follows the computer
    page.add_init_script(AXE)
    served(page, client)
    found: dict[str, list[str]] = {}
    for url in pages(app, values):
        page.goto(HOST + url)
        if faults := page.evaluate(RUN):
            found[url] = faults
    browser.close()
    assert found == {}
