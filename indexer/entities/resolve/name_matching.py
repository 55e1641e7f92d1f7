"""When two spellings are one person's name, in one script or across two.

Given name and surname must be spelled alike (`spelling.py`), what is between must not
contradict. A given name may also be shortened, or in the form of another language
(`given_name_forms.txt`). Surname and given name may change places.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from indexer.entities.resolve.name_keys import one_given_name
from indexer.entities.resolve.name_pieces import PersonName
from indexer.entities.resolve.spelling import NO_LIMIT, distance, graphemes
from indexer.language.given_names import given_names
from indexer.language.normalize import is_arabic
from indexer.language.surnames import surnames

# Costs of `distance`, per grapheme of the longer word, at most.
LATIN_GIVEN = 0.45
LATIN_KNOWN = 0.25  # where both are given names that the lists know
LATIN_SURNAME = 0.5
ACROSS_PIECE = 0.75
ACROSS_NAME = 0.45
JOINED = 0.1  # of a name written as one word
JOINED_ACROSS = 0.35
SILENT = 0.7  # per word
SHORT = 0.1  # of a surname that stands alone
TYPO_CHARS = 6  # letters of a word in which one may be mistyped
TOLD = 7  # graphemes that two scripts must have in common


@lru_cache(maxsize=1 << 17)
def apart(a: str, b: str, most: float = NO_LIMIT) -> float:
    """The distance of two pieces per grapheme; Arabic articles and endings aside.

    One that is greater than `most` is not found out, which is sooner done: any greater number
    is given.
    """
    if a == b:
        return 0.0
    size = max(len(graphemes(a)), len(graphemes(b)), 1)
    limit = most * size + _ROUNDING
    best = distance(a, b, limit)
    arabic = is_arabic(a), is_arabic(b)
    for ours, theirs, in_arabic in ((a, b, arabic[0]), (b, a, arabic[1])):
        if in_arabic:
            continue
        for other, cost in _shortened(ours):
            best = min(best, distance(other, theirs, limit - cost) + cost)
    if arabic[0] != arabic[1]:
        theirs, ours = (b, a) if arabic[0] else (a, b)
        if ours.endswith("ي"):
            best = min(best, distance(theirs, ours[:-1] + "ا", limit))
    return best / size


_ROUNDING = 1e-6


def near(a: str, b: str, limit: float) -> bool:
    """Are two pieces no further apart than that, per grapheme?"""
    return apart(a, b, limit) <= limit


@lru_cache(maxsize=1 << 16)
def _shortened(word: str) -> tuple[tuple[str, float], ...]:
    """A Latin word without what is not always written or heard, and what leaving it costs."""
    found = []
    if len(word) > 5 and word.startswith("al"):
        found.append((word[2:], 0.0))
    if len(word) > 5 and word.startswith("ben"):
        found.append((word[3:], 0.0))
    if len(word) > 4 and word[-1] in "dtsxzpeh":
        found.append((word[:-1], SILENT))
        if word[-2] in "dtsx":
            found.append((word[:-2], SILENT))
    return tuple(found)


def alike(a: str, b: str, *, given: bool = False) -> bool:
    """May pieces `a` and `b` be one name, spelled otherwise or shortened to an initial?"""
    if a == b:
        return True
    known = one_given_name(a, b)
    arabic = is_arabic(a)
    across = arabic != is_arabic(b)
    if known is not None and (given or known or across):
        return known
    if across:
        return len(a) > 1 and len(b) > 1 and near(a, b, ACROSS_PIECE)
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if arabic:
        return _arabic_alike(a, b)
    return _given_alike(a, b) if given else _surname_alike(a, b)


def _arabic_alike(a: str, b: str) -> bool:
    """Two Arabic spellings: ones of a foreign name differ in its vowels and in g."""
    plain = _arabic_consonants(a)
    if plain != _arabic_consonants(b) or len(plain) < 3:
        return False
    table = given_names()[1]
    return not (a in table and b in table)


@lru_cache(maxsize=1 << 16)
def _arabic_consonants(word: str) -> str:
    return _ARABIC_VOWELS.sub("", word.translate(_ARABIC_ONE))


_ARABIC_VOWELS = re.compile("[اويه]")
_ARABIC_ONE = str.maketrans({"غ": "ج", "ث": "س", "ط": "ت", "ق": "ك", "ظ": "ز", "ذ": "ز", "ڤ": "ف"})


def _given_alike(a: str, b: str) -> bool:
    if _ending(a) != _ending(b) or _opening(a) != _opening(b):
        return False
    if {a, b} <= given_names()[0]:
        limit = LATIN_KNOWN * max(len(graphemes(a)), len(graphemes(b)))
        return distance(a, b, limit) <= limit
    return near(a, b, LATIN_GIVEN)


def _surname_alike(a: str, b: str) -> bool:
    if max(a, b) == min(a, b) + "s" and _two_surnames(a, b):
        return False  # Michael and Michaels
    if (a[-1] == "a") != (b[-1] == "a") and {a[-1], b[-1]} != {"a", "h"}:
        return False
    longest = max(len(graphemes(a)), len(graphemes(b)))
    limit = LATIN_SURNAME if longest > 3 else LATIN_SURNAME / 2
    return near(a, b, limit)


def _ending(word: str) -> str:
    """What distinguishes a woman's name from a man's: Maria, Danielle."""
    if word.endswith(("a", "ah")):
        return "a"
    return "e" if word.endswith(("lle", "nne", "ine", "ise", "ole", "one", "ie")) else ""


def _opening(word: str) -> str:
    """The first consonant or none, for Karim and Akram, Hamed and Ahmed are two names."""
    return "v" if word[0] in "aeiou" else ""


def mistyped(a: str, b: str) -> bool:
    """Do two long words of one script differ in one letter, or in two that changed places?

    Two surnames that are both usual are none mistyped: Johnson, Johnston.
    """
    return (
        min(len(a), len(b)) >= TYPO_CHARS
        and a[0] == b[0]
        and OSA.distance(a, b) == 1
        and not _two_surnames(a, b)
    )


def _two_surnames(a: str, b: str) -> bool:
    return a in surnames() and b in surnames()


def one_person(a: PersonName, b: PersonName) -> bool:
    """Are two full names forms of one person's name?"""
    if not (a.full and b.full) or (a.generation and b.generation and a.generation != b.generation):
        return False
    if a.arabic != b.arabic:
        latin, arabic = (b, a) if a.arabic else (a, b)
        return _across(latin.pieces, arabic.pieces)
    if _in_one_order(a.pieces, b.pieces, a, b) or _as_one_word(a.pieces, b.pieces):
        return True
    if a.arabic or len(a.pieces) != len(b.pieces):
        return False
    turned = (*b.pieces[1:], b.pieces[0])
    return a.pieces == turned or (*a.pieces[1:], a.pieces[0]) == b.pieces


def _in_one_order(
    ours: tuple[str, ...], theirs: tuple[str, ...], a: PersonName, b: PersonName
) -> bool:
    given = alike(ours[0], theirs[0], given=True)
    initial = 1 in (len(ours[0]), len(theirs[0]), len(ours[-1]), len(theirs[-1]))
    if ours[-1] != theirs[-1] and (initial or not given):
        return initial and given and _shares_double(a, b)
    last = alike(ours[-1], theirs[-1]) or _shares_double(a, b)
    if not (given and last):
        # one of the two may be mistyped, where the other is the same letter for letter
        typo = (ours[0] == theirs[0] and mistyped(ours[-1], theirs[-1])) or (
            ours[-1] == theirs[-1]
            and mistyped(ours[0], theirs[0])
            and _ending(ours[0]) == _ending(theirs[0])
            and not {ours[0], theirs[0]} <= given_names()[0]
        )
        if not typo:
            return False
    return _within(ours[1:-1], theirs[1:-1])


def _shares_double(a: PersonName, b: PersonName) -> bool:
    """ "Kowalska" and "Kowalska-Nowak"."""
    double, single = (a, b) if len(a.surname) > 1 else (b, a)
    return len(double.surname) > 1 and double.surname[0] == single.surname[-1] != ""


def _within(one: tuple[str, ...], other: tuple[str, ...], *, given: bool = True) -> bool:
    """Is the shorter row of middle names in the longer one, in order?"""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(any(alike(piece, middle, given=given) for middle in rest) for piece in short)


def _as_one_word(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Are they the same if nobody knew where words end: "Jong-un", "Jongun"?"""
    if len(ours) == len(theirs):
        return False
    a, b = "".join(ours), "".join(theirs)
    return min(len(a), len(b)) >= 7 and near(a, b, JOINED)


def _across(latin: tuple[str, ...], arabic: tuple[str, ...]) -> bool:
    """Are a Latin and an Arabic name one?"""
    if min(map(len, (*latin, *arabic))) < 2 and len(latin) != len(arabic):
        return False
    if len(latin) != len(arabic) and _near_across(latin, arabic, JOINED_ACROSS):
        return True
    given, last = (latin[0], arabic[0]), (latin[-1], arabic[-1])
    if not (alike(*given, given=True) and alike(*last)) or _woman(given[0], given[1]):
        return False
    if not one_given_name(*given) and not _near_across(
        (latin[0], latin[-1]), (arabic[0], arabic[-1]), ACROSS_NAME
    ):
        return False
    middle = tuple(piece for piece in latin[1:-1] if len(piece) > 1)
    return _within(middle, arabic[1:-1], given=False)


def _woman(latin: str, arabic: str) -> bool:
    """Is only one of two given names, by its ending, a woman's: Nabila, نبيل?"""
    if one_given_name(latin, arabic):
        return False
    return (latin[-1] == "a" and arabic[-1] not in "اهيع") or (
        arabic[-1] in "اه" and latin[-1] not in "aehoi"
    )


def _near_across(latin: tuple[str, ...], arabic: tuple[str, ...], limit: float) -> bool:
    """Are two names no further apart, written as one word? Ones that say little must be nearer."""
    a, b = "".join(latin), "".join(arabic)
    return near(a, b, limit / 2 if len(graphemes(a)) < TOLD else limit)


def same_short(a: str, b: str) -> bool:
    """Is a surname that stands alone that of a name: the same letters, or the other script's?"""
    if a == b:
        return True
    if (arabic := is_arabic(a)) != is_arabic(b):
        return min(len(a), len(b)) > 2 and near(a, b, ACROSS_PIECE / 2)
    if arabic:
        return _arabic_alike(a, b)
    if min(len(a), len(b)) > 4 and a.removeprefix("al") == b.removeprefix("al"):
        return True
    first = a[0] == b[0] or {a[0], b[0]} in _ONE_SOUND
    return first and min(len(a), len(b)) > 4 and near(a, b, SHORT)


_ONE_SOUND = tuple(map(set, ("ck", "kq", "sz", "vw", "iy", "jy", "gj", "ou", "xz", "fp", "ei")))
"""First letters that another language may write for each other."""
