"""A batch of new articles in memory, until it is written as a segment."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from search_index.engines.whoosh.store import stored
from search_index.engines.whoosh.store.keyword_fields import KEYWORDS
from search_index.engines.whoosh.write.batch_file import ClosedBatch
from search_index.engines.whoosh.write.numbering import key64
from search_index.engines.whoosh.write.vocabulary import Vocabulary
from search_index.model.article import Article
from search_index.schema import TEXT_FIELDS, facet_values, first_day, last_day

# A batch is filled while others are written or merged: some 300 MB in one process. Smaller ones
# give processes that share them an even share, and cost a fortieth more.
MAX_DOCUMENTS: Final = 1 << 12
_MAX_TEXT: Final = 1 << 23
_MAX_LEARNT: Final = 250_000


@lru_cache(maxsize=8192)
def _days(date: str) -> tuple[int, int]:
    return first_day(date), last_day(date)


def small_enough(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary, or an empty one where it has grown too large."""
    return Vocabulary() if vocabulary.size > _MAX_LEARNT else vocabulary


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class Batch:
    """Articles that are not written yet."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._clear()

    def _clear(self) -> None:
        self._vocabulary = small_enough(self._vocabulary)
        self.ids: dict[str, int] = {}
        self.deleted: set[int] = set()
        self._records: list[bytes] = []
        self._keywords: dict[str, list[tuple[str, ...]]] = {name: [] for name in KEYWORDS}
        self._texts: dict[str, list[bytes]] = {name: [] for name in TEXT_FIELDS}
        self._languages: list[str] = []
        self._days: list[tuple[int, int]] = []
        self._keys: list[tuple[int, int, int]] = []
        self._duplicates: list[int] = []
        self._unsure: list[int] = []
        self._chars = 0

    def __len__(self) -> int:
        return len(self._records)

    @property
    def full(self) -> bool:
        """Whether it is time to write the batch."""
        return len(self._records) >= MAX_DOCUMENTS or self._chars >= _MAX_TEXT

    def add(self, article: Article) -> None:
        """Take an article in, in the place of one with the same id."""
        record = stored.encode(article)
        days = _days(article.date) if article.date else (0, 0)
        keywords = {name: facet_values(article, name) for name in KEYWORDS if name != "id"}
        number = len(self._records)
        for name, text in (("title", article.title), ("body", article.body)):
            self._texts[name].append(_utf8(text))
        self._languages.append(article.language)
        earlier = self.ids.get(article.id)
        if earlier is not None:
            self.deleted.add(earlier)
        self.ids[article.id] = number
        self._records.append(record)
        self._days.append(days)
        self._keywords["id"].append((article.id,))
        for name, values in keywords.items():
            self._keywords[name].append(tuple(filter(None, values)) if "" in values else values)
        key = story = key64(_utf8(article.id))
        if article.duplicate_of:
            story = key64(_utf8(article.duplicate_of))
        self._keys.append((key, key64(_utf8(article.source.page)), story))
        if article.duplicate_of:
            self._duplicates.append(number)
        if article.is_date_unsure:
            self._unsure.append(number)
        self._chars += len(article.body) + len(article.title)

    def delete(self, article_id: str) -> None:
        """Take an article out again, if it is in."""
        number = self.ids.pop(article_id, None)
        if number is not None:
            self.deleted.add(number)

    def delete_page(self, page: str) -> None:
        """Take the articles of a page out again."""
        pages = self._keywords["source"]
        for article_id in [i for i, number in self.ids.items() if pages[number] == (page,)]:
            self.delete(article_id)

    def close(self) -> ClosedBatch:
        """The batch as it is to be written. This one is empty again afterwards."""
        keys = np.array(self._keys, np.uint64)
        days = np.array(self._days, np.int32)
        closed = ClosedBatch(
            ids=frozenset(self.ids),
            deleted=np.array(sorted(self.deleted), np.int64),
            records=self._records,
            vocabulary=self._vocabulary,
            texts=self._texts,
            languages=self._languages,
            keywords=self._keywords,
            columns={
                "first_day": days[:, 0],
                "last_day": days[:, 1],
                "id_key": keys[:, 0],
                "page_key": keys[:, 1],
                "story_key": keys[:, 2],
                "duplicates": np.array(self._duplicates, np.uint16),
                "unsure": np.array(self._unsure, np.uint16),
            },
        )
        self._clear()
        return closed
