"""What is asked of every engine under measurement, drawn with a fixed seed."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks import corpus
from benchmarks.speed.peers import Question
from search_index.model.article import Article
from search_index.text.stop_words import STOP_WORDS

PER_KIND = 30
_WORD = re.compile(r"[a-z]{3,}")
_OFTEN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words of an archive by how many articles have them, and what its articles are about."""

    common: Sequence[str]
    middle: Sequence[str]
    rare: Sequence[str]
    phrases: Sequence[tuple[str, str]]
    person: str
    years: Sequence[str]


def made_up() -> Vocabulary:
    """Of the made-up articles; each pair of frequent words stands side by side somewhere."""
    words = corpus.words()
    common = words[20:90]
    draw = random.Random(corpus.SEED)
    return Vocabulary(
        common=common,
        middle=words[400:2_000],
        rare=words[15_000:60_000],
        phrases=[(a, b) for a, b in (draw.sample(common, 2) for _ in range(200))],
        person=_person(list(corpus.made_up(200))),
        years=[str(year) for year in range(2011, 2023)],
    )


def read_from(articles: Sequence[Article]) -> Vocabulary:
    """Of real articles, from their own words."""
    having: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for article in articles:
        words = _WORD.findall(article.body.lower())
        kept = [word for word in words if word not in STOP_WORDS["en"]]
        having.update(set(kept))
        pairs.update(set(pairwise(kept)) & set(pairwise(words)))
    ordered = [word for word, count in having.most_common() if count >= 3]
    years = sorted({article.date[:4] for article in articles if article.date})
    return Vocabulary(
        common=ordered[5:75],
        middle=ordered[400:2_000],
        rare=ordered[8_000:],
        phrases=[pair for pair, count in pairs.most_common(400) if count >= _OFTEN],
        person=_person(articles),
        years=years,
    )


def _person(articles: Sequence[Article]) -> str:
    return Counter(a.persons[0] for a in articles if a.persons).most_common(1)[0][0]


def questions(source: Vocabulary, count: int = PER_KIND, seed: int = corpus.SEED) -> list[Question]:
    """`count` questions of every kind."""
    draw = random.Random(seed)
    common, middle, rare = source.common, source.middle, source.rare
    asked: list[Question] = []
    for _ in range(count):
        asked += [
            Question(kind="one common word", words=(draw.choice(common),)),
            Question(kind="one rare word", words=(draw.choice(rare),)),
            Question(kind="OR of 2", words=tuple(draw.sample(common, 2)), mode="any"),
            Question(kind="OR of 3", words=tuple(draw.sample(common, 3)), mode="any"),
            Question(kind="AND of 2", words=tuple(draw.sample(common, 2))),
            Question(kind="AND of 3", words=tuple(draw.sample(common, 3))),
            Question(kind="common and rarer", words=(draw.choice(common), draw.choice(middle))),
            Question(kind="phrase", words=draw.choice(source.phrases), mode="phrase"),
            Question(kind="prefix", words=(draw.choice(middle)[:3],), mode="prefix"),
            Question(
                kind="with filters",
                words=(draw.choice(common),),
                person=source.person,
                year=draw.choice(source.years),
            ),
        ]
    return asked
