"""Texts that were decoded by the wrong encoding, put right line by line.

ftfy knows UTF-8 that was read as a Western encoding. In Arabic archives two more are common:
windows-1256 read as windows-1252 ("ÇáãÏíäÉ") and UTF-8 read as windows-1256 ("ط§ظ„ظ…").
"""

from __future__ import annotations

import re
from typing import Any, Final

# Two or more characters that UTF-8 read as windows-1252 or Latin-1 leaves behind. Each pattern
# begins with one class of letters, which is found several times as soon as either of two is.
_UTF8 = re.compile(
    r"[ÂÃÐÑâÄÅØÙÚÛ](?:(?<=[ÂÃÐÑâÄÅ])[\x80-\xbf\u0152-\u2122]"
    r"|(?<=[ØÙÚÛ])[\x80-\xbf\u0152-\u2122A-Za-z][ØÙÚÛ][\x80-\xbf\u0152-\u2122A-Za-z])"
)
_UTF8_AS_ARABIC = re.compile(
    r"[طظâ\u0622-\u0629](?:(?<=[\u0622-\u0629â])[\x80-\xbf\u0152-\u2122]"
    r"|(?<=[طظ])[\x80-\xbf\u0152-\u2122\u0600-\u06ff]"
    r"(?:[طظ][\x80-\xbf\u0152-\u2122\u0600-\u06ff]){3})"
)
_ARABIC_AS_LATIN = re.compile(r"(?<![A-Za-z])[À-ÿ]{2,}(?![A-Za-z])")
_PAIR = re.compile(r"[À-ÿ][À-ÿ]")
_ASCII: Final = bytes(range(128))
_LATIN: Final = frozenset(map(chr, range(0xC0, 0x100)))
_UTF8_FIRST: Final = frozenset("ÂÃÐÑâÄÅØÙÚÛ")
_UTF8_AS_ARABIC_FIRST: Final = frozenset("طظâ") | {chr(code) for code in range(0x622, 0x62A)}
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARTICLE = re.compile(r"(?<!\w)[وبكفل]?ال\w")
_COMMON = re.compile(r"(?<!\w)(?:في|من|على|إلى|عن|أن|كان|مع|هذا|التي|الذي|منذ|بين|بعد)(?!\w)")
_MIN_LETTERS: Final = 8
_REPAIR: Final[dict[str, Any]] = {
    "unescape_html": False,
    "uncurl_quotes": False,
    "fix_character_width": False,
    "fix_line_breaks": False,
    "fix_latin_ligatures": False,
    "remove_control_chars": False,
}


def repaired(text: str) -> str:
    """The text as it was meant, unchanged where nothing shows that it was misread."""
    if text.isascii():
        return text
    # Each pattern takes long over a page that has none of its letters.
    letters = _other_letters(text)
    if not letters.isdisjoint(_LATIN) and _PAIR.search(text) and _ARABIC_AS_LATIN.search(text):
        text = _arabic_of_latin(text)
        letters = _other_letters(text)
    if not letters.isdisjoint(_UTF8_AS_ARABIC_FIRST) and _UTF8_AS_ARABIC.search(text):
        text = _utf8_of(text, "sloppy-windows-1256", _UTF8_AS_ARABIC)
    if not letters.isdisjoint(_UTF8_FIRST) and _UTF8.search(text):
        text = _utf8_of(text, "sloppy-windows-1252", _UTF8)
        text = _western(text) if _UTF8.search(text) else text
    return text


def _other_letters(text: str) -> frozenset[str]:
    """What a text has of characters that are not ASCII; most of a page is, and is dropped first."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return frozenset(others.decode("utf-8", "surrogatepass"))


def _utf8_of(text: str, encoding: str, sign: re.Pattern[str]) -> str:
    """A text, or else each line of it, that is UTF-8 if it is written by an encoding."""
    import ftfy.bad_codecs  # noqa: F401  (brings the encodings)

    for by in (encoding, "latin-1"):
        whole = _reread(text, by)
        if whole is not None:
            return whole
    return "\n".join(
        (_reread(line, encoding) or _reread(line, "latin-1") or line) if sign.search(line) else line
        for line in text.split("\n")
    )


def _reread(text: str, encoding: str) -> str | None:
    try:
        return text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return None


def _western(text: str) -> str:
    import ftfy

    how = ftfy.TextFixerConfig(**_REPAIR)
    return "\n".join(
        ftfy.fix_text(line, how) if _UTF8.search(line) else line for line in text.split("\n")
    )


def _arabic_of_latin(text: str) -> str:
    """All lines, where the text as a whole is misread Arabic; else those that are by themselves."""
    import ftfy.bad_codecs  # noqa: F401  (brings the encodings)

    every = _is_misread(text)
    return "\n".join(
        _arabic_line(line)
        if _ARABIC_AS_LATIN.search(line) and (every or _is_misread(line))
        else line
        for line in text.split("\n")
    )


def _is_misread(text: str) -> bool:
    misread = sum(map(len, _ARABIC_AS_LATIN.findall(text)))
    if misread < _MIN_LETTERS or misread * 2 < sum(map(len, _LATIN_WORD.findall(text))):
        return False
    found = _arabic_line(text)
    common = len(_ARTICLE.findall(found)) + len(_COMMON.findall(found))
    return len(_ARABIC.findall(found)) * 10 >= misread * 8 and common > 0


def _arabic_line(line: str) -> str:
    try:
        return line.encode("sloppy-windows-1252").decode("sloppy-windows-1256")
    except UnicodeError:
        return _ARABIC_AS_LATIN.sub(lambda match: _arabic_word(match[0]), line)


def _arabic_word(word: str) -> str:
    return word.encode("latin-1").decode("sloppy-windows-1256")
