"""Every screen of the phone, in both languages: for everybody, in every size and colour."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, ViewportSize

from tests.e2e.preview import SCREEN, SCREENS, browsing, serving
from tests.factories import ROOT

pytestmark = pytest.mark.e2e
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
THEMES = ("dark", "sun")
NARROW: ViewportSize = {"width": 320, "height": 640}

RUN = """async (rules) => {
  const options = rules ? { runOnly: rules } : {};
  const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html.slice(0, 160), any[0]?.message])]);
}"""

SETTLED = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
DRESS = f"async (theme) => {{ document.documentElement.dataset.theme = theme; {SETTLED} }}"
GROW = f"async (size) => {{ document.documentElement.style.fontSize = size; {SETTLED} }}"

# What reaches over the edge, and buttons with words that do not fit into them.
CUT = """() => {
  const rolls = (one) => ['auto', 'scroll', 'hidden'].includes(getComputedStyle(one).overflowX);
  const inside = (one) => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) if (rolls(up)) return true; return false; };
  const told = (one) => `${one.className}: ${one.textContent.trim().slice(0, 40)}`;
  const wide = [...document.querySelectorAll('#app *, .sheet *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1
    && !inside(one) && one.checkVisibility?.() !== false);
  const tight = [...document.querySelectorAll('button, a.btn, .seg span, .chip')].filter((one) => one.scrollWidth > one.clientWidth + 1);
  return [document.documentElement.scrollWidth > innerWidth ? 'the page scrolls sideways' : '', ...wide.map(told), ...tight.map(told)].filter(Boolean);
}"""

# Words of the catalogue that stand there in Chinese although English is chosen.
LEFT = """async () => {
  const { ENGLISH } = await import('/static/js/words/en.js');
  const ours = (one) => !one.closest('[lang="zh-CN"]:not(html)'); // the paper a household keeps is in Chinese
  const texts = [...document.querySelectorAll('[aria-label], [placeholder]')].flatMap((one) => [one.getAttribute('aria-label'), one.getAttribute('placeholder')]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (ours(walker.currentNode.parentElement)) texts.push(walker.currentNode.textContent.trim());
  return texts.filter((text) => text && text in ENGLISH && ENGLISH[text] !== text);
}"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as found:
        yield found


def test_every_address_of_the_app_is_among_the_screens() -> None:
    """A screen that is not looked at here would be for somebody only."""
    routes = re.findall(r"path: '([^']+)'", (ROOT / "static/js/routes.js").read_text("utf-8"))
    shown = [screen.path for screen in SCREENS]
    patterns = {route: re.sub(r":[a-z]+", "[^/]+", route) for route in routes}

    assert len(routes) > 20
    assert [
        route
        for route, pattern in patterns.items()
        if not any(re.fullmatch(pattern, path) for path in shown)
    ] == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_screen_is_for_everybody(
    playwright: Playwright, chromium: str, url: str, language: str
) -> None:
    """Let axe-core look at all of them, at their colours in every theme; measure what is cut off."""
    found: dict[str, Any] = {}
    with browsing(playwright, chromium, url, language, AXE) as preview:
        for screen in SCREENS:
            preview.show(screen)
            found |= {
                f"{screen} {kind}": faults for kind, faults in faults_of(preview.page).items()
            }
            if language == "en":
                found[f"{screen} words"] = preview.page.evaluate(LEFT)
    assert {name: faults for name, faults in found.items() if faults} == {}


def faults_of(page: Page) -> dict[str, Any]:
    """Look at what is shown: as it is, in the other themes, narrow and with large text."""
    found = {"light": page.evaluate(RUN, None)}
    for theme in THEMES:
        page.evaluate(DRESS, theme)
        found[theme] = page.evaluate(RUN, ["color-contrast"])
    for screen, size in ((NARROW, "100%"), (SCREEN, "200%"), (NARROW, "200%")):
        page.set_viewport_size(screen)
        page.evaluate(GROW, size)
        found[f"{screen['width']} {size}"] = page.evaluate(CUT)
    page.set_viewport_size(SCREEN)
    return found
