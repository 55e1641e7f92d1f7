"""Mail, boxes of mail, and web pages that were saved in its form (MHTML)."""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import BinaryIO, Final

from indexer.errors import PageRejected
from indexer.sources.decode import decode
from indexer.sources.packed import MAX_PAGE_BYTES, TOO_LARGE

_MIN_CHARS: Final = 200
_MAX_PARTS: Final = 1000
_SHORT_FOR: Final = re.compile(
    r"^(?:(?:fwd?|re|tr|wg|aw|rv|enc|i|r|ynt|ilt|vs|doorst|przes[łl]ij|пер|إعادة توجيه|رد)"
    r"\s*[:：]\s*)+",
    re.IGNORECASE,
)
_FORWARD: Final = re.compile(
    r"^[-_> ]{2,}\s*(?:forwarded message|original message|message transf[ée]r[ée]|message d.origine"
    r"|weitergeleitete nachricht|urspr[üu]ngliche nachricht|mensaje reenviado|mensaje original"
    r"|mensagem (?:encaminhada|original)|messaggio (?:inoltrato|originale)|doorgestuurd bericht"
    r"|iletilen mesaj|пересылаемое сообщение|رسالة معاد توجيهها|الرسالة الأصلية)\s*[-_]*\s*$"
    r"|^begin forwarded message:\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD: Final = re.compile(r"\*?(?P<name>[^\W\d_][\w .'’-]{0,20}?)\*?\s?[:：]\*?\s*(?P<value>.*)")
_SENT: Final = frozenset(
    {"date", "sent", "envoyé", "datum", "gesendet", "fecha", "enviado", "enviado el", "enviada",
     "data", "inviato", "verzonden", "tarih", "gönderildi", "дата", "التاريخ", "تاريخ",
     "تم الإرسال"}
)  # fmt: skip
_MAX_NOTE_CHARS: Final = 600
_MIN_HEADERS: Final = 2
_MAX_HEADERS: Final = 10


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
    subject = _SHORT_FOR.sub("", _header(message, "Subject"))
    record = {"title": subject, "author": _header(message, "From")}
    if saved and html:
        return {"html": html, "url": address, "capture date": _header(message, "Date")}
    record["date"] = _header(message, "Date")
    if forwarded := _forwarded(plain):
        plain, record["author"] = forwarded["text"], forwarded["sender"]
        record["date"] = forwarded["day"] or record["date"]
    record["text"] = plain if len(plain) >= _MIN_CHARS or not html else html
    if record["text"] is html:
        record["text"] = html[html.lower().find("<body") :] if "<body" in html.lower() else html
    return record


def _forwarded(text: str) -> dict[str, str] | None:
    """Of a message that was passed on, what it says itself; None where it is none."""
    head = _FORWARD.search(text[:_MAX_NOTE_CHARS])
    lines = text[head.end() :].lstrip("\r\n").splitlines() if head else []
    fields: dict[str, str] = {}
    at = 0
    for at, line in enumerate(lines[:_MAX_HEADERS]):  # noqa: B007 (where the head ends)
        field = _FIELD.fullmatch(line.strip())
        if field is None:
            break
        fields[field["name"].casefold()] = field["value"]
    if len(fields) < _MIN_HEADERS:
        return None
    values = list(fields.values())
    day = next((fields[name] for name in fields if name in _SENT), "")
    return {"text": "\n".join(lines[at:]).strip(), "sender": values[0], "day": day}


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
