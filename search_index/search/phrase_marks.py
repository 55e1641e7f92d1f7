"""Where the phrases of a query stand in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import TypeAlias

from search_index.search.glued import part_of
from search_index.text.analysis import WORD, word_terms
from search_index.text.spotting import Spotter


@dataclass(frozen=True, slots=True)
class PhraseLeaf:
    """A phrase of a query: its words, each at most `slop` further than next to the last."""

    number: int
    field: str | None
    words: tuple[str, ...]
    slop: int


Wanted: TypeAlias = tuple[tuple[str, int, int, int], ...]


class Placing(dict[str, tuple[int, Wanted]]):
    """How wide a surface is, and which wanted words it has at which positions within it.

    Of each word also from where to where it is in the surface: `oasis` in `l'oasis`.
    """

    def __init__(self, wanted: Set[str], language: str) -> None:
        super().__init__()
        self._wanted = wanted
        self._language = language

    def __missing__(self, surface: str) -> tuple[int, Wanted]:
        terms = word_terms(surface, self._language)
        there = [each for each in terms.exact if each[0] in self._wanted]
        wanted = tuple([(word, at, *part_of(surface, word, at)) for word, at in there])
        self[surface] = placed = (terms.width, wanted)
        return placed


def spot_phrase(
    phrase: PhraseLeaf, spotter: Spotter, placing: Placing
) -> Iterator[tuple[int, int]]:
    """Where a phrase stands, looked for around its rarest word."""
    words, step = phrase.words, phrase.slop + 1
    rarest = min(words, key=spotter.count)
    before = len(words) - 1 - words[::-1].index(rarest)
    after = len(words) - 1 - words.index(rarest)
    for low, high in spotter.around(rarest, before * step, after * step):
        if spotter.holds(low, high, words):
            places = places_in(spotter.text[low:high], placing)
            for start, end in phrase_spans(words, phrase.slop, places):
                yield low + start, low + end


def places_in(text: str, placing: Placing) -> dict[str, list[tuple[int, int, int]]]:
    """(position, start, end) of each wanted exact word in the text."""
    places: dict[str, list[tuple[int, int, int]]] = {}
    position = 0
    for found in WORD.finditer(text):
        width, wanted = placing[found.group()]
        begin = found.start()
        for word, offset, start, end in wanted:
            places.setdefault(word, []).append((position + offset, begin + start, begin + end))
        position += width
    return places


def phrase_spans(
    words: tuple[str, ...], slop: int, places: Mapping[str, list[tuple[int, int, int]]]
) -> Iterator[tuple[int, int]]:
    """Where the words follow each other, each at most `slop` further than next to the last."""
    if any(word not in places for word in words):
        return
    ends = [(position, start, end) for position, start, end in places[words[0]]]
    for word in words[1:]:
        reached = []
        for position, _, end in places[word]:
            near = [begun for begun in ends if 0 < position - begun[0] <= slop + 1]
            if near:
                reached.append((position, near[-1][1], end))
        ends = reached
    for _, start, end in ends:
        yield start, end
