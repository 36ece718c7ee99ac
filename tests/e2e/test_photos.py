"""Photos: what a camera leaves in a picture stays on the phone that took it, the picture arrives."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from tests.e2e.agent import Agent
from tests.e2e.camera import GPS_MARK, SERIAL, metadata_in, with_metadata
from tests.e2e.desk import Desk
from tests.e2e.proxy import FaultProxy
from tests.e2e.server import PASSWORD, Server, running

pytestmark = pytest.mark.e2e
VILLAGE_NAME = "五四村"
MOST = 300 * 1024
# A JPEG as a browser writes it: a corner of each colour, and grain as of paper and light.
DRAW = """async ([width, height, grain]) => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  const colours = ['#d02020', '#20a020', '#2020d0', '#d0d020'];
  colours.forEach((colour, place) => {
    pen.fillStyle = colour;
    pen.fillRect(place % 2 * width / 2, Math.floor(place / 2) * height / 2, width / 2, height / 2);
  });
  for (let at = 0; at < grain; at += 1) {
    pen.fillStyle = `rgb(${at * 7919 % 256} ${at * 104729 % 256} ${at * 1299709 % 256})`;
    pen.fillRect(at * 12.9898 % 1000 / 1000 * width * 0.6 + width * 0.2, at * 78.233 % 1000 / 1000 * height * 0.6 + height * 0.2, 3, 3);
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
DEVELOP = """async ([bytes, webp]) => {
  const { develop } = await import('/static/js/attachments/photo.js');
  const write = HTMLCanvasElement.prototype.toBlob;
  if (!webp) {
    HTMLCanvasElement.prototype.toBlob = function toBlob(done, type, quality) {
      write.call(this, done, type === 'image/webp' ? 'image/png' : type, quality);
    };
  }
  try {
    const photo = await develop(new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }));
    const picture = await createImageBitmap(new Blob([photo.bytes], { type: photo.mime }));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: picture.width, height: picture.height });
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    const colour = (x, y) => {
      const [r, g, b] = pen.getImageData(x * picture.width, y * picture.height, 1, 1).data;
      return ['r', r, 'g', g, 'b', b].filter((one, at, all) => at % 2 === 0 && all[at + 1] > 120).join('');
    };
    return {
      bytes: [...photo.bytes], mime: photo.mime, width: picture.width, height: picture.height,
      corners: [colour(0.1, 0.1), colour(0.9, 0.1), colour(0.1, 0.9), colour(0.9, 0.9)],
    };
  } finally {
    HTMLCanvasElement.prototype.toBlob = write;
  }
}"""
# Where the four corners of the stored picture go when it is turned as its orientation says.
TURNED = {
    1: ["r", "g", "b", "rg"], 2: ["g", "r", "rg", "b"], 3: ["rg", "b", "g", "r"],
    4: ["b", "rg", "r", "g"], 5: ["r", "b", "g", "rg"], 6: ["b", "r", "rg", "g"],
    7: ["rg", "g", "b", "r"], 8: ["g", "rg", "r", "b"],
}  # fmt: skip


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    assert found, "make test installs Chromium"
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server") / "data") as found:
        yield found


@pytest.fixture
def page(playwright: Playwright, chromium: str, server: Server) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(server.url)
    yield page
    browser.close()


def picture(page: Page, orientation: int, *, grain: int = 500, size=(1200, 900)) -> bytes:
    """Return a JPEG of the camera."""
    return with_metadata(bytes(page.evaluate(DRAW, [*size, grain])), orientation)


@pytest.mark.parametrize("webp", [True, False], ids=["WebP", "JPEG"])
def test_a_photo_is_upright_and_carries_nothing_of_the_camera(page: Page, webp: bool):
    for orientation, corners in TURNED.items():
        taken = picture(page, orientation)
        assert metadata_in(taken)  # or nothing would be shown by its absence

        photo = page.evaluate(DEVELOP, [list(taken), webp])

        body = bytes(photo["bytes"])
        assert photo["mime"] == ("image/webp" if webp else "image/jpeg")
        assert photo["corners"] == corners, orientation
        size = (photo["width"], photo["height"])
        assert size == ((900, 1200) if orientation > 4 else (1200, 900))
        assert metadata_in(body) == []
        assert not any(mark in body for mark in (GPS_MARK, SERIAL, b"Exif", b"xmp", b"un-cropped"))


def test_a_large_and_busy_picture_keeps_the_limit(page: Page):
    taken = picture(page, 1, grain=400_000, size=(4000, 3000))

    photo = page.evaluate(DEVELOP, [list(taken), True])

    assert len(taken) > 2 * MOST
    assert len(photo["bytes"]) <= MOST
    assert max(photo["width"], photo["height"]) <= 1600


def test_what_is_no_picture_is_said_so(page: Page):
    with pytest.raises(Exception, match="PHOTO_UNREADABLE"):
        page.evaluate(DEVELOP, [list(b"%PDF-1.7 no picture"), True])


def test_a_consent_on_paper_is_photographed_offline_and_accepted(
    playwright: Playwright, chromium: str, server: Server, page: Page, tmp_path: Path
):
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(picture(page, 6, grain=60_000, size=(2400, 1800)))
    with (
        FaultProxy(server.port) as proxy,
        Agent(playwright, tmp_path / "phone", proxy.url, chromium) as agent,
    ):
        agent.sign_in("agent01", PASSWORD)
        agent.download(VILLAGE_NAME)
        agent.allow_photos_on_any_network()
        visit, village = enroll_on_paper(agent, paper)
        agent.restart(offline=True)
        hand_in_with_photo(agent, village)

        proxy.cut_pieces("half_request", "answer")
        agent.online()
        agent.expect_everything_sent()
        expect(agent.page.get_by_text("张照片待发送")).to_have_count(0, timeout=90_000)
        assert proxy.done == ["half_request", "answer"]

    desk = Desk(page, server.url)
    desk.sign_in("supervisor01", PASSWORD)
    desk.open_batch("第 1 批")
    desk.open_household(visit.head)
    body = desk.open_photo()
    assert metadata_in(body) == []
    assert GPS_MARK not in body
    assert 32 * 1024 < len(body) <= MOST
    desk.open_batch("第 1 批")
    desk.accept_everything()
    expect(page.get_by_role("status")).to_contain_text("已受理 2 户")


def enroll_on_paper(agent: Agent, paper: Path):
    """One household without a network, its head on paper; return what was seen and the village."""
    agent.offline()
    agent.open_roster()
    village = agent.page.url.rsplit("/", 1)[1]
    head = agent.next_household()
    agent.set_receipt("A07", "0213")
    copy_from_a_document(agent, head, paper)
    visit = agent.enroll(paper=paper)
    enroll_where_no_photo_fits(agent, paper)
    return visit, village


def copy_from_a_document(agent: Agent, head: str, picture: Path) -> None:
    """The picture stands beside the field while the sheet is open, and nowhere afterwards."""
    agent.open_member(head)
    agent.show_picture("拍证件", picture)
    agent.sheet.get_by_role("button", name="照着填", exact=True).click()
    expect(agent.sheet).to_have_count(1)
    expect(agent.sheet.get_by_role("img", name="证件照片")).to_be_visible()
    agent.save_sheet()
    agent.open_member(head)
    expect(agent.sheet.get_by_role("img", name="证件照片")).to_have_count(0)
    agent.save_sheet()


# A disk that is full for photos; this browser neither tells its quota nor keeps one set by a test.
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...what) {
    if (this.name === 'photos') throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, what);
  };
}"""
LOW = "() => { navigator.storage.estimate = async () => ({ usage: 20e6, quota: 100e6 }); }"


def enroll_where_no_photo_fits(agent: Agent, paper: Path) -> None:
    """A full phone refuses a photo and says so; the household is saved all the same."""
    agent.next_household()
    agent.fill_what_is_asked()
    agent.page.locator(".dock .btn--main").click()
    agent.page.evaluate(FULL)
    agent.show_picture("拍纸质签字", paper)
    agent.sheet.get_by_role("button", name="用这张").click()
    expect(agent.sheet).to_contain_text("这张照片没有存住。登记可以继续。")
    agent.sheet.get_by_role("button", name="关闭").click()
    expect(agent.sheet).to_have_count(0)

    agent.page.evaluate(LOW)
    agent.page.get_by_role("button", name="按手印拍照").first.click()
    expect(agent.sheet).to_contain_text("照片先不能拍，登记可以继续")
    agent.sheet.get_by_role("button", name="知道了").click()
    expect(agent.sheet).to_have_count(0)
    agent.page.get_by_role("link", name="返回").click()
    agent.enroll()


def hand_in_with_photo(agent: Agent, village: str) -> None:
    """The photo is still here after a restart, and does not keep back the hand-in."""
    agent.page.goto(f"{agent.url}#/hand-in/{village}")
    expect(agent.page.get_by_text("1 张照片还在本机")).to_be_visible()
    agent.hand_in(village)
    agent.sync()
    expect(agent.page.get_by_role("heading", name="1 张照片待发送")).to_be_visible()
