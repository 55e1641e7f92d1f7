from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.reliability.two_servers import CONFIGURATION, add, bring
from search_index import open_engine
from search_index.model.query import Query
from search_index.settings import Settings


@pytest.mark.skipif(not shutil.which("rsync"), reason="rsync is not installed")
def test_a_copy_that_is_searched_takes_each_new_state_as_a_whole(tmp_path: Path) -> None:
    origin, copy = tmp_path / "origin", tmp_path / "copy"
    copy.mkdir()
    corpus.build(origin, 40)
    bring(origin, copy)
    engine = open_engine(Settings.from_environment({}, index_dir=copy))
    everything = Query(text="", facets=(), snippet_chars=0)
    searcher = engine.searcher()
    for first in (40, 45):
        add(origin, first, 5)
        bring(origin, copy)
        assert searcher.search(everything).total == first, "what is open stays as it was"
        assert not engine.is_current(searcher)
        searcher = engine.searcher()
        assert searcher.search(everything).total == first + 5
    names = {path.name for path in copy.iterdir()}
    assert names == {path.name for path in origin.iterdir() if path.name != "pages"}


@pytest.mark.skipif(not shutil.which("haproxy"), reason="haproxy is not installed")
def test_the_proxy_takes_the_configuration_of_two_servers() -> None:
    addresses = {"PROXY": "127.0.0.1:8080", "ONE": "10.0.0.1:8000", "TWO": "10.0.0.2:8000"}
    checked = subprocess.run(
        ["haproxy", "-c", "-f", str(CONFIGURATION)],
        env=os.environ | {f"CLIPPINGS_{name}": value for name, value in addresses.items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr
