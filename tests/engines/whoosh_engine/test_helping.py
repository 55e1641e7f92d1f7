"""A large archive is written by several processes: the same index, whatever becomes of them."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.engines.whoosh.write import batch, writer
from search_index.model.article import Article
from search_index.model.query import FACET_FIELDS, Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article
from tests.processes import is_running

_WORDS = [
    "harbour",
    "harbours",
    "Wells",
    "dig",
    "digging",
    "U.S.",
    "العربية",
    "C++",
    "naïve",
    "al Sadr",
]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MAX_DOCUMENTS", 16)
    monkeypatch.setattr(writer, "FEW_ARTICLES", 16)


def _articles(count: int = 200) -> list[Article]:
    draw = random.Random(1)
    made = []
    for number in range(count):
        words = [*_WORDS, *(f"rare{draw.randrange(300)}" for _ in range(20))]
        body = " ".join(draw.choices(words, k=30))
        language = draw.choice(("en", "de", "ar"))
        # Some come again, in another batch as well as in the same one.
        made.append(
            article(
                f"title {number % 170}",
                body,
                page=f"{number % 170}.txt",
                language=language,
                persons=(draw.choice(("Ada Quill", "Ben Marsh")),),
                date=f"2020-{number % 12 + 1:02}-05",
            )
        )
    return made


def _build(folder: Path, articles: Iterable[Article], *, jobs: int) -> Searcher:
    engine = open_engine(settings_for("whoosh", folder))
    with engine.writer(full=True, jobs=jobs) as writing:
        for each in articles:
            writing.add(each)
        writing.delete_page("3.txt")
    return engine.searcher()


def _helpers(writing: Any) -> list[Any]:
    return list(writing._lanes._helpers)


def _answers(searcher: Searcher) -> list[object]:
    told: list[object] = [list(searcher.export(Query()))]
    for text in (
        "",
        *_WORDS,
        "harbor dig",
        '"dig harbour"',
        "rare1*",
        "rare12 OR rare13",
        "harbuor",
    ):
        hits = searcher.ask(Query(text=text, per_page=50, facets=FACET_FIELDS))
        told += [hits.total, hits.hits, hits.facets, searcher.suggest(text), searcher.correct(text)]
    told += [searcher.related(each.id) for each in _articles(20)]
    return told


def test_two_processes_make_the_same_index_as_one(tmp_path: Path) -> None:
    alone = _build(tmp_path / "one", _articles(), jobs=1)
    engine = open_engine(settings_for("whoosh", tmp_path / "two"))
    with engine.writer(full=True, jobs=2) as writing:
        for each in _articles():
            writing.add(each)
        (helper,) = _helpers(writing)
        assert helper.lives
        writing.delete_page("3.txt")
        assert helper.lives
    assert not helper.lives
    assert _answers(engine.searcher()) == _answers(alone)
    assert engine.verify() == []


@pytest.mark.parametrize("killed_at", [20, 40, 150])
def test_a_process_that_is_killed_takes_no_article_with_it(tmp_path: Path, killed_at: int) -> None:
    alone = _build(tmp_path / "one", _articles(), jobs=1)

    def killing() -> Iterable[Article]:
        for number, each in enumerate(_articles()):
            if number == killed_at:
                (helper,) = _helpers(writing)
                os.kill(helper.process, signal.SIGKILL)
            yield each

    engine = open_engine(settings_for("whoosh", tmp_path / "two"))
    with engine.writer(full=True, jobs=2) as writing:
        for each in killing():
            writing.add(each)
        writing.delete_page("3.txt")
    assert _answers(engine.searcher()) == _answers(alone)


def test_where_no_process_can_be_started_this_one_writes_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = _build(tmp_path / "one", _articles(), jobs=1)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert _answers(_build(tmp_path / "two", _articles(), jobs=2)) == _answers(alone)


def test_a_full_disk_is_told_by_the_writer_and_leaves_the_old_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(tmp_path, [article("old", "well")], jobs=1)
    before = {path.name for path in tmp_path.iterdir()}

    def to_nowhere(folder: Path, name: str) -> Path:
        return folder / "none" / name

    monkeypatch.setattr(writer, "segment_path", to_nowhere)
    with pytest.raises(FileNotFoundError):
        _build(tmp_path, _articles(), jobs=2)
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(("jobs", "few"), [(1, 16), (2, 1_000)])
def test_one_job_or_few_articles_start_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, few: int
) -> None:
    monkeypatch.setattr(writer, "FEW_ARTICLES", few)
    engine = open_engine(settings_for("whoosh", tmp_path))
    with engine.writer(full=True, jobs=jobs) as writing:
        for each in _articles():
            writing.add(each)
        assert not _helpers(writing)


_WRITER = """
import sys
from pathlib import Path
from search_index.engines.whoosh.engine import WhooshEngine
from search_index.engines.whoosh.write import batch, writer
from tests.engines.whoosh_engine.test_helping import _articles
batch.MAX_DOCUMENTS = writer.FEW_ARTICLES = 16
with WhooshEngine(Path(sys.argv[1])).writer(full=True, jobs=2) as writing:
    for each in _articles(40):
        writing.add(each)
    writing._settle()
    print(writing._lanes._helpers[0].process, flush=True)
    sys.stdin.read()
"""


def test_a_process_ends_with_a_writer_that_is_killed(tmp_path: Path) -> None:
    _build(tmp_path, [article("old", "well")], jobs=1)
    before = set(tmp_path.glob("*.clip"))
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        helper = int(process.stdout.readline())
        assert is_running(helper)
        process.kill()
    until = time.monotonic() + 30
    while is_running(helper) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_running(helper)
    left = set(tmp_path.glob("*.clip")) - before
    engine = open_engine(settings_for("whoosh", tmp_path))
    assert engine.searcher().search(Query()).total == 1
    with engine.writer() as writing:
        writing.add(article("new", "well"))
    assert left
    assert not left & set(tmp_path.glob("*.clip"))
    assert engine.searcher().search(Query()).total == 2
