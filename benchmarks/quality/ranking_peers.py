"""What tantivy and SQLite's FTS5 reach on a judged collection, for `benchmarks.quality.ranking`.

Both stem English, search title and body for any word of a query, and rank by their own BM25.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from search_index.model.article import Article

Rank: TypeAlias = Callable[[str], Sequence[str]]
"""The ids of the first ten articles for a query."""

_WORD = re.compile(r"[^\W_]+")
_FIRST = 10


def fts5(articles: Iterable[Article]) -> Rank:
    """A full-text table with Porter stems."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "create virtual table article using fts5(id unindexed, title, body,"
        " tokenize = 'porter unicode61')"
    )
    rows = [(article.id, article.title, article.body) for article in articles]
    base.executemany("insert into article values (?, ?, ?)", rows)

    def rank(text: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
        found = base.execute(
            "select id from article where article match ? order by rank limit ?", (match, _FIRST)
        )
        return [row[0] for row in found]

    return rank


def tantivy(articles: Iterable[Article]) -> Rank:
    """An index with title and body stemmed; needs the extra bench."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="en_stem")
    schema = builder.build()
    folder = tempfile.TemporaryDirectory()
    index = engine.Index(schema, path=folder.name)
    writer = index.writer(64 << 20, 1)
    for article in articles:
        writer.add_document(
            engine.Document(id=[article.id], title=[article.title], body=[article.body])
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def rank(text: str, *, kept: object = folder) -> list[str]:
        query = index.parse_query(" ".join(_WORD.findall(text)).lower(), ["title", "body"])
        hits = searcher.search(query, _FIRST).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return rank


PEERS: dict[str, Callable[[Iterable[Article]], Rank]] = {"tantivy": tantivy, "fts5": fts5}
