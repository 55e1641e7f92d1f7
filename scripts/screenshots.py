"""The pictures in the README, taken of the samples: `make screenshots`.

Needs Chromium and the extra `[test]`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.live import ROOT, serve

PICTURES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 860}


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server over the samples, for as long as the block lasts."""
    index_dir = folder / "index"
    subprocess.run(
        [sys.executable, "-m", "indexer", "samples", "--index-dir", str(index_dir), "--quiet"],
        cwd=ROOT,
        check=True,
    )
    with serve(index_dir, log=folder / "gunicorn.log") as live:
        yield live.url


def take(browser: Browser, site: str) -> None:
    """Both pictures: a search narrowed to a span of time, and an article with a name explained."""
    light = browser.new_page(viewport=SIZE, base_url=site, locale="en-GB", color_scheme="light")
    light.goto("/?q=water&date_from=2020&date_to=2022")
    light.reload()  # the first search of a server reads the index from disk
    light.locator("html.live").wait_for(state="attached")
    light.screenshot(path=PICTURES / "search.png")
    dark = browser.new_page(viewport=SIZE, base_url=site, locale="en-GB", color_scheme="dark")
    dark.goto("/?q=library+opens")
    dark.locator(".hit h2 a").first.click()
    dark.locator(".story").wait_for()
    dark.locator("html.live").wait_for(state="attached")
    dark.locator(".named.person").first.hover()
    dark.locator("#name-card").wait_for()
    dark.screenshot(path=PICTURES / "article.png")


def main() -> None:
    """Take the pictures again."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed; on Debian: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        take(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
