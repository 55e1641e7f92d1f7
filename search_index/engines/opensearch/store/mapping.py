"""The fields of the index as OpenSearch keeps them, made from the one schema."""

from __future__ import annotations

from typing import Any, Final

from search_index.engines.opensearch.store.tokens import FORMS
from search_index.model.query import FACET_FIELDS
from search_index.schema import CREDIT_FIELDS, NAME_FIELDS, TEXT_FIELDS
from search_index.search.ranking import FIELD_B, K1

LAYOUT: Final = 5
"""Counts up with every change of what is said here or of how terms are encoded."""

MAX_WINDOW: Final = 100_000
"""Hits up to this place are reached directly; later ones by walking through those before."""

WORDS: Final = "terms.{}"
"""The words of a text field, one at each place."""
FORM: Final = "terms.{}_form{}"
"""Further words at the same places, for phrases."""
OTHERS: Final = "terms.{}_others"
"""The further words without their places, for everything else."""
STEMS: Final = "terms.{}_stem"
"""The stems of a text field, without places."""
BOTH: Final = "terms.both_stem"
"""The stems of all text fields, each so often as an occurrence in its field counts (BM25F)."""
SKETCH: Final = "sketch"
"""The sketch of the article, as `document.packed` writes it."""
FILTER: Final = "filter.{}"
"""The folded values of a facet field, to filter by."""
COUNT: Final = "count.{}"
"""The values of a facet field with their words, to count (see `facets.key_of`)."""
ALIAS: Final = "alias.{}"
"""The other forms by which a name is known, as `also_called` says."""
WITHIN_NAME: Final = 50
"""Words of one value are nearer than this; those of two values are 100 places apart."""
NAMES: Final = "names.{}"
"""The words of names, to find names by the beginning of one."""
VOCABULARY: Final = "vocabulary"
"""Every word of an article once, for completing words."""
WRITTEN: Final = "written"
"""How words are written that have marks or accents: the word, FORM_END, and the form."""
FORM_END: Final = "\x1f"
LOTS: Final = 1000
"""Articles fall into so many lots by chance; some lots are a sample."""


def settings(*, shards: int, replicas: int) -> dict[str, Any]:
    """The settings of a new index; the writer alone says when it is refreshed."""
    return {
        "index": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "max_result_window": MAX_WINDOW,
            "max_inner_result_window": 1000,
            "similarity": {
                name: {"type": "BM25", "k1": K1, "b": b}
                for name, b in {**FIELD_B, "both": FIELD_B["body"]}.items()
            },
        }
    }


def mappings(meta: dict[str, Any]) -> dict[str, Any]:
    """The mapping; `meta` is the manifest that travels with it.

    The terms are left out of the stored document: they follow from the article.
    """
    keyword = {"type": "keyword"}
    return {
        "dynamic": False,
        "_meta": meta,
        "_source": {"includes": ["article", SKETCH]},
        "properties": {
            "article": {"type": "object", "enabled": False},
            SKETCH: {"type": "object", "enabled": False},
            "id": keyword,
            "page": keyword,
            "story": keyword,
            "duplicate_of": keyword,
            "date": {"type": "keyword", "index": False},
            "first_day": {"type": "integer"},
            "last_day": {"type": "integer"},
            "unsure": {"type": "byte", "index": False},
            "born": {"type": "long"},
            "order": {"type": "long", "index": False},
            "lot": {"type": "short"},
            VOCABULARY: _keyword(index=False),
            WRITTEN: _keyword(index=False),
            "terms": {"properties": _terms()},
            "filter": {"properties": {name: _keyword(doc_values=False) for name in FACET_FIELDS}},
            "count": {"properties": {name: _keyword(index=False) for name in FACET_FIELDS}},
            "alias": {
                "properties": {
                    name: _keyword(doc_values=False) for name in (*NAME_FIELDS, *CREDIT_FIELDS)
                }
            },
            "names": {
                "properties": {name: _words(norms=False) for name in (*NAME_FIELDS, *CREDIT_FIELDS)}
            },
        },
    }


def _keyword(**options: bool) -> dict[str, Any]:
    return {"type": "keyword", "ignore_above": 8000, **options}


def _words(**options: Any) -> dict[str, Any]:
    return {"type": "text", "analyzer": "whitespace", **options}


def _terms() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        fields[name] = _words(similarity=name)
        fields[f"{name}_stem"] = _words(similarity=name, index_options="freqs")
        fields[f"{name}_others"] = _words(similarity="boolean", index_options="docs", norms=False)
        for rank in range(1, FORMS + 1):
            fields[f"{name}_form{rank}"] = _words(norms=False)
    fields["both_stem"] = _words(similarity="both", index_options="freqs")
    return fields
