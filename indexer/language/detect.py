"""The language of a story, offline."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

UNKNOWN = "und"
SAMPLE_CHARS = 1500

_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
# Letters that Persian, Urdu, Kurdish, Pashto or Uyghur have and Arabic does not.
_NOT_ARABIC = re.compile(r"[\u067e\u0686\u0698\u06af\u06a9\u06cc\u0679\u0688\u0691\u06d2\u06c6]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
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


def language_of(text: str) -> str:
    """ISO 639-1 code of the language of `text`, "und" where it has too few letters.

    The script and the commonest words of English and French decide where they are plain;
    what is left goes to a statistical identifier (langid, Lui and Baldwin 2012).
    """
    sample = text[:SAMPLE_CHARS]
    letters = len(_LETTER.findall(sample))
    if letters < 4:
        return UNKNOWN
    arabic = len(_ARABIC.findall(sample))
    if arabic * 2 > letters:
        if len(_NOT_ARABIC.findall(sample)) * 50 < arabic:
            return "ar"
    elif arabic * 10 < letters:
        words = [word.casefold() for word in _WORD.findall(sample)]
        english = sum(word in _ENGLISH for word in words)
        french = sum(word in _FRENCH for word in words)
        if english * 6 > len(words) and english > 4 * french:
            return "en"
        if french * 6 > len(words) and french > 8 * english and _is_french(words):
            return "fr"
    code: str = _identifier().classify(sample)[0]
    return code


def _is_french(words: list[str]) -> bool:
    """Whether words stand there that Spanish, Catalan or Portuguese do not share."""
    return (
        sum(word in {"les", "et", "dans", "une", "aux", "avec", "est", "sur"} for word in words) > 1
    )


@cache
def _identifier() -> Any:
    return import_module("py3langid")
