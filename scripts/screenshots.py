"""The pictures in the README, taken of the samples: `make screenshots`.

Needs Chromium and the extra `[test]`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 860}
START_S = 30


@contextmanager
def server(index_dir: Path) -> Iterator[str]:
    """The address of a server over the samples, for as long as the block lasts."""
    python = [sys.executable, "-m"]
    subprocess.run(
        [*python, "indexer", "samples", "--index-dir", str(index_dir), "--quiet"],
        cwd=ROOT,
        check=True,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "CLIPPINGS_INDEX_DIR": str(index_dir)}
    process = subprocess.Popen(
        [*python, "gunicorn", "--bind", address, "wsgi:app"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://{address}/readyz", START_S)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def wait_for(url: str, at_most_s: float) -> None:
    """Return once the address answers. Raises OSError where it does not in time."""
    end = time.monotonic() + at_most_s
    while True:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


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
    """Take the pictures anew."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed; on Debian: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder) / "index") as site,
        sync_playwright() as playwright,
    ):
        flags = ["--headless", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        take(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
