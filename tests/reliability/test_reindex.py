"""Readers notice nothing of an index that is made anew, and writers wait for each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.live import ROOT
from benchmarks.reliability.reindex import reindex_rounds
from indexer.__main__ import main
from tests.test_bad_input import STORY


def test_no_answer_fails_or_mixes_states_while_the_index_changes(tmp_path: Path) -> None:
    outcome = reindex_rounds(tmp_path, incremental=2, full=1, pages=20, readers=2)
    assert outcome.failures == []
    assert outcome.runs == 3
    assert outcome.requests > 40


HOLDER = """
import sys, time
from pathlib import Path
from search_index.engines.lock import WriteLock
lock = WriteLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_a_second_indexer_says_who_holds_the_lock_and_a_dead_one_holds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages, index_dir = tmp_path / "pages", tmp_path / "index"
    pages.mkdir()
    (pages / "a.txt").write_text(STORY, "utf-8")
    assert main([str(pages), "--index-dir", str(index_dir)]) == 0
    for folder in (index_dir, index_dir / "pages"):
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE
        )
        with holder:
            assert holder.stdout is not None
            holder.stdout.readline()
            (pages / "a.txt").write_text(STORY.replace("Monday", "Tuesday"), "utf-8")
            capsys.readouterr()
            assert main([str(pages), "--index-dir", str(index_dir), "--full"]) == 2
            assert f"process {holder.pid} on " in capsys.readouterr().err
            os.kill(holder.pid, signal.SIGKILL)
        assert (folder / "MAIN_WRITELOCK").read_text().startswith("process ")
        assert main([str(pages), "--index-dir", str(index_dir), "--full"]) == 0
