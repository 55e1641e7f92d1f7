"""The OpenSearch engine against the Whoosh engine on archives as people have them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.reliability.parity import compare, questions
from indexer import pipeline
from indexer.report import Report
from search_index import open_engine
from search_index.model.article import Article
from search_index.settings import Settings
from tests.engines.opensearch import settings_for
from tests.thorough import THOROUGH

ROOT = Path(__file__).parents[2]
NEWS = 1_500 if THOROUGH else 700
SHARED = Path(os.environ.get("CLIPPINGS_SHARED", ROOT / "shared"))


def samples() -> list[Article]:
    settings = Settings.from_environment({})
    return list(pipeline.dry_run([ROOT / "samples"], settings, report=Report(), jobs=1))


def news() -> list[Article]:
    """A part of the Reuters collection, of made-up articles where it is missing."""
    try:
        return list(itertools.islice(corpus.reuters(SHARED), NEWS))
    except FileNotFoundError:
        return list(corpus.made_up(NEWS))


@pytest.mark.parametrize(
    ("archive", "asked"), [(samples, 108 if THOROUGH else 54), (news, 54 if THOROUGH else 27)]
)
def test_a_cluster_answers_every_question_as_one_machine_does(
    archive: Callable[[], list[Article]], asked: int, tmp_path: Path
) -> None:
    articles = archive()
    searchers = []
    for name in ("whoosh", "opensearch"):
        engine = open_engine(settings_for(name, tmp_path / name))
        with engine.writer(full=True) as writer:
            for article in articles:
                writer.add(article)
        searchers.append(engine.searcher())
    outcome = compare(*searchers, questions(articles, asked))
    assert outcome.differing == ()
    assert outcome.found > asked / 2
    assert outcome.first_ten > 0.9
