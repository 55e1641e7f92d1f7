"""The sketches in the files are those of the articles, also after deletions and merges."""

from __future__ import annotations

import tempfile
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
from hypothesis import HealthCheck, given, settings

from search_index.engines.whoosh.engine import WhooshEngine
from search_index.model.article import Article, Source
from search_index.text.sketch import sketch_of

WORDS = ["sea", "seas", "ship", "ships", "Al-Nur", "the", "وزير", "l'eau", "well-known", "x9"]
MANY = [f"word{number}" for number in range(90)]


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    made = []
    for number in range(draw(st.integers(1, 8))):
        words = draw(st.lists(st.sampled_from(WORDS), max_size=30))
        many = MANY if draw(st.booleans()) else []
        made.append(
            Article(
                id=f"{number:02d}",
                source=Source(page=f"{number}.txt", position=0),
                title=" ".join(words[:3]),
                body=" ".join([*words, *many, *["ship"] * draw(st.sampled_from([0, 1, 4, 300]))]),
                language=draw(st.sampled_from(["en", "fr", "ar"])),
            )
        )
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles(), st.integers(0, 7))
def test_every_article_has_its_own_sketch(made: list[Article], gone: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        for each in made:  # one run each, so that segments are merged
            with engine.writer() as writer:
                writer.add(each)
                writer.delete(f"{gone:02d}")
        snapshot = engine.searcher().reader.state
        for each in made:
            if (found := snapshot.find(each.id)) is None:
                assert each.id == f"{gone:02d}"
                continue
            segment, document = found
            sizes, codes = segment.data.sketches(np.array([document]))
            assert sizes.tolist() == [len(codes)]
            assert codes.tolist() == sketch_of(each)
