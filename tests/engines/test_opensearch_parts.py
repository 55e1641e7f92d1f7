"""An archive in parts, each written by an indexer of its own, and searched as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks import corpus
from benchmarks.reliability.parity import compare, questions
from indexer import pipeline
from search_index import open_engine
from search_index.engines.base import Engine
from search_index.errors import IndexLocked, IndexMissing, SettingError
from search_index.model.query import Query
from search_index.model.sentences import LongSentences
from search_index.settings import Settings
from tests import archives
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import HARBOUR, STORM, article, fill, titles

OpenPart = Callable[..., Engine]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_for("opensearch", tmp_path / "index")


@pytest.fixture
def open_part(settings: Settings) -> OpenPart:
    def open_it(part: str, **overrides: Any) -> Engine:
        return open_engine(replace(settings, opensearch_part=part, **overrides))

    return open_it


def test_parts_are_written_at_the_same_time_and_searched_as_one(open_part: OpenPart) -> None:
    north, south = open_part("north"), open_part("south")
    with north.writer() as one, south.writer() as other:
        one.add(HARBOUR)
        other.add(STORM)
        one.describe(LongSentences(total=10, in_no_story=1))
        other.describe(LongSentences(total=5, boilerplate=2, in_no_story=2))
        with pytest.raises(IndexLocked):
            open_part("north").writer()
    both = open_part("").searcher()
    assert both.search(Query(text="harbour OR storm")).total == 2
    assert both.stats().articles == 2
    assert both.stats().pages == 2
    counts = LongSentences(total=15, boilerplate=2, in_no_story=3)
    assert both.stats().long_sentences == counts
    assert open_part("").verify() == []
    assert set(north.article_ids()) == {(a.id, a.source.page) for a in (HARBOUR, STORM)}
    with pytest.raises(IndexMissing, match="part 'west'"):
        open_part("west").committed()


def test_a_part_changes_and_is_built_anew_without_the_others(open_part: OpenPart) -> None:
    north, south = open_part("north"), open_part("south")
    fill(north, HARBOUR)
    fill(south, STORM)
    before, told = north.searcher(), north.committed()
    fill(south, article("Late", "x"))
    assert north.committed() == told
    assert not north.is_current(before)
    assert titles(north, Query()) == [HARBOUR.title, STORM.title, "Late"]
    fill(south, article("Anew", "x"), full=True)
    assert sorted(titles(north, Query())) == ["Anew", HARBOUR.title]
    fill(north, full=True)
    assert titles(north, Query()) == ["Anew"]
    assert before.search(Query()).total == 2
    assert open_part("").searcher(before.snapshot).search(Query()).total == 2


def test_a_page_that_another_part_has_is_refused(open_part: OpenPart) -> None:
    north, south = open_part("north"), open_part("south")
    fill(north, HARBOUR)
    fill(south, STORM)
    for full in (False, True):
        with pytest.raises(SettingError, match="is in part 'north'"):
            fill(south, HARBOUR, full=full)
    assert sorted(titles(south, Query())) == sorted([HARBOUR.title, STORM.title])


def test_an_archive_in_parts_answers_as_in_one_piece(
    open_part: OpenPart, settings: Settings, tmp_path: Path
) -> None:
    articles = list(corpus.made_up(450))
    whole = open_engine(replace(settings, engine="whoosh", index_dir=tmp_path / "whole"))
    fill(whole, *articles)
    for number, part in enumerate(("a", "b", "c")):
        fill(open_part(part, opensearch_shards=2), *articles[number * 150 : number * 150 + 150])
    outcome = compare(whole.searcher(), open_part("").searcher(), questions(articles, 18))
    # Of articles of one day, which was written first is known within a part only.
    assert [row for row in outcome.differing if row[1] != "order"] == []
    assert outcome.first_ten > 0.7  # made-up articles are much alike


def test_indexers_of_two_parts_update_each_its_own(settings: Settings, tmp_path: Path) -> None:
    runs = {
        part: replace(settings, opensearch_part=part, index_dir=tmp_path / f"state {part}")
        for part in ("north", "south")
    }
    for part, own in runs.items():
        pages = {f"{part} {n}.txt": archives.framed(n + len(part) * 10) for n in range(3)}
        archives.write(tmp_path / part, pages)
        pipeline.index([tmp_path / part], own, jobs=1)
    assert open_engine(settings).searcher().search(Query()).total == 6
    told = {part: open_engine(own).committed() for part, own in runs.items()}
    archives.write(tmp_path / "south", {"south 0.txt": archives.framed(99)})
    for part, own in runs.items():
        pipeline.index([tmp_path / part], own, jobs=1)
    assert open_engine(runs["north"]).committed() == told["north"]
    assert open_engine(runs["south"]).committed() != told["south"]
    assert open_engine(settings).searcher().search(Query()).total == 6
