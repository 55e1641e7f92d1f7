"""Answers of late to questions that come again: the front page of an archive, what is in the news.

They belong to one snapshot and go with it. An answer is kept when its question comes a second time,
so that questions that come once, which are most, push nothing out.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from sys import getsizeof
from typing import Final

from search_index.model.hits import Hit, Hits
from search_index.model.query import Query

MOST_BYTES: Final = 8 << 20
"""What the kept answers of one snapshot take, about."""
REMEMBERED: Final = 2048
"""Of so many questions it is known that they came."""
_ARTICLE_BYTES: Final = 2000
_PART_BYTES: Final = 400


def key_of(query: Query) -> Hashable | None:
    """What makes two questions the same; None where an answer is not to be kept.

    The day counts, because of words such as "last month", and the time for an answer does not.
    """
    if query.reordering is not None:
        return None
    synonyms = query.synonyms
    key = (
        query.text,
        query.match,
        query.prefix,
        query.start,
        query.per_page,
        query.sort,
        query.date_from,
        query.date_to,
        query.missing_date,
        tuple(query.include.items()),
        tuple(query.exclude.items()),
        query.where,
        query.facets,
        query.facet_size,
        query.highlight,
        query.snippet_chars,
        query.typo,
        query.collapse,
        query.explain,
        synonyms and (synonyms.version, synonyms.languages),
        date.today(),
    )
    try:
        hash(key)
    except TypeError:  # a filter is a list, as programs give it
        return None
    return key


class KeptAnswers:
    """The answers that one snapshot gave, the latest of them. Safe for many threads."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, tuple[Hits, int]] = OrderedDict()
        self._asked: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Hits | None:
        """The answer to a question, None where it is not kept."""
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                return None
            self._answers.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, hits: Hits) -> None:
        """Keep an answer, if its question came before."""
        with self._lock:
            if hash(key) not in self._asked:
                self._asked[hash(key)] = None
                if len(self._asked) > REMEMBERED:
                    self._asked.popitem(last=False)
                return
        size = _bytes_of(hits)
        with self._lock:
            if size > self._most_bytes // 8 or key in self._answers:
                return
            self._answers[key] = (hits, size)
            self._bytes += size
            while self._bytes > self._most_bytes:
                _, (_, dropped) = self._answers.popitem(last=False)
                self._bytes -= dropped


def _bytes_of(hits: Hits) -> int:
    """About what an answer takes in memory, with the articles in it."""
    values = sum(map(len, hits.facets.values()))
    return _ARTICLE_BYTES + 200 * values + sum(map(_bytes_of_hit, hits.hits))


def _bytes_of_hit(hit: Hit) -> int:
    article = hit.article
    parts = len(article.forms) + len(article.provenance) + len(article.quotes)
    size = _ARTICLE_BYTES + _PART_BYTES * parts
    size += getsizeof(article.title) + getsizeof(article.body)
    for pieces in hit.highlights.values():
        size += sum(getsizeof(piece.html) + getsizeof(piece.text) + 500 for piece in pieces)
    return size
