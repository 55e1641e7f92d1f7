"""What this machine lacks is no fault of a page: the run ends, and the index is as it was."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from indexer import tasks
from indexer.__main__ import main
from search_index import open_engine
from search_index.settings import Settings
from tests.test_bad_input import STORY

LARGE = 1_100_000
READING = sys.modules["indexer.sources.read"]  # the package has a function of this name


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY, "utf-8")
    return folder


def run(archive: Path, *options: str) -> int:
    index_dir = archive.parent / "index"
    return main([str(archive), "--index-dir", str(index_dir), "--jobs", "1", "--quiet", *options])


def articles(archive: Path) -> int:
    settings = Settings.from_environment({}, index_dir=archive.parent / "index")
    return len(dict(open_engine(settings).article_ids()))


def no_memory(*_: Any, **__: Any) -> Any:
    raise MemoryError


@pytest.mark.parametrize(("where", "step"), [(tasks, "study"), (READING, "_plain")])
def test_a_run_whose_memory_runs_out_over_a_small_page_leaves_the_index(
    archive: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    where: ModuleType,
    step: str,
) -> None:
    assert run(archive) == 0
    monkeypatch.setattr(where, step, no_memory)
    assert run(archive, "--full") == 2, "every page is rejected, and the index is empty"
    assert "Memory ran out" in capsys.readouterr().err
    monkeypatch.undo()
    assert articles(archive) == 1
    assert run(archive) == 0


def test_a_page_that_takes_more_memory_than_there_is_does_not_stop_the_others(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "large.txt").write_text("x " * (LARGE // 2), "utf-8")
    plain = READING._plain

    def read_small(unit: Any, data: bytes, digest: str) -> Any:
        return no_memory() if len(data) >= LARGE else plain(unit, data, digest)

    monkeypatch.setattr(READING, "_plain", read_small)
    assert run(archive, "--json") == 1
    assert "takes more memory than there is" in capsys.readouterr().out
    assert articles(archive) == 1


def test_a_run_without_file_handles_does_not_take_its_pages_for_gone(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(archive) == 0

    def too_many(path: Any = ".") -> Any:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), path)

    monkeypatch.setattr("indexer.sources.files.os.scandir", too_many)
    assert run(archive, "--full") == 2
    monkeypatch.undo()
    assert articles(archive) == 1


def test_a_run_that_has_no_memory_at_all_says_so(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("indexer.pipeline.index", no_memory)
    assert run(archive) == 2
    assert "memory ran out" in capsys.readouterr().err.lower()
