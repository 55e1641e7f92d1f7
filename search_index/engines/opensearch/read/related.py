"""Articles like one: those that share its telling stems and its names."""

from __future__ import annotations

from typing import Final

from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read.query_compiler import has_value
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.document import article_of
from search_index.engines.opensearch.store.dsl import Dsl
from search_index.engines.opensearch.store.mapping import STEMS
from search_index.engines.opensearch.store.tokens import token
from search_index.model.article import Article
from search_index.model.hits import Hit
from search_index.schema import NAME_FIELDS, facet_values
from search_index.text.analysis import WORD, is_stop_word, word_terms

_TERMS: Final = 25
_CHARS: Final = 20_000
_NAME: Final = 1.5


def related_to(view: View, article: Article, *, size: int, deadline: Deadline) -> tuple[Hit, ...]:
    """The articles most like `article`, best first; the cluster picks the rarest stems."""
    alike: Dsl = {
        "more_like_this": {
            "fields": [STEMS.format("body")],
            "like": " ".join(_stems(article)),
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": _TERMS,
            "minimum_should_match": 1,
        }
    }
    names: list[Dsl] = [
        {"constant_score": {"filter": has_value(kind, [name]), "boost": _NAME}}
        for kind in NAME_FIELDS
        for name in facet_values(article, kind)
    ]
    body = {
        "query": {
            "bool": {
                "should": [alike, *names],
                "minimum_should_match": 1,
                "filter": view.visible,
                "must_not": [{"term": {"id": article.id}}],
            }
        },
        "sort": [{"_score": {"order": "desc"}}, *view.ties],
        "size": size,
        "track_total_hits": False,
    }
    rows = view.search(body, deadline)["hits"]["hits"]
    return tuple(
        Hit(article=article_of(row["_source"]), score=float(row["_score"])) for row in rows
    )


def _stems(article: Article) -> list[str]:
    """The stems of the words that carry meaning, each as often as it stands there."""
    found: list[str] = []
    for surface in WORD.findall(f"{article.title} {article.body[:_CHARS]}"):
        terms = word_terms(surface, article.language)
        if terms.exact and not is_stop_word(terms.exact[0][0], (article.language,)):
            found.extend(map(token, terms.stems))
    return found
