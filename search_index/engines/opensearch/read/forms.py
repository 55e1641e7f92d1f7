"""The words that have a stem, as far as the articles shown by this process tell.

Highlighting looks for the forms of a word much sooner than it stems every word of a text. The
cluster cannot list them, but only those matter that are in the articles to be marked.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from typing import Final

from search_index.model.article import Article
from search_index.text.analysis import capital_stems, is_acronym, surfaces, word_terms
from search_index.text.stems import stems

_MOST: Final = 500_000


class Forms:
    """Learns from articles. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._surfaces: dict[str, set[str]] = {}
        self._of: dict[str, set[str]] = {}
        self._count = 0

    def learn(self, article: Article) -> None:
        """Take in the words of an article."""
        with self._lock:
            if self._count > _MOST:
                self._surfaces, self._of, self._count = {}, {}, 0
            known = self._surfaces.setdefault(article.language, set())
            for text in (article.title, article.body):
                new = set(surfaces(text)) - known
                for surface in new:
                    exact = word_terms(surface, article.language).exact
                    for word, _ in exact:
                        for stem in stems(word, article.language):
                            self._of.setdefault(stem, set()).add(word)
                    if exact and is_acronym(surface):
                        for stem in capital_stems(exact[0][0], article.language):
                            self._of.setdefault(stem, set()).add(exact[0][0])
                known |= new
                self._count += len(new)

    def __call__(self, stem: str) -> Collection[str]:
        """The words with this stem in what was learned."""
        with self._lock:
            return tuple(self._of.get(stem, ()))
