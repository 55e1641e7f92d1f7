"""Articles for measuring: made up from a fixed seed, or the Reuters collection where present.

Made-up words follow Zipf's law over a vocabulary of 80,000, with endings that a stemmer
removes; 250 words an article, names and dates as news has them.
"""

from __future__ import annotations

import datetime
import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from search_index import open_engine
from search_index.model.article import Article, Source, article_id
from search_index.settings import Settings

VOCABULARY: Final = 80_000
WORDS: Final = 250
TITLE_WORDS: Final = 8
SEED: Final = 20_240_716
_CHUNK: Final = 2_000
_ONSETS: Final = (
    *("b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br"),
    *("ch", "cl", "cr", "dr", "fl", "gr", "pl", "pr", "sh", "sl", "st", "th", "tr"),
)
_VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "io", "ou")
_ENDINGS: Final = ("", "", "", "", "s", "s", "ed", "ing", "ly", "tion")


def words(count: int = VOCABULARY, seed: int = SEED) -> list[str]:
    """Distinct made-up words, most frequent first; frequent ones are short."""
    rng = np.random.default_rng(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = 1 + (len(found) > 40) + (len(found) > 3_000) * int(rng.integers(0, 2))
        word = "".join(
            _ONSETS[rng.integers(len(_ONSETS))] + _VOWELS[rng.integers(len(_VOWELS))]
            for _ in range(syllables)
        )
        found[word + ("n" if rng.random() < 0.5 else "") + _ENDINGS[rng.integers(10)]] = None
    return list(found)


def made_up(count: int, seed: int = SEED) -> Iterator[Article]:
    """`count` made-up articles, the same for the same seed."""
    vocabulary = np.array(words(), object)
    weights = 1 / (np.arange(VOCABULARY) + 2.7)
    cumulative = np.cumsum(weights / weights.sum())
    rng = np.random.default_rng(seed)
    names = {
        "person": [f"{a.title()} {b.title()}" for a, b in _pairs(vocabulary[200:700], 5_000, rng)],
        "organization": [
            f"{a.title()} {b.title()} Council" for a, b in _pairs(vocabulary[700:1200], 1_500, rng)
        ],
        "place": [word.title() for word in vocabulary[1200:1800]],
    }
    first = datetime.date(2010, 1, 1).toordinal()
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        draws = cumulative.searchsorted(rng.random((size, WORDS + TITLE_WORDS)))
        texts = vocabulary[np.minimum(draws, VOCABULARY - 1)]
        days = first + rng.integers(0, 5_000, size)
        chosen = {
            kind: np.minimum(rng.zipf(1.4, (size, 3)) - 1, len(values) - 1)
            for kind, values in names.items()
        }
        for row in range(size):
            number = start + row
            page = f"{number // 3:07d}.txt"
            people, bodies, places = (
                tuple(dict.fromkeys(values[i] for i in chosen[kind][row]))
                for kind, values in names.items()
            )
            yield Article(
                id=article_id(page, str(number)),
                source=Source(page=page, position=number % 3),
                title=" ".join(texts[row, :TITLE_WORDS]).capitalize(),
                body=_sentences(texts[row, TITLE_WORDS:]),
                language="en",
                date=datetime.date.fromordinal(int(days[row])).isoformat(),
                date_precision="day",
                date_source="dateline",
                date_confidence=0.99,
                persons=people,
                organizations=bodies,
                places=places,
            )


def build(index_dir: Path, count: int) -> None:
    """An index of made-up articles."""
    settings = Settings.from_environment({}, index_dir=index_dir)
    with open_engine(settings).writer(full=True) as writer:
        for article in made_up(count):
            writer.add(article)


def _pairs(choices: np.ndarray, count: int, rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    every = list(itertools.permutations(choices[:100], 2))
    for place in rng.permutation(len(every))[:count]:
        yield every[place]


def _sentences(row: np.ndarray) -> str:
    return "\n\n".join(
        ". ".join(" ".join(row[at : at + 14]).capitalize() for at in range(start, start + 70, 14))
        + "."
        for start in range(0, len(row), 70)
    )


def reuters(shared: Path) -> Iterator[Article]:
    """The Reuters collection of 1987. Raises FileNotFoundError where it is missing."""
    with gzip.open(shared / "data" / "reuters21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            page = f"{row['id']}.txt"
            yield Article(
                id=article_id(page, ""),
                source=Source(page=page, position=0),
                title=row["title"] or "",
                body=row["text"] or "",
                language="en",
                date=_day(row["date"]),
                date_precision="day" if _day(row["date"]) else None,
                persons=tuple(row["people"]),
                organizations=tuple(row["orgs"]),
                places=tuple(row["places"]),
            )


def _day(text: str) -> str | None:
    try:
        return datetime.datetime.strptime(text.split()[0], "%d-%b-%Y").date().isoformat()
    except (ValueError, IndexError):
        return None
