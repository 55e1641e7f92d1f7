"""When two spellings are one person's name, in one script or across two.

A name is cut into pieces (articles and patronymic particles fall away). Pieces are
compared by their consonants in classes that Arabic and Latin spellings share, in the
manner of Soundex; between two Latin spellings the vowels must not contradict either, so
that Hussein is no Hassan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.normalize import fold_arabic, fold_plain, is_arabic, word_set

_ARTICLES = word_set("al el ul ar as ad az at ash ech l")
_LINKS = word_set("bin ibn bint bn binti of de du des d la le van von der den ter di da dos y e")
_JOINED = word_set(
    "abdel abdul abd abdal abdoul abdu abu abou ben ould mint ait bou umm oum mac mc saint st sidi"
)
_ARABIC_LINKS = frozenset({"بن", "ابن", "بنت", "ال", "منت"})
_ARABIC_JOINED = frozenset({"عبد", "ابو", "ابي", "ابا", "ام", "ولد", "بو", "ايت", "سيدي", "ابن"})
_INNER_CAPITAL = re.compile(r"\b(Al|El)(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name cut up: `pieces` in order, and how many of them the last word gave.

    `words` counts the words that stand by themselves: "Al Harthi" and "Ben Omar" are one.
    """

    pieces: tuple[str, ...]
    surname: tuple[str, ...]
    words: int

    @property
    def full(self) -> bool:
        """Does it hold a given name and a surname?"""
        return self.words >= 2


@lru_cache(maxsize=1 << 16)
def parse(name: str) -> PersonName:
    """Cut a name without titles into pieces."""
    groups = _arabic_groups(name) if is_arabic(name) else _latin_groups(name)
    pieces = tuple(piece for group in groups for piece in group)
    return PersonName(pieces, tuple(groups[-1]) if groups else (), len(groups))


def _latin_groups(name: str) -> list[list[str]]:
    groups: list[list[str]] = []
    prefix = ""
    words = _INNER_CAPITAL.sub(r"\1-", name).split()
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
            group.append(prefix + _without_article(part))
            prefix = ""
        if group:
            groups.append(group)
    return groups


def _without_article(part: str) -> str:
    return part[2:] if len(part) >= 6 and part[:2] in ("al", "el") else part


def _arabic_groups(name: str) -> list[list[str]]:
    groups: list[list[str]] = []
    prefix = ""
    words = fold_arabic(name).split()
    for at, word in enumerate(words):
        final = at == len(words) - 1
        if not final and word in _ARABIC_LINKS:
            continue
        if not final and word in _ARABIC_JOINED:
            prefix += word
            continue
        if word.startswith("ال") and len(word) > 4 and not prefix:
            word = word[2:]
        groups.append([prefix + word])
        prefix = ""
    return groups


_DIGRAPHS = (
    ("kh", "x"),
    ("gh", "j"),
    ("sch", "S"),
    ("tch", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "j"),
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "k"),
    ("zh", "j"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
)
_LATIN_CLASSES = str.maketrans({"c": "k", "q": "k", "g": "j", "z": "d", "v": "f", "p": "b"})
_ARABIC_CLASSES = str.maketrans(
    {
        "ب": "b",
        "پ": "b",
        "ت": "t",
        "ط": "t",
        "ث": "t",
        "ج": "j",
        "غ": "j",
        "ح": "h",
        "ه": "h",
        "خ": "x",
        "د": "d",
        "ض": "d",
        "ذ": "d",
        "ظ": "d",
        "ز": "d",
        "ر": "r",
        "س": "s",
        "ص": "s",
        "ش": "S",
        "ف": "f",
        "ڤ": "f",
        "ق": "k",
        "ك": "k",
        "گ": "k",
        "ل": "l",
        "م": "m",
        "ن": "n",
        "ا": "",
        "ع": "",
        "ء": "",
        "و": "",
        "ي": "",
    }
)
_DOUBLED = re.compile(r"(.)\1+")
_NOT_CONSONANT = re.compile(r"[aeiouyw']")


@lru_cache(maxsize=1 << 16)
def skeleton(piece: str) -> str:
    """The consonants of a piece, in classes; "a" stands for an initial vowel and a final a.

    Those two stay because they tell Akram from Karim and Salma from Salim.
    """
    if is_arabic(piece):
        head = "a" if piece[0] in "اع" else ""
        tail = "a" if len(piece) > 2 and piece[-1] in "اه" else ""
        body = (piece[:-1] if piece[-1] == "ه" else piece).translate(_ARABIC_CLASSES)
    else:
        text = piece[:-1] if piece.endswith("ah") else piece
        head = "a" if text[:1] in tuple("aei") or re.match(r"o[^u]|u", text) else ""
        tail = "a" if text.endswith("a") and len(text) > 2 else ""
        body = _NOT_CONSONANT.sub("", _classes(text))
    body = _DOUBLED.sub(r"\1", body)
    # the article within Abdelkader and Abderrahman, which half of the spellings leave out
    body = re.sub(r"^bdl?(?=.)", "bd", body) if head else body
    return head + body + tail


def block(piece: str) -> str:
    """What all spellings of a piece share: its skeleton without h and a, s and t as one.

    A "ben" that is written together with its name does not count either.
    """
    for link in ("ben", "بن"):
        if piece.startswith(link) and len(piece) > len(link) + 2:
            piece = piece.removeprefix(link)
    return skeleton(piece).replace("s", "t").replace("h", "").replace("a", "")


def _classes(text: str) -> str:
    for pair, one in _DIGRAPHS:
        text = text.replace(pair, one)
    return text.translate(_LATIN_CLASSES)


@lru_cache(maxsize=1 << 16)
def _vowels(piece: str) -> tuple[str, ...]:
    """The vowel between each two consonants: a, i, u, "" for none, "e" for any."""
    found = []
    for gap in re.split(r"[^aeiouyw]+", _DOUBLED.sub(r"\1", _classes(piece))):
        if set(gap) <= {"a"}:
            found.append(gap[:1])
        elif set(gap) <= {"i", "y"}:
            found.append("i")
        elif set(gap) <= {"o", "u", "w"}:
            found.append("u")
        else:
            found.append("e")
    return tuple(found)


@lru_cache(maxsize=1 << 16)
def alike(a: str, b: str) -> bool:
    """May pieces `a` and `b` be one name, spelled otherwise or shortened to an initial?"""
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return skeleton(a)[:1] == skeleton(b)[:1] if is_arabic(a) != is_arabic(b) else a[0] == b[0]
    if is_arabic(a) != is_arabic(b):
        return _across_scripts(a, b) if is_arabic(b) else _across_scripts(b, a)
    if is_arabic(a) or _skeletons(a).isdisjoint(_skeletons(b)) or len(skeleton(a)) < 2:
        return False
    left, right = _vowels(a), _vowels(b)
    if len(left) != len(right):
        return False
    if (a[-1] == "e") != (b[-1] == "e"):
        return False
    return all(
        x == y or "e" in (x, y) or {x, y} == {"", "i"} for x, y in zip(left, right, strict=True)
    )


def _skeletons(piece: str) -> frozenset[str]:
    """Skeletons of the ways to read a piece: th is a t (Fathi) or an s (Othman)."""
    if is_arabic(piece):
        return frozenset({skeleton(piece), skeleton(piece.replace("ث", "س"))})
    return frozenset({skeleton(piece), skeleton(piece.replace("th", "s"))})


def _across_scripts(latin: str, arabic: str) -> bool:
    """May a Latin and an Arabic piece be one name?

    A final ى is folded into ي, so it may be a Latin a; a final "ah" may be ة or ح; and
    "Bensalah" may be بن صالح, whose link has fallen away.
    """
    ours = _skeletons(latin)
    if latin.startswith("ben") and len(latin) > 5:
        ours |= _skeletons(latin[3:])
    if latin.endswith("ah"):
        ours |= {key[:-1] + "h" for key in ours}
    theirs = _skeletons(arabic)
    if arabic[-1] == "ي":
        theirs |= {other + "a" for other in theirs}
    return any(len(key) >= 2 for key in ours & theirs)


def one_person(a: PersonName, b: PersonName) -> bool:
    """Are two full names forms of one person's name?

    Given name and surname must be alike, and what stands between must not contradict:
    the shorter middle must be found in the longer one, in order.
    """
    if not (a.full and b.full):
        return False
    if not alike(a.pieces[0], b.pieces[0]) or not alike(a.pieces[-1], b.pieces[-1]):
        return False
    if is_arabic(a.pieces[0]) != is_arabic(b.pieces[0]):
        told = sum(len(skeleton(piece).strip("a")) for piece in (a.pieces[0], a.pieces[-1]))
        if told < 5 or len(a.pieces[0]) == 1 or len(b.pieces[0]) == 1:
            return False
    short, long = sorted((a.pieces[1:-1], b.pieces[1:-1]), key=len)
    rest = iter(long)
    return all(any(alike(piece, other) for other in rest) for piece in short)
