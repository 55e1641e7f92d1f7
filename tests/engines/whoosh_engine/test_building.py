"""Building an archive: segments are merged on the way, and memory is that of a batch."""

import random
import tracemalloc
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from search_index import open_engine
from search_index.engines.whoosh.write import batch, merge, writer
from search_index.engines.whoosh.write.beside import Beside
from search_index.model.query import Query
from tests.engines.opensearch import settings_for
from tests.engines.small_archive import article


def test_what_is_replaced_or_deleted_while_it_is_merged_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MAX_DOCUMENTS", 4)
    monkeypatch.setattr(merge, "MAX_DOCUMENTS", 16)
    begun, released = Event(), Event()

    def waiting(*arguments: Any) -> None:
        begun.set()
        assert released.wait(60)
        merge.merge(*arguments)

    monkeypatch.setattr(writer, "merge", waiting)
    engine = open_engine(settings_for("whoosh", tmp_path))
    made = [article(f"old {number}", "well", page=f"{number}.txt") for number in range(40)]
    with engine.writer(full=True) as writing:
        for each in made[:24]:
            writing.add(each)
        assert begun.wait(60)
        writing.delete(made[0].id)
        writing.delete_page(made[1].source.page)
        for number in (2, 5):
            writing.add(article(f"old {number}", "oasis", page=f"{number}.txt"))
        for each in made[24:]:
            writing.add(each)
        released.set()
    searcher = engine.searcher()
    assert searcher.search(Query(text="well")).total == 36
    found = searcher.search(Query(text="oasis"))
    assert sorted(hit.article.title for hit in found.hits) == ["old 2", "old 5"]
    assert searcher.search(Query()).total == 38
    segments = searcher.reader.state.segments  # type: ignore[attr-defined]
    assert max(segment.documents for segment in segments) > 4


def _peak_bytes(folder: Path, articles: int) -> int:
    """Of memory that is allocated; mapped files are none."""
    draw = random.Random(1)
    words = [f"word{number}" for number in range(500)]
    engine = open_engine(settings_for("whoosh", folder))
    with engine.writer(full=True, jobs=1) as writing:
        tracemalloc.start()
        try:
            for number in range(articles):
                body = " ".join(draw.choices(words, k=100))
                writing.add(article("well", body, page=f"{number}.txt"))
            writing._flush(wait=True)  # type: ignore[attr-defined]
            writing._merge_if_possible(pack=True)  # type: ignore[attr-defined]
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def test_the_memory_of_a_build_does_not_grow_with_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MAX_DOCUMENTS", 100)
    monkeypatch.setattr(merge, "MAX_DOCUMENTS", 400)
    # One after the other, so that the peak does not hang on which of them meet.
    monkeypatch.setattr(Beside, "start", Beside.run)
    few, many = (_peak_bytes(tmp_path / str(count), count) for count in (800, 4_000))
    assert many < few * 1.3
