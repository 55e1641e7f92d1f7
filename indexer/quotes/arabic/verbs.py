"""Arabic: the forms of the verbs that attribute."""

from __future__ import annotations

from functools import cache

from indexer.quotes.words import words_of


@cache
def verb_forms() -> tuple[frozenset[str], frozenset[str]]:
    """Finite verbs, and participles, of both genders and numbers."""
    words = words_of("arabic")
    finite: set[str] = set()
    for verb in words["perfect"]:
        stem = verb[:-1] if verb[-1] in "اي" and len(verb) > 3 and verb not in {"قال"} else verb
        finite |= {verb, stem + "ت", stem + "وا", verb + "ا", verb + "تا"}
    for verb in words["present"]:
        finite |= {verb, "ت" + verb[1:], verb + "ون"}
    participles: set[str] = set()
    for word in words["participle"]:
        participles |= {word, word[:-1] + "ه", word[:-1] + "ين", word[:-1] + "ات"}
    return frozenset(finite), frozenset(participles)


@cache
def acting_verbs() -> frozenset[str]:
    """Finite verbs that say nothing themselves, before somebody who then does."""
    found: set[str] = set()
    for verb in words_of("arabic")["acting"]:
        stem = verb[:-1] if verb[-1] in "اي" and len(verb) > 2 else verb
        found |= {verb, stem + "ت", verb + "ت", stem + "وا", verb + "وا"}
    return frozenset(found)


def bare(word: str) -> str:
    """The folded word without "و" or "ف" before it."""
    return word[1:] if len(word) > 3 and word[0] in "وف" else word


@cache
def cue_words() -> frozenset[str]:
    """The folded words of which each may attribute a quotation."""
    finite, participles = verb_forms()
    alone = finite | participles | words_of("arabic")["source"]
    return alone | {prefix + word for prefix in "وف" for word in alone}
