"""What the index takes of the disk, and what of it counts as memory of who reads it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search_index import open_engine
from search_index.engines.whoosh.store.snapshot import read_deletions, write_deletions
from search_index.engines.whoosh.write.commit import KEEP_REPLACED, commit
from search_index.errors import IndexDamaged, SnapshotGone
from search_index.manifest import Manifest
from search_index.model.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill


def segments(folder: Path) -> int:
    return len(list(folder.glob("*.clip")))


def test_a_full_rebuild_leaves_no_second_index_behind_and_takes_none_from_its_readers(
    tmp_path: Path,
) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    fill(engine, article("Old harbour", "ships"))
    reader = engine.searcher()
    with engine.writer(full=True) as writer:
        writer.add(article("New harbour", "boats"))
    assert segments(tmp_path) == 1
    assert not list(tmp_path.glob("manifest.*.json"))
    assert [hit.article.title for hit in reader.search(Query(text="ships")).hits] == ["Old harbour"]
    with pytest.raises(SnapshotGone):
        engine.searcher(reader.snapshot)


def test_states_that_small_changes_replaced_can_be_opened_for_a_while(tmp_path: Path) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    names = []
    for number in range(KEEP_REPLACED + 2):
        fill(engine, article(f"Harbour {number}", "ships"))
        names.append(engine.searcher().snapshot)
    assert engine.searcher(names[-2]).search(Query(text="ships")).total == KEEP_REPLACED + 1
    with pytest.raises(SnapshotGone):
        engine.searcher(names[0])


def test_a_commit_that_fails_leaves_no_files_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    fill(engine, article("Old harbour", "ships"))
    before = {path.name for path in tmp_path.iterdir()}

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("search_index.engines.whoosh.write.writer.commit", fail)
    with pytest.raises(OSError, match="no space left"):
        fill(engine, article("New harbour", "boats"))
    assert {path.name for path in tmp_path.iterdir()} == before


READING = """
import json, sys
from pathlib import Path
from search_index import open_engine
from search_index.model.query import Query
from search_index.settings import Settings

searcher = open_engine(Settings.from_environment({}, index_dir=Path(sys.argv[1]))).searcher()
read = sum(len(article.body) for article in searcher.export(Query()))
mapped = held = 0
for line in Path("/proc/self/smaps").read_text().splitlines():
    words = line.split()
    if "-" in words[0]:
        mapped = line.endswith(".clip")
    elif mapped and words[0] == "Rss:":
        held += int(words[1]) * 1024
print(json.dumps([read, held]))
"""

THREADS = """
import sys, threading
from pathlib import Path
from search_index import open_engine
from search_index.settings import Settings

def held():
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) * 1024

def read(article_id):
    searcher.article(article_id)
    has_read.release()
    all_have.wait()

engine = open_engine(Settings.from_environment({}, index_dir=Path(sys.argv[1])))
searcher = engine.searcher()
ids = [article_id for article_id, _ in engine.article_ids()][:100]
searcher.article(ids[0])
has_read, all_have = threading.Semaphore(0), threading.Event()
before = held()
for article_id in ids:
    threading.Thread(target=read, args=(article_id,)).start()
    has_read.acquire()
print(held() - before)
all_have.set()
"""


def test_articles_that_were_read_do_not_stay_in_the_memory_of_the_process(tmp_path: Path) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    draw = random.Random(5)
    with engine.writer() as writer:
        for number in range(40):
            signs = "".join(map(chr, draw.choices(range(0x2190, 0x2580), k=1 << 16)))
            writer.add(article(f"Harbour {number}", f"ships {signs}"))
    (segment,) = tmp_path.glob("*.clip")
    answer = subprocess.run(
        [sys.executable, "-c", READING, tmp_path],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    read, held = json.loads(answer.stdout)
    assert read > 40 << 16
    assert 0 < held < segment.stat().st_size / 4


def test_articles_are_read_by_many_threads_in_the_memory_of_a_few(tmp_path: Path) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    with engine.writer() as writer:
        for number in range(300):  # as many as it takes to compress by a dictionary
            writer.add(article(f"Harbour {number}", f"ship {number} left the port " * 40))
    answer = subprocess.run(
        [sys.executable, "-c", THREADS, tmp_path],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert json.loads(answer.stdout) < 8 << 20


def test_a_merge_that_cannot_be_committed_takes_nothing_from_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path))
    commits = 0

    def only_the_first(*args: Any, **options: Any) -> Manifest:
        nonlocal commits
        commits += 1
        if commits > 1:
            raise OSError("no space left")
        return commit(*args, **options)

    monkeypatch.setattr("search_index.engines.whoosh.write.writer.commit", only_the_first)
    for number in range(12):
        commits = 0
        fill(engine, article(f"Harbour {number}", "ships"))
        assert engine.searcher().search(Query(text="ships")).total == number + 1
    assert "were not merged: no space left" in caplog.text


def test_a_whole_file_in_the_place_of_another_of_its_kind_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    older, newer = tmp_path / "MAIN_ab.d6", tmp_path / "MAIN_ab.d8"
    write_deletions(older, np.array([True, False, False]))
    write_deletions(newer, np.array([True, True, False]))
    assert read_deletions(newer).tolist() == [True, True, False]
    newer.write_bytes(older.read_bytes())
    with pytest.raises(IndexDamaged, match=r"MAIN_ab\.d8 is damaged: it is another file, MAIN_ab"):
        read_deletions(newer)
