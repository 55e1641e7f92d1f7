"""Stems: what the forms of a word have in common, for each language by itself.

A stem is written with its language ("run/en"), so that the French stem of an English word
never meets the English stem of another. A word of a language without a stemmer, a number or a
word in another script is its own stem, the same in all languages.

Words are folded before they are stemmed, and of each language only what works on them is taken
(see docs/adr/0014-stems-of-more-languages.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import Stemmer

from search_index.text.plurals import without_portuguese_plural, without_spanish_plural
from search_index.text.waw_words import WAW_WORDS

STEMMED: Final = ("en", "fr", "ar", "de", "es", "it", "nl", "pt", "ru")
"""The languages whose words have stems of their own."""

_SNOWBALL: Final = {
    code: Stemmer.Stemmer(name, 0)
    for code, name in {
        "en": "english",
        "fr": "french",
        "de": "german",
        "it": "italian",
        "nl": "dutch",
    }.items()
}
_REDUCED: Final[dict[str, Callable[[str], str]]] = {
    **{code: stemmer.stemWord for code, stemmer in _SNOWBALL.items()},
    "es": without_spanish_plural,
    "pt": without_portuguese_plural,
}
_RUSSIAN: Final = Stemmer.Stemmer("russian", 0)
_SHORT_I: Final = re.compile("(?<=[аеоуыэюяи])и\\Z")
"""What folding made of й at the end of a word, by which its endings are known."""

_APART: Final = {
    word: words.split()[0]
    for words in (
        "author authors authored",
        "import imports imported importing importer importers",
        "sever severs severed severing",
        "secrete secretes secreted",
        "numeral numerals",
        "designate designates designated designation designations",
        "animate animates animated animation animations",
        "morale",
        "locale locales",
        "heroine heroines",
        "humane",
        "hospitality",
        "department departments departmental",
        "apartment apartments",
        "literal literally",
    )
    for word in words.split()
}
"""English words that Snowball gives the stem of one of another meaning; what they have instead.

Not those of a common origin (majority, major; position, positive): readers look for both. Not
Cooper (cooperation) either: TIME ranks worse with it, so that TIME is no held-out evidence for the
list.
"""

_ARABIC: Final = re.compile("[\u0620-\u064a]")
_ARTICLES: Final = ("وال", "ولل", "بال", "كال", "فال", "فلل", "ال", "لل")
_ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def stems(word: str, language: str) -> tuple[str, ...]:
    """The stems by which an article of `language` has a folded word.

    They are several only where an Arabic word may begin with "and" or with a letter of its own.
    """
    if not word.isascii() and _ARABIC.match(word):
        return tuple(f"{each}/ar" for each in _arabic(word))
    reduced = _REDUCED.get(language)
    if reduced is None or not word.isascii() or not word.isalpha():
        if language == "ru" and word.isalpha():
            return (f"{_RUSSIAN.stemWord(_SHORT_I.sub('й', word))}/ru",)
        return (word,)
    apart = _APART.get(word) if language == "en" else None
    return (f"={apart}/en" if apart else f"{reduced(word)}/{language}",)


def only_stems(words: Sequence[str], language: str) -> list[str]:
    """The only stem of each of many words of ASCII letters and digits, found sooner."""
    stemmer = _SNOWBALL.get(language)
    if stemmer is None:
        return [stems(word, language)[0] for word in words]
    apart = _APART if language == "en" else {}
    return [
        f"{stem}/{language}" if word.isalpha() and word not in apart else stems(word, language)[0]
        for word, stem in zip(words, stemmer.stemWords(words), strict=True)
    ]


def _arabic(word: str) -> list[str]:
    """Light stems of a folded Arabic word, the surest first.

    After L. Larkey, L. Ballesteros, M. Connell, "Light Stemming for Arabic Information
    Retrieval" (2007), the variant light10: one article of those with "and" and prepositions,
    then every ending in turn, never leaving fewer than two letters. A leading "and" alone is
    taken off in addition, not instead, and not off the words that are known to begin with it.
    """
    whole = _without_endings(word)
    if whole in _WITH_WAW:
        return [whole]
    for article in _ARTICLES:
        left = len(word) - len(article)
        if word.startswith(article) and left >= (2 if len(article) < 3 else 3):
            return [_without_endings(word[len(article) :])]
    if not word.startswith("و") or len(word) < 4:
        return [whole]
    return [whole, *(each for each in _arabic(word[1:]) if each != whole)]


def _without_endings(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            word = word[: -len(ending)]
    return word


_WITH_WAW: Final = frozenset(map(_without_endings, WAW_WORDS))
