"""Correcting words that the archive does not have."""

from __future__ import annotations

from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.expand import near_with_edits
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.model.synonyms import Synonyms
from search_index.text.analysis import fold, query_terms
from search_index.text.query_parser import plain_words


def correct(
    text: str,
    snapshot: Snapshot,
    languages: tuple[str, ...],
    clock: Clock,
    synonyms: Synonyms | None = None,
) -> str | None:
    """The text with every unknown word replaced by the nearest known one, None as it is.

    Patterns, field names, what is unwanted and words that have synonyms stay as they are.
    """
    pieces, at = [], 0
    known: dict[str, str | None] = {}
    for start, end in plain_words(text):
        surface = text[start:end]
        if surface not in known:
            has_synonyms = synonyms is not None and synonyms.know(fold(surface))
            known[surface] = None if has_synonyms else _better(surface, snapshot, languages, clock)
        better = known[surface]
        if better is not None:
            pieces += [text[at:start], better]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong: none of a short one, two of a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _better(
    surface: str, snapshot: Snapshot, languages: tuple[str, ...], clock: Clock
) -> str | None:
    terms = query_terms(surface, languages)
    if not terms.exact or terms.stop or surface.isupper() or not surface.isalpha():
        return None
    for stem in terms.stems:
        for field in ("title_stem", "body_stem"):
            if snapshot.count(field, stem.encode("utf-8", "replace")):
                return None
    word = terms.exact[0]
    allowed = edits_allowed(word)
    if not allowed:
        return None
    candidates: dict[bytes, tuple[int, int]] = {}
    for segment in snapshot.segments:
        clock.check()
        dictionary = segment.data.words
        for ordinal, edits in near_with_edits(dictionary, word, allowed, 1):
            term = dictionary.term(ordinal)
            if term not in candidates:
                having = sum(snapshot.count(field, term) for field in ("title", "body"))
                candidates[term] = (edits, -having)
    if not candidates:
        return None
    return min(candidates, key=lambda term: (candidates[term], term)).decode()
