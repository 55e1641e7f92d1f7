"""Web pages as browsers and tools saved them: their parts next to them, and from where they are."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

PARTS: Final = "parts of saved pages"
"""As what the frames and advertisements next to a saved page are counted."""
_PARTS_END: Final = re.compile(
    r"(?P<stem>.+?)(?:_files|_fichiers|[_-]dateien|_archivos|_arquivos|_bestanden|_pliki|_soubory"
    r"|_dosyalar|_file|_filer|_tiedostot|\.files|_ملفات|_файлы|_elementos|_elemei)",
    re.IGNORECASE,
)
_PAGE_ENDS: Final = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx")
_HEAD_CHARS: Final = 4096
_SAVED: Final = (
    # Internet Explorer and Chromium
    re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>https?://\S+?)\s*-->", re.IGNORECASE),
    re.compile(
        r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>https?://\S+)"
        r"(?:\s+saved date:\s*(?P<day>[^\n]{10,80}?)\s*(?:\n|-->))?"
    ),
    re.compile(
        r"<!--\s*Mirrored from (?P<url>\S+?) by HTTrack[^,\n]{0,80}(?:,[^,\n]{0,10}'\d+\])?,\s*"
        r"(?P<day>[^\n]{10,60}?)\s*-->"
    ),
    re.compile(r"<!--\s*(?:Source|URL|Original)(?: URL)?:\s*(?P<url>https?://\S+?)\s*-->", re.I),
)
_ARCHIVED: Final = re.compile(
    r"https?://web\.archive\.org/web/(?P<day>\d{8})\d{0,6}(?:[a-z]{2}_)?/(?P<url>https?://.+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """From where a page was saved, and when (ISO 8601), where that is told."""

    url: str
    captured: str | None = None


def may_be_part(folder: str) -> bool:
    """Whether a folder is named as those of the parts of pages."""
    return _PARTS_END.fullmatch(folder.rpartition("/")[2]) is not None


def is_part_of_page(folder: str, names: Collection[str]) -> bool:
    """Whether a folder holds the parts of a page that a browser saved next to it."""
    match = _PARTS_END.fullmatch(folder)
    return match is not None and any(match["stem"] + end in names for end in _PAGE_ENDS)


def saved_from(text: str) -> Saved | None:
    """What a browser or tool wrote at the head of a page that it saved."""
    head = text[:_HEAD_CHARS]
    if "<!--" not in head:
        return None
    for pattern in _SAVED:
        if match := pattern.search(head):
            url = match["url"]
            day = _day(match.groupdict().get("day") or "")
            return Saved(url=url if "://" in url else f"http://{url}", captured=day)
    return None


def original(url: str) -> Saved:
    """An address of the Wayback Machine as that of the page it holds; any other as it is."""
    match = _ARCHIVED.fullmatch(url)
    return Saved(url=match["url"], captured=_day(match["day"])) if match else Saved(url=url)


def _day(text: str) -> str | None:
    from indexer.sources.moments import iso_of  # its tables take longer than an unchanged run

    text = re.sub(r"\s*(?:GMT|UTC)?[+-]\d{4}?\s*\(.*\)$|\s*\([^)]*\)$", "", text.strip())
    return iso_of(text)
