"""Which articles a snapshot has, and of which pages."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search_index.engines.whoosh.store.keyword_fields import value_of
from search_index.engines.whoosh.store.snapshot import Snapshot


def article_ids(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """(article id, page) of every article."""
    for segment in snapshot.segments:
        live = np.arange(segment.documents)
        pages = segment.data.keywords["source"]
        names = [value_of(key) for key in pages.dictionary.terms()]
        ids = segment.data.keywords["id"]
        keys = [value_of(key) for key in ids.dictionary.terms()]
        for document in segment.living(live).tolist():
            id_at, page_at = ids.of_starts[document], pages.of_starts[document]
            yield keys[ids.of[id_at]], names[pages.of[page_at]]
