"""The words that the rules lean on, read once from the data file of each language."""

from __future__ import annotations

from functools import cache
from importlib import resources

from indexer.language.normalize import fold_arabic_word, fold_case

Words = dict[str, frozenset[str]]


@cache
def words_of(language: str) -> Words:
    """The sections of `LANGUAGE/words.txt`, folded as the words of a sentence are."""
    fold = fold_arabic_word if language == "arabic" else fold_case
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    text = resources.files(__package__).joinpath(language, "words.txt").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
            continue
        current.update(map(fold, line.split()))
    return {name: frozenset(words) for name, words in sections.items()}
