"""Text as terms that OpenSearch takes as they are.

The server's analyzer splits at spaces and does nothing else, so what is stored here are our own
terms, separated by spaces. Where a place of the text has several words (Al-Zouaghi: alzouaghi,
zouaghi, al), the first is in `words` and the others, at the same place, in `forms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from search_index.text.analysis import WORD, phrase_words, word_terms
from search_index.text.written import written_forms

FORMS: Final = 4
"""How many further words one place can have."""
MAX_SURFACES: Final = 1_000_000
"""Of each field so many words can be found; the rest is shown, not searched."""
_NO_WORD: Final = "_"
_MAX_CHARS: Final = 120
_SPACE: Final = "\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """The terms of one text, separated by spaces.

    The n-th word of `words` and of each of `forms` is at place n of the text; `_` holds
    a place free. `others` are the words of `forms` without their places. `written` are words with
    the forms in which they are written, where these differ.
    """

    words: str
    forms: tuple[str, ...]
    others: str
    stems: str
    written: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Surface:
    words: str
    width: int
    forms: tuple[tuple[str, ...], ...]
    stems: str
    written: tuple[tuple[str, str], ...]


def token(term: str) -> str:
    """A term as the server sees it: without spaces, and short enough not to be cut.

    A long one keeps its beginning, for prefixes, and what distinguishes it.
    """
    if " " in term:
        term = term.replace(" ", _SPACE)
    if len(term) > _MAX_CHARS:
        digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        return term[:_MAX_CHARS] + _SPACE + digest
    return term


def beginning(start: str) -> str:
    """What the tokens of the terms that begin so begin with."""
    return start.replace(" ", _SPACE)[:_MAX_CHARS]


@lru_cache(maxsize=200_000)
def _surface(surface: str, language: str) -> _Surface:
    terms = word_terms(surface, language)
    heads = phrase_words((surface,))
    places: list[list[str]] = [[] for _ in range(terms.width)]
    for word, place in terms.exact:
        places[place].append(word)
    for place, head in enumerate(heads[: terms.width]):
        places[place].sort(key=head.__ne__)
    longest = min(max(map(len, places)), FORMS + 1)
    rows = [
        tuple(token(words[rank]) if rank < len(words) else _NO_WORD for words in places)
        for rank in range(longest)
    ]
    return _Surface(
        words=" ".join(rows[0]) if rows else " ".join([_NO_WORD] * terms.width),
        width=terms.width,
        forms=tuple(rows[1:]),
        stems=" ".join(map(token, terms.stems)),
        written=tuple((token(word), form) for word, form in written_forms(surface, terms)),
    )


def streams(text: str, language: str) -> Streams:
    """The terms of a text of an article in `language`."""
    words: list[str] = []
    stems: list[str] = []
    forms: list[list[str]] = []
    others: list[str] = []
    written: set[tuple[str, str]] = set()
    place = 0
    for found in WORD.findall(text)[:MAX_SURFACES]:
        surface = _surface(found, language)
        words.append(surface.words)
        stems.append(surface.stems)
        written.update(surface.written)
        for rank, row in enumerate(surface.forms):
            if rank == len(forms):
                forms.append([])
            forms[rank].extend([_NO_WORD] * (place - len(forms[rank])))
            forms[rank].extend(row)
            others.extend(word for word in row if word != _NO_WORD)
        place += surface.width
    return Streams(
        words=" ".join(words),
        forms=tuple(" ".join(row) for row in forms),
        others=" ".join(others),
        stems=" ".join(stems),
        written=frozenset(written),
    )


@lru_cache(maxsize=100_000)
def name_words(name: str) -> tuple[str, ...]:
    """The words by which a name is found when its beginning is typed, each once."""
    found = streams(name, "und")
    words = (*found.words.split(" "), *found.others.split(" "))
    return tuple(dict.fromkeys(word for word in words if word and word != _NO_WORD))
