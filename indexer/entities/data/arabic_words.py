"""Arabic words without their prefixes, and what they can be."""

from __future__ import annotations

from functools import cache, lru_cache

from indexer.entities.data import lexicon as lex
from indexer.entities.data.lexicon import arabic_senses
from indexer.language.normalize import fold_arabic

# Conjunctions come before prepositions; "لل" is the preposition with the article.
CONJUNCTIONS = "وف"
PREPOSITIONS = "بلك"
_POSSESSIVES = ("ها", "هم", "هما", "نا", "ه")
_ENDINGS = ("ات", "ين", "ون", "تين", "ته", "تها", "تهم", *_POSSESSIVES)
ARTICLE = "ال"
_ORDINARY = lex.mask(
    "nouns function speech topics portfolio org_heads role_words place_words role_heads titles"
)


@lru_cache(maxsize=1 << 16)
def stems(word: str) -> tuple[tuple[int, str], ...]:
    """The folded word as it stands and without prefixes, each with the letters left out.

    "وللمدير" gives itself, "للمدير", "المدير". Where the article is hidden in "لل" the
    letters left out are those before it.
    """
    found = [(0, word)]
    rest, cut = word, 0
    if len(rest) > 3 and rest[0] in CONJUNCTIONS:
        rest, cut = rest[1:], 1
        found.append((cut, rest))
    if len(rest) > 3 and rest.startswith("لل"):
        found.append((cut, ARTICLE + rest[2:]))
    elif len(rest) > 3 and rest[0] in PREPOSITIONS:
        found.append((cut + 1, rest[1:]))
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def sense_of(word: str, wanted: int) -> tuple[int, int, str]:
    """The senses among `wanted` of the first stem that has any: (senses, cut, stem)."""
    table = arabic_senses()
    for cut, stem in stems(word):
        bits = table.get(stem, 0) & wanted
        if bits:
            return bits, cut, stem
    return 0, 0, word


@lru_cache(maxsize=1 << 16)
def ordinary(word: str) -> bool:
    """Is the folded word a common noun, with or without article, prefix and ending?"""
    table = arabic_senses()
    if table.get(word, 0) & (lex.GIVEN_NAME | lex.PARTICLE):
        return False
    for _, stem in stems(word):
        bare = stem.removeprefix(ARTICLE) if len(stem) > 4 else stem
        for form in (stem, bare):
            if table.get(form, 0) & _ORDINARY:
                return True
            for ending in _ENDINGS:
                if form.endswith(ending) and len(form) - len(ending) >= 3:
                    cut = form[: -len(ending)]
                    if table.get(cut, 0) & lex.NOUN or table.get(cut + "ه", 0) & lex.NOUN:
                        return True
    return False


@cache
def entries(section: str) -> frozenset[str]:
    """The entries of a section of the Arabic file, folded."""
    return frozenset(fold_arabic(entry) for entry in lex.sections("ar").get(section, ()))


def definite(word: str) -> bool:
    """Does the folded word carry the article?"""
    return word.startswith(ARTICLE) and len(word) > 3
