"""Corrected pages as annotated pages: what people say is on them, to measure the reader by.

The form is that of the collections in `corpus/`: `python -m benchmarks.quality.pages --pages
FILE` reads them, and so does what trains the splitter. A field that nobody corrected is as it was
read, and so says nothing against the reader; `corrected` names those that people gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from corrections import RULE, Corrections, CorrectionsFile
from indexer.correcting import plan_of
from indexer.page import Page
from indexer.sources import SourceFile, read, units
from indexer.state import State
from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.engines.lock import WriteLock
from search_index.model.article import Article
from search_index.settings import Settings

_END_WORDS: Final = 8
_NO_ARTICLE: Final = "a person says that there is no article"
_WANTED: Final = (
    *("title", "language", "date", "date_precision", "event_date"),
    *("outlet", "authors", "section", "persons", "organizations", "places"),
)


@dataclass(slots=True, kw_only=True)
class Annotated:
    """What was written: pages by name, and those that could not be read again, with the reason."""

    pages: list[Mapping[str, Any]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def annotated_pages(settings: Settings, path: Path) -> Annotated:
    """Every page of which people corrected something, as the index has it.

    Raises IndexLocked, IndexUnusable, FileUnusable, sqlite3.Error.
    """
    corrections = CorrectionsFile(path).read()
    found = Annotated()
    folder = settings.index_dir / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    with (
        WriteLock(folder),
        closing(open_engine(settings).searcher()) as searcher,
        State(folder / "state.sqlite") as state,
    ):
        for page, ids in _pages(corrections, state, found):
            found.pages.append(_annotated(page, ids, searcher))
    found.pages.sort(key=lambda page: str(page["name"]))
    return found


def _pages(
    corrections: Corrections, state: State, found: Annotated
) -> Iterator[tuple[Page, list[str]]]:
    """Corrected pages, each with the ids of its articles."""
    plan = plan_of(corrections, state)
    joined = {article for pair in plan.joined.items() for article in (pair[0], *pair[1])}
    wanted = (("id", article) for article in plan.articles)
    for key in sorted(state.corrections.pages_of(wanted, state.corrections.reshaped())):
        root, file, number = key
        ids = state.corrections.articles_of(key)
        name = f"{file}, page {number}"
        if joined.intersection(ids):
            found.problems.append((name, "an article of it goes on on another page"))
            continue
        try:
            unit = next(
                unit
                for at, unit in enumerate(units(SourceFile(root=root, name=file)))
                if at == number
            )
            page = read(unit).page
        except (OSError, StopIteration) as error:
            found.problems.append((name, f"it cannot be read again ({error!r})"))
            continue
        if page is None:
            found.problems.append((name, "it has no text"))
            continue
        yield page, [article for article in ids if article not in plan.hidden]


def _annotated(page: Page, ids: list[str], searcher: Searcher) -> Mapping[str, Any]:
    articles = [article for one in ids if (article := searcher.article(one)) is not None]
    removed = dict.fromkeys(
        line
        for article in articles
        for line, reason in zip(article.removed, article.removed_reasons, strict=True)
        if not reason.startswith("the ")  # the line of a headline or a date
    )
    return {
        "name": page.name,
        "text": page.text,
        "rejected": None if articles else _NO_ARTICLE,
        "articles": [_article(article, at) for at, article in enumerate(articles)],
        "boilerplate": list(removed),
    }


def _article(article: Article, position: int) -> dict[str, Any]:
    words = article.body.split()
    values = article.to_json()
    given = sorted({reason.field for reason in article.provenance if reason.rule == RULE})
    found: dict[str, Any] = {
        "position": position,
        **{name: values[name] for name in _WANTED},
        "first_words": " ".join(words[:_END_WORDS]),
        "last_words": " ".join(words[-_END_WORDS:]),
        "paragraphs": article.body.split("\n\n"),
        "corrected": given,
    }
    if article.date_source != "corrected":
        found["date_source"] = article.date_source
    return found
