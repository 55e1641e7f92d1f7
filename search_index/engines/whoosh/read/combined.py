"""One word in any of several fields and forms, as a part of a query."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh import query


class CombinedTerm(query.Query):  # type: ignore[misc]
    """A word whose occurrences in all fields are added up before they are scored (BM25F).

    `terms` are pairs of a text field and a term of it. It is as rare as the most frequent of
    its terms.
    """

    def __init__(self, terms: Sequence[tuple[str, str]], boost: float = 1.0) -> None:
        self.terms_ = tuple(terms)
        self.boost = boost

    def __repr__(self) -> str:
        return f"CombinedTerm({self.terms_!r}, boost={self.boost})"
