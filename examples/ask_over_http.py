"""Search an archive over HTTP, page by page: `python examples/ask_over_http.py WORDS`.

Needs a server (`make run`), and nothing but Python on this side. CLIPPINGS_URL names another one.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urljoin

SERVER = os.environ.get("CLIPPINGS_URL", "http://127.0.0.1:8000")


def answer(address: str) -> dict[str, Any]:
    """What the server answers; a problem (RFC 9457) says what was wrong with the question."""
    try:
        with urllib.request.urlopen(urljoin(SERVER, address), timeout=10) as response:  # noqa: S310
            found: dict[str, Any] = json.load(response)
            return found
    except urllib.error.HTTPError as error:
        raise SystemExit(json.load(error)["detail"]) from None


def hits(words: str, **filters: str) -> Iterator[dict[str, Any]]:
    """Every hit of a search, best first: each page of them links the next one."""
    parameters = urlencode({"q": words, "per_page": "50", **filters})
    address: str | None = f"/api/v1/search?{parameters}"
    while address:
        page = answer(address)
        yield from page["hits"]
        address = page["links"]["next"]


def main() -> None:
    """Print date, title and names of what is found."""
    for hit in hits(" ".join(sys.argv[1:]), sort="newest"):
        names = ", ".join(hit["persons"] + hit["organizations"])
        print(f"{hit['date'] or 'no date':10}  {hit['title']}" + (f"  ({names})" if names else ""))


if __name__ == "__main__":
    main()
