"""Significant words: what the articles of a search say more than the rest.

Words are scored as Elasticsearch's `significant_text` does (JLH: the difference of the two
shares times their ratio). The best articles of the search are read; which words are promising is
known from a sample of the newest articles, and only those are counted over the whole index.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.text.analysis import is_stop_word, surfaces
from search_index.text.folding import fold

READ = 150
SAMPLE = 500
COUNTED = 50
_KEPT_SAMPLES = 4
_LEAST_CHARS = 3
_LEAST_SHARE = 0.15
_MAIN_LANGUAGE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class SignificantWord:
    """A word: how many of the articles read have it, how many of all, and its score."""

    word: str
    articles: int
    all_articles: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """The words, best first, of `read` articles; compared with `total` of the same languages."""

    words: tuple[SignificantWord, ...]
    read: int
    total: int


_samples: dict[tuple[str, tuple[str, ...]], tuple[Counter[str], int]] = {}
_lock = threading.Lock()


def significance(searcher: Searcher, query: Query, *, size: int = 20) -> Significance:
    """The significant words of what a query finds. Raises QueryTimeout."""
    asked = replace(query, facets=(), highlight=False, page=1, offset=None)
    articles = list(islice(searcher.export(asked), READ))
    languages = _main_languages(articles)
    rest = Query(
        include={"language": languages} if languages else {},
        match="all",
        sort="newest",
        typo=False,
        facets=(),
        highlight=False,
        per_page=1,
        timeout_ms=query.timeout_ms,
    )
    total = searcher.search(rest).total
    if len(articles) < 2 or not total:
        return Significance(words=(), read=len(articles), total=total)
    shown: dict[str, Counter[str]] = {}
    here = _counted(articles, shown)
    sample, sampled = _sample(searcher, rest, languages)
    own = {fold(word) for word in surfaces(query.text)}
    least = max(2, round(_LEAST_SHARE * len(articles) / 2))
    promising = sorted(
        (word for word, count in here.items() if count >= least and word not in own),
        key=lambda word: (
            -_jlh(here[word] / len(articles), (sample[word] + 1) / (sampled + 1)),
            word,
        ),
    )
    found = []
    for word in promising[:COUNTED]:
        everywhere = searcher.search(replace(rest, text=f'"{word}"')).total
        score = _jlh(here[word] / len(articles), max(everywhere, here[word]) / total)
        if score > 0:
            usual = shown[word].most_common(1)[0][0]
            found.append(
                SignificantWord(
                    word=usual, articles=here[word], all_articles=everywhere, score=round(score, 4)
                )
            )
    found.sort(key=lambda one: (-one.score, one.word))
    return Significance(words=tuple(found[:size]), read=len(articles), total=total)


def _jlh(here: float, everywhere: float) -> float:
    return (here - everywhere) * here / everywhere if here > everywhere else 0.0


def _main_languages(articles: list[Article]) -> tuple[str, ...]:
    counted = Counter(article.language for article in articles)
    least = _MAIN_LANGUAGE * len(articles)
    return tuple(sorted(name for name, count in counted.items() if count >= least))


def _counted(articles: Iterable[Article], shown: dict[str, Counter[str]]) -> Counter[str]:
    """In how many articles each word is; `shown` gets how it is written."""
    counts: Counter[str] = Counter()
    for article in articles:
        words = {}
        for surface in surfaces(f"{article.title}\n{article.body}"):
            word = fold(surface)
            if len(word) >= _LEAST_CHARS and word.isalpha() and word not in words:
                words[word] = surface
        for word, surface in words.items():
            if not is_stop_word(word, (article.language,)):
                counts[word] += 1
                shown.setdefault(word, Counter())[surface] += 1
    return counts


def _sample(
    searcher: Searcher, rest: Query, languages: tuple[str, ...]
) -> tuple[Counter[str], int]:
    """The counts of the words of the newest articles, kept for each state of the index."""
    key = (searcher.snapshot, languages)
    with _lock:
        known = _samples.get(key)
    if known is None:
        articles = list(islice(searcher.export(rest), SAMPLE))
        known = (_counted(articles, {}), len(articles))
        with _lock:
            while len(_samples) >= _KEPT_SAMPLES:
                _samples.pop(next(iter(_samples)))
            _samples[key] = known
    return known
