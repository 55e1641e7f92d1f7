"""What a client says of the encodings that it takes (RFC 9110, 12.5.3)."""

from __future__ import annotations

import re

from flask import Flask, request

_REFUSED = re.compile(r"\s*;\s*q\s*=\s*0(?:\.0{0,3})?\s*\Z", re.IGNORECASE)
MAX_CHARS = 1_000
"""No client names so many; what is longer counts as nothing, as reading it would take long."""
_SPACES = re.compile(r"\s*([;=])\s*")


def accepted(header: str) -> str:
    """The header without what it refuses: `gzip;q=0` says that gzip is not taken."""
    parts = [part.strip() for part in header.split(",") if part.strip()]
    refused = {part.split(";")[0].strip().lower() for part in parts if _REFUSED.search(part)}
    kept = [_SPACES.sub(r"\1", part) for part in parts if not _REFUSED.search(part)]
    if any(part.split(";")[0] == "*" for part in kept) and refused:
        # "anything but gzip": the compression does not know which of its own is meant.
        kept = [part for part in kept if part.split(";")[0] != "*"]
        kept += [name for name in ("br", "gzip") if name not in refused]
    return ", ".join(kept)


def install(app: Flask) -> None:
    """Let everything after see what the client takes and nothing else."""

    @app.before_request
    def read() -> None:
        header = request.headers.get("Accept-Encoding")
        if header and len(header) > MAX_CHARS:
            request.environ["HTTP_ACCEPT_ENCODING"] = ""
        elif header and "q" in header.lower():
            request.environ["HTTP_ACCEPT_ENCODING"] = accepted(header)
