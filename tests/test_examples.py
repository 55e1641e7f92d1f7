"""The programs in examples/ run, print what the documentation says, and use only what is public."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import search_index

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def test_the_example_prints_what_the_manual_says() -> None:
    shown = re.findall(r"```text\n(.*?)```", (ROOT / "docs" / "library.md").read_text(), re.DOTALL)
    run = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "index_and_search.py")],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert [run.stdout] == shown


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_imports_only_what_the_library_offers(path: Path) -> None:
    names = re.findall(r"^from search_index import (.*)$", path.read_text(), re.MULTILINE)
    assert names
    assert "search_index." not in path.read_text()
    for name in ", ".join(names).split(", "):
        assert name in search_index.__all__


def test_everything_that_is_offered_is_there_and_is_documented() -> None:
    for name in search_index.__all__:
        assert getattr(search_index, name).__doc__
