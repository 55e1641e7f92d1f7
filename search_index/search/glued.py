"""The part of a surface that matched, without what is glued to it: `l'`, `'s`, وال, neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from functools import cache
from typing import Final

from search_index.text.analysis import CJK, WordTerms, fold, unelided, word_terms
from search_index.text.folding import APOSTROPHES

_PIECE: Final = re.compile(f"[^-\u2010\u2011{APOSTROPHES}]+")
_PARTICLE: Final = re.compile("[AaEe][Ll](?:[-\u2010\u2011 \u00a0]|\\Z)")
_ELIDED: Final = re.compile(
    "(?:[ldjmtsnc]|(?:jus|lors|puis)?qu|un|(?:d|n|qu|b)ell|all|sull|dall|coll|quest|sant)"
    f"[{APOSTROPHES}]",
    re.IGNORECASE,
)
_POSSESSIVE: Final = re.compile(f"[{APOSTROPHES}]s?\\Z", re.IGNORECASE)
_PART: Final = re.compile("[^-\u2010\u2011 \u00a0]+")
_GLUE: Final = re.compile(f"[-\u2010\u2011{APOSTROPHES}. \u00a0]")
_OTHER: Final = re.compile(r"[^\W_]+")
_SPACE: Final = re.compile(r"\s")
_VOWELS: Final = "[\u064b-\u065f\u0670\u0640]*"
_ARABIC: Final = re.compile("[\u0620-\u064a]")


@cache
def _before() -> tuple[re.Pattern[str], ...]:
    """What may be glued before an Arabic word; compiled where one is met."""
    return tuple(
        re.compile(_VOWELS.join((*before, *particle, "")))
        for before in ("", "و", "ف")
        for particle in ("ال", "بال", "كال", "لل", "ب", "ك", "ل", "")
        if before + particle
    )


def matched_part(
    surface: str, language: str, fits: Callable[[WordTerms], bool], exact: Set[str]
) -> tuple[int, int]:
    """(start, end) of what matched within a surface.

    `fits` says whether the terms of a word do; `exact` are the words that were asked for.
    """
    whole = (0, len(surface))
    if surface.isascii() and surface.isalnum():
        return whole
    if _ARABIC.match(surface):
        return _without_prefix(surface, language, fits, exact)
    if particle := _PARTICLE.match(surface):
        # "el plan" may be an article and a noun; what joins "Al-Malik" makes it one name.
        begin = particle.end()
        if not surface[begin - 1].isspace() or fold(_SPACE.sub("", surface)) in exact:
            return whole
        words = ((0, begin - 1), (begin, len(surface)))
        parts = [at for at in words if fits(word_terms(surface[slice(*at)], language))]
        return parts[0] if len(parts) == 1 else whole
    if CJK.search(surface):
        signs = [at for at in _signs(surface) if fits(word_terms(surface[slice(*at)], language))]
        return (signs[0][0], signs[-1][1]) if signs else whole
    start, end = _bare(surface, language, fits)
    bare = surface[start:end]
    pieces = list(_PIECE.finditer(bare))
    wholes = [word for word, _ in word_terms(bare, language).exact[:1]]
    if len(pieces) > 1 and exact.isdisjoint(wholes):
        fitting = [p for p in pieces if fits(word_terms(p.group(), language))]
        if fitting:
            return start + fitting[0].start(), start + fitting[-1].end()
    return start, end


def part_of(surface: str, word: str, offset: int) -> tuple[int, int]:
    """(start, end) of an exact term within its surface, `offset` positions from its beginning."""
    whole = (0, len(surface))
    signs = CJK.search(surface) is not None
    if surface.isalnum() and not signs:
        return whole
    if _PARTICLE.match(surface) and fold(_SPACE.sub("", surface)) != word:
        return whole
    pieces = _signs(surface) if signs else [part.span() for part in _PART.finditer(surface)]
    if offset >= len(pieces) or _joined(surface) == word:
        return whole
    start, end = pieces[offset]
    behind = _POSSESSIVE.search(surface, start, end)
    for first, last in (
        (start, end),
        (start, behind.start() if behind else end),
        (start + unelided(surface[start:end]), end),
        (start + unelided(surface[start:end]), behind.start() if behind else end),
    ):
        if _joined(surface[first:last]) == word:
            return first, last
    return start, end


def _signs(surface: str) -> list[tuple[int, int]]:
    """Where the words of a surface are in which each Chinese or Japanese sign is one."""
    found: list[tuple[int, int]] = []
    at = 0
    for sign in CJK.finditer(surface):
        found += [other.span() for other in _OTHER.finditer(surface, at, sign.start())]
        found.append(sign.span())
        at = sign.end()
    return found + [other.span() for other in _OTHER.finditer(surface, at)]


def _joined(text: str) -> str:
    return fold(_GLUE.sub("", text))


def _bare(surface: str, language: str, fits: Callable[[WordTerms], bool]) -> tuple[int, int]:
    """Without an elided word in front and a possessive after."""
    start, end = 0, len(surface)
    behind = _POSSESSIVE.search(surface)
    if behind and fits(word_terms(surface[: behind.start()], language)):
        end = behind.start()
    before = _ELIDED.match(surface)
    if before and before.end() < end and fits(word_terms(surface[before.end() : end], language)):
        start = before.end()
    return start, end


def _in_one(surface: str) -> list[tuple[int, int]]:
    """The two words of a name that is written in one: عبد and الحميد in عبدالحميد."""
    terms = word_terms(surface, "ar")
    first = next((word for word, at in terms.exact[1:] if at == 0), None)
    if terms.width == 1 or first is None:
        return []
    cut = next((at for at in range(1, len(surface)) if fold(surface[:at]) == first), 0)
    return [(0, cut), (cut, len(surface))] if cut else []


def _without_prefix(
    surface: str, language: str, fits: Callable[[WordTerms], bool], exact: Set[str]
) -> tuple[int, int]:
    """Without the article and the like in front of an Arabic word."""
    end = len(surface)
    if fold(surface) in exact:
        return 0, end
    parts = [at for at in _in_one(surface) if fits(word_terms(surface[slice(*at)], language))]
    if len(parts) == 1:
        start, end = parts[0]
        return parts[0] if start else _without_prefix(surface[:end], language, fits, exact)
    starts = [found.end() for rule in _before() if (found := rule.match(surface))]
    fitting = [at for at in starts if end - at > 1 and fits(word_terms(surface[at:], language))]
    asked = [at for at in fitting if fold(surface[at:]) in exact]
    if not asked and any(word.startswith("ال") for word in exact):
        asked = [at for at in (0, *fitting) if fold(surface[at:]).startswith("ال")]
    return (min(asked) if asked else max(fitting, default=0)), end
