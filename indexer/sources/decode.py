"""Bytes to text: encoding detection, mojibake repair, uniform line ends and spaces."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata

from indexer.errors import PageRejected
from indexer.sources import charsets
from indexer.sources.charsets import spelled
from indexer.sources.mojibake import repaired
from indexer.sources.printed import from_paper, is_printed
from search_index.text.marks import without_endless_marks

MAX_LINE_CHARS = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC = re.compile(r"[\u0621-\u06d3]")
# Shapes of letters that stand for the letters: Arabic ones, and Latin ligatures.
_FORMS = re.compile(r"[\ufb00-\ufb06\ufb50-\ufdf9\ufdfb-\ufdff\ufe70-\ufefc]+")
_MULTIBYTE = ("gb", "shift", "euc", "big5", "utf", "cp9", "johab", "iso2022", "hz")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", re.IGNORECASE)
# A word divided at the end of a line by a hyphen that shows only there.
_SOFT_BREAK = re.compile("\u00ad\n[ \t]*")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_ENDS_OF_LINES = ("\r", "\x0b", "\x85", "\u2028", "\u2029")
_INVISIBLE = (
    0xFEFF, 0x200B, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)
)  # fmt: skip
_SPACES = (0x00A0, 0x2007, 0x202F, 0x2009, 0x3000)
_REPLACED = dict.fromkeys(map(chr, _INVISIBLE), "") | dict.fromkeys(map(chr, _SPACES), " ")


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
    read, notice = _to_unicode(data, charset)
    text = repaired(read)
    if not _is_printable(text):
        controls = len(_CONTROL.findall(text[:100_000]))
        if controls > 3 and controls * 200 > min(len(text), 100_000):
            raise PageRejected("binary data, not text")
    if not lines:
        return text, notice
    text = whole(text)
    text = _uniform(text if text is read else repaired(text))
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
    wide = charsets.wide(data)
    if wide:
        return data.decode(wide, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        where = error.start
    if b"\x00" in data[:4096]:
        raise PageRejected("binary data, not text")
    mixed = _mixed(data)
    if mixed is not None:
        return mixed, f"invalid UTF-8 at byte {where:,}: some lines are in another encoding"
    labelled = charsets.by_label(data, charset)
    if labelled is not None:
        return labelled, None
    best = charsets.guessed(data)
    if best is None:
        raise PageRejected(f"invalid UTF-8 at byte {where:,} and no other known encoding")
    text = data.decode(best, "replace") if best.startswith(_MULTIBYTE) else spelled(data, best)
    return text, f"invalid UTF-8 at byte {where:,}: read as {best}"


def _mixed(data: bytes) -> str | None:
    """Text that is UTF-8 but for some lines or bytes; None where most of it is not."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    valid = sum(1 for character in text if character > "\x7f") - broken
    if _is_cut(data):
        return text.removesuffix("\ufffd")
    if valid <= 4 * broken:
        return None
    arabic = len(_ARABIC.findall(text)) * 2 > valid
    lines = []
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(_line_of(line, "cp1256" if arabic else "cp1252"))
    return "\n".join(lines)


def _is_cut(data: bytes) -> bool:
    """Whether only the last character is broken, as where a text was cut by bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and not data[: error.start].isascii()
    return False


def _line_of(line: bytes, other: str) -> str:
    """A line in which some or all characters are of another encoding; halves of one go."""
    parts = []
    while line:
        try:
            parts.append(line.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            parts.append(line[: error.start].decode("utf-8"))
            bad = line[error.start : error.end]
            if len(bad) == 1:
                parts.append(spelled(bad, other))
            line = line[error.end :]
    return "".join(parts)


def whole(text: str) -> str:
    """Text without halves of characters, which no encoding can write."""
    if not text.isascii() and _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def tidy(text: str) -> str:
    """Repair mojibake, unescape entities, make line ends and spaces uniform, compose (NFC)."""
    return _uniform(repaired(without_endless_marks(whole(text))))


def _is_printable(text: str) -> bool:
    """Whether all of a text is letters, marks, blanks and line ends, as it mostly is."""
    return text.replace("\n", "").isprintable()


def _uniform(text: str) -> str:
    if _is_printable(text) and text.isascii() and "&" not in text:
        return text
    if any(map(text.__contains__, _ENDS_OF_LINES)):
        text = _LINE_ENDS.sub("\n", text)
    if is_printed(text):
        text = from_paper(text)
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
        text = _LINE_ENDS.sub("\n", text.replace("\f", "\n"))
    if not text.isascii():
        if "\u00ad\n" in text:
            text = _SOFT_BREAK.sub("", text)
        for char in frozenset(text) & _REPLACED.keys():
            text = text.replace(char, _REPLACED[char])
        text = without_endless_marks(text)
        text = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        text = unicodedata.normalize("NFC", text)
    return text if _is_printable(text) else _CONTROL.sub("", text)
