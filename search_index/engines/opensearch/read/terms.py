"""The terms of a snapshot: words, values and titles that begin so.

OpenSearch cannot list the words that begin so. Which words there are is learned from a
sample of the articles, whose words are kept as values; how many articles have each is then
counted exactly, over all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from rapidfuzz.distance import OSA

from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read.facets import having_prefix, literal
from search_index.engines.opensearch.read.query_compiler import Asker
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.dsl import Dsl, any_of
from search_index.engines.opensearch.store.facet_keys import value_of
from search_index.engines.opensearch.store.mapping import (
    COUNT,
    FORM_END,
    LOTS,
    OTHERS,
    VOCABULARY,
    WORDS,
    WRITTEN,
)
from search_index.engines.opensearch.store.tokens import beginning, token
from search_index.engines.terms import Counted, Near, Titled, usual_form
from search_index.model.clauses import Clause, Word
from search_index.schema import TEXT_FIELDS
from search_index.text.analysis import is_stop_word

_SAMPLE: Final = 1000
_MORE: Final = 10
"""So many words more than wanted are counted, as a sample may have them in another order."""

_NEAR: Final = 10


class OpenSearchTerms:
    """See `search_index.engines.terms.Terms`. For one question: it has a deadline."""

    def __init__(self, view: View, languages: tuple[str, ...], deadline: Deadline) -> None:
        self._view = view
        self._languages = languages
        self._deadline = deadline

    def words(
        self, starts: Sequence[str], *, size: int, among: Clause | None = None
    ) -> list[Counted]:
        """The `size` most frequent exact words that begin in one of these ways, most first."""
        begun = [beginning(start) for start in starts]
        only = [] if among is None else [Asker(self._languages, exact=0.0).dsl(among)]
        words: list[str] = []
        if not only:
            lots = _lots(self._view)
            words = self._sampled(begun, size, {"range": {"lot": {"lt": lots}}}, [])
        if only or (len(words) < size and _lots(self._view) < LOTS):
            words = self._rare(begun, size, only)
        words = [word for word in words if not is_stop_word(word, self._languages)]
        ways = [{"bool": {"filter": [_has_word(word), *only]}} for word in words]
        having = self._view.count_each(ways, self._deadline)
        found = [
            Counted(word.replace("\u00a0", " "), count)
            for word, count in zip(words, having, strict=True)
            if count
        ]
        return sorted(found, key=lambda row: (-row.articles, row.text))[:size]

    def _sampled(self, begun: Sequence[str], size: int, sample: Dsl, only: list[Dsl]) -> list[str]:
        body = {
            "query": {"bool": {"filter": [*self._view.visible, *only]}},
            "size": 0,
            "track_total_hits": False,
            "aggs": {"words": _words(begun, size, sample)},
        }
        return _found(self._view.search(body, self._deadline)["aggregations"]["words"])

    def _rare(self, begun: Sequence[str], size: int, only: list[Dsl]) -> list[str]:
        """Words that a sample of all articles is too small for, from articles that have them."""
        places = [place.format(name) for name in TEXT_FIELDS for place in (WORDS, OTHERS)]
        ways = [{"prefix": {place: start}} for place in places for start in begun]
        body = {
            "query": {"bool": {"filter": [*self._view.visible, *only], "must": [any_of(ways)]}},
            "size": 0,
            "track_total_hits": False,
            "aggs": {
                "sample": {
                    "sampler": {"shard_size": _SAMPLE},
                    "aggs": {"words": _words(begun, size, {"match_all": {}})},
                }
            },
        }
        answer = self._view.search(body, self._deadline)["aggregations"]
        return _found(answer["sample"]["words"])

    def values(self, field: str, starts: Sequence[str], *, size: int) -> list[Counted]:
        """The most frequent values of a field that begin so, or a word of which does."""
        terms: Dsl = {
            "field": COUNT.format(field),
            "size": size,
            "shard_size": 20 * size,
            "order": [{"_count": "desc"}, {"_key": "asc"}],
            "include": having_prefix(starts),
        }
        body = {
            "query": {"bool": {"filter": self._view.visible}},
            "size": 0,
            "track_total_hits": False,
            "aggs": {"values": {"terms": terms}},
        }
        answer = self._view.search(body, self._deadline)["aggregations"]["values"]
        return [Counted(value_of(row["key"]), row["doc_count"]) for row in answer["buckets"]]

    def written(self, words: Sequence[str]) -> list[str]:
        """The form in which most articles write each of these exact words, by a sample of them."""
        if not words:
            return []
        tokens = [token(word) for word in words]
        forms: Dsl = {
            "terms": {
                "field": WRITTEN,
                "size": 10 * len(words),
                "include": f"({'|'.join(map(literal, tokens))}){FORM_END}.*",
                "execution_hint": "map",
            }
        }
        having: Dsl = {"filters": {"filters": {word: _has_word(word) for word in tokens}}}
        ways = [_has_word(word) for word in tokens]
        body = {
            "query": {"bool": {"filter": [*self._view.visible, any_of(ways)]}},
            "size": 0,
            "track_total_hits": False,
            "aggs": {
                "sample": {
                    "sampler": {"shard_size": _SAMPLE},
                    "aggs": {"forms": forms, "having": having},
                }
            },
        }
        sample = self._view.search(body, self._deadline)["aggregations"]["sample"]
        found: dict[str, dict[str, int]] = {}
        for bucket in sample["forms"]["buckets"]:
            word, _, form = bucket["key"].partition(FORM_END)
            found.setdefault(word, {})[form] = bucket["doc_count"]
        counts = sample["having"]["buckets"]
        return [
            usual_form(word, counts[key]["doc_count"], found[key]) if key in found else word
            for word, key in zip(words, tokens, strict=True)
        ]

    def fewer(self, words: Sequence[str], *, below: int) -> dict[str, int]:
        """Those of these words, in any of their forms, that fewer than `below` articles have."""
        asker = Asker(self._languages, exact=0.0)
        ways = [asker.dsl(Word(word)) for word in words]
        having = self._view.count_each(ways, self._deadline)
        return {word: n for word, n in zip(words, having, strict=True) if n < below}

    def near(self, word: str, *, edits: int, least: int) -> list[Near]:
        """Exact words of at least `least` articles so many edits away."""
        options = {
            "suggest_mode": "always",
            "max_edits": edits,
            "prefix_length": 1,
            "min_word_length": 1,
            "size": 50,
            "shard_size": 200,
            "string_distance": "damerau_levenshtein",
        }
        near = {
            place.format(name): {
                "text": token(word),
                "term": {"field": place.format(name), **options},
            }
            for name in TEXT_FIELDS
            for place in (WORDS, OTHERS)
        }
        body = {"size": 0, "track_total_hits": False, "suggest": near}
        answer = self._view.search(body, self._deadline)["suggest"]
        counts: Counter[str] = Counter()
        for name in near:
            for option in (option for part in answer[name] for option in part["options"]):
                counts[option["text"]] += option["freq"]
        distances = {other: OSA.distance(word, other) for other in counts}
        likely = [o for o in counts if 0 < distances[o] <= edits and counts[o] >= least]
        likely = sorted(likely, key=lambda other: (distances[other], -counts[other]))[:_NEAR]
        having = self._view.count_each([_has_word(other) for other in likely], self._deadline)
        return [
            Near(other, distances[other], articles)
            for other, articles in zip(likely, having, strict=True)
            if articles >= least
        ]

    def languages(self, clauses: Sequence[Clause]) -> list[dict[str, int]]:
        """Of what each clause finds, how many articles are in each language."""
        asker = Asker(self._languages, exact=0.0)
        named = {str(place): asker.dsl(clause) for place, clause in enumerate(clauses)}
        if not named:
            return []
        terms = {"terms": {"field": COUNT.format("language"), "size": 1000}}
        counted = {"filters": {"filters": named}, "aggs": {"languages": terms}}
        body = {
            "query": {"bool": {"filter": self._view.visible}},
            "size": 0,
            "track_total_hits": False,
            "aggs": {"each": counted},
        }
        answer = self._view.search(body, self._deadline)["aggregations"]["each"]["buckets"]
        return [
            {value_of(b["key"]): b["doc_count"] for b in answer[place]["languages"]["buckets"]}
            for place in named
        ]

    def titles(self, words: Sequence[str], starts: Sequence[str], *, size: int) -> list[Titled]:
        """The newest titles with all of these exact words and one that begins so."""
        places = (WORDS.format("title"), OTHERS.format("title"))
        begun = [{"prefix": {place: beginning(start)}} for place in places for start in starts]
        whole = [any_of([{"term": {place: token(w)}} for place in places]) for w in words]
        body = {
            "query": {
                "bool": {
                    "filter": [*self._view.visible, any_of(begun), *whole],
                    "must_not": [{"exists": {"field": "duplicate_of"}}],
                }
            },
            "sort": [{"first_day": {"order": "desc", "missing": "_last"}}, *self._view.ties],
            "size": size,
            "track_total_hits": False,
            "_source": ["article.id", "article.title"],
        }
        rows = self._view.search(body, self._deadline)["hits"]["hits"]
        articles = [row["_source"]["article"] for row in rows]
        return [Titled(article["title"], article["id"]) for article in articles]


def _lots(view: View) -> int:
    """How many of the LOTS into which articles fall make a sample."""
    return min(LOTS, 1 + LOTS * _SAMPLE // max(1, view.state.articles))


def _words(begun: Sequence[str], size: int, sample: Dsl) -> Dsl:
    terms = {
        "field": VOCABULARY,
        "size": size + _MORE,
        "include": "|".join(f"{literal(start)}.*" for start in begun),
        "execution_hint": "map",
    }
    return {"filter": sample, "aggs": {"values": {"terms": terms}}}


def _found(answer: dict[str, Any]) -> list[str]:
    return [str(bucket["key"]) for bucket in answer["values"]["buckets"]]


def _has_word(word: str) -> Dsl:
    places = [place.format(name) for name in TEXT_FIELDS for place in (WORDS, OTHERS)]
    return any_of([{"term": {place: word}} for place in places])
