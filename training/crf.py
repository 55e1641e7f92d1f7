"""How the weights of a linear-chain conditional random field are learned (Lafferty et al., 2001).

The logarithm of the probability of all labels, less a penalty on large weights, is climbed by
L-BFGS; its slopes come from the forward and backward sums, over many sequences side by side. The
recognizer of names is trained by it.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from indexer.tagging.crf import NEVER, Weights

_LEAST_WEIGHT = 0.03


@dataclass(frozen=True, slots=True)
class Sequenced:
    """One sequence: the numbers of the features of each item, the labels, and its share."""

    features: Sequence[np.ndarray]
    labels: Sequence[int]
    share: float = 1.0


class Vocabulary:
    """Names of features → numbers, given in the order of first mention."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.counts: Counter[int] = Counter()

    def of(self, names: Sequence[str]) -> np.ndarray:
        """The numbers of the features of one item."""
        numbers = self.numbers
        found = [numbers.setdefault(name, len(numbers)) for name in names]
        self.counts.update(found)
        return np.array(found, np.int32)


class _Batch:
    """Sequences of like length, padded: shape (sequences, items, labels)."""

    def __init__(self, group: Sequence[Sequenced], column: np.ndarray, width: int, k: int) -> None:
        self.length = np.array([len(one.labels) for one in group])
        self.size, self.items = len(group), int(self.length.max())
        self.share = np.array([one.share for one in group], np.float32)
        self.gold = np.zeros((self.size, self.items, k), np.float32)
        counts = np.zeros(self.size * self.items + 1, np.int64)
        columns = []
        for s, one in enumerate(group):
            for t, (features, label) in enumerate(zip(one.features, one.labels, strict=True)):
                self.gold[s, t, label] = one.share
                kept = column[features]
                kept = kept[kept >= 0]
                columns.append(kept)
                counts[s * self.items + t + 1] = len(kept)
        flat = np.concatenate(columns) if columns else np.zeros(0, np.int32)
        pointers = np.cumsum(counts)
        ones = np.ones(len(flat), np.float32)
        self.seen = csr_matrix((ones, flat, pointers), shape=(self.size * self.items, width))
        self.turned = self.seen.T.tocsr()
        self.real = np.arange(self.items)[None, :] < self.length[:, None]


def train(
    sequences: Sequence[Sequenced],
    labels: Sequence[str],
    vocabulary: Vocabulary,
    *,
    strength: float = 1.0,
    min_count: int = 2,
    iterations: int = 80,
    batch_items: int = 20_000,
) -> Weights:
    """The weights under which the labelled sequences are most probable.

    `strength` is that of the L2 penalty; features seen fewer than `min_count` times are left
    out, and afterwards those whose weights are all smaller than `_LEAST_WEIGHT`.
    """
    counts: Counter[int] = Counter()
    for one in sequences:
        for features in one.features:
            counts.update(features.tolist())
    kept = [number for number, count in counts.items() if count >= min_count]
    kept.sort()
    column = np.full(len(vocabulary.numbers), -1, np.int32)
    column[kept] = np.arange(len(kept), dtype=np.int32)
    k, m = len(labels), len(kept)
    order = sorted((one for one in sequences if one.labels), key=lambda one: len(one.labels))
    batches: list[_Batch] = []
    group: list[Sequenced] = []
    for one in order:
        if group and (len(group) + 1) * len(one.labels) > batch_items:
            batches.append(_Batch(group, column, m, k))
            group = []
        group.append(one)
    if group:
        batches.append(_Batch(group, column, m, k))
    gold_start, gold_end, gold_steps = np.zeros(k), np.zeros(k), np.zeros((k, k))
    for one in order:
        gold_start[one.labels[0]] += one.share
        gold_end[one.labels[-1]] += one.share
        for before, after in itertools.pairwise(one.labels):
            gold_steps[before, after] += one.share
    edges = [m * k, m * k + k * k, m * k + k * k + k]

    def unpack(theta: np.ndarray) -> list[np.ndarray]:
        rows, steps, start, end = np.split(theta, edges)
        return [
            rows.reshape(m, k).astype(np.float32),
            np.where(gold_steps > 0, steps.reshape(k, k), NEVER).astype(np.float32),
            np.where(gold_start > 0, start, NEVER).astype(np.float32),
            np.where(gold_end > 0, end, NEVER).astype(np.float32),
        ]

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        rows, steps, start, end = unpack(theta)
        value = 0.5 * strength * float((theta**2).sum())
        value -= float(theta[edges[0] : edges[1]] @ gold_steps.ravel())
        value -= float(theta[edges[1] : edges[2]] @ gold_start + theta[edges[2] :] @ gold_end)
        slopes = [np.zeros((m, k)), -gold_steps, -gold_start, -gold_end]
        for batch in batches:
            scores = (batch.seen @ rows).reshape(batch.size, batch.items, k)
            total, marginal, pairs = _expected(batch, scores, steps, start, end)
            value += float((total * batch.share).sum()) - float((scores * batch.gold).sum())
            slopes[0] += batch.turned @ (marginal - batch.gold).reshape(-1, k)
            slopes[1] += pairs
            slopes[2] += marginal[:, 0].sum(0)
            slopes[3] += marginal[np.arange(batch.size), batch.length - 1].sum(0)
        known = (gold_steps > 0, gold_start > 0, gold_end > 0)
        for slope, taken in zip(slopes[1:], known, strict=True):
            slope *= taken
        return value, np.concatenate([slope.ravel() for slope in slopes]) + strength * theta

    theta = minimize(
        loss,
        np.zeros(edges[-1] + k),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": iterations, "maxcor": 8},
    ).x
    rows, steps, start, end = unpack(theta)
    names = sorted(vocabulary.numbers, key=vocabulary.numbers.__getitem__)
    strong = np.abs(rows).max(1) >= _LEAST_WEIGHT if m else np.zeros(0, bool)
    numbers = {names[number]: 0 for number, yes in zip(kept, strong, strict=True) if yes}
    return Weights(
        labels=tuple(labels),
        numbers={name: number for number, name in enumerate(numbers)},
        rows=np.concatenate([rows[strong], np.zeros((1, k), np.float32)]),
        steps=steps,
        start=start,
        end=end,
    )


def _expected(
    batch: _Batch, scores: np.ndarray, steps: np.ndarray, start: np.ndarray, end: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forward and backward sums in scaled probabilities: the log of the sum over all ways
    through each sequence, the expected labels of each item, the expected count of each step."""
    size, items, k = scores.shape
    moves = np.exp(steps)
    top = scores.max(2, keepdims=True)
    here = np.exp(scores - top)
    ahead = np.zeros_like(scores)
    scale = np.ones((size, items), np.float32)
    now = np.exp(start) * here[:, 0]
    scale[:, 0] = now.sum(1)
    ahead[:, 0] = now / scale[:, :1]
    for t in range(1, items):
        now = (ahead[:, t - 1] @ moves) * here[:, t]
        norm = now.sum(1)
        real = batch.real[:, t]
        scale[:, t] = np.where(real, norm, 1)
        ahead[:, t] = np.where(real[:, None], now / scale[:, t, None], ahead[:, t - 1])
    last = ahead[:, -1] @ np.exp(end)
    total = (np.log(scale) + np.where(batch.real, top[..., 0], 0)).sum(1) + np.log(last)
    back = np.zeros_like(scores)
    back[:, -1] = np.exp(end) / last[:, None]
    pairs = np.zeros((k, k))
    for t in range(items - 1, 0, -1):
        right = here[:, t] * back[:, t] / scale[:, t, None]
        real = batch.real[:, t]
        weighted = right * (real * batch.share)[:, None]
        pairs += moves * (ahead[:, t - 1].T @ weighted)
        back[:, t - 1] = np.where(real[:, None], right @ moves.T, back[:, t])
    marginal = ahead * back * batch.real[..., None] * batch.share[:, None, None]
    return total, marginal, pairs
