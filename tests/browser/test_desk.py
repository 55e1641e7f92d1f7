"""The desk in Chromium: by keyboard, by forms alone, and without barriers."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from benchmarks.live import ROOT, serve
from search_app.desk.users import Users
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import PHONE, assert_accessible, picture

PASSWORD = "lanterns on the quay"
PATIENCE_MS = 40_000
DARK = {"color_scheme": "dark"}


@pytest.fixture(scope="module")
def desk(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, with the desk on, over a copy of the archive."""
    folder = tmp_path_factory.mktemp("desk")
    # Next to the index of the shared server, which `site` has made.
    [built] = sorted(tmp_path_factory.getbasetemp().glob("archive*/index/manifest.json"))[-1:]
    shutil.copytree(built.parent, folder / "index")
    Users(folder / "index").put("nadia", role="curator", password=PASSWORD)
    settings = {
        "CLIPPINGS_DESK": "on",
        "CLIPPINGS_SOURCE": str(ROOT / "samples"),
        "CLIPPINGS_CORRECTIONS": str(folder / "corrections.jsonl"),
    }
    with serve(folder / "index", log=folder / "log", workers=1, **settings) as server:
        yield server.url


@pytest.fixture(scope="module")
def session(browser: Browser, desk: str) -> StorageState:
    """The cookie of somebody who has logged in."""
    context = browser.new_context(base_url=desk)
    page = context.new_page()
    page.goto("/desk/login?next=/desk/names")
    page.locator("#name").fill("nadia")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url("**/desk/names")
    state = context.storage_state()
    context.close()
    return state


Work = Callable[..., Page]


@pytest.fixture
def work(visit: Visit, desk: str, session: StorageState) -> Work:
    """Opens a page of the desk for who has logged in."""

    def work(path: str, **options: object) -> Page:
        page = visit(f"{desk}{path}", storage_state=session, **options)
        page.set_default_timeout(PATIENCE_MS)  # processes are started that a busy machine delays
        return page

    return work


def found(desk: str, query: str) -> list[str]:
    with urllib.request.urlopen(f"{desk}/api/v1/search?{query}") as answer:
        return [hit["title"] for hit in json.load(answer)["hits"]]


def test_a_date_is_corrected_skipped_accepted_and_undone_by_keyboard(work: Work, desk: str) -> None:
    page = work("/desk/queue/low")
    first = page.locator(".decide h2").inner_text()
    page.keyboard.press("s")
    page.wait_for_url("**at=1**")
    second = page.locator(".decide h2").inner_text()
    assert first != second
    page.keyboard.press("p")
    page.wait_for_url("**at=0**")
    page.keyboard.press("c")
    expect(page.locator("#to-date")).to_be_focused()
    page.keyboard.type("1999-12-31")
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_contain_text("Corrected.", timeout=PATIENCE_MS)
    expect(page.locator(".decide h2")).to_have_text(second)
    assert found(desk, "date_from=1999&date_to=1999") == [first]
    page.keyboard.press("a")
    expect(page.locator(".progress")).to_contain_text("2 of", timeout=PATIENCE_MS)
    page.locator(".said button").click()
    expect(page.locator(".progress")).to_contain_text("1 of", timeout=PATIENCE_MS)


def test_everything_is_there_without_javascript(work: Work, desk: str) -> None:
    page = work("/desk/", live=False, java_script_enabled=False)
    page.get_by_role("link", name="Without a date").click()
    title = page.locator(".decide h2").inner_text()
    page.locator("#to-date").fill("1998")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".said")).to_contain_text("Corrected.", timeout=PATIENCE_MS)
    assert found(desk, "date_from=1998&date_to=1998") == [title]
    page.get_by_role("link", name="The page as dumped").click()
    page.get_by_role("button", name="Not in the story").first.focus()
    expect(page.get_by_role("button", name="Not in the story").first).to_be_visible()


@pytest.mark.parametrize(
    ("name", "path", "options"),
    [
        ("desk", "/desk/", {}),
        ("desk-queue-arabic-dark", "/desk/queue/low?lang=ar", DARK),
        ("desk-queue-mobile", "/desk/queue/undated", PHONE),
        ("desk-names", "/desk/names?lang=fr", {}),
        ("desk-files-dark", "/desk/files", DARK),
        ("desk-alerts-arabic", "/desk/alerts?lang=ar", PHONE),
        ("desk-corrections", "/desk/corrections", {}),
        ("quality-arabic-dark", "/quality?lang=ar", DARK),
    ],
)
def test_no_page_of_the_desk_has_barriers(
    work: Work, name: str, path: str, options: dict[str, object]
) -> None:
    page = work(path, **options)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    picture(page, name)


def test_an_article_and_its_page_as_dumped_have_no_barriers(work: Work) -> None:
    page = work("/desk/queue/low")
    page.keyboard.press("o")
    page.locator("#names-title").wait_for()
    for summary in page.locator("summary").all()[:3]:
        summary.click()
    assert_accessible(page)
    picture(page, "desk-article")
    page.keyboard.press("d")
    page.locator(".dumped").wait_for()
    assert_accessible(page)
    picture(page, "desk-page")
