"""Phones of a scenario: profiles of a browser, each with one or two tabs that may die."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]


@dataclass
class Profile:
    """One phone. browser: whose context it is, or None where it has a browser of its own.

    shown: what its tabs ever showed, by (kind, id, field). saved, typed, maybe: for check.mjs.
    """

    playwright: Playwright
    executable: str
    browser: Browser | None
    folder: Path
    origin: str
    login: str
    tabs: list[Page] = field(default_factory=list)
    shown: dict[tuple[str, str, str], list[Any]] = field(default_factory=dict)
    saved: list[dict[str, Any]] = field(default_factory=list)
    typed: dict[str, list[Any]] = field(default_factory=dict)
    maybe: int = 0
    skew: int = 0
    pace: float = 1.0

    def open(self) -> None:
        if self.browser is not None:
            self.context: BrowserContext = self.browser.new_context()
        else:
            self.context = self.playwright.chromium.launch_persistent_context(
                str(self.folder), executable_path=self.executable, args=FLAGS
            )
        self.tab()

    def tab(self) -> Page:
        """Open a tab on what is stored."""
        page = self.context.new_page()
        page.goto(f"{self.origin}/sim")
        self.tabs.append(page)
        self.tune()
        page.evaluate("() => sim.start()")
        return page

    def tune(self) -> None:
        """Tell the tabs what the phone's clock shows, and how fast timers run."""
        for page in self.tabs:
            page.evaluate(
                "([skew, pace]) => { sim.skew = skew; sim.pace = pace; }", [self.skew, self.pace]
            )

    def close_tab(self, place: int, *, crash: bool = False) -> None:
        page = self.tabs.pop(place % len(self.tabs))
        if crash:
            with suppress(Error):
                page.goto("chrome://crash", timeout=3_000)
        page.close()
        if crash:  # tabs of one site may share a process
            self.tabs = [one for one in self.tabs if _lives(one)]
        if not self.tabs:
            self.tab()

    def kill_browser(self) -> None:
        """End all processes of the browser at once; what it had not written is gone."""
        for process in _processes(str(self.folder)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        with suppress(Error):
            self.context.close()
        self.tabs = []
        self.open()

    def quota(self, size: int | None) -> None:
        """Give the origin so many bytes; None: as many as there are."""
        session = self.context.new_cdp_session(self.tabs[0])
        limit = {} if size is None else {"quotaSize": size}
        session.send("Storage.overrideQuotaForOrigin", {"origin": self.origin, **limit})
        session.detach()

    def close(self) -> None:
        with suppress(Error):
            self.context.close()


def _lives(page: Page) -> bool:
    try:
        page.evaluate("() => 1")
    except Error:
        return False
    return True


def _processes(folder: str) -> list[int]:
    """Return the processes of the browser that keeps its profile in a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if f"--user-data-dir={folder}" in words:
                    found.append(int(entry.name))
    return found
