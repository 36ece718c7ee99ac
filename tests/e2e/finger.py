"""A finger on the phone's screen, and how often it came down."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

# Counted by the page, whatever element takes it: only what the browser itself dispatched.
COUNT = """() => {
  window.fingers = { taps: 0, strokes: 0, keys: 0 };
  const heard = (name) => ({ isTrusted }) => { if (isTrusted) window.fingers[name] += 1; };
  window.addEventListener('pointerdown', (event) => heard(event.target.closest('.pad') ? 'strokes' : 'taps')(event), true);
  window.addEventListener('keydown', heard('keys'), true);
}"""
TOLD = "() => { const told = window.fingers; window.fingers = { taps: 0, strokes: 0, keys: 0 }; return told; }"


@dataclass(frozen=True)
class Fingers:
    """How often a finger came down. strokes: of signatures; keys: of any keyboard."""

    taps: int
    strokes: int
    keys: int


class Finger:
    """Touches of one page. They come from the browser, as those of a screen do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.evaluate(COUNT)

    def tap(self, target: Locator) -> None:
        target.tap()

    def came_down(self) -> Fingers:
        """Return what was counted since this was asked last."""
        return Fingers(**self.page.evaluate(TOLD))
