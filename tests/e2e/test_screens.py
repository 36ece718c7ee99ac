"""Every screen of the phone, in both languages: for everybody, in every size and colour."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.e2e.preview import SCREENS, browsing, serving
from tests.factories import ROOT

pytestmark = pytest.mark.e2e
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
THEMES = ("dark", "sun")

RUN = """async (rules) => {
  const options = rules ? { runOnly: rules } : {};
  const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'] });
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html.slice(0, 160), any[0]?.message])]);
}"""

SETTLED = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
DRESS = f"async (theme) => {{ document.documentElement.dataset.theme = theme; {SETTLED} }}"

# Words of the catalogue that stand there in Chinese although English is chosen.
LEFT = """async () => {
  const { ENGLISH } = await import('/static/js/words/en.js');
  const texts = [...document.querySelectorAll('[aria-label], [placeholder]')].flatMap((one) => [one.getAttribute('aria-label'), one.getAttribute('placeholder')]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode.textContent.trim());
  return texts.filter((text) => text && text in ENGLISH && ENGLISH[text] !== text);
}"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_screen_is_for_everybody(
    playwright: Playwright, chromium: str, url: str, language: str
) -> None:
    """Have axe-core look at all of them, in light; at their colours in the other themes too."""
    found: dict[str, Any] = {}
    with browsing(playwright, chromium, url, language, AXE) as preview:
        for screen in SCREENS:
            preview.show(screen)
            page = preview.page
            found[f"{screen} light"] = page.evaluate(RUN, None)
            for theme in THEMES:
                page.evaluate(DRESS, theme)
                found[f"{screen} {theme}"] = page.evaluate(RUN, ["color-contrast"])
            if language == "en":
                found[f"{screen} words"] = page.evaluate(LEFT)
    assert {name: faults for name, faults in found.items() if faults} == {}
