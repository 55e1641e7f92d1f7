"""The host of an address, as the name of a site."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


def host_of(url: str | None) -> str | None:
    """The host of an address without `www.`, None where it has none."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:  # an address as a page may claim one
        return None
    host = plain_host(host.rstrip("."))
    return host if "." in host else None


def plain_host(host: str) -> str:
    """A host without what only says for which devices it is."""
    return _PREFIX.sub("", host)
