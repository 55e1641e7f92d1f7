"""How a file is read, by its name or else by its first bytes."""

from __future__ import annotations

import re
from typing import Final

SINGLE: Final = frozenset({"text", "html", "page", "pdf"})
"""Kinds that hold one page; all others hold many."""

_BY_SUFFIX: Final = {
    "txt": "text", "text": "text", "md": "text", "markdown": "text",
    "html": "html", "htm": "html", "xhtml": "html", "xht": "html", "shtml": "html",
    "php": "page", "asp": "page", "aspx": "page", "jsp": "page", "cfm": "page", "cgi": "page",
    "jsonl": "lines", "ndjson": "lines", "jl": "lines", "jsonlines": "lines",
    "json": "json", "csv": "table", "tsv": "table",
    "warc": "warc", "wet": "warc", "wacz": "zip", "zip": "zip",
    "tar": "tar", "tgz": "tar", "tbz2": "tar", "txz": "tar", "jex": "tar",
    "xml": "feed", "rss": "feed", "atom": "feed", "rdf": "feed", "wxr": "feed", "enex": "feed",
    "eml": "mail", "mbox": "mbox", "mhtml": "mail", "mht": "mail", "pdf": "pdf", "docx": "docx",
    "odt": "odt", "rtf": "rtf", "ris": "ris",
}  # fmt: skip
KINDS: Final = tuple(f".{suffix}" for suffix in _BY_SUFFIX)
_PACKED: Final = (".gz", ".zst", ".bz2", ".xz")
# "story.php?id=7", as wget saves it
_QUERY = re.compile(r"[?@].*$")
_NO_SUFFIX = re.compile(r"\d*|[^.]{9,}|.*[^a-z0-9].*")
_NOT_PAGES: Final = frozenset({"readme", "license", "licence", "makefile", "dockerfile", "copying"})
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html|<head|<body|<!--|<article|<div|<p\b"
    rb"|<section|<main|<meta\s|<title)",
    re.IGNORECASE,
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|en-export)\b", re.IGNORECASE)
_MAIL = re.compile(rb"(?:[A-Za-z-]{2,40}: [^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3}")


def unpacked_name(name: str) -> str:
    """A name without the suffix of a packing."""
    return name.rpartition(".")[0] if name.lower().endswith(_PACKED) else name


def kind_of(name: str) -> str | None:
    """How a file of this name is read: "any" by its contents, None not at all."""
    base = unpacked_name(name).rsplit("/", 1)[-1].lower()
    if "?" in base or "@" in base:
        base = _QUERY.sub("", base)
    stem, dot, suffix = base.rpartition(".")
    if not dot:
        return None if base in _NOT_PAGES or base.startswith(".") else "any"
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    return "any" if stem and _NO_SUFFIX.fullmatch(suffix) else None


def suffix_of(name: str) -> str:
    """What tells the kind of a file that is not read, for people."""
    base = name.rsplit("/", 1)[-1]
    return f".{base.rpartition('.')[2].lower()}" if "." in base.lstrip(".") else base


def kind_by_content(head: bytes) -> str | None:
    """How bytes are read that begin so, None where they are no text."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if start.startswith(b"TY  - "):
        return "ris"
    if head[257:262] == b"ustar":
        return "tar"
    if _FEED.search(head[:2000]) and start.startswith(b"<"):
        return "feed"
    if _MARKUP.match(start):
        return "html"
    if start.startswith((b"{", b"[{", b"[\n", b"[ ")):
        return "json"
    if start.startswith(b"From ") and b"\n" in start[:200]:
        return "mbox"
    if _MAIL.match(start) and re.search(rb"^(?:From|Subject|Date): ", start[:2000], re.MULTILINE):
        return "mail"
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    return "text"
