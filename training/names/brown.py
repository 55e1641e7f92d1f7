"""English classes of words, from the Brown clusters and frequencies of spacy-lookups-data.

A cluster is a path in a binary tree (Brown et al., 1992); its first steps are coarser classes.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from importlib import resources

WORDS = 120_000
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*")
_NEVER = -21.0
"""The logarithm of the frequency of a word that was not met."""
_STEPS = (-4, -2, -0.5, 0.5, 2, 4)


def english_classes() -> Mapping[str, tuple[int, ...]]:
    """Word → the classes of 4, 6, 10 and all steps, and how often it has a capital letter."""
    clusters, frequencies = _table("cluster"), _table("prob")
    numbers = {path: number for number, path in enumerate(sorted(set(clusters.values())))}
    words = [
        word
        for word in frequencies
        if _WORD.fullmatch(word) and (word.islower() or word[:1].isupper())
    ]
    words.sort(key=lambda word: (-frequencies[word], word))
    found = {}
    for word in words[:WORDS]:
        path = int(clusters.get(word, 0))
        steps = (path & 15, path & 63, path & 1023, numbers.get(path, 0))
        found[word] = (*steps, _case(word, frequencies))
    return found


def _case(word: str, frequencies: Mapping[str, float]) -> int:
    small = word.lower()
    capital = small[:1].upper() + small[1:]
    if small not in frequencies and capital not in frequencies:
        return 0
    gap = frequencies.get(small, _NEVER) - frequencies.get(capital, _NEVER)
    return 1 + sum(gap > step for step in _STEPS)


def _table(name: str) -> Mapping[str, float]:
    file = resources.files("spacy_lookups_data").joinpath(f"data/en_lexeme_{name}.json.gz")
    table: Mapping[str, float] = json.loads(gzip.decompress(file.read_bytes()))
    return table
