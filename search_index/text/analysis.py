"""How text becomes terms: one place, the same for writing and for asking.

`WORD` finds surfaces, the words as they stand. What a surface means is a function of the
surface and a language alone (`word_terms`, `query_terms`), so a writer can cache it.

Exact terms are folded words with positions; stems are kept next to them without positions.
A stem is a word of its language only (see `search_index.text.stems`).
A name with a particle is one surface of width 1, however it is written: "Al-Zouaghi",
"AlZouaghi" and "al Zouaghi" all give the exact terms `alzouaghi`, `zouaghi` and `al`, and
"Alzouaghi" gives `alzouaghi`. Other hyphenated words take a position for each part and give
the joined form as well; so do Arabic names written in one ("عبدالرحمن" has the words of
"عبد الرحمن"). "C++", "C#" and ".NET" are words with their signs. A function word in capitals
("UN" in a French text, "WHO" in an English one) has a stem in capitals as well, by which it is
found where it is asked for in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search_index.text.folding import APOSTROPHES
from search_index.text.folding import fold as fold
from search_index.text.stems import stems
from search_index.text.stop_words import STOP_WORDS, WITH_MEANING, stop_words

VERSION = 4
"""Changes whenever the same text would give other terms; an index carries it."""

_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0e31-\u0e4e\u00ad\u200c\u200d\u2060\ufeff"
)
_HYPHENS = "\\-\u2010\u2011"

WORD = re.compile(
    r"(?:(?<![^ \n\t(\"])\.(?=[^\W\d_]))?"
    r"[^\W_]+"
    r"(?:(?<=\b[AaEe][Ll])[ \u00a0](?=[^\W\d_])[^\W_]+)?"
    r"(?:(?=[^\s\w])(?:"
    rf"[{_HYPHENS}{APOSTROPHES}][^\W_]+"
    rf"|[{_MARKS}]+[^\W_]*"
    r"|(?<=\d)[.,]\d+"
    r"|(?<=\b[^\W\d_])\.[^\W\d_]\b"
    r"))*"
    r"(?:(?<=[^\W\d_])(?:\+\+|[+#](?!\w))(?![+#]))?"
)
"""Finds surfaces. It has no groups, so `WORD.findall(text)` gives the surfaces themselves."""

_GAPS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in "-'.,"}

_PARTICLES = frozenset(("al", "Al", "aL", "AL", "el", "El", "eL", "EL"))

_HYPHEN = re.compile(f"[{_HYPHENS} \u00a0]")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_HUMP = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z])")
_GLUED = re.compile(rf"[AaEe][Ll][{_HYPHENS} \u00a0]")
_ACRONYM = re.compile(r"[A-Z][A-Z.]+")
_OPERATORS = frozenset(("AND", "OR", "NOT"))
_NUMBER = re.compile(r"\d+(?:[.,]\d+)+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3}){2,}")
_SPACES = re.compile(r"[\W_]+")
_SIGNED = re.compile(r"(.*[^+#])([+#]+)", re.DOTALL)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_IN_ONE = re.compile(
    r"(?P<first>[وفبلك]?عبد)(?P<last>ال\w{2,})|(?P<name>\w{3,})(?P<tail>الدين|الله|الاسلام)"
    r"|(?P<father>[وفبل]?ابو)(?P<of>ظبي|بكر)"
)
_BEHIND = re.compile("[وفبلك](عبد|ابو|نور)")
"""The first word of a name behind a letter that is a word."""
_SERVANT = re.compile("^(عبد)(?=ال)")
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
"""A sign that is a word: of Chinese, Japanese or Korean."""
_ELIDED = frozenset(
    """
    l d j m t s n c qu jusqu lorsqu puisqu
    un dell nell all sull dall coll quell quest bell sant
    """.split()  # noqa: SIM905
)
_ELIDING = re.compile("[^bcdfgjklmnpqrstvwxz]")
_ELISION = re.compile(
    rf"(?:[ldjmtsnc]|(?:jus|lors|puis)?qu|un|(?:d|n|qu|b)ell|all|sull|dall|coll|quest|sant)"
    rf"[{APOSTROPHES}](?=[^\W\dbcdfgjklmnpqrstvwxz])",
    re.IGNORECASE,
)
"""Elision is before a vowel or a silent h: N'Djamena and D'Souza are no elisions."""
_CAPITALS = re.compile(rf"(?:[LDNMTSJ]|D[ae]ll|Sant)[{APOSTROPHES}][A-Z][^\W\d_]")
"""May be a name whole: D'Angelo, M'Hamed, L'Oréal; it is found as dangelo, too."""
_WITH_ELISION = ("fr", "it")
_CONTRACTED = re.compile(
    r"(?:what|who|where|when|how|why|that|there|here|it|he|she|let)'s"
    r"|(?:i|you|we|they|he|she|it|that|there|who|what)'(?:m|re|ve|ll|d)"
    r"|(?:is|are|was|were|do|does|did|has|have|had|ca|wo|could|should|would|must)n't"
)
_POSSESSED = re.compile(rf"[^\W\d_][{APOSTROPHES}]s", re.IGNORECASE)
_POSSESSIVE = frozenset(("s", ""))

_ARABIC = re.compile("[\u0620-\u064a]")
_BEFORE_ARABIC = ("ال", "وال", "بال", "لل", "و", "ب", "ل")


@dataclass(frozen=True, slots=True)
class WordTerms:
    """The terms of one surface.

    `width` is how many positions the surface takes. `exact` are folded words, each with
    its position within the surface (0 to width - 1), the whole surface's own form first
    (a run of Chinese or Japanese has none: each character is a word).
    `stems` are the stems of the same words in the article's language, each once; a stem of
    another language is another term.
    """

    width: int
    exact: tuple[tuple[str, int], ...]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """What to look up for one surface of a query.

    An article has the word if it has any of `stems`; having one of `exact` too is worth
    a bonus (there is none where articles have these without having the word). `parts` are
    the words of a surface of several: where they are next to each other, they stand for the
    surface as well. `stop` marks function words.
    """

    exact: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...] = ()
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
    """`WORD.findall` of an ASCII text, nearly all of whose words are between spaces."""
    spaced = f" {text} ".translate(_GAPS).replace(". ", " ").replace(", ", " ")
    chunks = spaced.split()
    if "_" in text or "+" in text or "#" in text or not _PARTICLES.isdisjoint(chunks):
        return WORD.findall(text)
    if "-" not in spaced and "'" not in spaced and "." not in spaced and "," not in spaced:
        return chunks
    words: list[str] = []
    for chunk in chunks:
        if chunk.isalnum():
            words.append(chunk)
        elif chunk[-2:] in _PARTICLES or chunk[0] == ".":
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
        word = pieces[0][0]
        capitals = capital_stems(word, language) if is_acronym(surface) else ()
        return WordTerms(1, (pieces[0],), stems(word, language) + capitals)
    width = 1 + max(offset for _, offset in pieces)
    found = dict.fromkeys(each for word, _ in pieces for each in stems(word, language))
    return WordTerms(width, tuple(pieces), tuple(found))


@lru_cache(maxsize=4096)
def query_terms(surface: str, languages: tuple[str, ...]) -> QueryTerms:
    """What to look up for a surface in an archive that holds `languages`."""
    pieces = _pieces(surface)
    if not pieces:
        return QueryTerms((), ())
    whole = pieces[0][0]
    parts: tuple[str, ...] = ()
    if pieces[-1][1] > 0:
        parts = phrase_words((surface,))
        if CJK.search(surface):
            return QueryTerms((), (), parts)
    elif _INITIALS.fullmatch(surface):
        parts = tuple(map(fold, surface.split(".")))
    stop = _is_function_word(surface, whole, parts, languages)
    by_language = {name: stems(whole, name) for name in languages}
    meant = by_language
    if is_acronym(surface):
        meant = {name: capital_stems(whole, name) or by_language[name] for name in languages}
    elif not stop:
        meant = {name: by_language[name] for name in _with_meaning(whole, languages)}
    return QueryTerms(
        exact=(whole,) if meant == by_language else (),
        stems=tuple(dict.fromkeys(each for way in meant.values() for each in way)) or (whole,),
        parts=parts,
        stop=stop,
    )


def _with_meaning(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages in which a word is no function word, all where there are none."""
    found = [
        name
        for name in languages
        if word not in STOP_WORDS.get(name, ()) or word in WITH_MEANING.get(name, ())
    ]
    return tuple(found) or languages


def is_acronym(surface: str) -> bool:
    """Whether it is in capitals: UN, U.N, WHO."""
    return _ACRONYM.fullmatch(surface) is not None and surface not in _OPERATORS


def capital_stems(word: str, language: str) -> tuple[str, ...]:
    """What a function word of a language has as a stem besides, where it is in capitals."""
    return (f"{word.upper()}/{language}",) if word in STOP_WORDS.get(language, ()) else ()


def phrase_words(words: Iterable[str]) -> tuple[str, ...]:
    """The exact words that a phrase of these surfaces asks for, one to a position."""
    wanted: list[str] = []
    for surface in words:
        heads: dict[int, str] = {}
        pieces = _pieces(surface)
        joined = len(pieces) > 1 and pieces[-1][1] > 0 and not CJK.search(surface)
        for word, position in pieces[joined:]:
            heads.setdefault(position, word)
        wanted.extend(heads[position] for position in sorted(heads))
    return tuple(wanted)


def prefixes(text: str) -> tuple[str, ...]:
    """What the exact terms begin with of the words that begin as `text` does.

    An Arabic word may have an article, "and" or a preposition before it.
    """
    found = surfaces(text)
    pieces = _pieces(found[0]) if len(found) == 1 and not CJK.search(text) else []
    start = pieces[0][0] if pieces else fold(text)
    if pieces and _POSSESSED.fullmatch(found[0]):
        start = fold(_APOSTROPHE.sub("", found[0]))  # O'S… is O'Sullivan, and no possessive
    if len(start) < 2 or not _ARABIC.match(start) or start.startswith("ال"):
        return (start,)
    return (start, *(before + start for before in _BEFORE_ARABIC))


def word_beginnings(text: str) -> tuple[str, ...]:
    """What the words begin with that complete an unfinished one; Arabic ones with the article."""
    return prefixes(text)[:2]


def unelided(surface: str) -> int:
    """Where the word of a surface begins after an elided one: 2 in `l'équ`, 0 in `N'Dj`."""
    found = _ELISION.match(surface)
    return found.end() if found else 0


def value_beginnings(text: str) -> tuple[str, ...]:
    """What a value or one of its words begins with where `text` was typed: "Al-Z" or "(WHO"."""
    found = surfaces(text)
    words = word_beginnings(text) if len(found) == 1 else ()
    apart = _SERVANT.sub(r"\1 ", start := fold(text))
    return tuple(dict.fromkeys((start, apart, *words)))


def names_of(text: str) -> list[tuple[tuple[str, ...], ...]]:
    """For each word of a name the ways in which a value can have it: in one, or in its parts."""
    found: list[tuple[tuple[str, ...], ...]] = []
    for surface in surfaces(text):
        terms = query_terms(surface, ("und",))
        ways = [way for way in (terms.exact, terms.parts) if way]
        if ways:
            found.append(tuple(ways))
    return found


def is_stop_word(word: str, languages: Iterable[str]) -> bool:
    """Whether a folded word is a function word in one of the languages."""
    return word in stop_words(tuple(languages))


def _is_function_word(
    surface: str, whole: str, parts: tuple[str, ...], languages: tuple[str, ...]
) -> bool:
    """Whether nobody looks for the word: not for WHO, l'or, nor for cars where English is read."""
    marked = _APOSTROPHE.search(surface) is not None
    if marked and "en" in languages:
        written = _APOSTROPHE.sub("'", surface).lower()
        if _CONTRACTED.fullmatch(written):
            return True
    if parts and any(STOP_WORDS.get(name, frozenset()).issuperset(parts) for name in languages):
        return True
    if marked:
        languages = tuple(name for name in languages if name in _WITH_ELISION)
    return is_stop_word(whole, languages) and not is_acronym(surface)


def plain_word(surface: str) -> str | None:
    """The exact term of a surface that is a word of ASCII letters and digits, None for others."""
    plain = surface.isascii() and surface.isalnum()
    if plain and (surface[1:].islower() or not _HUMP.search(surface)):
        return surface.lower()
    return None


def number_word(surface: str) -> str | None:
    """The exact term of a surface that is a number with points or commas, None for others.

    It is its stem as well, in every language.
    """
    if not _NUMBER.fullmatch(surface):
        return None
    grouped = _GROUPED.fullmatch(surface)
    return re.sub("[.,]", "", surface) if grouped else fold(surface.replace(",", "."))


def _pieces(surface: str) -> list[tuple[str, int]]:
    """The exact terms of a surface with their positions in it, the whole form first."""
    plain = plain_word(surface)
    if plain is not None:
        return [(plain, 0)]
    if surface[0] == ".":
        rest = _pieces(surface[1:])
        return [("." + rest[0][0], 0), *rest] if rest else []
    if surface[-1] in "+#" and (signed := _SIGNED.fullmatch(surface)):
        rest = _pieces(signed[1])
        whole = rest[0][0] if rest else fold(signed[1])
        return [(whole + signed[2], 0), *(rest if len(whole) > 2 else ())]
    if (number := number_word(surface)) is not None:
        return [(number, 0)]
    if CJK.search(surface):
        spaced = CJK.sub(lambda match: f" {match.group()} ", surface)
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
    elif len(pieces) == 1 and (in_one := _IN_ONE.fullmatch(pieces[0][0])):
        first, last = filter(None, in_one.groups())
        pieces += [(first, 0), (last, 1)]
    first_word = min(1, len(pieces) - 1)
    if pieces and (behind := _BEHIND.fullmatch(pieces[first_word][0])):
        pieces.insert(first_word + 1, (behind[1], 0))
    return list(dict.fromkeys(pieces))


def _unapostrophed(part: str) -> list[str]:
    """The words in a part without hyphens, its own form first: elisions and possessives off."""
    halves = [fold(half) for half in _APOSTROPHE.split(part)]
    joined = ""
    if len(halves) > 1 and halves[0] in _ELIDED and _ELIDING.match(halves[1]):
        if _CAPITALS.match(part):
            joined = "".join(halves)
        halves = halves[1:]
        part = _APOSTROPHE.split(part, maxsplit=1)[1]
    if len(halves) > 1 and halves[-1] in _POSSESSIVE:
        halves = halves[:-1]
        part = part[: max(part.rfind(mark) for mark in APOSTROPHES)]
    whole = "".join(halves).replace(".", "")
    if not whole:
        return []
    humps = [fold(hump) for hump in _HUMP.split(_APOSTROPHE.sub("", part))]
    extra = halves if len(halves) > 1 else humps if len(humps) > 1 else []
    extra = [*extra, joined]
    return [whole, *(word for word in extra if len(word) > 1 and word != whole)]
