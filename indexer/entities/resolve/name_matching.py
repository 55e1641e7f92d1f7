"""When two spellings are one person's name, in one script or across two.

A name is cut into pieces (articles, patronymic particles and titles of address fall away).
Given name and surname must be spelled alike (`spelling.py`), what is between must not
contradict. A given name may also be shortened, or in the form of another language
(`given_name_forms.txt`). Surname and given name may change places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz.distance import OSA

from indexer.entities.resolve.spelling import NO_LIMIT, distance, graphemes
from indexer.language.given_names import given_names
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic, word_set
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

_ARTICLES = word_set("al el ul ar as ad az at ash ech l")
_LINKS = word_set(
    "bin ibn bint bn binti ben of de du des d la le van von der den ter di da dos y e del"
)
_JOINED = word_set(
    "abdel abdul abd abdal abdoul abdu abu abou ould ouled mint ait bou umm oum mac mc saint st "
    "sidi"
)
_ADDRESS = word_set(
    "sheikh shaikh cheikh sheikha sir dr prof mr mrs ms lord lady dame professor doctor rev"
)
_SUFFIXES = word_set("jr sr ii iii iv junior senior")
_GENERATIONS = {"junior": "jr", "ii": "jr", "senior": "sr"}
_ARABIC_LINKS = frozenset({"بن", "ابن", "بنت", "ال", "منت"})
_ARABIC_JOINED = frozenset({"عبد", "ابو", "ابي", "ابا", "ام", "ولد", "بو", "ايت", "سيدي"})
_INNER_CAPITAL = re.compile(r"\b(Al|El)(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name cut up: `pieces` in order, and how many of them the last word gave.

    `words` counts the words that are on their own: "Al Harthi" and "Ben Omar" are one.
    """

    pieces: tuple[str, ...]
    surname: tuple[str, ...]
    words: int
    generation: str = ""
    """ "jr", "sr" or a number, where the name says which of a family it is."""

    @property
    def full(self) -> bool:
        """Does it hold a given name and a surname?"""
        return self.words >= 2

    @property
    def arabic(self) -> bool:
        """Is it written in Arabic script?"""
        return bool(self.pieces) and is_arabic(self.pieces[0])


@lru_cache(maxsize=1 << 16)
def parse(name: str) -> PersonName:
    """Cut a name into pieces, the given name first."""
    groups = _arabic_groups(name) if is_arabic(name) else _latin_groups(_in_order(name))
    groups = [filled for group in groups if (filled := [piece for piece in group if piece])]
    pieces = tuple(piece for group in groups for piece in group)
    return PersonName(pieces, tuple(groups[-1]) if groups else (), len(groups), _generation(name))


def _generation(name: str) -> str:
    last = name.rpartition(" ")[2].lower().rstrip(".")
    return _GENERATIONS.get(last, last) if last in _SUFFIXES else ""


def _in_order(name: str) -> list[str]:
    """The words of a name, given name first: of "Last, First" and of "LAST First" too."""
    name = name.replace("ç", "s").replace("Ç", "S")
    before, comma, behind = name.partition(",")
    behind = behind.strip()
    if comma and behind and "," not in behind and behind.lower().rstrip(".") not in _SUFFIXES:
        name = f"{behind} {before}"
    words = _INNER_CAPITAL.sub(r"\1-", name.replace(",", " ")).split()
    while len(words) > 2 and words[0].lower().rstrip(".") in _ADDRESS:
        del words[0]
    while len(words) > 2 and words[-1].lower().rstrip(".") in _SUFFIXES:
        del words[-1]
    shouted = [word.isupper() and len(word) > 2 and "." not in word for word in words]
    if shouted and shouted[0] and not all(shouted):
        first = shouted.index(False)
        if not any(shouted[first:]):
            words = words[first:] + words[:first]
    return words


def _latin_groups(words: list[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    prefix = ""
    for at, word in enumerate(words):
        parts = fold_plain(word).replace(".", " ").split()
        group: list[str] = []
        for step, part in enumerate(parts):
            final = at == len(words) - 1 and step == len(parts) - 1
            if not final and part in _ARTICLES | _LINKS:
                continue
            if not final and part in _JOINED:
                prefix += part
                continue
            group.append(prefix + part)
            prefix = ""
        if group:
            groups.append(group)
    return groups


def _arabic_groups(name: str) -> list[list[str]]:
    groups: list[list[str]] = []
    prefix = ""
    raw = name.split()
    words = [fold_arabic(word) for word in raw]
    for at, word in enumerate(words):
        final = at == len(words) - 1
        if not final and word in _ARABIC_LINKS:
            continue
        if not final and word in _ARABIC_JOINED and raw[at][0] != "آ":
            prefix += word
            continue
        if word.startswith("ال") and len(word) > 4 and not prefix:
            word = word[2:]
        groups.append([prefix + word])
        prefix = ""
    return groups


@cache
def _forms() -> Mapping[str, frozenset[int]]:
    """Given names → the lines of the file that hold them."""
    found: dict[str, set[int]] = defaultdict(set)
    text = resources.files(__package__).joinpath("given_name_forms.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for word in line.split():
                found[fold_arabic(word) if is_arabic(word) else fold_plain(word)].add(number)
    return {word: frozenset(lines) for word, lines in found.items()}


def one_given_name(a: str, b: str) -> bool | None:
    """Are they forms of one given name by the file? None where it does not know both."""
    ours, theirs = _forms().get(a), _forms().get(b)
    return None if ours is None or theirs is None else not ours.isdisjoint(theirs)


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
    for ours, theirs in ((a, b), (b, a)):
        if is_arabic(ours):
            continue
        for other, cost in _shortened(ours):
            best = min(best, distance(other, theirs, limit - cost) + cost)
    if is_arabic(b) and not is_arabic(a):
        a, b = b, a
    if is_arabic(a) and not is_arabic(b) and a.endswith("ي"):
        best = min(best, distance(b, a[:-1] + "ا", limit))
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
    if known is not None and (given or known or is_arabic(a) != is_arabic(b)):
        return known
    if is_arabic(a) != is_arabic(b):
        return len(a) > 1 and len(b) > 1 and near(a, b, ACROSS_PIECE)
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if is_arabic(a):
        return _arabic_alike(a, b)
    return _given_alike(a, b) if given else _surname_alike(a, b)


def _arabic_alike(a: str, b: str) -> bool:
    """Two Arabic spellings: ones of a foreign name differ in its vowels and in g."""
    plain = [re.sub("[اويه]", "", word.translate(_ARABIC_ONE)) for word in (a, b)]
    if plain[0] != plain[1] or len(plain[0]) < 3:
        return False
    table = given_names()[1]
    return not (a in table and b in table)


_ARABIC_ONE = str.maketrans({"غ": "ج", "ث": "س", "ط": "ت", "ق": "ك", "ظ": "ز", "ذ": "ز", "ڤ": "ف"})


def _given_alike(a: str, b: str) -> bool:
    if _ending(a) != _ending(b):
        return False
    known = given_names()[0]
    if _opening(a) != _opening(b):
        return False
    if a in known and b in known:
        limit = LATIN_KNOWN * max(len(graphemes(a)), len(graphemes(b)))
        return distance(a, b, limit) <= limit
    return near(a, b, LATIN_GIVEN)


def _surname_alike(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) == 1 and _two_surnames(a, b) and {a, b} == {min(a, b), min(a, b) + "s"}:
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


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Is the shorter row of middle names in the longer one, in order?"""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(any(alike(piece, middle, given=True) for middle in rest) for piece in short)


def _as_one_word(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Are they the same if nobody knew where words end: "Jong-un", "Jongun"?"""
    a, b = "".join(ours), "".join(theirs)
    return len(ours) != len(theirs) and min(len(a), len(b)) >= 7 and near(a, b, JOINED)


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
    short, long = sorted((middle, arabic[1:-1]), key=len)
    rest = iter(long)
    return all(any(alike(piece, other) for other in rest) for piece in short)


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


_CLASSES = {
    "T": "t d th dh z s sh c ts tz dz cz sz sch tch tsch tsh dsch shch ch ت ط ث د ذ ض ظ ز س ص ش",
    "K": "k q kh ck g gh qu خ ق ك غ",
    "b": "b p ب",
    "l": "l ل",
    "m": "m م",
    "n": "n ن",
    "r": "r ر",
}
_CLASS = {word: letter for letter, words in _CLASSES.items() for word in words.split()}
_TWO_WAYS = {"ch": "TK", "c": "TK", "g": "K ", "gh": "K ", "ج": "K ", "j": " K", "zh": " T"}
_KEY_CHARS = 3


@lru_cache(maxsize=1 << 16)
def sound_keys(piece: str) -> frozenset[str]:
    """What all spellings of a piece share at least one of: its first consonants, in classes."""
    for link in ("ben", "بن"):
        if piece.startswith(link) and len(piece) > len(link) + 2:
            piece = piece.removeprefix(link)
    if len(piece) > 5 and piece.startswith("al"):
        return _sounds(piece) | _sounds(piece[2:])
    return _sounds(piece)


def _sounds(piece: str) -> frozenset[str]:
    keys = {""}
    for each in graphemes(piece):
        ways = _TWO_WAYS.get(each) or _CLASS.get(each, "")
        if not ways:
            continue
        keys = {
            key if key.endswith(way) or len(key) >= _KEY_CHARS else key + way.strip()
            for key in keys
            for way in ways
        }
    return frozenset(keys)


@lru_cache(maxsize=1 << 16)
def name_keys(name: PersonName) -> frozenset[str]:
    """Two full names that are one share at least one of these."""
    if not name.full:
        return frozenset()
    keys = _keys(name.pieces[0], name.pieces[-1])
    if len(name.surname) > 1:
        keys |= _keys(name.pieces[0], name.surname[0])
    if len(name.pieces) > 2 or name.arabic:
        joined = "".join(name.pieces)
        if len(joined) <= _SHORT_NAME:
            keys |= {f"*{key}" for key in sound_keys(joined)}
    elif len(name.pieces[0] + name.pieces[1]) <= _SHORT_NAME:
        keys |= {f"*{key}" for key in sound_keys(name.pieces[0] + name.pieces[1])}
    return keys


_SHORT_NAME = 12


def turned_keys(name: PersonName) -> frozenset[str]:
    """The keys of the name if its surname is first."""
    return _keys(name.pieces[-1], name.pieces[0]) if name.full else frozenset()


def _keys(given: str, surname: str) -> frozenset[str]:
    heads = {key[:1] for key in sound_keys(given)}
    heads |= {str(line) for line in _forms().get(given, ())}
    heads.add(f"{given[0]}.")  # for those who are written with an initial
    return frozenset(f"{head} {key}" for head in heads for key in sound_keys(surname))


def same_short(a: str, b: str) -> bool:
    """Is a surname that stands alone that of a name: the same letters, or the other script's?"""
    if a == b:
        return True
    if is_arabic(a) != is_arabic(b):
        return min(len(a), len(b)) > 2 and near(a, b, ACROSS_PIECE / 2)
    if is_arabic(a):
        return _arabic_alike(a, b)
    if min(len(a), len(b)) > 4 and a.removeprefix("al") == b.removeprefix("al"):
        return True
    first = a[0] == b[0] or {a[0], b[0]} in _ONE_SOUND
    return first and min(len(a), len(b)) > 4 and near(a, b, SHORT)


_ONE_SOUND = tuple(map(set, ("ck", "kq", "sz", "vw", "iy", "jy", "gj", "ou", "xz", "fp", "ei")))
"""First letters that another language may write for each other."""
