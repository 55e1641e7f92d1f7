"""No question takes for ever, whatever the archive holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.expand import MAX_NEAR, fitting, near
from search_index.engines.whoosh.read.terms import WhooshTerms
from search_index.errors import QueryTimeout
from search_index.model.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    engine = open_engine(settings_for("whoosh", tmp_path_factory.mktemp("index")))
    crowd = " ".join(f"w{number:05}ord" for number in range(20_000))
    fill(engine, article("Aaa", f"word {'a' * 5000} end {crowd}"))
    return engine.searcher()


@pytest.mark.parametrize(
    "pattern", ["*a" * 30 + "b", "a?" * 500 + "*b", "*" * 5000 + "b?a", "?*" * 90]
)
def test_no_word_makes_a_pattern_take_long(hostile: Searcher, pattern: str) -> None:
    # A matcher that tries every way to share out the letters would not come back from here.
    assert hostile.ask(Query(text=pattern, match="all")).total in {0, 1}


@settings(max_examples=60, deadline=None)
@given(
    pattern=st.text("a*?[]!b-", min_size=2, max_size=8), word=st.text("ab", min_size=1, max_size=6)
)
def test_stars_stand_for_any_letters_and_question_marks_for_one(
    tmp_path_factory: pytest.TempPathFactory, pattern: str, word: str
) -> None:
    def fits(pattern: str, word: str) -> bool:
        if not pattern:
            return not word
        if pattern[0] == "*":
            return fits(pattern[1:], word) or (word != "" and fits(pattern, word[1:]))
        return word != "" and pattern[0] in {"?", word[0]} and fits(pattern[1:], word[1:])

    engine = open_engine(settings_for("whoosh", tmp_path_factory.mktemp("index")))
    fill(engine, article("T", word))
    words = engine.searcher().reader.state.segments[0].data.words  # type: ignore[attr-defined]
    found = {words.term(ordinal).decode() for ordinal in fitting(words, pattern, Clock(None))}
    assert found == {term for term in ("t", word) if fits(pattern, term)}


def test_a_word_stands_for_so_many_near_ones_and_no_more(hostile: Searcher) -> None:
    words = hostile.reader.state.segments[0].data.words  # type: ignore[attr-defined]
    assert len(near(words, "w10000ord", 2, 1)) == MAX_NEAR
    assert hostile.search(Query(text=" OR ".join(f"w1{n:04}ord~2" for n in range(500)))).total == 1


def test_a_query_is_stopped_when_its_time_is_over(hostile: Searcher) -> None:
    with pytest.raises(QueryTimeout, match="longer than 1 ms"):
        hostile.search(
            Query(text=" ".join(f"*{letter}*o?d" for letter in "0123456789"), timeout_ms=1)
        )


def test_only_so_many_misspelt_words_are_looked_up_and_each_once(
    hostile: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def near(_: WhooshTerms, word: str, *, edits: int, least: int) -> tuple[()]:
        asked.append(word)
        return ()

    monkeypatch.setattr(WhooshTerms, "near", near)
    hostile.correct("qwertz " * 300 + " ".join("q" * n for n in range(9, 200)))
    assert len(asked) == len(set(asked)) == 16
