"""What comes first: several words, what is like the other hits, what is asked for by name."""

from __future__ import annotations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from search_index.engines.base import Engine
from search_index.model.article import Article, Source
from search_index.model.query import Query
from search_index.search.neighbours import SHARE, smoothed
from search_index.text.sketch import SLOTS, sketch_of


def article(number: int, title: str, body: str, language: str = "en") -> Article:
    source = Source(page=f"page{number}.txt", position=0)
    return Article(id=f"{number:016x}", source=source, title=title, body=body, language=language)


def order(engine: Engine, articles: list[Article], text: str, match: str = "any") -> list[int]:
    with engine.writer(full=True) as writer:
        for each in articles:
            writer.add(each)
    query = Query(text=text, match=match, per_page=20)  # type: ignore[arg-type]
    return [int(hit.article.id, 16) for hit in engine.searcher().search(query).hits]


FILLING = "The council met on Monday and spoke about the budget of the coming year."


@pytest.fixture
def ranking(engine: Engine) -> Engine:
    """An engine that ranks; the plain one counts words."""
    if engine.name == "plain":
        pytest.skip("the plain engine has an order of its own")
    return engine


def test_a_word_counts_in_the_title_of_one_article_as_in_the_body_of_one_without_title(
    ranking: Engine,
) -> None:
    titled = [article(n, f"Budget session {n}", FILLING) for n in range(1, 8)]
    bare = article(9, "", "Lanterns were lit, lanterns were carried, and lanterns went out.")
    passing = article(10, "Budget lanterns", f"{FILLING} {FILLING} {FILLING}")
    assert order(ranking, [*titled, passing, bare], "lanterns") in ([9, 10], [10, 9])
    assert order(ranking, [*titled, passing, bare], "lanterns carried")[0] == 9


def test_of_two_equal_hits_the_one_that_is_like_the_other_hits_comes_first(
    ranking: Engine,
) -> None:
    same = "Divers mapped the sunken reef and counted coral near the lagoon."
    reef = [article(n, "", f"Reef survey. {same} Station {n} of the reef survey.") for n in (1, 2)]
    odd = article(3, "", "Reef survey. Tailors cut velvet sleeves and pressed collars at Harlan.")
    like = article(4, "", "Reef survey. Divers mapped the sunken coral near Lagoon. Harlan.")
    others = [article(n, "", FILLING) for n in range(5, 12)]
    found = order(ranking, [odd, like, *reef, *others], "reef survey")
    assert found.index(4) < found.index(3)


def test_an_article_with_all_words_in_its_title_is_not_moved_down_by_others(
    ranking: Engine,
) -> None:
    crowd = [
        article(n, "", f"{FILLING} A tender for harbour lamps, lot {n}, came late. {FILLING}")
        for n in range(1, 9)
    ]
    named = article(20, "Harbour tender", "Gulls, nets and a quiet pier in the mist of March.")
    assert order(ranking, [*crowd, named], "harbour tender")[0] == 20


def test_what_hits_get_from_their_neighbours_is_between_the_scores_of_all() -> None:
    rng = np.random.default_rng(3)
    scores = np.sort(rng.uniform(1, 9, 40))[::-1]
    owners = np.arange(40).repeat(SLOTS)
    codes = rng.integers(0, 1_200, 40 * SLOTS).astype(np.uint16)
    found = smoothed(scores, owners, codes, np.zeros(40, bool))
    assert found.min() >= scores.min() - 1e-9
    assert found.max() <= scores.max() + 1e-9
    kept = smoothed(scores, owners, codes, np.ones(40, bool))
    assert (kept >= scores).all()
    assert (kept >= found - 1e-9).all()


def test_hits_without_any_word_in_common_keep_their_order() -> None:
    scores = np.array([5.0, 4.0, 3.0, 2.0])
    codes = np.arange(4 * SLOTS, dtype=np.uint16) * 4
    found = smoothed(scores, np.arange(4).repeat(SLOTS), codes, np.zeros(4, bool))
    assert found.tolist() == [score * (1 - SHARE) + 2.0 * SHARE for score in scores]


@given(
    st.lists(
        st.lists(
            st.sampled_from(["ship", "ships", "Al-Nur", "the", "of", "وزير", "l'eau", "x9", "🎈"]),
            max_size=90,
        ),
        max_size=4,
    )
)
def test_a_sketch_has_the_most_frequent_stems_first(texts: list[list[str]]) -> None:
    made = article(
        1,
        " ".join(texts[0]) if texts else "",
        " ".join(word for text in texts[1:] for word in text),
    )
    levels = [code & 3 for code in sketch_of(made)]
    assert levels == sorted(levels, reverse=True)
    assert len(levels) <= SLOTS
