"""How every engine keeps what is written: snapshots, locks, losses, damage."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from search_index.engines.base import Engine
from search_index.errors import IndexLocked, IndexMissing
from search_index.model.query import Query
from search_index.model.sentences import LongSentences
from tests.engines.conftest import OpenEngine
from tests.engines.small_archive import (
    ARCHIVE,
    HARBOUR,
    SCHOOL,
    STORM,
    UNDATED,
    article,
    fill,
    titles,
)


def test_an_index_that_was_never_made_is_missing_and_has_no_articles(engine: Engine) -> None:
    with pytest.raises(IndexMissing, match="python -m indexer"):
        engine.searcher()
    assert list(engine.article_ids()) == []


def test_an_article_comes_back_as_it_went_in(archive: Engine) -> None:
    assert archive.searcher().article(HARBOUR.id) == HARBOUR
    assert archive.searcher().article("none") is None


def test_stats_count_the_archive(archive: Engine) -> None:
    stats = archive.searcher().stats()
    assert (stats.articles, stats.pages) == (4, 4)
    assert (stats.first_date, stats.last_date) == ("2020", "2021-03-04")
    assert stats.languages == {"en": 3, "fr": 1}
    assert stats.index_bytes > 0


def test_what_became_of_the_long_sentences_of_the_pages_is_kept_with_the_index(
    archive: Engine,
) -> None:
    first = LongSentences(total=40, boilerplate=3, in_no_story=2)
    with archive.writer() as writer:
        writer.describe(first)
    assert archive.searcher().stats().long_sentences == first
    fill(archive, article("Late news", "A harbour again."))
    assert archive.searcher().stats().long_sentences == first
    with archive.writer(full=True) as writer:
        writer.add(HARBOUR)
        writer.describe(LongSentences(total=4))
    assert archive.searcher().stats().long_sentences == LongSentences(total=4)


def test_a_searcher_keeps_its_snapshot_while_the_index_changes(archive: Engine) -> None:
    before = archive.searcher()
    fill(archive, article("Late news", "A harbour again."))
    assert before.search(Query()).total == 4
    assert not archive.is_current(before)
    after = archive.searcher()
    assert archive.is_current(after)
    assert after.search(Query()).total == 5
    assert before.snapshot != after.snapshot


def test_an_index_made_anew_takes_no_name_of_the_one_before(
    open_index: OpenEngine, tmp_path: Path
) -> None:
    names = set()
    for title in ("First", "Second", "Third"):
        engine = open_index(tmp_path / "index")
        fill(engine, article(title, "A harbour."))
        names.add(engine.searcher().snapshot)
        if not (tmp_path / "index").exists():
            pytest.skip("this engine keeps its files elsewhere")
        shutil.rmtree(tmp_path / "index")
    assert len(names) == 3
    assert all(re.fullmatch("[0-9A-Za-z._-]+", name) for name in names)


def test_an_article_added_again_replaces_itself_also_within_one_session(engine: Engine) -> None:
    fill(engine, HARBOUR)
    newer = article("Harbour reopens", "Only boats.")
    fill(engine, newer, newer)
    assert engine.searcher().search(Query()).total == 1
    assert engine.searcher().article(HARBOUR.id) == newer
    assert engine.searcher().search(Query(text="storm", typo=False)).total == 0


def test_pages_and_articles_can_be_deleted_also_those_just_added(archive: Engine) -> None:
    with archive.writer() as writer:
        writer.add(article("Gone at once", "harbour"))
        writer.delete_page("Gone at once.txt")
        writer.delete_page(STORM.source.page)
        writer.delete(SCHOOL.id)
        writer.delete("not there")
    assert titles(archive, Query()) == [HARBOUR.title, UNDATED.title]
    assert set(archive.article_ids()) == {
        (HARBOUR.id, HARBOUR.source.page),
        (UNDATED.id, UNDATED.source.page),
    }


def test_a_full_writer_replaces_everything(archive: Engine) -> None:
    fill(archive, SCHOOL, full=True)
    assert titles(archive, Query()) == [SCHOOL.title]


def test_an_index_can_be_empty(archive: Engine) -> None:
    fill(archive, full=True)
    hits = archive.searcher().search(Query(text="harbour"))
    assert (hits.total, hits.hits) == (0, ())
    assert archive.searcher().stats().articles == 0


def test_an_error_inside_the_block_leaves_the_index_as_it_was(archive: Engine) -> None:
    def fail_half_way() -> None:
        with archive.writer() as writer:
            writer.delete(HARBOUR.id)
            writer.add(article("Never seen", "x"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert titles(archive, Query()) == [a.title for a in ARCHIVE]
    fill(archive, article("Next", "x"))
    assert archive.searcher().search(Query()).total == 5


def test_a_second_writer_is_told_who_holds_the_lock(archive: Engine) -> None:
    with archive.writer(), pytest.raises(IndexLocked, match=str(os.getpid())):
        archive.writer()
    fill(archive, SCHOOL)


def _write_and_wait(engine: Engine, started: Any) -> None:
    with engine.writer() as writer:
        writer.add(article("Half", "x"))
        started.set()
        signal.pause()


def test_a_killed_writer_leaves_neither_lock_nor_change(archive: Engine) -> None:
    context = multiprocessing.get_context("fork")
    started = context.Event()
    process = context.Process(target=_write_and_wait, args=(archive, started))
    process.start()
    assert started.wait(20)
    process.kill()
    process.join()
    assert titles(archive, Query()) == [a.title for a in ARCHIVE]
    fill(archive, article("Next", "x"))
    assert archive.searcher().search(Query()).total == 5


def test_a_child_of_a_writing_process_does_not_keep_its_lock(archive: Engine) -> None:
    context = multiprocessing.get_context("fork")
    stop = context.Event()
    writer = archive.writer()
    child = context.Process(target=stop.wait)
    child.start()
    with writer:
        pass
    fill(archive, article("Next", "x"))
    stop.set()
    child.join()


def test_a_sound_index_has_nothing_to_report_and_a_damaged_file_is_named(
    archive: Engine, tmp_path: Path
) -> None:
    assert archive.verify() == []
    if not (tmp_path / "index").exists():
        pytest.skip("this engine keeps its files elsewhere")
    files = [path for path in (tmp_path / "index").iterdir() if path.stat().st_size]
    assert files
    for path in files:
        sound = path.read_bytes()
        path.write_bytes(sound[: len(sound) // 2])
        assert any(path.name in line for line in archive.verify()), path
        path.write_bytes(sound)
    assert archive.verify() == []
