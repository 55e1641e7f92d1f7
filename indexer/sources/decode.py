"""Bytes to text: encoding detection, mojibake repair, uniform line ends and spaces.

The libraries for broken bytes are imported where there are some: most runs never need them.
"""

from __future__ import annotations

import codecs
import html
import re
import unicodedata
from typing import Any

from indexer.errors import PageRejected

MAX_LINE_CHARS = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What web pages in English, French and Arabic come in; guessing among more only errs more.
_GUESSES = ["cp1252", "cp1256", "iso8859_6", "iso8859_15", "cp1250", "cp1251", "utf_16"]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Two or more characters that UTF-8 read as windows-1252 or -1256 leaves behind.
_MOJIBAKE = re.compile(r"[ÂÃÐÑâ][\x80-\xbf\u0152-\u2122]|(?:[ØÙ][\x80-\xbf\u0152-\u2122A-Za-z]){2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = dict.fromkeys(
    [0xFEFF, 0x200B, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = dict.fromkeys([0x00A0, 0x2007, 0x202F, 0x2009, 0x3000], " ")
_REPAIR: dict[str, Any] = {
    "unescape_html": False,
    "uncurl_quotes": False,
    "fix_character_width": False,
    "fix_line_breaks": False,
    "fix_latin_ligatures": False,
}


def decode(
    data: bytes, *, charset: str | None = None, lines: bool = True
) -> tuple[str, str | None]:
    """Text of a dump, and a notice for people where the bytes were not what they should be.

    `charset` is what the page itself declares, UTF-8 else. `lines` says that the text is
    read by lines, so that an endless one is an error. Raises PageRejected for an empty
    file, binary data, or an endless line.
    """
    if not data.strip():
        raise PageRejected("the file is empty")
    text, notice = _to_unicode(data, charset)
    controls = len(_CONTROL.findall(text[:100_000]))
    if controls > 3 and controls * 200 > min(len(text), 100_000):
        raise PageRejected("binary data, not text")
    if not lines:
        return text, notice
    text = tidy(text)
    if not text.strip():
        raise PageRejected("the file is empty")
    longest = max(map(len, text.split("\n")))
    if longest > MAX_LINE_CHARS:
        raise PageRejected(
            f"one line of {longest:,} characters; no page of text has lines "
            f"over {MAX_LINE_CHARS:,}, split the file into pages"
        )
    return text, notice


def _to_unicode(data: bytes, charset: str | None) -> tuple[str, str | None]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        where = error.start
    if charset and charset.lower() not in ("utf-8", "utf8"):
        try:
            return data.decode(charset), None
        except (UnicodeDecodeError, LookupError):
            pass
    if b"\x00" in data[:4096] and not _looks_like_utf16(data):
        raise PageRejected("binary data, not text")
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(1 for character in text if character > "\x7f") - broken
    if valid > 4 * broken:
        text = text.replace("\ufffd", "")
        return text, f"invalid UTF-8 at byte {where:,}: {broken} broken characters left out"
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:200_000], cp_isolation=_GUESSES).best()
    if best is None:
        raise PageRejected(f"invalid UTF-8 at byte {where:,} and no other known encoding")
    text = data.decode(best.encoding, "replace")
    return text, f"invalid UTF-8 at byte {where:,}: read as {best.encoding}"


def _looks_like_utf16(data: bytes) -> bool:
    head = data[:4096]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    return min(zeros) == 0 and max(zeros) > len(head) // 8


def whole(text: str) -> str:
    """Text without halves of characters, which no encoding can write."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _repaired(text: str) -> str:
    import ftfy

    how = ftfy.TextFixerConfig(**_REPAIR)
    return "\n".join(ftfy.fix_text(line, how) for line in text.split("\n"))


def tidy(text: str) -> str:
    """Repair mojibake, unescape entities, make line ends and spaces uniform, compose (NFC)."""
    text = _LINE_ENDS.sub("\n", whole(text))
    if _MOJIBAKE.search(text):
        text = _repaired(text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
        text = _LINE_ENDS.sub("\n", text)
    if not text.isascii():
        text = text.translate(_INVISIBLE | _SPACES)
        text = unicodedata.normalize("NFC", text)
    return _CONTROL.sub("", text)
