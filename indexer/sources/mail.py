"""Mail, boxes of mail, and web pages that were saved in its form (MHTML)."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from email.message import EmailMessage
from typing import BinaryIO, Final

from indexer.errors import PageRejected
from indexer.sources.decode import decode
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE

_MIN_CHARS: Final = 200
_MAX_PARTS: Final = 1000


def record_of_mail(data: bytes) -> bytes:
    """A message as a record. Raises PageRejected where it holds no text."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        return json.dumps(_record(message)).encode()
    except PageRejected:
        raise
    except Exception as error:  # the parser raises whatever a header makes of it
        raise PageRejected(f"mail that cannot be read: {type(error).__name__}") from None


def _record(message: EmailMessage) -> dict[str, str]:
    plain = html = ""
    address = _header(message, "Snapshot-Content-Location")
    saved = message.get_content_type() == "multipart/related" or bool(address)
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if kind == "text/plain" and not plain:
            plain = _text(part)
        elif kind in ("text/html", "application/xhtml+xml") and not html:
            html = _text(part)
            address = address or _header(part, "Content-Location")
    if not plain and not html:
        raise PageRejected("the message holds no text")
    record = {"title": _header(message, "Subject"), "author": _header(message, "From")}
    if saved and html:
        return {"html": html, "url": address, "capture date": _header(message, "Date")}
    record["date"] = _header(message, "Date")
    record["text"] = plain if len(plain) >= _MIN_CHARS or not html else html
    if record["text"] is html:
        record["text"] = html[html.lower().find("<body") :] if "<body" in html.lower() else html
    return record


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except Exception:  # broken headers
        return ""


def _text(part: EmailMessage) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    return decode(data, charset=part.get_content_charset(), lines=False)[0]


def messages_of(stream: BinaryIO) -> Iterator[bytes | PageRejected]:
    """The messages of a box, each as a record."""
    lines: list[bytes] = []
    size = 0
    empty = True
    while line := stream.readline(MAX_PAGE_BYTES):
        if empty and line.startswith(b"From "):
            if size:
                yield _message(lines, size)
            lines, size = [], 0
        else:
            size += len(line)
            if size <= MAX_PAGE_BYTES:
                lines.append(line.removeprefix(b">") if line.startswith(b">From ") else line)
        empty = not line.strip()
    if size:
        yield _message(lines, size)


def _message(lines: list[bytes], size: int) -> bytes | PageRejected:
    if size > MAX_PAGE_BYTES:
        return PageRejected(TOO_LARGE)
    try:
        return record_of_mail(b"".join(lines))
    except PageRejected as error:
        return error
