"""Search by meaning: another order, what found a hit, other languages, and words as ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from search_index.engines.base import Engine
from search_index.model.query import Query
from search_index.search.semantic import rescoring
from search_index.search.semantic.hybrid import Semantic
from search_index.search.semantic.passages import passage_of, shortened
from search_index.search.semantic.questions import MOST_CHARS, question_in
from search_index.search.semantic.terms import MOST_CHARS as MOST_CHARS_OF_A_TERM
from search_index.search.semantic.terms import agreement, signs_of, terms_of
from tests.semantic.dictionary import ARCHIVE, archive_in, article, make, numbers, semantic_in


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return archive_in(tmp_path)


@pytest.fixture
def semantic(engine: Engine, tmp_path: Path) -> Semantic:
    return semantic_in(engine, tmp_path)


def test_what_means_the_same_comes_before_what_has_the_words_only(
    engine: Engine, semantic: Semantic
) -> None:
    query = Query(text="report spring", match="any")
    hits = semantic.search(engine.searcher(), query)
    words = engine.searcher().ask(query)
    assert sorted(numbers(hits.hits)) == sorted(numbers(words.hits))
    assert numbers(words.hits)[:2] == [1, 2]
    assert numbers(hits.hits)[:2] == [2, 1]
    assert (hits.total, hits.facets) == (words.total, words.facets)
    assert {hit.found_by for hit in hits.hits} <= {"words", "both"}
    assert all(hit.highlights["title"] for hit in hits.hits)


def test_each_part_of_the_score_is_explained(engine: Engine, semantic: Semantic) -> None:
    query = Query(text="report spring", match="any", explain=True)
    [first, *_] = semantic.search(engine.searcher(), query).hits
    assert first.explanation is not None
    assert {"words", "meaning", "alike"} <= set(first.explanation)
    parts = first.explanation
    weighed = 0.8 * parts["words"] + 0.2 * parts["meaning"] + parts["alike"]
    assert first.score == pytest.approx(weighed, abs=1e-3)


def test_who_asks_for_the_newest_gets_the_newest(engine: Engine, semantic: Semantic) -> None:
    query = Query(text="report spring", match="any", sort="oldest")
    hits = semantic.search(engine.searcher(), query)
    words = engine.searcher().ask(query)
    assert numbers(hits.hits) == numbers(words.hits)
    assert [hit.score for hit in hits.hits] == [hit.score for hit in words.hits]
    assert {hit.found_by for hit in hits.hits} <= {"words", "both"}


def test_articles_in_other_languages_stand_apart_and_are_not_counted(
    engine: Engine, semantic: Semantic
) -> None:
    hits = semantic.search(engine.searcher(), Query(text="guards of the wells"))
    assert hits.other_languages is not None
    assert numbers(hits.other_languages)[:1] == [20]
    assert {hit.found_by for hit in hits.other_languages} == {"meaning"}
    assert 20 not in numbers(hits.hits)
    french = Query(text="guards of the wells", include={"language": ("fr",)})
    assert semantic.search(engine.searcher(), french).other_languages == ()
    dated = Query(text="guards of the wells", date_from="2020")
    assert semantic.search(engine.searcher(), dated).other_languages == ()


def test_an_article_that_has_all_that_is_asked_for_comes_before_one_that_is_about_half_of_it(
    tmp_path: Path,
) -> None:
    half = article(40, "Gardiens", "fr")
    whole = article(41, "Gardiens des eau", "fr", body="sable dune tente caravane")
    others = [each for each in ARCHIVE if each.title != "Gardiens des puits"]
    engine = archive_in(tmp_path, [*others, half, whole])
    semantic = semantic_in(engine, tmp_path)
    hits = semantic.search(engine.searcher(), Query(text="who guards the wells"))
    assert numbers(hits.other_languages or ()) == [41, 40]
    archive = semantic._multilingual.archive()
    assert archive is not None
    vector = semantic._multilingual.vector("who guards the wells")
    by_vectors_alone = archive.nearest(vector, ["fr"], most=2)
    assert [archive.vectors.ids[near.article] for near in by_vectors_alone] == [half.id, whole.id]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Who guards the wells of the wells?", ("guards", "wells")),
        ("Qui garde les puits ?", ("garde", "puits")),
        ("من يحرس الآبار", ("يحرس", "الآبار")),
        ("🎈 of a", ()),
        ("x" * 5_000, ("x" * MOST_CHARS_OF_A_TERM,)),
    ],
)
def test_the_words_that_are_compared_are_those_that_say_what_it_is_about(
    text: str, terms: tuple[str, ...]
) -> None:
    assert terms_of(text, 24) == terms
    assert terms_of(text, 1) == terms[:1]


def test_a_passage_agrees_as_far_as_it_has_the_words_and_an_empty_one_not_at_all() -> None:
    words = signs_of(np.random.default_rng(3).normal(size=(4, 128)))
    asked, no_word = words[:2], np.zeros_like(words[0])
    there = np.stack([words[:2], [words[0], words[3]], [words[1], no_word], [no_word, no_word]])
    whole, half, other_half, none = agreement(asked, there).tolist()
    assert whole == pytest.approx(1)
    assert half == pytest.approx(0.5, abs=0.15)
    assert other_half == pytest.approx(0.5, abs=0.15)
    assert none == -1


def test_what_only_meaning_finds_in_the_same_language_is_no_part_of_the_total(
    engine: Engine, semantic: Semantic
) -> None:
    query = Query(text="keeper of an eau")
    hits = semantic.search(engine.searcher(), query)
    assert hits.by_meaning is not None
    assert 2 in numbers(hits.by_meaning)
    assert {hit.found_by for hit in hits.by_meaning} == {"meaning"}
    assert hits.total == engine.searcher().ask(query).total
    assert not set(numbers(hits.by_meaning)) & set(numbers(hits.hits))


def test_words_that_find_enough_are_left_to_themselves(tmp_path: Path) -> None:
    many = [article(n, f"Wells number {n}", body="Water for all.") for n in range(100, 112)]
    engine = archive_in(tmp_path, [*ARCHIVE, *many])
    hits = semantic_in(engine, tmp_path).search(engine.searcher(), Query(text="wells number"))
    assert hits.total >= 12
    assert hits.by_meaning == ()


@pytest.mark.parametrize("depth", [3, 4, 100])
def test_pages_follow_each_other_without_gap_or_repeat(
    engine: Engine, semantic: Semantic, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "DEPTH", depth)
    query = Query(text="report meeting number", match="any")
    whole = numbers(semantic.search(engine.searcher(), replace(query, per_page=50)).hits)
    pages = [
        numbers(semantic.search(engine.searcher(), replace(query, per_page=2, page=page)).hits)
        for page in range(1, 6)
    ]
    assert [number for page in pages for number in page] == whole
    assert len(whole) == 9
    around = replace(query, offset=1, per_page=4)
    assert numbers(semantic.search(engine.searcher(), around).hits) == whole[1:5]


def test_pages_beyond_the_hits_that_are_put_in_order_have_the_scores_of_the_words(
    engine: Engine, semantic: Semantic, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = Query(text="report meeting number", match="any", per_page=2, explain=True)
    ahead = semantic.search(engine.searcher(), query)
    monkeypatch.setattr(rescoring, "DEPTH", 4)
    for page in (3, 4):
        asked = replace(query, page=page)
        words = [(hit.score, hit.explanation) for hit in engine.searcher().ask(asked).hits]
        hits = semantic.search(engine.searcher(), asked).hits
        assert [(hit.score, hit.explanation) for hit in hits] == words
        assert {hit.found_by for hit in hits} <= {"words", "both"}
    assert [hit.score for hit in ahead.hits] != [
        hit.score for hit in engine.searcher().ask(query).hits
    ]


def test_a_reader_of_an_older_state_goes_on_in_its_order(
    engine: Engine, semantic: Semantic, tmp_path: Path
) -> None:
    query = Query(text="report spring", match="any")
    older = engine.searcher()
    before = [(hit.article.id, hit.score) for hit in semantic.search(older, query).hits]
    with engine.writer() as writer:
        writer.delete(ARCHIVE[1].id)
        writer.add(article(1, "Bread and ovens"))
    make(engine, tmp_path, semantic._multilingual.encoder)
    assert numbers(semantic.search(engine.searcher(), query).hits) == [3]
    assert [(hit.article.id, hit.score) for hit in semantic.search(older, query).hits] == before


def test_the_vectors_of_articles_are_found_by_their_names_as_by_what_they_say(
    engine: Engine, semantic: Semantic
) -> None:
    archive = semantic._multilingual.archive()
    assert archive is not None
    searcher = engine.searcher()
    articles = [*searcher.export(Query(collapse=False)), article(999, "Never indexed")]
    places = archive.places_of(articles).tolist()
    assert archive.places_of(articles, searcher.snapshot).tolist() == places
    assert places[-1] == -1
    assert len(set(places)) == len(places)
    changed = [replace(articles[0], title="Another", body="")]
    assert archive.places_of(changed, "of another state").tolist() == [-1]


def test_an_article_that_has_changed_is_not_judged_by_its_old_vector(
    engine: Engine, semantic: Semantic
) -> None:
    with engine.writer() as writer:
        writer.add(article(20, "Fours du pain", "fr"))
    hits = semantic.search(engine.searcher(), Query(text="guards of the wells"))
    assert 20 not in numbers(hits.other_languages or ())


@pytest.mark.parametrize(
    "text",
    ["", "🎈", "🎈 🎈 wells", "x" * 10_000, "a " * 5_000, "\ud800 wells", "\0", "*", '"', "-wells",
     "(", "wells AND", "person:", "ماء", "x\u0301" * 4_000],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(engine: Engine, semantic: Semantic, text: str) -> None:
    hits = semantic.search(engine.searcher(), Query(text=text))
    assert hits.total == engine.searcher().ask(Query(text=text)).total
    assert len(shortened(text, 40)) <= 400


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("guards of the wells", "guards of the wells"),
        ("guards -bread", "guards"),
        ('"water guards" OR oven', "water guards oven"),
        ("title:bread wells", "wells"),
        ("guar* wells", "wells"),
        ("-bread", ""),
        ("date:[2020 TO 2021]", ""),
        ("?", ""),
    ],
)
def test_what_is_unwanted_or_a_sign_has_no_meaning(text: str, question: str) -> None:
    assert question_in(text) == question


def test_of_an_endless_query_the_beginning_is_read() -> None:
    assert len(question_in("wells " * 10_000)) <= MOST_CHARS


def test_an_article_without_text_has_a_passage() -> None:
    assert passage_of(article(1, ""), 40) == "."
    assert passage_of(article(1, "", body="Only text."), 40) == "Only text."
