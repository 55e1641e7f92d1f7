"""Completions while somebody types: words, names and titles.

OpenSearch cannot list the words that begin so. Which words there are is learned from a
sample of the articles, whose words are kept as values; how many articles have each is then
counted exactly, over all.
"""

from __future__ import annotations

from typing import Any, Final

from search_index.engines.base import Suggestion
from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read.facets import having_prefix, literal, value_of
from search_index.engines.opensearch.read.query_compiler import Dsl, any_of
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.mapping import (
    COUNT,
    LOTS,
    NAMES,
    OTHERS,
    VOCABULARY,
    WORDS,
)
from search_index.engines.opensearch.store.tokens import beginning, token
from search_index.schema import NAME_FIELDS, TEXT_FIELDS
from search_index.text.analysis import WORD, fold, phrase_words

_SAMPLE: Final = 1000
_MORE: Final = 10
"""So many words more than wanted are counted, as a sample may have them in another order."""
_TITLES: Final = 3


def suggest(view: View, text: str, *, size: int, deadline: Deadline) -> tuple[Suggestion, ...]:
    """Completions of the last word of `text`, names with a word that begins so, and titles."""
    surfaces = WORD.findall(text)
    if not surfaces:
        return ()
    start = beginning(fold(surfaces[-1]))
    body = {
        "query": {"bool": {"filter": view.visible}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {
            **{kind: _names(kind, start, size) for kind in NAME_FIELDS},
            "words": _words(start, size, {"range": {"lot": {"lt": _lots(view)}}}),
        },
    }
    answer = view.search(body, deadline)["aggregations"]
    found = [
        Suggestion(text=value_of(bucket["key"]), kind=kind, count=bucket["doc_count"])
        for kind in NAME_FIELDS
        for bucket in answer[kind]["values"]["buckets"]
    ]
    words = _found(answer["words"])
    if len(words) < size and _lots(view) < LOTS:
        words = _rare_words(view, start, size, deadline)
    having = view.count_each([_has_word(word) for word in words], deadline)
    found += [
        Suggestion(text=word.replace("\u00a0", " "), kind="word", count=count)
        for word, count in zip(words, having, strict=True)
        if count
    ]
    found.sort(key=lambda row: (-row.count, row.text))
    titles = _titles(view, surfaces[:-1], start, min(_TITLES, size), deadline)
    return (*found[: size - len(titles)], *titles)


def _lots(view: View) -> int:
    """How many of the LOTS into which articles fall make a sample."""
    return min(LOTS, 1 + LOTS * _SAMPLE // max(1, view.state.articles))


def _names(kind: str, start: str, size: int) -> Dsl:
    terms: Dsl = {
        "field": COUNT.format(kind),
        "size": size,
        "shard_size": 20 * size,
        "order": [{"_count": "desc"}, {"_key": "asc"}],
        "include": having_prefix(start),
    }
    return {
        "filter": {"prefix": {NAMES.format(kind): start}},
        "aggs": {"values": {"terms": terms}},
    }


def _words(start: str, size: int, sample: Dsl) -> Dsl:
    terms = {
        "field": VOCABULARY,
        "size": size + _MORE,
        "include": f"{literal(start)}.*",
        "execution_hint": "map",
    }
    return {"filter": sample, "aggs": {"values": {"terms": terms}}}


def _found(answer: dict[str, Any]) -> list[str]:
    return [str(bucket["key"]) for bucket in answer["values"]["buckets"]]


def _rare_words(view: View, start: str, size: int, deadline: Deadline) -> list[str]:
    """Words that a sample of all articles is too small for, from articles that have them."""
    places = [place.format(name) for name in TEXT_FIELDS for place in (WORDS, OTHERS)]
    body = {
        "query": {
            "bool": {
                "filter": view.visible,
                "must": [any_of([{"prefix": {place: start}} for place in places])],
            }
        },
        "size": 0,
        "track_total_hits": False,
        "aggs": {
            "sample": {
                "sampler": {"shard_size": _SAMPLE},
                "aggs": {"words": _words(start, size, {"match_all": {}})},
            }
        },
    }
    return _found(view.search(body, deadline)["aggregations"]["sample"]["words"])


def _has_word(word: str) -> Dsl:
    places = [place.format(name) for name in TEXT_FIELDS for place in (WORDS, OTHERS)]
    return any_of([{"term": {place: word}} for place in places])


def _titles(
    view: View, before: list[str], start: str, size: int, deadline: Deadline
) -> list[Suggestion]:
    """Titles with the words typed so far and one that begins so, the newest first."""
    title = WORDS.format("title")
    words = [word for surface in before for word in phrase_words((surface,))]
    body = {
        "query": {
            "bool": {
                "filter": [
                    *view.visible,
                    {"prefix": {title: start}},
                    *({"term": {title: token(word)}} for word in words),
                ],
                "must_not": [{"exists": {"field": "duplicate_of"}}],
            }
        },
        "sort": [{"first_day": {"order": "desc", "missing": "_last"}}, *view.ties],
        "size": size,
        "track_total_hits": False,
        "_source": ["article.id", "article.title"],
    }
    rows = view.search(body, deadline)["hits"]["hits"]
    articles = [row["_source"]["article"] for row in rows]
    return [
        Suggestion(text=article["title"], kind="title", count=1, article_id=article["id"])
        for article in articles
    ]
