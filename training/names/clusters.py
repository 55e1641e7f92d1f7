"""Words that occur among the same words, from unlabelled news: classes for the recognizer.

Counts of neighbors, as positive pointwise mutual information, are brought down to a few
dimensions (singular value decomposition) and grouped by k-means, coarsely and finely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from scipy.sparse.linalg import svds

from indexer.language.tokens import ARABIC, Tokens

CONTEXT_WORDS = 3000
DIMENSIONS = 64
MIN_COUNT = 6
SIZES = (64, 512)
_OFFSETS = (-2, -1, 1, 2)


def clusters(texts: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Word → its class in each of the groupings."""
    streams: list[list[str]] = []
    counts: Counter[str] = Counter()
    for text in texts:
        tokens = Tokens(text)
        words = [
            folded if kind == ARABIC else word
            for word, folded, kind in zip(tokens.words, tokens.fold, tokens.kind, strict=True)
        ]
        streams.append(words)
        counts.update(words)
    words = [word for word, count in counts.most_common(40_000) if count >= MIN_COUNT]
    number = {word: at for at, word in enumerate(words)}
    near = {word: at for at, word in enumerate(words[:CONTEXT_WORDS])}
    blocks = []
    for offset in _OFFSETS:
        rows, columns = [], []
        for stream in streams:
            ids = np.array([number.get(word, -1) for word in stream])
            contexts = np.array([near.get(word, -1) for word in stream])
            if len(ids) <= abs(offset):
                continue
            left = ids[max(0, -offset) : len(ids) - max(0, offset)]
            right = contexts[max(0, offset) : len(ids) - max(0, -offset)]
            both = (left >= 0) & (right >= 0)
            rows.append(left[both])
            columns.append(right[both])
        row, column = np.concatenate(rows), np.concatenate(columns)
        table = csr_matrix(
            (np.ones(len(row), np.float32), (row, column)), shape=(len(words), len(near))
        )
        table.sum_duplicates()
        weight = 0.5 if abs(offset) == 2 else 1.0
        blocks.append(_information(table) * np.float32(weight))
    left_vectors, values, _ = svds(
        hstack(blocks).tocsr(), k=DIMENSIONS, random_state=np.random.default_rng(0)
    )
    vectors = left_vectors * np.sqrt(values)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    coarse, fine = (_k_means(vectors.astype(np.float32), size).tolist() for size in SIZES)
    return dict(zip(words, zip(coarse, fine, strict=True), strict=True))


def _information(table: csr_matrix) -> csr_matrix:
    total = table.sum()
    rows = np.asarray(table.sum(1)).ravel()
    columns = np.asarray(table.sum(0)).ravel() ** 0.75
    columns *= total / columns.sum()
    coo = table.tocoo()
    value = np.log(coo.data * total / (rows[coo.row] * columns[coo.col]))
    kept = value > 0
    return csr_matrix((value[kept], (coo.row[kept], coo.col[kept])), shape=table.shape)


def _k_means(vectors: np.ndarray, size: int, rounds: int = 15) -> np.ndarray:
    random = np.random.default_rng(0)
    centers = vectors[random.choice(len(vectors), size, replace=False)]
    group = np.zeros(len(vectors), np.int64)
    for _ in range(rounds):
        group = (vectors @ centers.T).argmax(1)
        sums = np.zeros_like(centers)
        np.add.at(sums, group, vectors)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centers = np.where(norms > 0, sums / np.maximum(norms, 1e-9), centers)
    return group


def save_classes(path: Path, classes: Mapping[str, tuple[int, ...]]) -> None:
    """Write what `word_classes` and `word_kinds` read."""
    words = sorted(word for word in classes if "\n" not in word)
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        groups=np.array([classes[word] for word in words], np.uint16),
    )
