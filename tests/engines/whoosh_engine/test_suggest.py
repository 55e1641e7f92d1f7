from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search_index import open_engine
from search_index.engines.base import Engine
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.search.begun_values import begun_by, words_apart
from search_index.text.analysis import WORD, fold, value_beginnings, word_terms
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill

WORDS = ("harbour", "harvest", "hall", "storm", "story", "été", "the")
NAMES = ("Omar Said", "Salma Omari", "Said Harb", "Émile Hall")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(settings_for("whoosh", tmp_path / "index"))


def story(number: int, words: list[str], names: list[str]) -> Article:
    return article(f"{words[0]} {number}", " ".join(words), persons=tuple(dict.fromkeys(names)))


stories = st.tuples(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.lists(st.sampled_from(NAMES), max_size=2),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(stories, min_size=1, max_size=12), st.sets(st.integers(0, 11)), st.integers(1, 4))
@example([(["harbour"], []), (["harbour", "hall"], []), (["harvest"], [])], {0}, 1)
def test_completions_are_the_most_frequent_words_and_names_counted_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[tuple[list[str], list[str]]],
    removed: set[int],
    size: int,
) -> None:
    engine = open_engine(settings_for("whoosh", tmp_path_factory.mktemp("index")))
    archive = [story(number, *each) for number, each in enumerate(made)]
    for some in (archive[::2], archive[1::2]):
        fill(engine, *some)
    with engine.writer() as writer:
        for number in removed & set(range(len(archive))):
            writer.delete(archive[number].id)
    left = [each for number, each in enumerate(archive) if number not in removed]
    for start in ("h", "har", "sto", "e", "o"):
        counts: Counter[tuple[str, str]] = Counter()
        for each in left:
            words = {word for word in each.body.split() if fold(word).startswith(start)}
            counts.update((word, "word") for word in words)
            counts.update(
                (name, "person")
                for name in each.persons
                if f" {start}" in f" {name.lower()}".replace("é", "e")
            )
        found = engine.searcher().suggest(start, size=50)
        assert {(s.text, s.kind): s.count for s in found if s.kind != "title"} == counts
        few = [s for s in engine.searcher().suggest(start, size=size) if s.kind != "title"]
        assert few == [s for s in found if s.kind != "title"][: len(few)]


def test_stop_words_are_no_completions(engine: Engine) -> None:
    fill(engine, article("Theatre", "The theatre was there."))
    assert [s.text for s in engine.searcher().suggest("the")] == ["theatre", "Theatre"]


def test_a_name_that_goes_on_as_typed_comes_before_more_frequent_ones(engine: Engine) -> None:
    frequent = (article(f"Story {n}", "Text.", persons=("Salma Omari",)) for n in range(3))
    fill(engine, *frequent, article("One", "Text.", persons=("Omar Said",)))
    texts = [s.text for s in engine.searcher().suggest("Omar S") if s.kind == "person"]
    assert texts == ["Omar Said", "Salma Omari"]


def test_the_newest_titles_with_all_words_are_offered_with_their_article(engine: Engine) -> None:
    old = article("Harbour museum opens", date="2001-01-01", date_precision="day")
    new = article("The museum harbours a ship", date="2020-01-01", date_precision="day")
    other = article("Museum of hats", date="2022-01-01", date_precision="day")
    copy = replace(article("Museum harbour again", date="2023"), duplicate_of=new.id)
    fill(engine, old, new)
    fill(engine, other, copy)
    found = engine.searcher().suggest("museum harb", size=10)
    titles = [(s.text, s.article_id) for s in found if s.kind == "title"]
    assert titles == [(new.title, new.id), (old.title, old.id)]


def test_titles_leave_most_of_the_room_to_words_and_names(engine: Engine) -> None:
    fill(engine, *(article(f"Harbour {n}", f"harbour harb{n} harbin{n}") for n in range(9)))
    for size, titles in ((1, 0), (4, 1), (10, 3)):
        kinds = [s.kind for s in engine.searcher().suggest("harb", size=size)]
        assert (len(kinds), kinds.count("title")) == (size, titles)


def test_a_hyphen_begins_a_word_of_a_name(engine: Engine) -> None:
    fill(engine, article("Story", organizations=("Institut Lyon-Villeurbanne (ILV)",)))
    for start in ("ville", "ILV", "lyon-v"):
        kinds = [s.kind for s in engine.searcher().suggest(start)]
        assert "organization" in kinds, start


def test_a_name_is_found_however_its_particle_is_written(engine: Engine) -> None:
    fill(engine, article("Story", persons=("Omar Al-Malik", "Zoé d’Arc")))
    for start in ("almal", "mal", "al-m", "arc"):
        assert [s.kind for s in engine.searcher().suggest(start)] == ["person"], start


TRICKY = (
    "Al-Malik",
    "O'Neill & Sons",
    "l’Orient-Le Jour",
    "McDonald",
    "قصر الحكم",
    "東京都",
    "a\tb",
)


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.sampled_from(TRICKY) | st.text(max_size=8), min_size=1, unique=True),
    start=st.sampled_from(["al", "malik", "o", "neill", "le j", "don", "ا", "京", "a b"])
    | st.text(min_size=1, max_size=2),
)
@example(values=["Al-Malik", "Bo"], start=":A")
def test_a_facet_lists_the_values_that_have_a_word_beginning_so(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], start: str
) -> None:
    def fits(value: str) -> bool:
        begins = value_beginnings(start)  # as typed, or a word without the marks around it
        words = [word for s in WORD.findall(value) for word, _ in word_terms(s, "und").exact]
        one = any(word.startswith(begins) for word in (fold(value), *words))
        return one or (bool(words_apart(start)) and begun_by(start)(value))

    engine = open_engine(settings_for("whoosh", tmp_path_factory.mktemp("index")))
    fill(engine, article("Story", persons=tuple(values)))
    every = {value.value for value in engine.searcher().facet(Query(), "person", size=100)}
    found = engine.searcher().facet(Query(), "person", prefix=start, size=100)
    assert {value.value for value in found} == {value for value in every if fits(value or "")}
