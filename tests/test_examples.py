"""The programs in examples/ run, print what the documentation says, and use only what is public."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

import search_index
from search_app.application import create_app

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


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A server over sixty notices; its address."""
    settings = search_index.Settings.from_environment({}, index_dir=tmp_path)
    with search_index.open_engine(settings).writer() as writer:
        for day in range(60):
            writer.add(
                search_index.Article(
                    id=f"notice-{day}",
                    source=search_index.Source(page="notices.txt", position=day),
                    title=f"Ferry notice {day}",
                    body=f"The ferry crosses every hour; {day} more in summer.",
                    language="en",
                    date=f"2024-0{1 + day // 28}-{1 + day % 28:02}",
                    date_precision="day",
                    persons=("Orla Benning",) if day == 59 else (),
                )
            )
    served = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}"
    served.shutdown()


def test_the_example_over_http_prints_every_hit_newest_first(server: str) -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "ask_over_http.py"), "ferry"],
        env={"CLIPPINGS_URL": server, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = run.stdout.splitlines()
    assert len(lines) == 60
    assert lines[0] == "2024-03-04  Ferry notice 59  (Orla Benning)"
    assert lines[-1] == "2024-01-01  Ferry notice 0"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_imports_only_what_the_library_offers(path: Path) -> None:
    imported = re.findall(r"^(?:from|import) ([a-z_]+)", path.read_text(), re.MULTILINE)
    assert set(imported) <= {"search_index", *sys.stdlib_module_names}
    names = re.findall(r"^from search_index import (.*)$", path.read_text(), re.MULTILINE)
    assert "search_index." not in path.read_text()
    for name in ", ".join(names).split(", ") if names else ():
        assert name in search_index.__all__


def test_everything_that_is_offered_is_there_and_is_documented() -> None:
    for name in search_index.__all__:
        assert getattr(search_index, name).__doc__
