"""A real Chromium against a real server over the samples."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    sync_playwright,
)

from benchmarks.live import ROOT, serve
from tests.browser.archive import build

ARTIFACTS = ROOT / "artifacts"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A site that is made up may ask a server on this machine.
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
]
SITE = "http://site.example"
"""Another site, which may show the search of this archive."""
MISSING = "Chromium is not installed: the search page was NOT tested in a browser."


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if CHROMIUM is None:
        terminalreporter.write_line(MISSING, red=True, bold=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server over the samples and a few pages more."""
    folder = tmp_path_factory.mktemp("archive")
    build(folder / "index", folder / "pages")
    log = folder / "gunicorn.log"
    with serve(folder / "index", log=log, workers=1, CLIPPINGS_CORS_ORIGINS=SITE) as server:
        status, _, body = server.get("/readyz")
        assert status == 200, body
        yield server.url


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Opens an address of the site in a browser of its own; its console must stay clean."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(line: ConsoleMessage, forgiven: str | None) -> None:
        if line.type in ("error", "warning") and not (forgiven and forgiven in line.text):
            complaints.append(line.text)

    def visit(
        address: str = "/", *, live: bool = True, forgiven: str | None = None, **options: object
    ) -> Page:
        settings = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        context = browser.new_context(base_url=site, **settings)
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: note(line, forgiven))
        page.goto(address)
        if live:
            page.wait_for_selector("html.live", state="attached")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def read(page: Page, link: Locator) -> None:
    """Follow a link to an article and wait until its page is live."""
    link.click()
    page.locator(".story").wait_for()
    page.locator("html.live").wait_for(state="attached")
