"""How text becomes terms: one place, the same for writing and for asking.

`WORD` finds surfaces, the words as they stand. What a surface means is a function of the
surface and a language alone (`word_terms`, `query_terms`), so a writer can cache it.

Exact terms are folded words with positions; stems are kept beside them without positions.
A name with a particle is one surface of width 1, however it is written: "Al-Zouaghi",
"AlZouaghi" and "al Zouaghi" all give the exact terms `alzouaghi`, `zouaghi` and `al`, and
"Alzouaghi" gives `alzouaghi`. Other hyphenated words take a position for each part and give
the joined form as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from search_index.text.stop_words import STOP_WORDS

VERSION = 1
"""Changes whenever the same text would give other terms; an index carries it."""

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0e31-\u0e4e\u200c\u200d"
)
_HYPHENS = "\\-\u2010\u2011"
_APOSTROPHES = "'\u2019\u02bc"

WORD = re.compile(
    r"[^\W_]+"
    r"(?:(?<=\b[AaEe][Ll])[ \u00a0](?=[^\W\d_])[^\W_]+)?"
    r"(?:(?=[^\s\w])(?:"
    rf"[{_HYPHENS}{_APOSTROPHES}][^\W_]+"
    rf"|[{_MARKS}]+[^\W_]*"
    r"|(?<=\d)[.,]\d+"
    r"|(?<=\b[^\W\d_])\.[^\W\d_]\b"
    r"))*"
)
"""Finds surfaces. It has no groups, so `WORD.findall(text)` gives the surfaces themselves."""

_GAPS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "-'.,"}

_PARTICLES = frozenset(("al", "Al", "aL", "AL", "el", "El", "eL", "EL"))

_HYPHEN = re.compile(f"[{_HYPHENS} \u00a0]")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z])")
_GLUED = re.compile(rf"[AaEe][Ll][{_HYPHENS} \u00a0]")
_ACRONYM = re.compile(r"[A-Z][A-Z.]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}")
_SPACES = re.compile(r"[\W_]+")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_ELIDED = frozenset(("l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu"))
_POSSESSIVE = frozenset(("s", ""))

_DROP = re.compile(
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200c\u200d\u00ad]"
)
_LETTERS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ک": "ك", "ٱ": "ا", "ء": "",
        "’": "'", "ʼ": "'",
    }
)  # fmt: skip
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_DIGIT = re.compile(r"[^\W\D0-9]")


def fold(text: str) -> str:
    """Text without the differences a reader overlooks.

    Compatibility forms (NFKC), case, accents, Arabic vowel signs, kashida and letter
    variants (أ إ آ ا, ى ي, ة ه), and the digits of other scripts are made alike. The
    result may be longer or shorter than `text`; it is a fixed point of `fold`.
    """
    if not _NON_ASCII.search(text):
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    folded = _DROP.sub("", unicodedata.normalize("NFD", folded)).translate(_LETTERS)
    folded = unicodedata.normalize("NFKC", folded)
    return _DIGIT.sub(lambda match: str(unicodedata.digit(match.group(), "?")), folded)


@dataclass(frozen=True, slots=True)
class WordTerms:
    """The terms of one surface.

    `width` is how many positions the surface takes. `exact` are folded words, each with
    its position within the surface (0 to width - 1), the whole surface's own form first
    (a run of Chinese or Japanese has none: each character is a word).
    `stems` are the stems of the same words in the article's language, each once.
    """

    width: int
    exact: tuple[tuple[str, int], ...]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What to look up for one surface of a query.

    An article has the word if it has any of `stems`; having one of `exact` too is worth
    a bonus. `parts` are the words of a hyphenated surface: all of them together stand
    for the surface as well. `stop` marks function words.
    """

    exact: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[QueryTerms, ...] = ()
    stop: bool = False


def surfaces(text: str) -> list[str]:
    """The words of a text as they stand: `WORD.findall(text)`, found sooner."""
    if text.isascii():
        return _ascii_surfaces(text)
    found: list[str] = []
    for line in text.split("\n"):
        found += _ascii_surfaces(line) if line.isascii() else WORD.findall(line)
    return found


def _ascii_surfaces(text: str) -> list[str]:
    """`WORD.findall` of an ASCII text, nearly all of whose words stand between spaces."""
    spaced = f" {text} ".translate(_GAPS).replace(". ", " ").replace(", ", " ")
    chunks = spaced.split()
    if "_" in text or not _PARTICLES.isdisjoint(chunks):
        return WORD.findall(text)
    if "-" not in spaced and "'" not in spaced and "." not in spaced and "," not in spaced:
        return chunks
    words: list[str] = []
    for chunk in chunks:
        if chunk.isalnum():
            words.append(chunk)
        elif chunk[-2:] in _PARTICLES:
            return WORD.findall(text)
        else:
            words += WORD.findall(chunk)
    return words


@lru_cache(maxsize=65536)
def word_terms(surface: str, language: str) -> WordTerms:
    """The terms of a surface in an article of `language` (ISO 639-1)."""
    pieces = _pieces(surface)
    if not pieces:
        return WordTerms(1, (), ())
    if len(pieces) == 1:
        return WordTerms(1, (pieces[0],), (stem(pieces[0][0], language),))
    width = 1 + max(offset for _, offset in pieces)
    stems = dict.fromkeys(stem(word, language) for word, _ in pieces)
    return WordTerms(width, tuple(pieces), tuple(stems))


@lru_cache(maxsize=4096)
def query_terms(surface: str, languages: tuple[str, ...]) -> QueryTerms:
    """What to look up for a surface in an archive that holds `languages`."""
    pieces = _pieces(surface)
    if not pieces:
        return QueryTerms((), ())
    whole = pieces[0][0]
    parts: tuple[QueryTerms, ...] = ()
    if pieces[-1][1] > 0:
        unspaced = _CJK.search(surface) is not None
        parts = tuple(query_terms(word, languages) for word in phrase_words((surface,)))
        if unspaced:
            return QueryTerms((), (), parts)
    return QueryTerms(
        exact=(whole,),
        stems=tuple(dict.fromkeys(stem(whole, language) for language in languages)) or (whole,),
        parts=parts,
        stop=is_stop_word(whole, languages) and not _ACRONYM.fullmatch(surface),
    )


def phrase_words(words: Iterable[str]) -> tuple[str, ...]:
    """The exact words that a phrase of these surfaces asks for, one to a position."""
    wanted: list[str] = []
    for surface in words:
        heads: dict[int, str] = {}
        pieces = _pieces(surface)
        joined = len(pieces) > 1 and pieces[-1][1] > 0 and not _CJK.search(surface)
        for word, position in pieces[joined:]:
            heads.setdefault(position, word)
        wanted.extend(heads[position] for position in sorted(heads))
    return tuple(wanted)


def is_stop_word(word: str, languages: Iterable[str]) -> bool:
    """Whether a folded word is a function word in one of the languages."""
    return any(word in STOP_WORDS.get(language, ()) for language in languages)


def stem(word: str, language: str) -> str:
    """The stem of a folded word: Snowball for English and French, light10 for Arabic.

    A word of another language, or in another script than its language, is its own stem.
    """
    if language == "ar":
        return _light10(word)
    stemmer = _STEMMERS.get(language)
    if stemmer is None or not word.isascii() or not word.isalpha():
        return word if not _ARABIC.match(word) else _light10(word)
    return str(stemmer.stemWord(word))


_STEMMERS = {"en": Stemmer.Stemmer("english", 0), "fr": Stemmer.Stemmer("french", 0)}
_ARABIC = re.compile("[\u0620-\u064a]")
_ARTICLES = ("ال", "وال", "بال", "كال", "فال", "لل")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def _light10(word: str) -> str:
    """Light stemming of a folded Arabic word.

    Source: L. Larkey, L. Ballesteros, M. Connell, "Light Stemming for Arabic Information
    Retrieval" (2007), the variant light10: a leading "and", then one article of those
    with prepositions, then every ending in turn, never leaving fewer than two letters
    (three behind "and").
    """
    if not _ARABIC.match(word):
        return word
    if word.startswith("و") and len(word) > 3:
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            word = word[: -len(ending)]
    return word


def plain_word(surface: str) -> str | None:
    """The exact term of a surface that is a word of ASCII letters and digits, None for others."""
    plain = surface.isascii() and surface.isalnum()
    if plain and (surface[1:].islower() or not _HUMP.search(surface)):
        return surface.lower()
    return None


def _pieces(surface: str) -> list[tuple[str, int]]:
    """The exact terms of a surface with their positions in it, the whole form first."""
    plain = plain_word(surface)
    if plain is not None:
        return [(plain, 0)]
    if _NUMBER.fullmatch(surface):
        grouped = _GROUPED.fullmatch(surface)
        return [(re.sub("[.,]", "", surface) if grouped else fold(surface.replace(",", ".")), 0)]
    if _CJK.search(surface):
        spaced = _CJK.sub(lambda match: f" {match.group()} ", surface)
        words = [fold(word) for word in _SPACES.split(spaced)]
        return [(word, position) for position, word in enumerate(filter(None, words))]
    glued = _GLUED.match(surface) is not None
    pieces: list[tuple[str, int]] = []
    wholes: list[str] = []
    position = 0
    for part in _HYPHEN.split(surface):
        words = _unapostrophed(part)
        if not words:
            continue
        wholes.append(words[0])
        pieces.extend((word, position) for word in words)
        if not (glued and position == 0 and len(wholes) == 1):
            position += 1
    if len(wholes) > 1:
        pieces.insert(0, ("".join(wholes), 0))
    return list(dict.fromkeys(pieces))


def _unapostrophed(part: str) -> list[str]:
    """The words in a part without hyphens, its own form first: elisions and possessives off."""
    halves = [fold(half) for half in _APOSTROPHE.split(part)]
    if len(halves) > 1 and halves[0] in _ELIDED and halves[1]:
        halves = halves[1:]
        part = _APOSTROPHE.split(part, maxsplit=1)[1]
    if len(halves) > 1 and halves[-1] in _POSSESSIVE:
        halves = halves[:-1]
        part = part[: max(part.rfind(mark) for mark in _APOSTROPHES)]
    whole = "".join(halves).replace(".", "")
    if not whole:
        return []
    humps = [fold(hump) for hump in _HUMP.split(_APOSTROPHE.sub("", part))]
    extra = halves if len(halves) > 1 else humps if len(humps) > 1 else []
    return [whole, *(word for word in extra if len(word) > 1 and word != whole)]
