"""What is the OpenSearch engine's own: shards, snapshots between processes, crashes of writers."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from search_index import open_engine
from search_index.engines.base import Engine
from search_index.engines.opensearch.bridge import connection
from search_index.engines.opensearch.read import duplicate_groups, facets, matches, terms
from search_index.engines.opensearch.write import garbage_collection
from search_index.errors import IndexLocked, SnapshotGone
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.settings import Settings
from tests.engines.opensearch import opensearch_url
from tests.engines.small_archive import ARCHIVE, HARBOUR, STORM, article, fill, titles
from tests.thorough import THOROUGH

OpenAgain = Callable[..., Engine]


@pytest.fixture
def open_again(request: pytest.FixtureRequest) -> OpenAgain:
    """Opens the index of this test, each time as another process would."""
    settings = replace(
        Settings.from_environment({}),
        engine="opensearch",
        opensearch_url=opensearch_url(),
        opensearch_index=f"own-{abs(hash(request.node.name))}",
    )

    def open_it(**overrides: Any) -> Engine:
        return open_engine(replace(settings, **overrides))

    return open_it


def indices(engine: Any) -> set[str]:
    """The indices that hold articles, or held them."""
    url = f"{opensearch_url()}/{engine._names.articles}/_settings"
    with urllib.request.urlopen(url) as answer:
        return set(json.load(answer))


def crowd(size: int) -> list[Article]:
    """Articles with few frequent and many rare names."""
    chance = random.Random(3)
    names = [f"Person {number:03d}" for number in range(120)]
    weights = [1 / (1 + number) for number in range(120)]
    return [
        article(
            f"Story {number}",
            "A harbour.",
            persons=tuple(dict.fromkeys(chance.choices(names, weights, k=3))),
            date=f"20{number % 20:02d}",
        )
        for number in range(size)
    ]


def test_counts_and_pages_are_exact_over_several_shards(
    open_again: OpenAgain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "FIRST_SHARD_SIZE", 1)
    engine = open_again(opensearch_shards=3)
    articles = crowd(300)
    fill(engine, *articles)
    counts = Counter(person for each in articles for person in each.persons)
    wanted = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    found = engine.searcher()
    for size in (1, 2, 50):
        values = found.search(Query(text="harbour", facet_size=size)).facets["person"]
        assert [(row.value, row.count) for row in values] == wanted[:size]
    (only,) = found.facet(Query(), "person", prefix="093", size=1)
    assert (only.value, only.count) == ("Person 093", counts["Person 093"])
    seen = [
        hit.article.id
        for page in range(1, 8)
        for hit in found.search(Query(text="harbour", page=page, per_page=50)).hits
    ]
    assert len(seen) == len(set(seen)) == 300


@pytest.mark.parametrize("collapse", [True, False])
def test_pages_beyond_the_window_go_on_where_the_others_end(
    open_again: OpenAgain, monkeypatch: pytest.MonkeyPatch, collapse: bool
) -> None:
    engine = open_again()
    originals = crowd(20)
    copies = [
        replace(each, id=f"copy{n}", duplicate_of=originals[n].id)
        for n, each in enumerate(crowd(10))
    ]
    fill(engine, *originals, *copies)
    found = engine.searcher()
    queries = [
        Query(text="harbour", sort=sort, page=page, per_page=4, collapse=collapse)
        for sort in ("relevance", "newest")
        for page in range(1, 9)
    ]
    direct = [found.search(query) for query in queries]
    monkeypatch.setattr(matches, "MAX_WINDOW", 6)
    assert [found.search(query) for query in queries] == direct
    assert direct[0].total == (20 if collapse else 30)


def test_folded_hits_are_counted_exactly_however_many_stories_have_copies(
    open_again: OpenAgain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicate_groups, "_STORIES", 2)
    monkeypatch.setattr(duplicate_groups, "_CHUNK", 3)
    engine = open_again()
    originals = crowd(9)
    copies = [
        article(f"Copy {n} of {k}", "A harbour and a ship.", duplicate_of=originals[n].id)
        for n in range(8)
        for k in range(1 + n % 2)
    ]
    fill(engine, *originals[2:], *copies)
    hits = engine.searcher().search(Query(text="harbour", per_page=50))
    assert hits.total == len(hits.hits) == 9
    assert sum(hit.similar for hit in hits.hits) == len(copies) - 2
    ships = engine.searcher().search(Query(text="ship", per_page=50))
    assert ships.total == len(ships.hits) == 8


def test_another_process_pages_on_in_a_snapshot_that_a_commit_replaced(
    open_again: OpenAgain,
) -> None:
    engine = open_again()
    fill(engine, *ARCHIVE)
    name = engine.searcher().snapshot
    with engine.writer() as session:
        session.delete(STORM.id)
        session.add(replace(HARBOUR, body="Closed."))
    there = open_again().searcher(name)
    assert there.snapshot == name
    assert there.search(Query()).total == 4
    assert there.search(Query(text="ships")).total == 1
    assert open_again().searcher().search(Query(text="ships")).total == 0
    with pytest.raises(SnapshotGone, match=r"20200101000000abcdef\.7"):
        open_again().searcher("20200101000000abcdef.7")


def test_an_index_that_was_replaced_stays_for_its_readers_and_then_goes(
    open_again: OpenAgain, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_again()
    fill(engine, *ARCHIVE)
    before = engine.searcher()
    fill(engine, HARBOUR, full=True)
    fill(engine, STORM)
    assert before.search(Query()).total == 4
    assert engine.searcher().search(Query()).total == 2
    assert len(indices(engine)) == 2
    monkeypatch.setattr(garbage_collection, "KEEP_S", 0.0)
    fill(engine)
    assert len(indices(engine)) == 1
    assert titles(engine, Query()) == [HARBOUR.title, STORM.title]


def _write_until(engine: Engine, request: int, *, full: bool) -> None:
    """Write, and die by the signal that nobody can catch ahead of the n-th request."""
    send = connection.Connection.request
    left = [request]

    def count_down(*arguments: Any, **options: Any) -> Any:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return send(*arguments, **options)

    connection.Connection.request = count_down  # type: ignore[method-assign]
    with engine.writer(full=full) as session:
        session.delete_page(STORM.source.page)
        session.add(replace(HARBOUR, title="Harbour closes"))
        session.add(article("New", "x"))


@pytest.mark.parametrize("full", [False, True])
def test_a_writer_killed_at_any_request_leaves_the_old_state_or_the_new_one(
    open_again: OpenAgain, full: bool
) -> None:
    context = multiprocessing.get_context("fork")
    old = sorted(each.title for each in ARCHIVE)
    new = ["Harbour closes", "New"] + ([] if full else ["New school", "Recipes"])
    states = []
    for request in range(0 if full else 1, 200, 1 if THOROUGH else 3):
        engine = open_again()
        fill(engine, *ARCHIVE, full=True)
        process = context.Process(
            target=_write_until, args=(engine, request), kwargs={"full": full}
        )
        process.start()
        process.join()
        found = sorted(titles(open_again(), Query()))
        assert found in (old, new)
        assert open_again().searcher().stats().articles == len(found)
        states.append(found)
        fill(open_again(), article("Next", "x"))
        assert sorted(titles(open_again(), Query())) == sorted([*found, "Next"])
        if process.exitcode == 0:
            break
    assert process.exitcode == 0
    assert states == sorted(states, key=new.__eq__)
    assert len(states) > (15 if THOROUGH else 5)


def test_the_second_of_two_writers_is_told_of_the_first_and_comes_in_after_it(
    open_again: OpenAgain,
) -> None:
    one, other = open_again(), open_again()
    with one.writer() as session:
        session.add(HARBOUR)
        with pytest.raises(IndexLocked, match=f"process {os.getpid()} on "):
            other.writer()
    fill(other, STORM)
    assert titles(one, Query()) == [HARBOUR.title, STORM.title]


def test_words_that_a_server_would_split_or_cut_are_found_whole(open_again: OpenAgain) -> None:
    long = "r" * 130 + "x" * 300
    odd = article(
        "Odd words", f"one \ufdfa two {long} three \ud800 four", persons=("A\x1fB", "C\ud800D")
    )
    engine = open_again()
    fill(engine, odd)
    for text in ('"one \ufdfa two"', '"two ' + long + ' three"', long, "rrrrrr*", '"three four"'):
        assert titles(engine, Query(text=text, typo=False)) == ["Odd words"], text
    for text in (long[:-1], '"one two"'):
        assert titles(engine, Query(text=text, match="all", typo=False)) == [], text
    assert engine.searcher().article(odd.id) == odd


def test_words_too_rare_for_the_sample_are_completed_too(
    open_again: OpenAgain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terms, "_SAMPLE", 1)
    engine = open_again()
    fill(engine, *crowd(40), article("Rare", "A zeppelin and a zebra. Zebra!"))
    found = engine.searcher().suggest("a ze", size=10)
    assert [(each.text, each.count) for each in found] == [("a zebra", 1), ("a zeppelin", 1)]
    titled = engine.searcher().suggest("story 3", size=5)
    assert {each.kind for each in titled} >= {"title", "word"}
    assert all(each.article_id for each in titled if each.kind == "title")
