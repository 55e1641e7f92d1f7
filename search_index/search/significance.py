"""Significant words: what the articles of a search say more than the rest.

Words are scored as Elasticsearch's `significant_text` does (JLH: the difference of the two
shares times their ratio). The best articles of the search are read; which words are promising is
known from a sample of the newest articles, and only those are counted over the whole index.
Words are compared within their language, as else the words of whichever language has more of the
hits than of the archive would come first; those that chance explains are left out.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from math import log

from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.query import Query
from search_index.text.analysis import is_stop_word, surfaces
from search_index.text.folding import fold

READ = 150
SAMPLE = 500
COUNTED = 50
_KEPT_SAMPLES = 8
_LEAST_CHARS = 3
_LEAST_SHARE = 0.15
_MAIN_LANGUAGE = 0.2
_LEAST_EVIDENCE = 2.71  # chi-square of one degree: one word in ten gets there by chance


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
    own = frozenset(fold(word) for word in surfaces(query.text))
    languages = _main_languages(articles)
    found: list[SignificantWord] = []
    total = 0
    for language in languages or (None,):
        rest = Query(
            include={} if language is None else {"language": (language,)},
            match="all",
            sort="newest",
            typo=False,
            facets=(),
            highlight=False,
            per_page=1,
            timeout_ms=query.timeout_ms,
        )
        of_language = searcher.search(rest).total
        total += of_language
        few = [one for one in articles if language in (None, one.language)]
        if len(few) > 1 and of_language:
            found += _compared(
                searcher, few, rest, of_language, own, COUNTED // max(1, len(languages))
            )
    found.sort(key=lambda one: (-one.score, one.word))
    return Significance(words=tuple(found[:size]), read=len(articles), total=total)


def _compared(
    searcher: Searcher,
    articles: list[Article],
    rest: Query,
    total: int,
    own: frozenset[str],
    most: int,
) -> list[SignificantWord]:
    """The words that articles of one language say more than all `total` of it."""
    shown: dict[str, Counter[str]] = {}
    here, read = _counted(articles, shown), len(articles)
    sample, sampled = _sample(searcher, rest)
    least = max(2, round(_LEAST_SHARE * read / 2))
    promising = sorted(
        (word for word, count in here.items() if count >= least and word not in own),
        key=lambda word: (-_jlh(here[word] / read, (sample[word] + 1) / (sampled + 1)), word),
    )
    found = []
    for word in promising[:most]:
        everywhere = max(searcher.search(replace(rest, text=f'"{word}"')).total, here[word])
        score = _jlh(here[word] / read, everywhere / total)
        if score > 0 and _evidence(here[word], read, everywhere, total) > _LEAST_EVIDENCE:
            usual = shown[word].most_common(1)[0][0]
            found.append(
                SignificantWord(
                    word=usual, articles=here[word], all_articles=everywhere, score=round(score, 4)
                )
            )
    return found


def _jlh(here: float, everywhere: float) -> float:
    return (here - everywhere) * here / everywhere if here > everywhere else 0.0


def _evidence(here: int, read: int, everywhere: int, total: int) -> float:
    """How surely a word is more frequent here than elsewhere: twice the log-likelihood ratio."""
    elsewhere, others = everywhere - here, max(total - read, everywhere - here)
    both, having = read + others, everywhere
    cells = (
        (here, read * having),
        (elsewhere, others * having),
        (read - here, read * (both - having)),
        (others - elsewhere, others * (both - having)),
    )
    return 2 * sum(count * log(count * both / expected) for count, expected in cells if count)


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


def _sample(searcher: Searcher, rest: Query) -> tuple[Counter[str], int]:
    """The counts of the words of the newest articles, kept for each state of the index."""
    key = (searcher.snapshot, rest.include.get("language", ()))
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
