"""What two spellings of one name share: keys by which names that may be one are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from indexer.entities.resolve.name_pieces import PersonName
from indexer.entities.resolve.spelling import graphemes
from indexer.language.normalize import fold_arabic, fold_plain, is_arabic


@cache
def given_name_forms() -> Mapping[str, frozenset[int]]:
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
    ours, theirs = given_name_forms().get(a), given_name_forms().get(b)
    return None if ours is None or theirs is None else not ours.isdisjoint(theirs)


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
    heads |= {str(line) for line in given_name_forms().get(given, ())}
    heads.add(f"{given[0]}.")  # for those who are written with an initial
    return frozenset(f"{head} {key}" for head in heads for key in sound_keys(surname))
