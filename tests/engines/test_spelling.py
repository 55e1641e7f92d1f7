"""What is offered for words that are probably wrong, the same by every engine."""

from __future__ import annotations

import pytest

from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.search import diagnosis
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article, fill

ENGLISH = "The government spoke of Tunisia."
FRENCH = "Le gouvernement de Tunisie parle du Soudan et de l’école d’été."
ARABIC = "اجتماع مجلس الوزراء في المدرسة"


def crowd() -> list[Article]:
    return [
        *(article(f"Story {n}", ENGLISH, places=("Sudan",) * (n == 0)) for n in range(100)),
        article("Slip", "One goverment of school."),
        article("Guide", "A schole guide and a gouvernante.", persons=("Jeanne Tessier",)),
        *(article(f"Récit {n}", FRENCH, language="fr") for n in range(3)),
        article("Marks", "The well-known O'Brien met Al-Zouaghi."),
        article("Sans accent", "Ecole sans accents, ecoles.", language="fr"),
        *(article(f"Arabic {n}", ARABIC, language="ar") for n in range(2)),
    ]


@pytest.fixture(params=["whoosh", "opensearch", "plain"], scope="module")
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    engine = open_engine(settings_for(request.param, tmp_path_factory.mktemp("index")))
    fill(engine, *crowd())
    return engine.searcher()


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "BUDGET_MS", 60_000)


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("ecolle", "école"),
        ("ecolee", "école"),
        ("Ecolle", "École"),
        ("الوزارء", "الوزراء"),
        ("المدرصة", "المدرسة"),
        ("govermnent", "government"),
        ("gouvernment", "government"),
        ("Gouvernment tunisie", "Gouvernement tunisie"),
    ],
)
def test_what_is_offered_is_written_as_most_articles_write_it(
    searcher: Searcher, typed: str, offer: str
) -> None:
    assert searcher.correct(typed) == offer


def test_a_word_that_an_article_misspells_is_offered_right(searcher: Searcher) -> None:
    hits = searcher.ask(Query(text="goverment"))
    assert (hits.total, hits.corrected, hits.did_you_mean) == (1, None, "government")
    assert searcher.ask(Query(text="government")).did_you_mean is None


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("govern\u200bmnet", "government"),
        ("al-Zouagi", "al-zouaghi"),
        ("O'Brein", "O'brien"),
        ("well-knwon", "well-known"),
    ],
)
def test_words_with_marks_in_them_are_spelt_right_as_well(
    searcher: Searcher, typed: str, offer: str
) -> None:
    assert searcher.correct(typed) == offer


def test_a_word_that_is_not_finished_is_not_taken_for_a_misspelt_one(searcher: Searcher) -> None:
    hits = searcher.ask(Query(text="governm", prefix="last"))
    assert (hits.total, hits.did_you_mean) == (100, None)
    hits = searcher.ask(Query(text="goverment tunis", prefix="last", match="any"))
    assert hits.did_you_mean == "government tunis"


def test_an_article_that_was_found_by_the_right_spelling_is_marked_by_it(
    searcher: Searcher,
) -> None:
    (hit,) = searcher.ask(Query(text="guidde")).hits
    for text, marks in (("guidde", 2), ("guide", 2), ("schole nonsens", 1), ("xq", 0)):
        marked = searcher.highlight(hit.article, Query(text=text)).highlights
        assert sum(len(s.offsets) for each in marked.values() for s in each) == marks, text
    (title,) = searcher.highlight(hit.article, Query(text="guidde", typo=False)).highlights["title"]
    assert title.offsets == ()


def test_an_operator_that_nothing_follows_is_no_word(searcher: Searcher) -> None:
    assert searcher.ask(Query(text="Slip AND")).total == 1


def test_a_rare_word_that_is_right_is_left_alone(searcher: Searcher) -> None:
    for text in ("schole", "gouvernante", "guide"):
        assert searcher.ask(Query(text=text)).did_you_mean is None, text


def test_no_word_is_corrected_into_another_language(searcher: Searcher) -> None:
    assert searcher.correct("Sudan") is None  # a place by its English name in the facets
    assert searcher.correct("government suodan") is None  # Soudan is French, government is not
    assert searcher.correct("gouvernement suodan") == "gouvernement soudan"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("eco", "école"),
        ("l'éco", "l'école"),
        ("الوزر", "الوزراء"),
        ("مجلس وزر", "مجلس الوزراء"),
    ],
)
def test_words_are_completed_as_most_articles_write_them(
    searcher: Searcher, typed: str, line: str
) -> None:
    assert line in [each.text for each in searcher.suggest(typed) if each.kind == "word"]
