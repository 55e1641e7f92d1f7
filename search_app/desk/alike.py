"""Names that may be one: pairs of the archive's names that are spelt nearly alike."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final, cast

from flask import current_app

from search_app.desk.corrected import corrections
from search_app.desk.users import FOLDER
from search_app.errors import Problem
from search_app.service import service
from search_index.engines.base import Searcher
from search_index.engines.checks import with_check, without_check
from search_index.model.article import NameKind
from search_index.model.query import Query
from search_index.text.analysis import fold

KINDS: Final[tuple[NameKind, ...]] = ("person", "organization", "place")
MOST_NAME_CHARS: Final = 1_000
MOST_NAMES: Final = 5_000
"""Of each kind the names of most articles are compared."""
MOST_PAIRS: Final = 500
MOST_IN_BLOCK: Final = 60
_ALIKE: Final = 84
_BLOCK_CHARS: Final = 3
_FILE: Final = "apart.jsonl"
_KEY: Final = "clippings-names-alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names of one kind; `one` is that of more articles. `alike` is of 100."""

    kind: NameKind
    one: str
    other: str
    one_articles: int
    other_articles: int
    alike: float

    @property
    def key(self) -> tuple[str, str, str]:
        """What distinguishes the pair from others, whichever of it comes first."""
        first, second = sorted((self.one, self.other))
        return self.kind, first, second


def keep_apart(kind: str, one: str, other: str, *, who: str) -> None:
    """Note that two names, in their order, are not one. Raises Problem where it cannot be kept."""
    try:
        Apart(service().settings.index_dir).add((kind, one, other), who=who)
    except OSError as error:
        raise Problem(503, "not-kept", "Cannot be kept", f"{error.strerror or error}") from None


def pairs(searcher: Searcher) -> tuple[Pair, ...]:
    """Pairs of names of this state of the index, the most alike and most frequent first."""
    known: dict[str, Any] = current_app.extensions.setdefault(_KEY, {})
    if searcher.snapshot not in known:
        found = [pair for kind in KINDS for pair in _of_kind(searcher, kind)]
        found.sort(key=lambda pair: (-pair.alike, -pair.one_articles, pair.key))
        known.clear()
        known[searcher.snapshot] = tuple(found[:MOST_PAIRS])
    return cast(tuple[Pair, ...], known[searcher.snapshot])


def _of_kind(searcher: Searcher, kind: NameKind) -> Iterator[Pair]:
    values = searcher.facet(Query(collapse=False), kind, size=MOST_NAMES)
    counts = {value.value: value.count for value in values if value.value}
    words = {name: fold(name).split() for name in counts}
    blocks: dict[str, list[str]] = defaultdict(list)
    for name, own in words.items():
        for key in {word[:_BLOCK_CHARS] for word in own if len(word) > _BLOCK_CHARS}:
            blocks[key].append(name)
    seen: set[tuple[str, str]] = set()
    for names in blocks.values():
        for one, other in combinations(names[:MOST_IN_BLOCK], 2):
            if (one, other) in seen:
                continue
            seen.add((one, other))
            alike = _alike(words[one], words[other])
            if alike >= _ALIKE:
                yield Pair(
                    kind=kind,
                    one=one,
                    other=other,
                    one_articles=counts[one],
                    other_articles=counts[other],
                    alike=alike,
                )


def _alike(one: list[str], other: list[str]) -> float:
    """Spelt alike in any order of words, or one with initials for what the other writes out."""
    if len(one) == len(other) > 1 and all(map(_may_be, sorted(one), sorted(other))):
        return 90.0
    from rapidfuzz import fuzz  # who only searches does not need it

    in_order = fuzz.token_sort_ratio(" ".join(one), " ".join(other))
    return max(in_order, fuzz.ratio("".join(one), "".join(other)))


def _may_be(one: str, other: str) -> bool:
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


class Apart:
    """Pairs that people said are not one, a line each, in the folder of the desk."""

    def __init__(self, index_dir: Path) -> None:
        self._path = index_dir / FOLDER / _FILE

    def load(self) -> frozenset[tuple[str, str, str]]:
        """The keys of the pairs. Raises OSError."""
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset(_keys(lines))

    def add(self, key: tuple[str, str, str], *, who: str) -> None:
        """Note a pair. Raises OSError."""
        values = with_check({"apart": key, "who": who})
        line = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, line + b"\n")
        finally:
            os.close(handle)


def _keys(lines: Iterable[bytes]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        try:
            kind, one, other = without_check(json.loads(line))["apart"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
        yield str(kind), str(one), str(other)


def names_waiting(searcher: Searcher) -> list[Pair]:
    """The pairs of which nobody has said yet whether they are one."""
    apart = Apart(service().settings.index_dir).load()
    merged = {
        (str(one.kind), str(one.name)) for one in corrections().active() if one.what == "merge"
    }
    return [
        pair
        for pair in pairs(searcher)
        if pair.key not in apart and not {(pair.kind, pair.one), (pair.kind, pair.other)} & merged
    ]
