"""Why a hit has its score: what each part of the query gave to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from whoosh import query

from search_index.engines.whoosh.read.combined import CombinedTerm
from search_index.engines.whoosh.read.evaluate import Evaluator, Execution


def explain(
    execution: Execution,
    plan: query.Query,
    place: int,
    document: int,
    score: float,
    *,
    neighbours: float = 0.0,
    all_words: float = 0.0,
) -> Mapping[str, Any]:
    """The parts of the score of a document of the segment at `place`.

    `parts` add up to `score` but for `nearness`, which is what words that are near each
    other in the article added, and `neighbours`, what the hits that are like it did. One of
    the parts may be what having `all_words` of a long question added.
    """
    evaluator = Evaluator(execution, place)
    at = np.array([document], np.int64)
    given_by: list[tuple[float, str]] = []
    for leaf in _leaves(plan):
        given = float(evaluator.scores_at(leaf, at)[0])
        if given > 0.0:
            given_by.append((given, _shown(leaf)))
    if all_words:
        given_by.append((all_words, "all words"))
    given_by.sort(reverse=True)
    parts = [{"part": shown, "score": round(given, 4)} for given, shown in given_by]
    whole = float(evaluator.scores_at(plan, at)[0]) + all_words
    return {
        "score": round(score, 4),
        "parts": parts,
        "nearness": round(score - neighbours - whole, 4),
        "neighbours": round(neighbours, 4),
    }


def _leaves(plan: query.Query) -> Iterator[query.Query]:
    match plan:
        case query.And() | query.Or():
            for part in plan.subqueries:
                yield from _leaves(part)
        case query.AndMaybe():
            yield from _leaves(plan.a)
            yield from _leaves(plan.b)
        case query.AndNot():
            yield from _leaves(plan.a)
        case _:
            yield plan


def _shown(leaf: query.Query) -> str:
    """A part as `field:text`; stems are those of the fields `title_stem` and `body_stem`.

    What is looked for in several fields or forms at once has a bar between them.
    """
    match leaf:
        case CombinedTerm():
            fields = dict.fromkeys(field for field, _ in leaf.terms_)
            texts = dict.fromkeys(text for _, text in leaf.terms_)
            return f"{'|'.join(fields)}:{'|'.join(texts)}"
        case query.Term():
            return f"{leaf.fieldname}:{leaf.text}"
        case query.Phrase():
            return f'{leaf.fieldname}:"{" ".join(leaf.words)}"'
        case query.ConstantScoreQuery():
            return _shown(leaf.child)
        case query.Prefix():
            return f"{leaf.fieldname}:{leaf.text}*"
        case query.Wildcard():
            return f"{leaf.fieldname}:{leaf.text}"
        case query.FuzzyTerm():
            return f"{leaf.fieldname}:{leaf.text}~{leaf.maxdist}"
        case query.Every():
            return "*"
    return str(leaf)
