"""What words say of each document is kept for the questions to come, which find the same by it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from search_index.engines.whoosh.engine import WhooshEngine
from search_index.engines.whoosh.read import evaluate
from search_index.engines.whoosh.store.latest import Latest
from search_index.model.article import Article, Source
from search_index.model.hits import Hits
from search_index.model.query import Match, Query, Sort

WORDS = {"harbour": 1.0, "pilot": 0.9, "tide": 0.5, "quays": 0.2, "quay": 0.1, "lantern": 0.01}
QUESTIONS = (
    *("harbour", "pilot tide", "tide pilot quay", "pilot", "lantern quay", "quay -tide"),
    *('"pilot tide"', "har*", "pilot OR lantern", "lantern", "harbour pilot tide quay lantern"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    draw = random.Random(7)

    def text(share: float) -> str:
        words = [word for word, often in WORDS.items() if draw.random() < often * share]
        return " ".join(draw.choices(words, k=9)) if words else "calm"

    for numbers in (range(400), range(400, 900), range(300, 340)):  # the last ones come again
        with WhooshEngine(folder).writer() as writer:
            for number in numbers:
                source = Source(page=f"{number}.txt", position=0)
                day = f"2019-05-{1 + number % 28:02}"
                writer.add(
                    Article(
                        id=f"{number:016x}",
                        source=source,
                        title=text(0.3),
                        body=text(1.0),
                        language="en",
                        date=day,
                    )
                )
    return folder


def _asked(folder: Path, texts: Sequence[str], match: Match, sort: Sort) -> list[Hits]:
    searcher = WhooshEngine(folder).searcher()
    made = (Query(text=text, match=match, sort=sort, per_page=40) for text in texts)
    return [searcher.search(query) for query in made]


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize("match", ["auto", "any", "all"])
def test_questions_after_others_find_what_they_find_first(
    folder: Path, match: Match, sort: Sort
) -> None:
    later = _asked(folder, [*QUESTIONS, *reversed(QUESTIONS), *QUESTIONS], match, sort)
    alone = [_asked(folder, [text], match, sort)[0] for text in QUESTIONS]
    assert later[-len(QUESTIONS) :] == alone
    assert any(hits.total for hits in alone)


def test_a_word_that_comes_again_is_not_put_together_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = WhooshEngine(folder).searcher()
    first = searcher.search(Query(text="pilot tide", match="any"))
    monkeypatch.setattr(evaluate.TermList, "found", None)
    assert searcher.search(Query(text="pilot tide", match="any")) == first
    assert searcher.search(Query(text="pilot tide", match="all")).total < first.total


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    latest = Latest(100)
    for name in ("a", "b"):
        latest.keep(name, name.upper(), 40)
    assert latest.get("a") == "A"
    latest.keep("c", "C", 40)
    assert [latest.get(name) for name in "abc"] == ["A", None, "C"]
    latest.keep("d", "D", 101)
    assert [latest.get(name) for name in "abcd"] == [None] * 4


def test_what_two_threads_made_at_once_counts_once() -> None:
    latest = Latest(100)
    for value in ("first", "second", "third"):
        latest.keep("a", value, 60)
    latest.keep("b", "b", 40)
    assert (latest.get("a"), latest.get("b")) == ("first", "b")


def test_that_nothing_was_found_is_remembered_too(folder: Path) -> None:
    snapshot = WhooshEngine(folder).searcher().reader.state
    made: list[None] = []
    for _ in range(3):
        assert snapshot.cached("nothing", lambda: made.append(None), 100) is None
    assert len(made) == 1
