"""Right spellings for words that are probably wrong: ones that no article has, or hardly any.

A word that some articles have may be right, so it is only offered another where that is a hundred
times as common. What is offered is written as most articles write it, and comes from articles of
the language that the rest of the query is in: no word is corrected into another language's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from search_index.engines.terms import Near, Terms
from search_index.model.clauses import Clause, Phrase, Word
from search_index.model.synonyms import Synonyms
from search_index.schema import NAME_FIELDS
from search_index.text.analysis import (
    QueryTerms,
    fold,
    query_terms,
    surfaces,
    word_beginnings,
)
from search_index.text.folding import APOSTROPHES
from search_index.text.query_tokens import as_meant, plain_words

COMMONER: Final = 100
"""So many times as common is what is offered for a word that some articles have."""
_SHARE: Final = 0.1
"""A word is one of every language that so many of its articles are in."""
_TELLING: Final = 5
"""A word of fewer letters is one letter away from too many others that are right as well."""
_LONG: Final = 9
"""In a word that some articles have two letters are wrong only where it is so long."""
_MARKED: Final = re.compile(f"[-\u2010\u2011{APOSTROPHES}]")
"""What a misspelt word can have within it: al-Zouagi, O'Brein."""
_LOOKED_UP: Final = 16
_NAMED: Final = 50


def edits_allowed(word: str) -> int:
    """How many letters of a word may be wrong: none of a short one, two of a long one."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def correct(
    terms: Terms,
    text: str,
    languages: Mapping[str, int],
    synonyms: Synonyms | None = None,
    *,
    rare: bool = False,
    unfinished: str | None = None,
) -> str | None:
    """The text with every unknown word replaced by the nearest known one, None as it is.

    With `rare` also words that have a much commoner neighbour. `languages` are those of the
    archive with their articles. Patterns, field names, what is unwanted and words that have
    synonyms stay as they are, and so does the word that is `unfinished`, where one begins so.
    """
    text = as_meant(text)
    places = list(plain_words(text))
    spelt = dict.fromkeys(text[start:end] for start, end in places)
    words = [w for w in spelt if synonyms is None or not synonyms.know(fold(w))]
    better = _better(terms, words, languages, rare=rare, unfinished=unfinished)
    pieces, at = [], 0
    for start, end in places:
        found = better.get(text[start:end])
        if found is not None:
            pieces += [text[at:start], found]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def _better(
    terms: Terms,
    words: Sequence[str],
    languages: Mapping[str, int],
    *,
    rare: bool,
    unfinished: str | None,
) -> dict[str, str]:
    """The words that are probably wrong, and what they are to be replaced by."""
    asked = {word: query_terms(word, tuple(languages)) for word in words}
    asked = {word: each for word, each in asked.items() if each.exact and not each.stop}
    looked_up = [word for word in asked if _can_be_wrong(word, asked[word])][:_LOOKED_UP]
    if not looked_up:
        return {}
    below = sum(languages.values()) // COMMONER + 1 if rare else 1
    few = dict(terms.fewer(looked_up, below=below))
    if unfinished in few and terms.words(word_beginnings(unfinished), size=1):
        del few[unfinished], asked[unfinished]
    known = tuple(languages)
    near = {w: found for w in few if (found := _near(terms, asked[w], few[w], known))}
    near = {w: found for w, found in near.items() if few[w] or not _is_name(terms, w)}
    if not near:
        return {}
    there = [word for word in asked if word not in few or few[word]]
    spoken = dict(zip(there, _languages(terms, [Word(word) for word in there]), strict=True))
    better: dict[str, str] = {}
    for word, options in near.items():
        own = [spoken[word]] if few[word] else list(spoken.values())
        chosen = _of_these(terms, options, frozenset[str]().union(*own))
        if chosen is not None:
            better[word] = chosen
    written = dict(zip(better, terms.written(list(better.values())), strict=True))
    return {word: _in_case_of(word, form) for word, form in written.items()}


def _can_be_wrong(surface: str, terms: QueryTerms) -> bool:
    is_word = _MARKED.sub("", surface).isalpha() and not surface.isupper()
    return is_word and edits_allowed(terms.exact[0]) > 0


def _near(terms: Terms, asked: QueryTerms, articles: int, languages: tuple[str, ...]) -> list[Near]:
    """The words near one that so many articles have, the likeliest first; none of its own forms."""
    word = asked.exact[0]
    if not articles:
        found = terms.near(word, edits=edits_allowed(word), least=1)
    elif len(word) < _TELLING:
        return []
    else:
        edits = 1 if len(word) < _LONG else 2
        found = terms.near(word, edits=edits, least=articles * COMMONER)
        own = set(asked.stems)
        found = [n for n in found if own.isdisjoint(query_terms(n.text, languages).stems)]
    first = word[0]
    # Of equally common ones that with the same first letter, then the one that has a letter more.
    return sorted(
        found, key=lambda n: (n.edits, -n.articles, n.text[0] != first, -len(n.text), n.text)
    )


def _is_name(terms: Terms, word: str) -> bool:
    """Whether a person, organization or place is called so, if in another language's articles."""
    start = fold(word)
    return any(
        start in map(fold, surfaces(value.text))
        for field in NAME_FIELDS
        for value in terms.values(field, (start,), size=_NAMED)
    )


def _languages(terms: Terms, clauses: Sequence[Clause]) -> list[frozenset[str]]:
    """The languages in which much of what each clause finds is written."""
    return [
        frozenset(name for name, n in counts.items() if n >= _SHARE * sum(counts.values()))
        for counts in terms.languages(clauses)
    ]


def _of_these(terms: Terms, options: Sequence[Near], languages: frozenset[str]) -> str | None:
    """The first of the options that is a word of these languages; of any if there are none."""
    if not languages:
        return options[0].text
    spoken = _languages(terms, [Phrase((near.text,)) for near in options])
    for near, own in zip(options, spoken, strict=True):
        if not own.isdisjoint(languages):
            return near.text
    return None


def _in_case_of(surface: str, word: str) -> str:
    return word[0].upper() + word[1:] if surface[0].isupper() else word
