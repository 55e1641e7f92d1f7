"""What names the words of unlabelled Arabic news are part of, as weights read them.

A word that stands between words that say nothing is known by the places where they say much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from indexer.entities.data.arabic_words import stems
from indexer.entities.recognize.find import read_rules
from indexer.entities.recognize.tagger import Tagger
from indexer.language.tokens import ARABIC

MIN_COUNT = 3
STEPS = (0.05, 0.2, 0.5, 0.8)
"""Shares of the places of a word from which it is one step further."""


def kinds_in_news(tagger: Tagger, texts: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """Word → how often it is part of a name of each kind, in steps."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for text in texts:
        scan = read_rules(text, tagger.language)
        labels = tagger.read(scan.tokens, scan.found).labels
        for word, kind, label in zip(scan.tokens.fold, scan.tokens.kind, labels, strict=True):
            if kind == ARABIC:
                counts[word][(label + 1) // 2] += 1  # B- and I- of a kind are neighbors
    for word, of_kind in list(counts.items()):
        if of_kind[0] < sum(of_kind) / 2:  # a name behind a prefix counts for the bare word too
            for _, stem in stems(word)[1:]:
                counts[stem] = [a + b for a, b in zip(counts[stem], of_kind, strict=True)]
    return {
        word: tuple(sum(one >= step * total for step in STEPS) for one in of_kind[1:])
        for word, of_kind in counts.items()
        if (total := sum(of_kind)) >= MIN_COUNT
    }
