"""Merged segments hold what their parts held, however little of it is in memory at a time."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from search_index.engines.whoosh.store.segment import SegmentData
from search_index.engines.whoosh.write import merge_postings
from search_index.engines.whoosh.write.batch import Batch
from search_index.engines.whoosh.write.merge import merge
from search_index.model.article import Article, Source
from search_index.schema import TEXT_FIELDS

WORDS = ("the", "well", "wells", "dried", "al Zouaghi", "re-opened", "oasis", "Gabès", "3.5")
LONG = " ".join(["the well of al Zouaghi"] * 30_000)


def _segment(path: Path, first: int, size: int) -> SegmentData:
    rng = np.random.default_rng(first)
    batch = Batch()
    for number in range(first, first + size):
        page = Source(page=f"{number // 2}.txt", position=number % 2)
        words = rng.choice(WORDS, rng.integers(0, 60)).tolist()
        body = LONG if number == 3 else " ".join([*words, f"w{number % 7}"])
        language = ("en", "fr")[number % 2]
        title = " ".join(words[:1])
        batch.add(Article(id=f"a{number}", source=page, title=title, body=body, language=language))
    batch.close().write(path, b"")
    return SegmentData(path)


@pytest.fixture
def parts(tmp_path: Path) -> list[SegmentData]:
    starts = (0, 50, 70, 130)
    return [_segment(tmp_path / f"{first}.clip", first, 40) for first in starts]


def _postings(
    data: SegmentData, name: str, numbers: dict[int, int]
) -> dict[bytes, list[tuple[int, int, list[int]]]]:
    """Per term its documents (by their new numbers; others are left out) with positions."""
    found: dict[bytes, list[tuple[int, int, list[int]]]] = {}
    for ordinal, term in enumerate(data.dictionary(name).terms()):
        field, first, last = data.text[name].span(ordinal)
        frequencies = field.frequencies(first, last).tolist()
        places = [[] for _ in frequencies]
        if not name.endswith("_stem"):
            positions, starts = field.positions(first, last)
            places = [positions[a:b].tolist() for a, b in pairwise(starts)]
        for document, frequency, at in zip(
            field.documents(first, last).tolist(), frequencies, places, strict=True
        ):
            if document in numbers:
                found.setdefault(term, []).append((numbers[document], frequency, at))
    return found


@pytest.mark.parametrize("step", [1, 100, 1 << 19])
@pytest.mark.parametrize("deleting", [False, True])
def test_a_merged_segment_has_the_postings_of_those_it_is_made_of(
    parts: list[SegmentData],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: int,
    deleting: bool,
) -> None:
    monkeypatch.setattr(merge_postings, "_STEP", step)
    lives = [np.ones(part.documents, bool) for part in parts]
    if deleting:
        lives[1][::3] = False
        lives[3][:] = False
        lives[3][7] = True
    merge(tmp_path / "merged.clip", list(zip(parts, lives, strict=True)))
    merged = SegmentData(tmp_path / "merged.clip")
    merged.file.check()
    base, numbers = 0, []
    for live in lives:
        numbers.append({int(d): base + place for place, d in enumerate(np.flatnonzero(live))})
        base += len(numbers[-1])
    assert merged.documents == base
    assert merged.text["body"].has_long
    for name in [*TEXT_FIELDS, *(f"{name}_stem" for name in TEXT_FIELDS)]:
        expected: dict[bytes, list[tuple[int, int, list[int]]]] = {}
        for part, new in zip(parts, numbers, strict=True):
            for term, postings in _postings(part, name, new).items():
                expected.setdefault(term, []).extend(postings)
        assert _postings(merged, name, {n: n for n in range(base)}) == expected
    for part, new in zip(parts, numbers, strict=True):
        for old, place in new.items():
            assert merged.stored.article(place) == part.stored.article(old)


def test_articles_without_a_word_are_merged_when_all_others_are_deleted(tmp_path: Path) -> None:
    parts = []
    for number, body in enumerate(("the well dried", "...")):
        batch = Batch()
        page = Source(page=f"{number}.txt", position=0)
        batch.add(Article(id=f"a{number}", source=page, title="", body=body, language="en"))
        batch.close().write(tmp_path / f"{number}.clip", b"")
        parts.append(SegmentData(tmp_path / f"{number}.clip"))
    merge(tmp_path / "merged.clip", [(parts[0], np.zeros(1, bool)), (parts[1], None)])
    merged = SegmentData(tmp_path / "merged.clip")
    merged.file.check()
    assert merged.stored.article(0).body == "..."
    assert merged.words.terms() == [] == merged.stems.terms()
