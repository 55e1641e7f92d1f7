"""The commands of the pages for newcomers print what the pages say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import refresh  # noqa: E402 (of the folder that has just been named)

PAGES = ("README.md", "docs/tutorial.md", "docs/routes.md", "docs/synonyms.md")
VARYING = (
    (r"\d+\.\d+", "N"),  # seconds, milliseconds
    (r"\d{4}-\d\d-\d\dT[\d:.N]+", "TIME"),  # when the index was written
    (r'"snapshot":"[^"]*"', '"snapshot":"…"'),
)


@pytest.fixture(scope="module")
def place() -> Iterator[refresh.Place]:
    with refresh.place() as made:
        yield made


def without_what_varies(text: str) -> list[str]:
    for pattern, word in VARYING:
        text = re.sub(pattern, word, text)
    return text.splitlines()


@pytest.mark.parametrize("page", PAGES)
def test_a_command_prints_what_its_page_says(page: str, place: refresh.Place) -> None:
    """Where this fails because something else is printed now: `python docs/refresh.py PAGE`."""
    text = (ROOT / page).read_text("utf-8")
    assert "\n```console\n$ " in text
    assert without_what_varies(refresh.refreshed(text, place)) == without_what_varies(text)


def test_two_servers_for_documents_do_not_take_each_others_port(place: refresh.Place) -> None:
    assert refresh.free_port() != int(place.address.rpartition(":")[2])
