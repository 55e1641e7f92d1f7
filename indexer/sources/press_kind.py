"""Which files press databases have exported: named as any page is, their first bytes tell them.

What reads them needs the rules of dates, which take longer than a run that finds no change.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from indexer.sources.kinds import unpacked_name
from indexer.sources.packed import PACKING_ERRORS, is_packed, unpacked

_SUFFIXES: Final = (".html", ".htm", ".txt")
_LEAST_BYTES: Final = 500
_LOOKED_AT: Final = 128 * 1024
_HTML: Final = re.compile(
    rb"\b(?:DocPublicationName|titreArticleVisu|[a-z]{2}articleParagraph)\b", re.I
)
END: Final = r"(?:AN[ \t]+)?Document [A-Z][A-Za-z0-9]{14,40}|End of Document"
"""The line that ends an article."""
COUNTED: Final = r"\d{1,5} of \d{1,5} DOCUMENTS?"
"""The line above an article, in older exports."""
_CHAT: Final = b'class="page_body chat_page"'
"""As Telegram exports a channel or a chat."""
_TEXT: Final = re.compile(rf"^[ \t]*(?:{END}|{COUNTED})[ \t]*\r?$".encode(), re.MULTILINE)
# What a pattern cannot do without; nearly all files have none of it.
_OF_HTML: Final = (b"docpublicationname", b"titrearticlevisu", b"articleparagraph")
_OF_TEXT: Final = (b"Document", b"DOCUMENT")


def is_press(place: str) -> bool:
    """Whether the file at a place holds articles of a press database, by how it begins."""
    if not unpacked_name(place).lower().endswith(_SUFFIXES):
        return False
    try:
        known = os.stat(place)  # noqa: PTH116 - a Path takes longer to make
        if known.st_size < _LEAST_BYTES and not is_packed(place):
            return False
        return _begins_so(place, known.st_size, known.st_mtime_ns)
    except OSError:
        return False


@lru_cache(maxsize=4096)
def _begins_so(path: str, size_bytes: int, mtime_ns: int) -> bool:
    with unpacked(Path(path)) as opened:
        try:
            head = opened.read(_LOOKED_AT)
        except PACKING_ERRORS:
            return False
    return is_press_head(head)


def is_press_head(head: bytes) -> bool:
    """Whether a file that begins so holds articles of a press database, or posts of a channel."""
    head = head[:_LOOKED_AT]
    return is_press_html(head) or _is_press_text(head) or _CHAT in head


def is_chat(data: bytes) -> bool:
    """Whether posts of a channel or chat are marked up."""
    return _CHAT in data[:_LOOKED_AT]


def is_press_html(data: bytes) -> bool:
    """Whether the articles of a press database are marked up."""
    head = data[:_LOOKED_AT]
    lower = head.lower()
    return any(piece in lower for piece in _OF_HTML) and _HTML.search(head) is not None


def _is_press_text(head: bytes) -> bool:
    return any(piece in head for piece in _OF_TEXT) and _TEXT.search(head) is not None
