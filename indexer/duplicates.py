"""Near-duplicates: the same story on several pages.

MinHash signatures over word shingles (Broder, "On the resemblance and containment of
documents", 1997), candidates by banding (locality-sensitive hashing, Indyk and Motwani
1998). Signatures are those of rensa; bands are compared by sorting, so that memory
is a few hundred bytes an article.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from indexer.language.words import has_digit, words_of

Signatures = npt.NDArray[np.uint32]
"""Shape (articles, WIDTH): what resembles, then hashes of the figures, then of the names."""

ALGORITHM: int = RMinHash.ALGORITHM_VERSION
"""Signatures of another one cannot be compared."""
PERMUTATIONS = 64
BANDS = 16
FIGURES = 48
NAMES = 16
WIDTH = PERMUTATIONS + FIGURES + NAMES
SAME = 0.75
"""Estimated Jaccard resemblance from which two stories are one."""

SAME_FIGURES = 0.9
SAME_NAMES = 0.6
"""Share of the smaller story's figures and names that the other has to hold as well.

A copy that was cut or taken over has no figures of its own. Reports made by one template, of
other days or with other results, have, and so are not one story.
"""

NEARLY = 0.45
"""Estimated resemblance from which people are asked whether two stories are one."""
MOST_ALIKE = 5_000
_PAIRS_AT_ONCE = 50_000

_MIN_NAMES = 3
# One character is looked for sooner than one that may be repeated.
_FIGURE = re.compile(r"\d\d*(?:[.,:]\d+)*")
_NAME = re.compile(r" (?<=[a-z,;] )([A-Z\u00c0-\u00de]\w{2,})")
_SHINGLE_WORDS = 3
_MIN_WORDS = 12


def signature(body: str) -> bytes | None:
    """The signature of a story, None where it is too short to be compared."""
    body = original = body.encode("utf-8", "replace").decode("utf-8")
    folded = body.casefold()
    words = words_of(folded)
    if len(words) < _MIN_WORDS:
        return None
    shingles = map(" ".join, zip(*(words[at:] for at in range(_SHINGLE_WORDS)), strict=False))
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(list(shingles))
    figures = _FIGURE.findall(body) if has_digit(body) else []
    whole = np.zeros(WIDTH, dtype=np.uint32)
    whole[:PERMUTATIONS] = sketch.digest()
    whole[PERMUTATIONS : PERMUTATIONS + FIGURES] = _least(figures, FIGURES)
    whole[PERMUTATIONS + FIGURES :] = _least(_NAME.findall(original), NAMES)
    return whole.tobytes()


def _least(words: list[str], number: int) -> npt.NDArray[np.uint32]:
    """The least hashes of a set in ascending order, after them zeros where it is smaller."""
    found = np.zeros(number, dtype=np.uint32)
    hashes = sorted({zlib.crc32(word.encode()) or 1 for word in words})[:number]
    found[: len(hashes)] = hashes
    return found


def _shared(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32], least: int) -> float:
    """The share of the smaller set that the other holds, as far as the hashes of both reach."""
    sets = [set(row[row > 0].tolist()) for row in (first, second)]
    if min(map(len, sets)) < least:
        return 1.0
    reach = min(max(part) if len(part) == len(first) else 2**32 for part in sets)
    a, b = ({value for value in part if value <= reach} for part in sets)
    return len(a & b) / min(len(a), len(b)) if a and b else 1.0


def _is_same(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> bool:
    same = (first[:PERMUTATIONS] == second[:PERMUTATIONS]).mean() >= SAME
    figures = slice(PERMUTATIONS, PERMUTATIONS + FIGURES)
    names = slice(PERMUTATIONS + FIGURES, WIDTH)
    return bool(
        same
        and _shared(first[figures], second[figures], 1) >= SAME_FIGURES
        and _shared(first[names], second[names], _MIN_NAMES) >= SAME_NAMES
    )


def groups(signatures: Signatures) -> list[list[int]]:
    """Rows of `signatures` that tell the same story, each group in ascending order."""
    parent = np.arange(len(signatures))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = int(parent[row])
        return row

    for first, second in _candidates(signatures):
        a, b = root(first), root(second)
        if a != b and _is_same(signatures[first], signatures[second]):
            parent[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = {}
    for row in np.flatnonzero(_touched(parent)):
        members.setdefault(root(int(row)), []).append(int(row))
    return [sorted(rows) for rows in members.values() if len(rows) > 1]


def nearly(signatures: Signatures, found: Sequence[Sequence[int]]) -> list[tuple[int, int, float]]:
    """Pairs of rows that are not of one group and share much, the most alike first.

    As candidates are found by bands, pairs that share little more than NEARLY may be missed.
    """
    group = np.arange(len(signatures))
    for rows in found:
        group[list(rows)] = rows[0]
    pairs: dict[tuple[int, int], float] = {}
    for part in _pairs(signatures):
        part = part[group[part[:, 0]] != group[part[:, 1]]]
        for at in range(0, len(part), _PAIRS_AT_ONCE):
            some = part[at : at + _PAIRS_AT_ONCE]
            one, other = (signatures[some[:, side], :PERMUTATIONS] for side in (0, 1))
            share = (one == other).mean(axis=1)
            for row in np.flatnonzero(share >= NEARLY):
                first, second = sorted(some[row].tolist())
                pairs[first, second] = float(share[row])
        if len(pairs) > 2 * MOST_ALIKE:
            pairs = dict(sorted(pairs.items(), key=lambda item: -item[1])[:MOST_ALIKE])
    best = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:MOST_ALIKE]
    return [(first, second, share) for (first, second), share in best]


def _touched(parent: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    touched: npt.NDArray[np.bool_] = parent != np.arange(len(parent))
    touched[parent[touched]] = True
    return touched


def _candidates(signatures: Signatures) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in all values of a band; in a long run, neighbours only."""
    for pairs in _pairs(signatures):
        for first, second in pairs:
            yield int(first), int(second)


def _pairs(signatures: Signatures) -> Iterator[npt.NDArray[np.int64]]:
    """The same, those of each band together, shape (pairs, 2)."""
    width = PERMUTATIONS // BANDS
    for band in range(BANDS):
        part = np.ascontiguousarray(signatures[:, band * width : (band + 1) * width])
        keys = part.view(np.dtype((np.void, part.dtype.itemsize * width))).ravel()
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        at = np.flatnonzero(same)
        yield np.stack((order[at], order[at + 1]), axis=1)


def unpack(signatures: bytes | bytearray) -> Signatures:
    """Signatures that are one after the other, as one array."""
    return np.frombuffer(signatures, dtype=np.uint32).reshape(-1, WIDTH)
