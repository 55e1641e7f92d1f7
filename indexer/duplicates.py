"""Near-duplicates: the same story on several pages.

MinHash signatures over word shingles (Broder, "On the resemblance and containment of
documents", 1997), candidates by banding (locality-sensitive hashing, Indyk and Motwani
1998). Signatures are those of rensa; bands are compared by sorting, so that memory
is a few hundred bytes an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

Signatures = npt.NDArray[np.uint32]
"""Shape (articles, PERMUTATIONS)."""

ALGORITHM: int = RMinHash.ALGORITHM_VERSION
"""Signatures of another one cannot be compared."""
PERMUTATIONS = 64
BANDS = 16
SAME = 0.75
"""Estimated Jaccard resemblance from which two stories are one."""

_SHINGLE_WORDS = 3
_MIN_WORDS = 12
_WORD = re.compile(r"\w+")


def signature(body: str) -> bytes | None:
    """The signature of a story, None where it is too short to be compared."""
    body = body.encode("utf-8", "replace").decode("utf-8")
    words = _WORD.findall(body.casefold())
    if len(words) < _MIN_WORDS:
        return None
    shingles = map(" ".join, zip(*(words[at:] for at in range(_SHINGLE_WORDS)), strict=False))
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(set(shingles))
    return np.array(sketch.digest(), dtype=np.uint32).tobytes()


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
        if a != b and (signatures[first] == signatures[second]).mean() >= SAME:
            parent[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = {}
    for row in np.flatnonzero(_touched(parent)):
        members.setdefault(root(int(row)), []).append(int(row))
    return [sorted(rows) for rows in members.values() if len(rows) > 1]


def _touched(parent: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    touched: npt.NDArray[np.bool_] = parent != np.arange(len(parent))
    touched[parent[touched]] = True
    return touched


def _candidates(signatures: Signatures) -> Iterator[tuple[int, int]]:
    """Pairs of rows that agree in all values of a band; in a long run, neighbours only."""
    width = PERMUTATIONS // BANDS
    for band in range(BANDS):
        part = np.ascontiguousarray(signatures[:, band * width : (band + 1) * width])
        keys = part.view(np.dtype((np.void, part.dtype.itemsize * width))).ravel()
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        for at in np.flatnonzero(same):
            yield int(order[at]), int(order[at + 1])


def unpack(signatures: bytes | bytearray) -> Signatures:
    """Signatures that stand one behind the other, as one array."""
    return np.frombuffer(signatures, dtype=np.uint32).reshape(-1, PERMUTATIONS)
