"""How the text of a setting becomes its value. Each raises ValueError where it cannot be used."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path


def positive(text: str) -> int:
    """A whole number from 1."""
    value = int(text)
    if value < 1:
        raise ValueError
    return value


def count(text: str) -> int:
    """A whole number from 0."""
    value = int(text)
    if value < 0:
        raise ValueError
    return value


def index_name(text: str) -> str:
    """The name of an index of OpenSearch."""
    if not re.fullmatch("[a-z][a-z0-9_-]{0,99}", text):
        raise ValueError
    return text


def part_name(text: str) -> str:
    """The name of a part of it, or none."""
    if text and not re.fullmatch("[a-z][a-z0-9_]{0,49}", text):
        raise ValueError
    return text


def address_path(text: str) -> str:
    """A path of our own addresses, or none."""
    known = not text or re.fullmatch(r"(/[A-Za-z0-9_-]+)+/?|/", text)
    if not known or re.match("/(api|static)(/|$)", text):
        raise ValueError
    return text


def index_uid(text: str) -> str:
    """The name of an index of Meilisearch."""
    if not re.fullmatch("[A-Za-z0-9_-]{1,400}", text):
        raise ValueError
    return text


def names(text: str) -> tuple[str, ...]:
    """Words with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def name(text: str) -> str:
    """A text of some length."""
    if not text.strip() or len(text) > 200:
        raise ValueError
    return text.strip()


def color(text: str) -> str:
    """A color as #1d3fa8, or none."""
    if text and not re.fullmatch("#(?:[0-9a-fA-F]{3}){1,2}", text):
        raise ValueError
    return text


def url(text: str) -> str:
    """A web address, or none."""
    if text and not re.fullmatch(r"https?://[^\s\"'<>]+", text):
        raise ValueError
    return text


def origins(text: str) -> tuple[str, ...]:
    """Origins, comma-separated; * stands for one part of a host."""
    listed = names(text)
    if not all(re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?", n) for n in listed):
        raise ValueError
    return listed


def optional(text: str) -> str | None:
    """A text, or none."""
    return text or None


def switch(text: str) -> bool:
    """On or off."""
    if text.lower() in {"1", "true", "on", "yes"}:
        return True
    if text.lower() in {"", "0", "false", "off", "no"}:
        return False
    raise ValueError


def optional_path(text: str) -> Path | None:
    """A path, or none."""
    return Path(text) if text else None


def networks(text: str) -> tuple[str, ...]:
    """Networks, comma-separated; an address is a network of its own."""
    return tuple(str(ipaddress.ip_network(name)) for name in names(text))


def port(text: str) -> int:
    """The number of a port."""
    value = int(text)
    if not 1 <= value <= 65535:
        raise ValueError
    return value


def security(text: str) -> str:
    """How a connection is encrypted."""
    if text.lower() not in {"starttls", "tls", "none"}:
        raise ValueError
    return text.lower()


def robots(text: str) -> str:
    """What search engines may do."""
    if text.lower() not in {"index", "noindex", "none"}:
        raise ValueError
    return text.lower()


def mailbox(text: str) -> str:
    """The address of a mailbox, or none."""
    if text and not re.fullmatch(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+", text, re.ASCII):
        raise ValueError
    return text


def models(text: str) -> tuple[tuple[str, str], ...]:
    """Languages, each with the name of a model, as in en:en_core_web_sm,fr:fr_core_news_sm."""
    found = {}
    for part in names(text):
        language, colon, model = (word.strip() for word in part.partition(":"))
        if not colon or not model or not (language.isascii() and language.isalpha()):
            raise ValueError
        found[language.lower()] = model
    return tuple(sorted(found.items()))
