"""The name that is meant by a form of it: an acronym, another script, another language."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from search_index.engines.base import Searcher
from search_index.model.article import NameKind
from search_index.model.query import Query
from search_index.text.folding import fold

MOST_READ = 100


def written_as(searcher: Searcher, kind: NameKind, form: str, timeout_ms: int) -> str | None:
    """The name that articles write in this form, which is not one itself: RECAO, Tunisie.

    Where several do, the one that most articles mean by it. Raises QueryTimeout.
    """
    words = form.replace('"', " ").strip()
    named = Query(include={kind: (form,)}, per_page=1, facets=(), timeout_ms=timeout_ms)
    if not words or searcher.search(named).total:
        return None
    query = Query(text=f'"{words}"', match="all", collapse=False, facets=(), timeout_ms=timeout_ms)
    meant = Counter(
        name
        for article in islice(searcher.export(query), MOST_READ)
        for name in {
            one.name for one in article.forms if one.kind == kind and fold(one.form) == fold(words)
        }
    )
    known = [name for name, _ in meant.most_common() if fold(name) != fold(words)]
    return known[0] if known else None
