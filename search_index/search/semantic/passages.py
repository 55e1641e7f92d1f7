"""What of an article is read for its vector, and what distinguishes one passage from another."""

from __future__ import annotations

import hashlib
from typing import Final

from search_index.model.article import Article

_CHARS_A_WORD: Final = 10
"""So many characters are read for each word that is: text without spaces has an end as well."""


NOTHING: Final = "."
"""What is read of a text without words."""


def shortened(text: str, words: int) -> str:
    """The first words of a text, as UTF-8 has them; `.` where there are none."""
    chars = words * _CHARS_A_WORD
    first = " ".join(text[: 4 * chars].split()[:words])[:chars]
    return first.replace("\0", " ").encode("utf-8", "replace").decode() or NOTHING


def passage_of(article: Article, words: int) -> str:
    """What is read of an article: its title and the beginning of its text."""
    body = article.body[: 4 * words * _CHARS_A_WORD]
    if article.title and not body.startswith(article.title):
        return shortened(f"{article.title}. {body}", words)
    return shortened(body or article.title, words)


def key_of(passage: str) -> int:
    """What distinguishes one passage from another, 64 bits."""
    return int.from_bytes(hashlib.blake2b(passage.encode(), digest_size=8).digest())
