"""The vectors of an archive: made once, gone on with, found damaged, copied with the index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest

from indexer.__main__ import main
from indexer.vectors import VectorsUnfinished, make_vectors
from search_app.application import create_app
from search_index.engines.base import Engine
from search_index.errors import IndexDamaged, IndexOutdated
from search_index.model.query import Query
from search_index.search.semantic import archive as archive_module
from search_index.search.semantic.archive import Archive
from search_index.search.semantic.hybrid import Semantic
from search_index.search.semantic.vector_file import (
    file_name,
    problems_of,
    quantized,
    read_vectors,
)
from search_index.settings import Settings
from tests.semantic.dictionary import ARCHIVE, Dictionary, archive_in, article, make, numbers

FILE = file_name("multilingual")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return archive_in(tmp_path)


def test_only_new_passages_are_read(engine: Engine, tmp_path: Path) -> None:
    encoder = Dictionary()
    assert make(engine, tmp_path, encoder) == len(ARCHIVE)
    assert make(engine, tmp_path, encoder) == 0
    with engine.writer() as writer:
        writer.add(article(2, "Report on springs"))
        writer.add(article(30, "Bread report", body="An oven for bread."))
        writer.delete(ARCHIVE[0].id)
    assert make(engine, tmp_path, encoder) == 1
    assert encoder.read == len(ARCHIVE) + 1
    vectors = read_vectors(tmp_path, "multilingual")
    assert vectors is not None
    assert len(vectors.ids) == len(ARCHIVE)


def test_a_model_of_one_language_reads_articles_of_it(engine: Engine, tmp_path: Path) -> None:
    english = Dictionary()
    english.name, english.languages = "english", frozenset({"en"})
    make(engine, tmp_path, english)
    vectors = read_vectors(tmp_path, "english")
    assert vectors is not None
    assert set(vectors.languages) == {"en"}


def test_a_run_that_was_broken_off_goes_on_from_there(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.vectors.BATCH", 4)
    settings = Settings.from_environment({}, index_dir=tmp_path)
    (tmp_path / "pages").mkdir()
    encoder = Dictionary()
    encoder.stops_after = 8
    with pytest.raises(VectorsUnfinished, match="Run again to go on"):
        make_vectors(settings, [encoder], jobs=1)
    assert not (tmp_path / FILE).exists()
    journal = tmp_path / ".vectors-multilingual.part"
    journal.write_bytes(journal.read_bytes()[:-5])
    encoder.stops_after = None
    assert make_vectors(settings, [encoder], jobs=1) == len(ARCHIVE) - 7
    assert encoder.read == len(ARCHIVE) + 1
    vectors = read_vectors(tmp_path, "multilingual")
    assert vectors is not None
    whole = quantized(encoder.passages(["Bread report. An oven for bread."]))[0][0]
    place = vectors.places[list(vectors.ids).index(ARCHIVE[2].id)]
    assert vectors.rows[place].tolist() == whole.tolist()
    signs = encoder.signs("Bread report. An oven for bread.")
    assert vectors.terms[place].tolist()[: len(signs)] == signs.tolist()
    assert not vectors.terms[place, len(signs) :].any()
    assert not journal.exists()


def test_what_another_model_left_is_not_gone_on_with(engine: Engine, tmp_path: Path) -> None:
    first = Dictionary()
    first.stops_after = 0
    with pytest.raises(KeyboardInterrupt):
        make(engine, tmp_path, first)
    second = Dictionary()
    second.fingerprint = "e" * 64
    assert make(engine, tmp_path, second) == len(ARCHIVE)


@pytest.mark.parametrize("at", [0, 12, 300, 1_000, -5])
def test_a_damaged_file_is_found_and_words_still_answer(
    engine: Engine, tmp_path: Path, at: int, caplog: pytest.LogCaptureFixture
) -> None:
    make(engine, tmp_path, Dictionary())
    words = engine.searcher().ask(Query(text="wells water"))
    path = tmp_path / FILE
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises((IndexDamaged, IndexOutdated), match="Run the indexer again"):
        read_vectors(tmp_path, "multilingual", Dictionary.fingerprint)
    semantic = Semantic(tmp_path, [Dictionary()])
    for _ in range(2):
        assert semantic.search(engine.searcher(), Query(text="wells water")) == words
    assert caplog.text.count("Run the indexer again") == 1
    assert make(engine, tmp_path, Dictionary()) == len(ARCHIVE)
    hits = semantic.search(engine.searcher(), Query(text="wells water"))
    assert hits.other_languages is not None


def test_vectors_of_another_model_are_refused_with_what_to_do(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make(engine, tmp_path, Dictionary())
    other = Dictionary()
    other.fingerprint = "e" * 64
    with pytest.raises(IndexOutdated, match=r"another model. Run the indexer again"):
        read_vectors(tmp_path, "multilingual", other.fingerprint)
    hits = Semantic(tmp_path, [other]).search(engine.searcher(), Query(text="wells water"))
    assert numbers(hits.hits)
    assert hits.other_languages is None
    assert "another model" in caplog.text


def test_many_articles_are_looked_through_by_signs_with_the_same_result(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kinds = ("bread", "oven", "well", "guard", "spring")
    many = [article(n, f"{kinds[n % 5]} {n % 97} {n % 89}") for n in range(1_000, 1_400)]
    engine = archive_in(tmp_path, [*many, *ARCHIVE])
    make(engine, tmp_path, Dictionary())
    vectors = read_vectors(tmp_path, "multilingual")
    assert vectors is not None
    vector = Dictionary().question("guards of water 31")
    exact = Archive(vectors, 40).nearest(vector, ["en"], most=5)
    monkeypatch.setattr(archive_module, "EXACT", 50)
    monkeypatch.setattr(archive_module, "SKETCHED", 60)
    found = Archive(vectors, 40).nearest(vector, ["en"], most=5)
    assert [near.likeness for near in found] == [near.likeness for near in exact]


def test_a_backup_has_the_vectors_and_damage_of_them_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("indexer.__main__.encoders", lambda: (Dictionary(),))
    monkeypatch.setenv("CLIPPINGS_SEMANTIC", "on")
    page = tmp_path / "page.txt"
    page.write_text("Guards watch wells\n\n16 July 2024\n\nThe guards of the wells met today.\n")
    live, copy = str(tmp_path / "live"), str(tmp_path / "copy")
    assert main([str(page), "--index-dir", live, "--quiet", "--jobs", "1"]) == 0
    assert main(["--backup", copy, "--index-dir", live, "--quiet"]) == 0
    assert (tmp_path / "copy" / FILE).read_bytes() == (tmp_path / "live" / FILE).read_bytes()
    monkeypatch.delenv("CLIPPINGS_SEMANTIC")
    assert main(["--verify", "--index-dir", copy, "--quiet"]) == 0
    data = bytearray((tmp_path / "copy" / FILE).read_bytes())
    data[-3] ^= 0xFF
    (tmp_path / "copy" / FILE).write_bytes(data)
    assert main(["--verify", "--index-dir", copy, "--quiet"]) == 1
    assert FILE in capsys.readouterr().err


def test_vectors_that_are_gone_or_in_the_place_of_others_are_found(
    engine: Engine, tmp_path: Path
) -> None:
    assert problems_of(tmp_path) == []
    assert make(engine, tmp_path, Dictionary()) == len(ARCHIVE)
    assert problems_of(tmp_path) == []
    [gone] = problems_of(tmp_path, needed=True)
    assert file_name("english") in gone
    copyfile(tmp_path / FILE, tmp_path / file_name("english"))
    [swapped] = problems_of(tmp_path)
    assert "have the vectors of one model" in swapped


def test_an_answer_of_before_the_vectors_is_not_kept_for_one_of_today(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Dictionary()
    monkeypatch.setattr("search_index.search.semantic.encoders", lambda: (encoder,))
    settings = Settings.from_environment({}, index_dir=tmp_path, semantic=True)
    client = create_app(settings).test_client()
    address = "/api/v1/search?q=guards+of+the+wells"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    make(engine, tmp_path, encoder)
    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json["other_languages"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_bytes_say_nearly_what_the_vectors_said() -> None:
    vectors = np.random.default_rng(5).normal(size=(50, 128)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows, scales = quantized(vectors)
    assert np.abs((rows * scales[:, None]) @ vectors.T - vectors @ vectors.T).max() < 0.01


def test_two_articles_with_the_same_words_have_one_vector(tmp_path: Path) -> None:
    twins = [article(n, "Bread report", body="An oven.") for n in (50, 51)]
    engine = archive_in(tmp_path, [*twins, replace(twins[0], id="f" * 16, body="Another.")])
    assert make(engine, tmp_path, Dictionary()) == 2


def test_a_run_that_cannot_make_vectors_says_so_and_its_index_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped = Dictionary()
    stopped.stops_after = 0
    monkeypatch.setattr("indexer.__main__.encoders", lambda: (stopped,))
    monkeypatch.setenv("CLIPPINGS_SEMANTIC", "on")
    page = tmp_path / "page.txt"
    page.write_text("Guards watch wells\n\n16 July 2024\n\nThe guards of the wells met today.\n")
    run = [str(page), "--index-dir", str(tmp_path / "index"), "--jobs", "1", "--json"]
    assert main(run) == 1
    told = capsys.readouterr()
    assert '"articles": 1' in told.out
    assert "its vectors are not yet" in told.err
    stopped.stops_after = None
    assert main(run) == 0
    assert (tmp_path / "index" / FILE).exists()


def test_articles_without_text_have_no_vector_and_are_like_nothing(tmp_path: Path) -> None:
    empty = [article(n, "") for n in (60, 61)]
    engine = archive_in(tmp_path, [*ARCHIVE, *empty])
    encoder = Dictionary()
    assert make(engine, tmp_path, encoder) == len(ARCHIVE)
    semantic = Semantic(tmp_path, [encoder])
    assert semantic.related(engine.searcher(), empty[0].id, size=5) == ()
    assert semantic.stories(engine.searcher(), empty[0].id) == ()
    assert semantic.search(engine.searcher(), Query(text="guards wells")).other_languages
