"""Labels of words → names with their offsets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from indexer.entities.data.arabic_words import sense_of, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import DEMONYM, FUNCTION, HONORIFIC, ROLE, TITLE, arabic_senses
from indexer.language.surnames import surnames
from indexer.language.tokens import ARABIC, Tokens
from search_index.model.article import NameKind

_BEFORE_PERSONS = TITLE | HONORIFIC | ROLE | DEMONYM
_KINDS: tuple[NameKind | None, ...] = (
    None,
    "person",
    "person",
    "organization",
    "organization",
    "place",
    "place",
)


_RARE = frozenset("فك")
"""Prefixes that seldom stand before a name, and often begin one: "France Presse", California."""


def spans(labels: Sequence[int]) -> Iterator[tuple[NameKind, int, int]]:
    """Kind, first token and the first one after it, of each name."""
    first = last = -1
    for at in [at for at, label in enumerate(labels) if label]:
        label = labels[at]
        inner = label % 2 == 0 and at == last + 1
        if first < 0 or not inner or _KINDS[label] != _KINDS[labels[last]]:
            if first >= 0 and (kind := _KINDS[labels[first]]):
                yield kind, first, last + 1
            first = at
        last = at
    if first >= 0 and (kind := _KINDS[labels[first]]):
        yield kind, first, last + 1


def cut_of(tokens: Tokens, at: int, words: frozenset[str], *, person: bool = False) -> int:
    """How many letters of the first word of a name are an Arabic prefix.

    `words` are the folded words of the text: a word that is there without the prefix
    too shows that it is one.
    """
    if tokens.kind[at] != ARABIC:
        return 0
    if person and (
        tokens.fold[at][0] == "ك" or (at and sense_of(tokens.fold[at - 1], _BEFORE_PERSONS)[0])
    ):
        return 0  # "Mrs Clara", "the writer Wasini": the letter is the name's own
    return _cut(tokens.fold[at], words)


def _cut(word: str, words: frozenset[str]) -> int:
    options = stems(word)
    if len(options) == 1 or _known(word):
        return 0
    for cut, stem in options[1:]:
        if _function(stem):
            continue
        if stem in words or (word[0] not in _RARE and (_known(stem) or stem.startswith("ال"))):
            return cut
    return 1 if word[0] == "و" and len(word) > 4 else 0


@lru_cache(maxsize=1 << 16)
def _known(word: str) -> bool:
    return word in gazetteer().places or word in arabic_senses() or word in surnames()


@lru_cache(maxsize=1 << 16)
def _function(word: str) -> bool:
    return bool(arabic_senses().get(word, 0) & FUNCTION)
