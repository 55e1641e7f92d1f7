"""A hit says what each part of the question gave to its score."""

from pathlib import Path

import pytest

from search_index import open_engine
from search_index.model.article import Article, Source
from search_index.model.query import Query
from search_index.settings import Settings


def _article(number: int, title: str, body: str) -> Article:
    source = Source(page=f"page{number}.txt", position=0)
    return Article(
        id=f"{number:016x}", source=source, title=title, body=body, language="en",
        persons=("Hind Salem",) if number == 1 else (),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["water clock", '"water clock"', "clo* OR palm", "clock -palm", "Hind Salem", "clokc~1"]
)
def test_the_parts_of_a_score_add_up_to_it(tmp_path: Path, text: str) -> None:
    engine = open_engine(Settings.from_environment({}, index_dir=tmp_path))
    with engine.writer() as writer:
        writer.add(_article(1, "A water clock", "Hind Salem mended the clock for the palm garden."))
        writer.add(
            _article(2, "A clock", "The water stood far away from the old clock of the town.")
        )
        writer.add(_article(3, "A palm", "Nothing was said of it, but the palm grew on."))
    searcher = engine.searcher()
    hits = searcher.search(Query(text=text, explain=True)).hits
    assert hits
    for hit in hits:
        assert hit.explanation is not None
        parts = hit.explanation["parts"]
        assert parts
        total = sum(part["score"] for part in parts)
        total += hit.explanation["nearness"] + hit.explanation["neighbours"]
        assert total == pytest.approx(hit.score, abs=0.01)
        assert hit.explanation["score"] == pytest.approx(hit.score, abs=0.001)
    searcher.close()


def test_what_having_all_words_of_a_long_question_adds_is_a_part_of_the_score(
    tmp_path: Path,
) -> None:
    engine = open_engine(Settings.from_environment({}, index_dir=tmp_path))
    with engine.writer() as writer:
        writer.add(_article(1, "A water clock", "Hind mended the clock for the palm garden."))
        writer.add(_article(2, "A garden", "The water stood far away from the palm."))
        writer.add(_article(3, "A road", "Nothing was said of it."))
    query = Query(text="water clock mended palm garden", explain=True)
    found = {}
    for hit in engine.searcher().search(query).hits:
        assert hit.explanation is not None
        found[hit.article.id[-1]] = sum(
            part["score"] for part in hit.explanation["parts"] if part["part"] == "all words"
        )
        parts = sum(part["score"] for part in hit.explanation["parts"])
        parts += hit.explanation["nearness"] + hit.explanation["neighbours"]
        assert parts == pytest.approx(hit.score, abs=0.01)
    assert found["1"] > 0
    assert found["2"] == 0


def test_nothing_is_explained_that_was_not_asked_to_be(tmp_path: Path) -> None:
    engine = open_engine(Settings.from_environment({}, index_dir=tmp_path))
    with engine.writer() as writer:
        writer.add(_article(1, "A water clock", "It stood in the garden."))
    searcher = engine.searcher()
    (hit,) = searcher.search(Query(text="clock")).hits
    assert hit.explanation is None
    searcher.close()
