"""What is seen of a word by itself: its letters, its case, what the tables know of it.

The features of a word count for the word itself and, fewer of them, for its neighbors: `near`
up to one word away, `far` up to two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from indexer.entities.data import lexicon as lex
from indexer.entities.data.arabic_words import entries, stems
from indexer.entities.data.gazetteer import Place, fold_place, gazetteer
from indexer.entities.data.lexicon import arabic_senses, language_senses, phrases
from indexer.entities.recognize.word_classes import word_classes, word_kinds
from indexer.language.surnames import surnames
from indexer.language.tokens import (
    ABBREVIATION,
    ACRONYM,
    ARABIC,
    CAPITAL,
    CODE,
    INITIAL,
    classify,
)


class WordFeatures(NamedTuple):
    """Features of one word by how far from it they count."""

    far: tuple[str, ...]
    near: tuple[str, ...]
    own: tuple[str, ...]


def word_features(word: str, language: str) -> WordFeatures:
    """What is seen of one token of a text in that language."""
    folded, kind = classify(word)
    if kind == ARABIC:
        return _arabic(folded)
    far = [f"w={_plain(folded)}", f"shape={shape(word, kind)}"]
    if senses := language_senses(language).get(folded, 0):
        far += [name for bit, name in lex.SENSE_NAMES if senses & bit]
    far += _of_firms().get(folded, ())
    near: list[str] = []
    own: list[str] = []
    classes = word_classes("en")
    _classes(far, near, classes.get(word))
    if kind == ACRONYM and len(word) > 3:
        _classes(near, own, classes.get(word.title()), "title ")
        _classes(near, own, classes.get(word.lower()), "lower ")
    if kind == CAPITAL and (small := classes.get(word.lower())):
        own.append(f"lower case {small[4]}")  # "Tankers" at the head of a sentence
        if small[3]:
            own.append(f"lower class b{small[1]}")
    if kind in (CAPITAL, ACRONYM, INITIAL, ABBREVIATION):
        place = gazetteer().places.get(fold_place(word))
        if place is not None:
            near.append(place_feature(place))
        if folded in surnames():
            near.append("surname")
        if folded in phrases("known_organizations"):
            near.append("known organization")
        if kind != INITIAL:
            near.append(f"ends={folded[-3:]}")
            own += [f"ends={folded[-2:]}", f"ends={folded[-4:]}"]
            own += [f"begins={folded[:2]}", f"begins={folded[:3]}", f"begins={folded[:4]}"]
        if kind == ACRONYM:
            own.append(f"letters={min(len(word), 6)}")
    elif folded.isalpha():
        own.append(f"ends={folded[-3:]}")
    return WordFeatures(tuple(far), tuple(near), tuple(own))


def _classes(
    far: list[str], near: list[str], groups: tuple[int, ...] | None, mark: str = ""
) -> None:
    """The classes of a Latin word, and how often it has a capital letter."""
    if groups is None:
        near.append(f"{mark}class unknown")
        return
    if groups[3]:
        far += [f"{mark}class a{groups[0]}", f"{mark}class b{groups[1]}"]
        near += [f"{mark}class c{groups[2]}", f"{mark}class d{groups[3]}"]
    near.append(f"{mark}case {groups[4]}")


@cache
def _of_firms() -> Mapping[str, Sequence[str]]:
    """Words that are next to the names of firms, with the sections that they are in."""
    found: dict[str, list[str]] = {}
    for name in ("staff", "dealings", "business_verbs", "legal_forms"):
        for word in phrases(name):
            found.setdefault(word, []).append(name)
    return found


def place_feature(place: Place) -> str:
    """What the gazetteer says of a place, as a feature."""
    return f"place={place.rank}{'' if place.sure else '?'}"


_SAINTS = frozenset({"Saint", "Sainte", "St", "Ste", "Santa", "San"})


def shape(word: str, kind: int) -> str:
    """How a word is written, in a few classes."""
    if kind == CODE:
        if word.isdecimal():
            return f"digits{min(len(word), 5)}"
        return "digits mixed"
    if kind == ACRONYM:
        return "XX"
    if kind == INITIAL:
        return "X."
    if kind == CAPITAL:
        if "-" in word:
            first, *inner, last = word.split("-")
            if first in _SAINTS:
                return "Saint-X"
            if last[:1].isupper() and any(piece.islower() for piece in inner):
                return "Xx-x-X"  # « Bourg-en-Bresse »
            return "Xx-X" if word.rpartition("-")[2][:1].isupper() else "Xx-x"
        if "'" in word or "’" in word:
            return "X'X"
        return "Xx" if word[1:].islower() else "XxX"
    if kind == ABBREVIATION:
        return "X.X."
    if word.isalpha():
        return "x"
    return "mark" if len(word) == 1 else "other"


def _plain(folded: str) -> str:
    """A word with its digits made one."""
    if folded.isalpha():
        return folded
    return "".join("0" if c.isdecimal() else c for c in folded)


_KINDS = ("person", "organization", "place")


def _in_news(folded: str) -> list[str]:
    """What names an Arabic word, or what is left of it without a prefix, is part of in the news."""
    known = word_kinds("ar")
    for cut, stem in stems(folded):
        if (often := known.get(stem)) is not None:
            mark = "-" if cut else ""
            told = zip(_KINDS, often, strict=True)
            return [f"{mark}news {kind} {step}" for kind, step in told if step] or [
                f"{mark}news none"
            ]
    return ["news unknown"] if known else []


def _arabic(folded: str) -> WordFeatures:
    table = arabic_senses()
    places = gazetteer().places
    far = [f"w={folded}"]
    near: list[str] = []
    own: list[str] = []
    classes = word_classes("ar").get(folded)
    if classes is not None:
        far.append(f"class={classes[0]}")
        near.append(f"fine class={classes[1]}")
    elif len(found := stems(folded)) > 1 and (classes := word_classes("ar").get(found[-1][1])):
        far.append(f"-class={classes[0]}")
        near.append(f"-fine class={classes[1]}")
    else:
        near.append("class unknown")
    near += _in_news(folded)
    for cut, stem in stems(folded):
        mark = "" if not cut else "-"
        senses = table.get(stem, 0)
        far += [f"{mark}{name}" for bit, name in lex.SENSE_NAMES if senses & bit]
        if cut:
            far.append(f"stem={stem}")
            own.append(f"prefix={folded[:cut]}")
        place = places.get(stem)
        if place is not None:
            near.append(mark + place_feature(place))
        if stem in surnames():
            near.append(f"{mark}surname")
        if stem in entries("known_organizations"):
            near.append(f"{mark}known organization")
        bare = stem.removeprefix("ال")
        if bare != stem:
            own.append(f"{mark}definite")
            near.append(f"bare={bare}")
        if len(bare) > 4:
            own += [f"{mark}begins={bare[:2]}", f"{mark}begins={bare[:3]}"]
    own += [f"ends={folded[-1:]}", f"ends={folded[-2:]}", f"ends={folded[-3:]}"]
    own.append(f"letters={min(len(folded), 9)}")
    last = stems(folded)[-1][1]
    if classes is None and last not in table and last not in places:
        inner = last.removeprefix("ال")
        own += sorted({f"inner={inner[at : at + 3]}" for at in range(len(inner) - 2)})
    return WordFeatures(tuple(far), tuple(near), tuple(own))
