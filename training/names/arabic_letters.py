"""Latin names as Arabic papers spell them, roughly: foreign names that no list has."""

from __future__ import annotations

import re

from indexer.language.normalize import fold_plain

_SOUNDS = {
    "tsch": "تش",
    "sch": "ش",
    "tch": "تش",
    "sh": "ش",
    "ch": "تش",
    "kh": "خ",
    "gh": "غ",
    "th": "ث",
    "ph": "ف",
    "ck": "ك",
    "qu": "كو",
    "ou": "و",
    "oo": "و",
    "ee": "ي",
    "ai": "اي",
    "ei": "اي",
    "ie": "ي",
    "au": "او",
    "x": "كس",
    "a": "ا",
    "b": "ب",
    "c": "ك",
    "d": "د",
    "e": "",
    "f": "ف",
    "g": "غ",
    "h": "ه",
    "i": "ي",
    "j": "ج",
    "k": "ك",
    "l": "ل",
    "m": "م",
    "n": "ن",
    "o": "و",
    "p": "ب",
    "q": "ك",
    "r": "ر",
    "s": "س",
    "t": "ت",
    "u": "و",
    "v": "ف",
    "w": "و",
    "y": "ي",
    "z": "ز",
}
_SOUND = re.compile("|".join(_SOUNDS))
_OPENING = {"a": "ا", "e": "ا", "i": "اي", "o": "او", "u": "او"}
_DOUBLED = re.compile(r"(.)\1")


def in_arabic(name: str) -> str:
    """A Latin name in Arabic letters."""
    return " ".join(map(_word, fold_plain(name).replace("-", " ").split()))


def _word(word: str) -> str:
    plain = _DOUBLED.sub(r"\1", "".join(filter(str.isalpha, word)))
    opening = _OPENING.get(plain[:1], "")
    rest = plain[1:] if opening else plain
    spelled = opening + "".join(_SOUNDS[sound] for sound in _SOUND.findall(rest))
    return spelled + "ا" if plain.endswith("e") and len(spelled) < 3 else spelled
