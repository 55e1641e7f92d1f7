"""French: the forms of the verbs that attribute."""

from __future__ import annotations

from functools import cache
from typing import Final

from indexer.quotes.words import words_of

_ENDINGS: Final = ("e", "ent", "ait", "aient", "a", "èrent", "era", "eront")


@cache
def finite_forms() -> frozenset[str]:
    """The finite forms that attribute, without those of "avoir"."""
    words = words_of("french")
    made = {stem + ending for stem in words["stem"] for ending in _ENDINGS}
    made |= {
        "annonçait",
        "annonça",
        "jugeait",
        "jugea",
        "dénonçait",
        "lança",
        "lançait",
        "avançait",
    }
    return frozenset(made) | words["finite"]


@cache
def cue_words() -> frozenset[str]:
    """The folded words of which each may attribute a quotation."""
    words = words_of("french")
    return (
        finite_forms()
        | words["participle"]
        | words["gerund"]
        | {"selon", "après", "pour", "lire", "lit-on", "lit", "croire"}
    )


def verb_and_pronoun(word: str) -> tuple[str, str]:
    """The verb and the pronoun of "affirme-t-elle"; the pronoun is empty where there is none."""
    if "-" not in word:
        return word, ""
    head, _, pronoun = word.rpartition("-")
    if pronoun not in {"il", "elle", "ils", "elles"}:
        return word, ""
    return head.removesuffix("-t"), pronoun
