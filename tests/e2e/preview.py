"""The screens of the phone on a fake phone, in a browser: every state without a server behind it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Page, Playwright, ViewportSize, expect

from tests.factories import ROOT

VILLAGE = "511703001001"
HOME = f"/village/{VILLAGE}"
HOUSEHOLD = f"{HOME}/household/h2"
SCREEN: ViewportSize = {"width": 360, "height": 780}


class Shown(NamedTuple):
    """One state of one screen. press: what opens a sheet over it."""

    case: str
    path: str
    press: str | None = None


# Cases are those of tests/static/preview.js; screens of one case follow each other.
SCREENS = [
    Shown("offline", "/villages"),
    Shown("offline", HOME),
    Shown("offline", "/hand-in"),
    Shown("offline", "/sync"),
    Shown("offline", "/me"),
    Shown("offline", "/password"),
    Shown("offline", "/pin"),
    Shown("offline", f"{HOME}/household/h3"),
    Shown("offline", f"{HOME}/household/h7"),
    Shown("offline", f"{HOME}/household/h1"),
    Shown("offline", f"{HOME}/household/h5/returned"),
    Shown("offline", f"{HOME}/household/nobody"),
    Shown("offline", HOUSEHOLD, ".member__who"),
    Shown("offline", HOUSEHOLD, ".acts button:nth-of-type(1)"),
    Shown("offline", HOUSEHOLD, ".acts button:nth-of-type(3)"),
    Shown("offline", HOUSEHOLD, ".acts button:nth-of-type(4)"),
    Shown("offline", HOUSEHOLD, "#how + button"),
    Shown("broken", f"{HOME}/household/h0/consent"),
    Shown("broken", f"{HOME}/household/h7/consent"),
    Shown("short", f"/hand-in/{VILLAGE}"),
    Shown("several", f"/hand-in/{VILLAGE}", ".dock .btn--main"),
    Shown("broken", f"/hand-in/{VILLAGE}"),
    Shown("nothing", f"/hand-in/{VILLAGE}"),
    Shown("earlier", f"/hand-in/{VILLAGE}"),
    Shown("groups", f"{HOME}/groups"),
    Shown("groups", f"{HOME}/group/new"),
    Shown("groups", f"{HOME}/group/new/pick"),
    Shown("groups", f"{HOME}/group/new/consent"),
    Shown("short", f"{HOME}/household/h0/slip"),
    Shown("earlier", f"{HOME}/household/h0/withdraw"),
    Shown("short", f"{HOME}/household/h0/move"),
    Shown("short", f"{HOME}/household/h0/transfer"),
    Shown("short", f"{HOME}/household/h0/claim"),
    Shown("short", f"{HOME}/claim/c1"),
    Shown("short", f"{HOME}/renewal"),
    Shown("short", "/check"),
    Shown("short", "/today"),
    Shown("short", "/today/2026-11-20"),
    Shown("short", "/payins"),
    Shown("short", "/payins/new"),
    Shown("short", "/claims"),
    Shown("online", "/sync"),
    Shown("blocked", "/sync"),
    Shown("empty", "/villages"),
    Shown("empty", "/sync"),
    Shown("fresh", "/villages"),
    Shown("partial", "/villages"),
    Shown("revoked", "/villages"),
    Shown("expired", "/villages"),
    Shown("nobody", "/sign-in"),
    Shown("locked", "/forgotten"),
    Shown("cleared", "/villages"),
    Shown("first", "/villages"),
    Shown("locked", "/villages"),
    Shown("waiting", "/villages"),
    Shown("destroyed", "/villages"),
    Shown("pinless", "/villages"),
]


@contextmanager
def serving() -> Iterator[str]:
    """Serve the preview; give its address."""
    command = ["node", str(ROOT / "tests/static/preview.mjs"), "0", "600"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().partition("?")[0]
        server.terminate()


@dataclass
class Preview:
    """One tab, going from screen to screen."""

    page: Page
    url: str

    def show(self, screen: Shown) -> None:
        """Load a screen anew, so that nothing of the one before is left."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}?case={screen.case}#{screen.path}")
        expect(self.page.locator("h1").first).not_to_be_empty()
        if screen.press:
            self.page.locator(screen.press).first.click()
            expect(self.page.locator(".sheet")).to_be_visible()


@contextmanager
def browsing(
    playwright: Playwright, chromium: str, url: str, language: str, *scripts: str
) -> Iterator[Preview]:
    """Open a tab that speaks a language. scripts: run before those of every page."""
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    context = browser.new_context(
        viewport=SCREEN,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.add_init_script(f"localStorage.setItem('language', '{language}')")
    context.add_init_script("localStorage.setItem('theme', 'light')")
    for script in scripts:
        context.add_init_script(script)
    yield Preview(context.new_page(), url)
    browser.close()
