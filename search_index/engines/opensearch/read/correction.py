"""Correcting words that the archive does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from rapidfuzz.distance import OSA

from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read.query_compiler import Dsl
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.mapping import STEMS, WORDS
from search_index.engines.opensearch.store.tokens import token
from search_index.model.synonyms import Synonyms
from search_index.schema import TEXT_FIELDS
from search_index.text.analysis import fold, query_terms
from search_index.text.query_parser import plain_words

_MAX_WORDS: Final = 16


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong: none of a short one, two of a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def correct(
    text: str,
    view: View,
    languages: tuple[str, ...],
    deadline: Deadline,
    synonyms: Synonyms | None = None,
) -> str | None:
    """The text with every unknown word replaced by the nearest known one, None as it is."""
    places = list(plain_words(text))
    words = dict.fromkeys(text[start:end] for start, end in places)
    if synonyms is not None:
        words = {word: None for word in words if not synonyms.know(fold(word))}
    wanted = {w: exact for w in words if (exact := _to_look_up(w, languages))}
    wanted = dict(list(wanted.items())[:_MAX_WORDS])
    if not wanted:
        return None
    answer = view.search(_question(wanted, languages, view), deadline)
    known = answer["aggregations"]["known"]["buckets"]
    better = {
        surface: found
        for number, (surface, word) in enumerate(wanted.items())
        if not known[str(number)]["doc_count"]
        and (found := _nearest(word, number, answer["suggest"])) is not None
    }
    pieces, at = [], 0
    for start, end in places:
        if text[start:end] in better:
            pieces += [text[at:start], better[text[start:end]]]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def _to_look_up(surface: str, languages: tuple[str, ...]) -> str | None:
    terms = query_terms(surface, languages)
    if not terms.exact or terms.stop or surface.isupper() or not surface.isalpha():
        return None
    return terms.exact[0] if edits_allowed(terms.exact[0]) else None


def _question(wanted: Mapping[str, str], languages: tuple[str, ...], view: View) -> Dsl:
    """Which words are known, and which words are near them."""
    known: Dsl = {}
    near: Dsl = {}
    for number, (surface, word) in enumerate(wanted.items()):
        stems = [token(stem) for stem in query_terms(surface, languages).stems]
        ways = [{"terms": {STEMS.format(name): stems}} for name in TEXT_FIELDS]
        known[str(number)] = {"bool": {"should": ways}}
        for name in TEXT_FIELDS:
            near[f"{number} {name}"] = {
                "text": token(word),
                "term": {
                    "field": WORDS.format(name),
                    "suggest_mode": "always",
                    "max_edits": edits_allowed(word),
                    "prefix_length": 1,
                    "min_word_length": 1,
                    "size": 50,
                    "shard_size": 200,
                    "string_distance": "damerau_levenshtein",
                },
            }
    return {
        "query": {"bool": {"filter": view.visible}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"known": {"filters": {"filters": known}}},
        "suggest": near,
    }


def _nearest(word: str, number: int, suggest: Mapping[str, Any]) -> str | None:
    """The word with the fewest edits, of several the most frequent."""
    counts: dict[str, int] = {}
    for name in TEXT_FIELDS:
        for part in suggest[f"{number} {name}"]:
            for option in part["options"]:
                counts[option["text"]] = counts.get(option["text"], 0) + option["freq"]
    ranked = [
        (edits, -count, text)
        for text, count in counts.items()
        if 0 < (edits := OSA.distance(word, text)) <= edits_allowed(word)
    ]
    return min(ranked)[2] if ranked else None
