"""Corrected fields of an article: what people said wins over what was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from corrections.records import FIELDS, Correction, Value
from corrections.reference import RULE
from search_index.model.article import Article, Precision, Provenance

_PRECISIONS: Final[dict[int, Precision]] = {4: "year", 7: "month", 10: "day"}
_BETWEEN: Final = "; "


def with_fields(article: Article, corrections: Iterable[Correction]) -> Article:
    """The article with the corrections of its fields, in their order.

    The provenance of a corrected field says that a person corrected it, and its words are
    the value that was read.
    """
    changes: dict[str, Any] = {}
    reasons: dict[str, Provenance] = {}
    for correction in corrections:
        name, value = correction.what, correction.to
        if name not in FIELDS:
            continue
        changes[name] = value
        if name == "date":
            changes |= _dated(value)
        read = getattr(article, name)
        reasons[name] = Provenance(field=name, value=_text(value), rule=RULE, words=_text(read))
    if not changes:
        return article
    kept = tuple(reason for reason in article.provenance if reason.field not in reasons)
    return replace(article, **changes, provenance=(*kept, *reasons.values()))


def _dated(value: Value) -> dict[str, Any]:
    precision = _PRECISIONS[len(value)] if isinstance(value, str) else None
    return {"date_precision": precision, "date_source": "corrected", "date_confidence": 1.0}


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return _BETWEEN.join(map(str, value))
    return "" if value is None else str(value)
