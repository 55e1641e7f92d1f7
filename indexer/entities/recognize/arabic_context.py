"""What is around an Arabic word: its neighbors, what they are, and its other places.

Arabic has no capital letters to show where a name begins and ends, so what a word and those
beside it are is seen together: a word that no table has between an office and a verb is a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import ARTICLE, stems
from indexer.entities.data.gazetteer import gazetteer
from indexer.entities.data.lexicon import arabic_senses
from indexer.entities.recognize.word_classes import word_classes
from indexer.language.tokens import ARABIC, Tokens

_MAX_CUES = 12
_MAX_PLACES = 30
_CUES = lex.mask("titles role_heads speech org_heads place_prepositions function given_names")


def see_arabic(tokens: Tokens, features: Mapping[int, list[str]]) -> None:
    """Add the features of Arabic words that depend on where they are."""
    senses = arabic_senses()
    seen: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    kinds, fold = tokens.kind, tokens.fold
    gists = ["\n", *map(_gist, fold), "\n"]
    for at, kind in enumerate(kinds):
        if kind != ARABIC:
            continue
        before = fold[at - 1] if at else "\n"
        behind = fold[at + 1] if at + 1 < len(fold) else "\n"
        cues = (f"before: {_cue(before)}", f"behind: {_cue(behind)}")
        left, here, right = gists[at : at + 3]
        features[at] += cues
        features[at] += (
            f"pair={before} {fold[at]}",
            f"kinds={left}, {here}",
            f"kinds {here}, {right}",
            f"kinds {left}, {here}, {right}",
        )
        for _, stem in stems(fold[at]):
            if not senses.get(stem, 0) & lex.FUNCTION:
                seen[stem].append((at, cues))
    for at, kind in enumerate(kinds):
        if kind != ARABIC:
            continue
        others = {
            cue
            for _, stem in stems(fold[at])
            for other, cues in seen.get(stem, ())[:_MAX_PLACES]
            if other != at
            for cue in cues
        }
        features[at] += [f"elsewhere {cue}" for cue in sorted(others)[:_MAX_CUES]]


@lru_cache(maxsize=1 << 16)
def _cue(word: str) -> str:
    senses = arabic_senses()
    for _, stem in stems(word):
        bits = senses.get(stem, 0) & _CUES
        if bits & (lex.FUNCTION | lex.PREPOSITION):
            return stem
        if bits:
            return next(name for bit, name in lex.SENSE_NAMES if bits & bit)
    return "word" if word[:1].isalpha() else "number" if word[:1].isdecimal() else word


@lru_cache(maxsize=1 << 16)
def _gist(word: str) -> str:
    """What a word is, in few kinds: its cue, a place, its class, or that nothing knows it."""
    if (cue := _cue(word)) != "word":
        return cue
    found = stems(word)
    for cut, stem in found:
        if stem in gazetteer().places:
            return "-place" if cut else "place"
    table = word_classes("ar")
    if classes := table.get(word):
        return str(classes[0])
    if len(found) > 1 and (classes := table.get(found[-1][1])):
        return f"-{classes[0]}"
    definite = " definite" if found[-1][1].startswith(ARTICLE) else ""
    return f"unknown{definite}{'-' if len(found) > 1 else ''}"
