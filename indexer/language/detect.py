"""The language of a story, offline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, Final

from indexer.language.words import blanks_for, spaced

UNKNOWN = "und"
SAMPLE_CHARS = 1500

_COMMON: Final = frozenset(
    {
        "ar", "az", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et",
        "fa", "fi", "fr", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk",
        "ko", "lt", "lv", "mk", "ms", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk",
        "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "uz", "vi", "zh",
    }
)  # fmt: skip
"""Languages with a press of their own that archives commonly hold."""
USUAL: Final = ("en", "fr")
"""What short texts are taken for where nothing is known of their archive."""
_ARABIC_SCRIPT: Final = ("fa", "ur", "ps", "ku", "ug", "sd")
_NO_LANGUAGE: Final = frozenset({"zxx", "vo", "und"})
# In nats for each character: real text in a rare language has 0.5 and more.
_RARE_MARGIN: Final = 0.25
_DECLARED_MARGIN: Final = 0.3
_SHORT_MARGIN: Final = 0.15
_SHORT_CHARS: Final = 60
# An archive speaks for its languages by some nats, which are spread over the characters of a text.
_ARCHIVE_NATS: Final = 9.0
_ARCHIVE_MARGIN: Final = 0.3
_DOUBTED_CHARS: Final = 150

_LETTERS = re.compile(r"[^\W\d_]+")
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
# Letters that Persian, Urdu, Kurdish, Pashto or Uyghur have and Arabic does not.
_NOT_ARABIC = re.compile(r"[\u067e\u0686\u0698\u06af\u06a9\u06cc\u0679\u0688\u0691\u06d2\u06c6]")
_ONLY_ARABIC = re.compile(r"[أإة]|\bال")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BLANKS = blanks_for("")
_ENGLISH = frozenset(
    {
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "for",
        "on",
        "with",
        "was",
        "were",
        "is",
        "are",
        "by",
        "from",
        "at",
        "has",
        "have",
        "this",
        "which",
        "his",
        "their",
    }
)
_FRENCH = frozenset(
    {
        "le",
        "la",
        "les",
        "des",
        "du",
        "de",
        "et",
        "en",
        "un",
        "une",
        "dans",
        "pour",
        "que",
        "qui",
        "sur",
        "au",
        "aux",
        "par",
        "est",
        "son",
        "ses",
        "avec",
        "ce",
        "cette",
    }
)
_COMMONEST = _ENGLISH | _FRENCH


@dataclass(frozen=True, slots=True)
class Language:
    """The code of a language; `doubtful` says that another archive may make it another one."""

    code: str
    doubtful: bool = False


def language_of(text: str, declared: str | None = None) -> str:
    """ISO 639-1 code of the language of `text`, "und" where it has too few letters."""
    return detect(text, declared).code


def detect(text: str, declared: str | None = None, usual: Sequence[str] = ()) -> Language:
    """The language of `text`.

    The script and the commonest words of English and French decide where they are plain;
    what is left goes to a statistical identifier (langid, Lui and Baldwin 2012). `declared`
    is what the page says of itself, which decides between languages that are near each other,
    as `usual`, the languages of the archive, does for short texts.
    """
    sample = text[:SAMPLE_CHARS]
    letters = _count_letters(sample)
    if letters < 4:
        return Language(UNKNOWN)
    arabic = 0 if sample.isascii() else len(_ARABIC.findall(sample))
    if arabic * 2 > letters:
        if len(_NOT_ARABIC.findall(sample)) * 50 < arabic:
            own = next((code for code in usual if code in _ARABIC_SCRIPT), None)
            short = letters < _SHORT_CHARS and not _ONLY_ARABIC.search(sample)
            return Language(own if short and own and "ar" not in usual else "ar", short)
    elif arabic * 10 < letters:
        words = _words(sample.casefold())
        common = list(filter(_COMMONEST.__contains__, words))
        english = sum(map(_ENGLISH.__contains__, common))
        french = sum(map(_FRENCH.__contains__, common))
        enough = english > 1 or letters >= _SHORT_CHARS  # "in" is a word of many languages
        if english * 6 > len(words) and english > 4 * french and enough:
            return Language("en")
        if french * 6 > len(words) and french > 8 * english and _is_french(words):
            return Language("fr")
    return _identified(sample, declared, usual)


def _words(folded: str) -> list[str]:
    """The words of a text in lower case, those with an apostrophe as one."""
    plain = folded.isascii() and "'" not in folded
    return spaced(folded, _BLANKS).split() if plain else _WORD.findall(folded)


def _count_letters(text: str) -> int:
    if text.isascii():
        return len(text.encode("ascii").translate(None, _NO_ASCII_LETTERS))
    return sum(map(len, _LETTERS.findall(text)))


def _identified(sample: str, declared: str | None, usual: Sequence[str]) -> Language:
    """The likeliest language; a rare one only where the evidence for it is strong.

    The identifier knows hundreds of languages and holds all for equally likely, so that a
    table of English figures is Nigerian Pidgin to it by a hair. Shouted text is lowered first,
    since it has learned from sentences.
    """
    words = " ".join(_WORD.findall(sample)).lower() or sample
    ranked = _ranked(words)
    best, highest = ranked[0]
    scores = {code: score / len(words) for code, score in ranked}
    own = (declared or "")[:2].lower()
    if own in _COMMON and highest / len(words) - scores.get(own, -99.0) < _DECLARED_MARGIN:
        return Language(own)
    common = max(_COMMON & scores.keys(), key=lambda code: scores[code])
    margin = highest / len(words) - scores[common]
    if best not in _COMMON and (margin < _RARE_MARGIN or best in _NO_LANGUAGE):
        best = common
    if len(words) >= _DOUBTED_CHARS:
        return Language(best)
    margin = min(_ARCHIVE_MARGIN, _ARCHIVE_NATS / len(words))
    near = {code for code in _COMMON & scores.keys() if scores[best] - scores[code] < margin}
    doubtful = len(near | {best}) > 1
    if usual:
        return Language(
            max((code for code in usual if code in near), key=scores.__getitem__, default=best),
            doubtful,
        )
    for code in USUAL if len(words) < _SHORT_CHARS else ():
        if scores[best] - scores[code] < _SHORT_MARGIN:
            return Language(code, doubtful)
    return Language(best, doubtful)


def _is_french(words: list[str]) -> bool:
    """Whether words are there that Spanish, Catalan or Portuguese do not share."""
    return (
        sum(word in {"les", "et", "dans", "une", "aux", "avec", "est", "sur"} for word in words) > 1
    )


@lru_cache(maxsize=512)
def _ranked(words: str) -> Sequence[tuple[str, float]]:
    """Every language with its score; the pages of a site begin with the same menu."""
    return tuple(_identifier().rank(words))


@cache
def _identifier() -> Any:
    return import_module("py3langid")
