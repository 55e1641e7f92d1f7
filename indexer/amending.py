"""An article as it is without corrections, corrected; the same in a run and right away.

What reads quotations is imported only where names or language changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

import orjson

from corrections.applying import with_fields
from corrections.names import ArchiveNames, with_names
from corrections.records import Correction
from search_index.model.article import Article

Renamings = tuple[tuple[str, str], ...]


def corrected(
    original: Article, own: Sequence[Correction], names: ArchiveNames, *, copy_of: str | None
) -> Article:
    """The article with its own corrections and those of names; `copy_of` is what it duplicates."""
    article = with_names(with_fields(original, own), names, own)
    if copy_of != original.duplicate_of:
        article = replace(article, duplicate_of=copy_of)
    if article.renamings:
        article = replace(article, renamings=_shown(article.renamings, names))
    translated = article.language != original.language
    if translated or article.forms != original.forms:
        from indexer.quotes import find_quotes, name_speakers

        quotes = find_quotes(article.body, article.language) if translated else article.quotes
        named = name_speakers(article.body, article.language, quotes, article.forms)
        article = replace(article, quotes=named)
    return article


def _shown(renamings: Renamings, names: ArchiveNames) -> Renamings:
    """The same with names as they are shown, without those that are shown as one or as none."""
    pairs = [tuple(names.of(("organization", one)) for one in pair) for pair in renamings]
    return tuple(
        (old[1], new[1])
        for old, new in pairs
        if old and new and old != new and old[0] == new[0] == "organization"
    )


def article_digest(article: Article) -> str:
    """What distinguishes an article in the index from what it should be."""
    value = article.to_json()
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character from a broken page
        text = json.dumps(value, sort_keys=True).encode()
    return hashlib.blake2b(text, digest_size=12).hexdigest()
