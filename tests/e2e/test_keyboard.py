"""A household from the village to the roster again by keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.e2e.preview import HOME, HOUSEHOLD, VILLAGE, Preview, Shown, browsing, serving

pytestmark = pytest.mark.e2e
MOST = 60

# Of what has the focus: is it drawn so, and does it stand in the window, clear of head and dock?
SEEN = """() => {
  const one = document.activeElement;
  const drawn = [one, one.nextElementSibling].filter(Boolean).some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const { top, bottom, height } = one.getBoundingClientRect();
  const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  return { what: one.outerHTML.slice(0, 90), drawn, inside: height > 0 && middle > 0 && middle < innerHeight };
}"""

LEFT = """(up) => document.querySelector('.top a[href="' + up + '"]') === null"""


@pytest.fixture
def preview(playwright: Playwright, chromium: str) -> Iterator[Preview]:
    with serving() as url, browsing(playwright, chromium, url, "zh-CN") as found:
        yield found


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the target has the focus; on the way it is always to be seen where one is."""
    expect(target).to_be_visible()
    for _ in range(MOST):
        page.keyboard.press(key)
        seen = page.evaluate(SEEN)
        assert seen["drawn"], seen
        assert seen["inside"], seen
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by {key}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def expect_title(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_household_is_enrolled_without_a_finger(preview: Preview) -> None:
    page = preview.page
    preview.show(Shown("short", "/villages"))
    press(page, page.get_by_role("link", name=re.compile("^青龙村")))
    expect_title(page, "青龙村")
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("罗德全")
    press(page, page.get_by_role("link", name=re.compile("罗德全")).first)
    expect_title(page, "罗德全户")

    press(page, page.get_by_role("switch", name="陈小兵 参保"), "Space")
    expect(page.get_by_role("switch", name="陈小兵 参保")).not_to_be_checked()
    page.keyboard.press("Space")
    expect(page.get_by_role("switch", name="陈小兵 参保")).to_be_checked()
    tab_to(page, page.get_by_role("radio", name="方案一 30元"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="方案二 50元")).to_be_checked()
    tab_to(page, page.get_by_role("radio", name="现金"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="微信")).to_be_checked()

    press(page, page.get_by_role("button", name="确认，去签字"))
    expect_title(page, "同意与签字")
    away = page.get_by_role("button", name=re.compile("不在场，先跳过"))
    press(page, away.first)
    expect(page.get_by_role("button", name="现在签")).to_be_focused()
    press(page, page.get_by_label("已念给每个人听"), "Space")
    expect(page.get_by_label("已念给每个人听")).to_be_checked()
    tab_to(page, away, "Shift+Tab")
    page.keyboard.press("Enter")
    press(page, page.get_by_role("alertdialog").get_by_role("button", name="先存好"))
    expect_title(page, "青龙村")


def test_a_sheet_keeps_the_focus_and_gives_it_back(preview: Preview) -> None:
    page = preview.page
    preview.show(Shown("offline", HOUSEHOLD))
    member = page.get_by_role("button", name=re.compile("^张德贵 "))
    press(page, member)
    sheet = page.get_by_role("dialog")
    expect(sheet).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        assert sheet.evaluate("one => one.contains(document.activeElement)")
    tab_to(page, sheet.get_by_role("button", name="关闭"), "Shift+Tab")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(member).to_be_focused()

    decline = page.get_by_role("button", name="全家不参保")
    press(page, decline)
    press(page, page.get_by_role("dialog").get_by_role("button", name="关闭"))
    expect(decline).to_be_focused()


def test_the_number_keys_of_the_pin_are_those_of_the_keyboard(preview: Preview) -> None:
    preview.show(Shown("locked", "/villages"))
    preview.page.keyboard.type("24")
    expect(preview.page.get_by_role("img", name="已输入 2 位")).to_be_visible()
    preview.page.keyboard.press("Backspace")
    expect(preview.page.get_by_role("img", name="已输入 1 位")).to_be_visible()


@pytest.mark.parametrize(
    "screen",
    [
        Shown("short", f"{HOUSEHOLD}/consent"),
        Shown("offline", f"{HOME}/household/h5/returned"),
        Shown("offline", f"{HOME}/household/nobody"),
        Shown("groups", f"{HOME}/group/new"),
        Shown("offline", "/village/9/household/h2"),
        Shown("short", f"/hand-in/{VILLAGE}"),
        Shown("offline", "/password"),
        Shown("offline", "/nothing/here"),
    ],
)
def test_a_link_opened_cold_has_a_way_home(preview: Preview, screen: Shown) -> None:
    """Up by 返回, level by level, or by the tabs; what does not exist leads home at once."""
    preview.show(screen)
    page = preview.page
    back, tab = (
        page.get_by_role("link", name="返回"),
        page.get_by_role("link", name="走访", exact=True),
    )
    for _ in range(4):
        if not back.count():
            break
        up = back.get_attribute("href")
        back.click()
        page.wait_for_function(LEFT, arg=up)
    if tab.count():
        tab.first.click()
    expect_title(page, "我的村")
