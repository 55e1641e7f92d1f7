"""Whether OpenSearch answers as Whoosh does: `python -m benchmarks.reliability.parity`.

The same articles go into both engines, and the same questions are asked of both: words,
phrases, prefixes, typing errors, operators, dates, filters. All that is no score must agree: which
articles are found, how many, what the facets count, the order by date. The order by score
agrees as far as the first ten hits are the same. The cluster is that of
CLIPPINGS_OPENSEARCH_URL; the exit status is 1 where something differs.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import corpus
from search_index import open_engine
from search_index.engines.base import Searcher
from search_index.model.article import Article
from search_index.model.query import FACET_FIELDS, Query
from search_index.schema import facet_values
from search_index.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a comparison found.

    `differing` are questions with what was told otherwise; `found` counts those that had
    hits; `first_ten` is the mean share of the first ten hits that both engines show.
    """

    asked: int
    found: int
    differing: tuple[tuple[Query, str], ...]
    first_ten: float


def questions(articles: Sequence[Article], count: int, seed: int = 1) -> Iterator[Query]:
    """Questions of every kind, of words and values that the articles have."""
    draw = random.Random(seed)
    words = [w for each in articles for w in each.title.split() if w.isalpha() and len(w) > 3]
    bodies = [words for each in articles if len(words := each.body.split()) > 3]

    def word() -> str:
        return draw.choice(words)

    def phrase() -> str:
        body = draw.choice(bodies)
        start = draw.randrange(len(body) - 2)
        return " ".join(body[start : start + draw.choice((2, 3))]).replace('"', "")

    def typo() -> str:
        text = word()
        place = draw.randrange(len(text))
        return text[:place] + draw.choice("aeinrst") + text[place + 1 :]

    def value(name: str) -> dict[str, tuple[str, ...]]:
        having = [found for each in articles if (found := facet_values(each, name))]
        return {name: (draw.choice(draw.choice(having)),)} if having else {}

    shapes = (
        lambda: Query(text=word()),
        lambda: Query(text=f"{word()} {word()}"),
        lambda: Query(text=f"{word()} {word()}", match="any", collapse=False),
        lambda: Query(text=f'"{phrase()}"'),
        lambda: Query(text=f'"{word()} {word()}"~5'),
        lambda: Query(text=f"{word()[:4]}*", match="all"),
        lambda: Query(text=f"{word()[:2]}*{word()[-2:]}"),
        lambda: Query(text=typo()),
        lambda: Query(text=f"{typo()}~"),
        lambda: Query(text=f"({word()} OR {word()}) -{word()}", sort="newest"),
        lambda: Query(text=f"title:{word()} body:{word()}", sort="oldest"),
        lambda: Query(text=word(), date_from="1987-03", date_to="2021-06"),
        lambda: Query(text=word(), missing_date=True),
        lambda: Query(text=word(), include=value("place")),
        lambda: Query(text=word(), match="any", exclude=value("place"), sort="newest"),
        lambda: Query(include=value("person")),
        lambda: Query(text=f"{word()} {word()} {word()}", include=value("year")),
        lambda: Query(sort="newest", include=value("organization"), collapse=False),
    )
    for shape in itertools.islice(itertools.cycle(shapes), count):
        yield replace(shape(), facets=FACET_FIELDS, facet_size=50, per_page=100)


def compare(one: Searcher, other: Searcher, queries: Iterable[Query]) -> Outcome:
    """Ask both searchers everything."""
    differing: list[tuple[Query, str]] = []
    shares: list[float] = []
    asked = found = 0
    for query in queries:
        asked += 1
        hits, there = one.search(query), other.search(query)
        found += bool(hits.total)
        ids, others = ([hit.article.id for hit in each.hits] for each in (hits, there))
        dated = query.sort != "relevance" or not query.text
        whole = [
            sorted(article.duplicate_of or article.id for article in each.export(query))
            for each in (one, other)
        ]
        marks = [
            {hit.article.id: hit.highlights for hit in each.hits if hit.article.id in both}
            for both in [set(ids) & set(others)]
            for each in (hits, there)
        ]
        for what, mine, theirs in (
            ("total", hits.total, there.total),
            ("correction", hits.corrected, there.corrected),
            ("relaxed", hits.relaxed, there.relaxed),
            ("all words", hits.total_all_words, there.total_all_words),
            ("facets", hits.facets, there.facets),
            ("articles", *whole),
            ("order", ids if dated else None, others if dated else None),
            ("marks", *marks),
        ):
            if mine != theirs:
                differing.append((query, what))
        if ids and not dated:
            shares.append(len({*ids[:10]} & {*others[:10]}) / len(ids[:10]))
    return Outcome(
        asked=asked,
        found=found,
        differing=tuple(differing),
        first_ten=sum(shares) / len(shares) if shares else 1.0,
    )


def main() -> int:
    """Compare on the Reuters collection, or on made-up articles where it is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--shared", default=os.environ.get("CLIPPINGS_SHARED", "../shared"))
    parser.add_argument("--articles", type=int, default=1_000_000, help="at most so many")
    parser.add_argument("--questions", type=int, default=360)
    given = parser.parse_args()
    try:
        articles = list(itertools.islice(corpus.reuters(Path(given.shared)), given.articles))
        print(f"{len(articles):,} articles of the Reuters collection")
    except FileNotFoundError:
        articles = list(corpus.made_up(min(given.articles, 20_000)))
        print(f"{len(articles):,} made-up articles; Reuters is not in {given.shared}")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_environment(index_dir=Path(folder), opensearch_index="parity")
        searchers = []
        for name in ("whoosh", "opensearch"):
            engine = open_engine(replace(settings, engine=name))
            with engine.writer(full=True) as writer:
                for article in articles:
                    writer.add(article)
            searchers.append(engine.searcher())
        outcome = compare(*searchers, questions(articles, given.questions))
    for query, what in outcome.differing:
        print(f"{what} differ: {query}")
    print(
        f"{outcome.asked} questions, {outcome.found} with hits: "
        f"{len(outcome.differing)} differences; "
        f"{outcome.first_ten:.1%} of the first ten hits by score are the same"
    )
    return int(bool(outcome.differing))


if __name__ == "__main__":
    sys.exit(main())
