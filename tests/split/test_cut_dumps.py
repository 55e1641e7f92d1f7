"""A dump that ends in the middle, as after a broken download, is read as far as it goes."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from html import escape
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import HELD_OUT, load
from indexer.errors import PageRejected
from indexer.page import Page
from indexer.sources.decode import decode
from indexer.sources.plain import plain
from indexer.study import study
from tests.split.test_tool_dumps import DUMPS, MENU
from tests.test_page_properties import TODAY

SHARED = Path(os.environ.get("CLIPPINGS_SHARED", Path(__file__).parents[3] / "shared"))
REAL = SHARED / "data" / "pages" / "html"
CUTS = (0.03, 0.31, 0.5, 0.77)
FEW = 2
MOST_BYTES = 60_000


def outcome(data: bytes) -> str:
    """ "articles", or in words why there are none."""
    try:
        text, _ = decode(data)
    except PageRejected as error:
        return str(error)
    found = study(Page(name="cut.txt", text=plain(text), digest=""), (), today=TODAY)
    assert all(draft.article.body.strip() for draft in found.drafts)
    return "articles" if found.drafts else found.reason or ""


@pytest.mark.parametrize("tool", DUMPS)
@given(share=st.floats(0, 1))
@settings(max_examples=12, deadline=None)
def test_cut_at_any_byte_a_dump_gives_articles_or_the_reason_why_not(
    tool: str, share: float
) -> None:
    data = DUMPS[tool]().encode()
    assert outcome(data[: int(share * len(data))])


def test_a_cut_within_a_letter_costs_that_letter_and_no_more() -> None:
    """Arabic letters take two bytes each: the first half of one is left at the end."""
    story = "قالت الوزيرة إن المدرسة الجديدة ستفتح أبوابها في الخريف بعد عامين من البناء. " * 6
    assert outcome(f"افتتاح مدرسة الميناء\n\n{story.strip()}".encode()[:-3]) == "articles"


def test_eight_times_the_text_takes_about_eight_times_as_long() -> None:
    """Time that grows with the square of the length would be 64 times as long."""

    def seconds(copies: int) -> float:
        data = "".join(f"{dump()}\n" for dump in DUMPS.values()).encode() * copies
        began = time.process_time()
        outcome(data)
        return time.process_time() - began

    seconds(1)
    assert seconds(8) < 28 * max(min(seconds(1) for _ in range(3)), 0.01)


def text_of_lxml(page: bytes) -> bytes:
    from lxml import html

    tree = html.fromstring(page)
    for element in tree.xpath("//script|//style|//noscript"):
        element.drop_tree()
    return str(tree.text_content()).encode()


def text_of_bs4(page: bytes) -> bytes:
    from bs4 import BeautifulSoup

    return str(BeautifulSoup(page, "lxml").get_text("\n")).encode()


def text_of_inscriptis(page: bytes) -> bytes:
    import inscriptis

    return str(inscriptis.get_text(page.decode("utf-8", "replace"))).encode()


def text_of_html2text(page: bytes) -> bytes:
    import html2text

    return str(html2text.html2text(page.decode("utf-8", "replace"), bodywidth=0)).encode()


def text_of_program(*command: str) -> Callable[[bytes], bytes]:
    return lambda page: subprocess.run(command, input=page, capture_output=True, check=True).stdout


TOOLS: dict[str, Callable[[bytes], bytes]] = {
    "lxml": text_of_lxml,
    "bs4": text_of_bs4,
    "inscriptis": text_of_inscriptis,
    "html2text": text_of_html2text,
    "lynx": text_of_program("lynx", "-dump", "-stdin", "-force_html", "-display_charset=utf-8"),
    "w3m": text_of_program("w3m", "-dump", "-T", "text/html", "-O", "utf-8"),
}


def real_pages(tool: str) -> Iterator[bytes]:
    """A few pages, other ones for each tool."""
    pages = [page for page in sorted(REAL.iterdir()) if page.stat().st_size < MOST_BYTES // 6]
    at = sorted(TOOLS).index(tool)
    for page in pages[at :: len(pages) // FEW][:FEW]:
        yield gzip.decompress(page.read_bytes())


def own_pages() -> Iterator[bytes]:
    """Pages of corpus/held_out as a site would set them: a menu, the lines, a footer."""
    menu = "".join(f"<li><a href='/{n}'>{item}</a></li>" for n, item in enumerate(MENU))
    for page in list(load(HELD_OUT / "unseen.jsonl"))[:: len(DUMPS) * 4]:
        lines = "".join(f"<p>{escape(line)}</p>" for line in page.text.splitlines() if line)
        yield (
            f"<!doctype html><meta charset=utf-8><title>{escape(page.text[:60])}</title><ul>{menu}"
            f"</ul><main>{lines}</main><footer>© 2021 <a href='/'>The Gazette</a></footer>"
        ).encode()


@pytest.mark.parametrize("tool", TOOLS)
def test_html_dumped_and_cut_at_any_byte_gives_articles_or_the_reason_why_not(tool: str) -> None:
    """Pages of the repository, and real ones where they are at hand."""
    if find_spec(tool) is None and shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    for page in (*own_pages(), *(real_pages(tool) if REAL.exists() else ())):
        dump = TOOLS[tool](page)[:MOST_BYTES]
        assert [cut for cut in CUTS if not outcome(dump[: int(cut * len(dump))])] == []
