"""An article as the document that OpenSearch indexes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from search_index.engines.opensearch.store.facet_keys import key_of
from search_index.engines.opensearch.store.mapping import (
    FORM_END,
    LOTS,
    SKETCH,
    VOCABULARY,
    WRITTEN,
)
from search_index.engines.opensearch.store.tokens import Streams, name_words, streams
from search_index.model.article import Article
from search_index.model.query import FACET_FIELDS
from search_index.schema import (
    CREDIT_FIELDS,
    NAME_FIELDS,
    TEXT_FIELDS,
    also_called,
    facet_values,
    first_day,
    last_day,
)
from search_index.search.neighbours import Array
from search_index.search.ranking import FIELD_WEIGHTS
from search_index.text.analysis import fold
from search_index.text.sketch import sketch_of


def document(article: Article, *, born: int, order: int) -> dict[str, Any]:
    """The document of an article that belongs to the index from generation `born` on.

    `order` counts up with every article that is written: who was written first comes first
    where nothing else decides.
    """
    texts = {
        name: streams(text, article.language)
        for name, text in (("title", article.title), ("body", article.body))
    }
    terms = _terms(texts)
    written = frozenset[tuple[str, str]]().union(*(each.written for each in texts.values()))
    fields: dict[str, Any] = {
        "article": article.to_json(),
        SKETCH: packed(article),
        "id": article.id,
        "page": article.source.page,
        "story": article.duplicate_of or article.id,
        "born": born,
        "order": order,
        "lot": int.from_bytes(hashlib.sha256(article.id.encode()).digest()[:4]) % LOTS,
        "terms": terms,
        VOCABULARY: sorted(_vocabulary(terms)),
        WRITTEN: sorted(f"{word}{FORM_END}{form}" for word, form in written),
        "filter": {},
        "count": {},
        "alias": {},
        "names": {},
    }
    if article.duplicate_of:
        fields["duplicate_of"] = article.duplicate_of
    if article.date:
        fields["date"] = article.date
        fields["first_day"] = first_day(article.date)
        fields["last_day"] = last_day(article.date)
    if article.is_date_unsure or not article.date:
        fields["unsure"] = 1 if article.date else 2
    for name in FACET_FIELDS:
        values = facet_values(article, name)
        if values:
            fields["filter"][name] = [fold(value) for value in values]
            fields["count"][name] = [key_of(value) for value in values]
        aliases = [alias for value in values for alias in also_called(name, value)]
        if aliases:
            fields["alias"][name] = aliases
        if values and (name in NAME_FIELDS or name in CREDIT_FIELDS):
            fields["names"][name] = [" ".join(name_words(value)) for value in values]
    return fields


def _terms(texts: Mapping[str, Streams]) -> dict[str, str]:
    terms: dict[str, str] = {}
    both: list[str] = []
    for name, found in texts.items():
        terms[name] = found.words or "_"  # empty is not the same as missing: it counts
        terms[f"{name}_stem"] = found.stems or "_"
        both += [found.stems] * FIELD_WEIGHTS[name]
        if found.others:
            terms[f"{name}_others"] = found.others
        for rank, row in enumerate(found.forms, 1):
            terms[f"{name}_form{rank}"] = row
    terms["both_stem"] = " ".join(filter(None, both)) or "_"
    return terms


def packed(article: Article) -> str:
    """The sketch of an article: its codes, two bytes each, in base 64."""
    codes = np.array(sketch_of(article), "<u2").tobytes()
    return base64.b64encode(codes).decode("ascii")


def unpacked(sketches: Sequence[str]) -> tuple[Array, Array]:
    """How many codes each sketch has that `packed` wrote, and these one after the other."""
    each = [base64.b64decode(sketch) for sketch in sketches]
    return np.array([len(codes) // 2 for codes in each]), np.frombuffer(b"".join(each), "<u2")


def _vocabulary(terms: Mapping[str, str]) -> set[str]:
    words: set[str] = set()
    for name in TEXT_FIELDS:
        words.update(terms[name].split(" "), terms.get(f"{name}_others", "").split(" "))
    return words - {"", "_"}


def encode(data: dict[str, Any]) -> bytes:
    """One line of JSON; what is no Unicode (lone surrogates) goes as an escape."""
    try:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(data, separators=(",", ":")).encode()


def article_of(source: dict[str, Any]) -> Article:
    """The article of a stored document."""
    return Article.from_json(source["article"])
