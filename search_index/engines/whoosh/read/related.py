"""Articles like one article: those that share its rarest words and its names."""

from __future__ import annotations

import numpy as np
from whoosh import query

from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.evaluate import Execution
from search_index.engines.whoosh.read.selection import Order, evaluate, select
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.text.analysis import WORD, is_stop_word, word_terms

_TERMS = 25
_CHARS = 20_000


def related_documents(
    snapshot: Snapshot, segment: Segment, document: int, *, size: int
) -> tuple[Array, Array]:
    """The numbers and scores of the most similar articles, best first."""
    article = segment.data.stored.article(document)
    execution = Execution(snapshot, Clock(None))
    counts: dict[str, int] = {}
    for surface in WORD.findall(f"{article.title} {article.body[:_CHARS]}"):
        word = word_terms(surface, article.language)
        if word.exact and not is_stop_word(word.exact[0][0], (article.language,)):
            for stem in word.stems:
                counts[stem] = counts.get(stem, 0) + 1
    weighed = {}
    for stem, count in counts.items():
        term = snapshot.term("body_stem", stem)
        if sum([last - first for _, first, last in filter(None, term.spans)]) > 1:
            weighed[stem] = count * term.weight
    best = sorted(weighed, key=lambda stem: (-weighed[stem], stem))[:_TERMS]
    terms = [query.Term("body_stem", stem) for stem in best]
    for field in ("person", "organization", "place"):
        for value in segment.data.keywords[field].values_of(document):
            terms.append(query.Term(field, value, boost=1.5))
    if not terms:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    found = evaluate(execution, query.Or(terms))
    numbers, scores = select(snapshot, found, [], Order("relevance")).top(snapshot, size + 1)
    others = numbers != segment.base + document
    return numbers[others][:size], scores[others][:size]
