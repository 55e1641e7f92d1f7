"""The commands of the pages for newcomers print what the pages say."""

from __future__ import annotations

import contextlib
import io
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


PYTHON = [
    pytest.param(code, id=f"{path.stem}-{number}")
    for path in (ROOT / "docs").rglob("*.md")
    for number, code in enumerate(
        re.findall(r"^```python\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )
]


@pytest.mark.parametrize("code", PYTHON)
def test_python_in_the_pages_runs_where_it_asks_a_server_and_imports_what_is_there(
    code: str, place: refresh.Place
) -> None:
    """Programs that need something of the reader's (an article, a secret) are compiled only."""
    program = compile(code.replace(refresh.DOCUMENTED, place.address), "page", "exec")
    if refresh.DOCUMENTED not in code:
        lines = [line for line in code.splitlines() if re.match(r"(from|import) ", line)]
        program = compile("\n".join(lines), "page", "exec")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {"__name__": "page"})
    assert (refresh.DOCUMENTED in code) == (len(printed.getvalue().splitlines()) > 5)
