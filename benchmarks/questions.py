"""Questions to ask of a running server, made from what its archive holds."""

from __future__ import annotations

import json
import random
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

SAMPLE_PAGES = 20
JUNK = '"(*-:AND م 😀'


@dataclass(frozen=True, slots=True)
class Archive:
    """Words, names and ids to ask for."""

    words: list[str]
    persons: list[str]
    places: list[str]
    ids: list[str]


def read_archive(url: str, seed: int) -> Archive:
    """Sample the archive over its own API; an empty one is a ValueError."""
    draw = random.Random(seed)
    words: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    places: Counter[str] = Counter()
    ids: list[str] = []
    total = fetch(f"{url}/api/v1/search?per_page=1&facets=")["total"]
    pages = max(1, total // 100)
    for page in draw.sample(range(1, pages + 1), min(SAMPLE_PAGES, pages)):
        found = fetch(f"{url}/api/v1/search?per_page=100&page={page}&facets=&highlight=false")
        for hit in found["hits"]:
            words.update(word for word in hit["title"].split() if len(word) > 3)
            persons.update(hit["persons"])
            places.update(hit["places"])
            ids.append(hit["id"])
    if not words:
        raise ValueError(f"The archive at {url} is empty; index something first.")
    return Archive(list(words), list(persons), list(places), ids)


def fetch(url: str) -> Any:
    """One JSON answer."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def searches(archive: Archive, draw: random.Random) -> Iterator[str]:
    """Paths of searches, for ever: words, pairs, phrases, prefixes, typing errors, filters."""

    def word() -> str:
        return draw.choice(archive.words)

    def typo() -> str:
        text = word()
        place = draw.randrange(1, len(text))
        return text[:place] + draw.choice("aeinrst") + text[place + 1 :]

    shapes: list[tuple[int, Callable[[], dict[str, str]]]] = [
        (30, lambda: {"q": word()}),
        (30, lambda: {"q": f"{word()} {word()}"}),
        (8, lambda: {"q": f'"{word()} {word()}"'}),
        (5, lambda: {"q": f"{word()[:4]}*"}),
        (7, lambda: {"q": typo()}),
        (5, lambda: {"q": f"{word()} -{word()}", "sort": "newest"}),
        (5, lambda: {"q": word(), "date_from": "2015", "date_to": "2022-06"}),
        (5, lambda: {"page": str(draw.randrange(1, 50))}),
    ]
    if archive.persons:
        shapes.append((5, lambda: {"q": word(), "person": draw.choice(archive.persons)}))
    if archive.places:
        shapes.append((5, lambda: {"q": word(), "place": draw.choice(archive.places)}))
    weights = [weight for weight, _ in shapes]
    while True:
        ((_, shape),) = draw.choices(shapes, weights)
        yield "/api/v1/search?" + urlencode(shape())


def suggestions(archive: Archive, draw: random.Random) -> Iterator[str]:
    """Paths of suggestions, one for each keystroke."""
    while True:
        word = draw.choice(archive.words)
        for end in range(1, min(len(word), 7)):
            yield "/api/v1/suggest?q=" + quote(word[:end])


def mixture(archive: Archive, draw: random.Random) -> Iterator[str]:
    """Paths of everything, exports and junk included."""
    of_search, of_suggest = searches(archive, draw), suggestions(archive, draw)

    def word() -> str:
        return quote(draw.choice(archive.words))

    def article() -> str:
        return f"/api/v1/articles/{draw.choice(archive.ids)}"

    def junk() -> str:
        text = quote("".join(draw.choice(JUNK) for _ in range(draw.randrange(1, 80))))
        route = draw.choice(["search", "suggest", "export", "feed.atom", "facets/place"])
        return draw.choice(
            [
                "/api/v1/search?page=0&per_page=x&date_to=2024-02-30&unheard=of",
                f"/api/v1/{route}?q={text}",
                f"/api/v1/{route}?{text}={text}",
                f"/api/v1/articles/{text}",
                f"/{text}",
                f"/api/v1/search?cursor={text}",
                f"/api/v1/search?q={text}&page=1000000",
            ]
        )

    shapes: list[tuple[float, Callable[[], str]]] = [
        (50, lambda: next(of_search)),
        (2, lambda: f"/?q={word()}"),
        (1, lambda: f"/articles/{draw.choice(archive.ids)}"),
        (2, lambda: f"/api/v1/feed.atom?q={word()}"),
        (25, lambda: next(of_suggest)),
        (10, lambda: f"{article()}?q={word()}"),
        (4, lambda: f"{article()}/related"),
        (3, lambda: f"/api/v1/facets/person?prefix={draw.choice('abcmorst')}"),
        (0.3, lambda: f"/api/v1/export?q={word()}"),
        (2.7, junk),
    ]
    weights = [weight for weight, _ in shapes]
    while True:
        ((_, shape),) = draw.choices(shapes, weights)
        yield shape()


ROUTES = {"search": searches, "suggest": suggestions, "mixed": mixture}


def route_of(path: str) -> str:
    """The route that a path asks for, ids and parameters aside."""
    plain = path.partition("?")[0]
    if plain.startswith("/api/v1/articles/"):
        return f"/api/v1/articles/{{id}}{'/related' if plain.endswith('/related') else ''}"
    if plain.startswith("/articles/"):
        return "/articles/{id}"
    return plain if plain.startswith(("/api/v1/", "/healthz")) or plain == "/" else "nothing there"
