"""A linear-chain conditional random field, trained on labelled pages (Lafferty et al., 2001)."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from training.splitter.labels import Labelled

_BATCH_PAGES = 100

NEVER = -1e4
"""The weight of a step that no training page takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights: of each observation for each part, shape (parts,), of steps, shape (before,
    after), of the first part and the last."""

    parts: str
    weights: dict[str, np.ndarray]
    steps: np.ndarray
    start: np.ndarray
    end: np.ndarray


class _Batch:
    """Pages as padded arrays: one-hot parts times the page's share, shape (pages, lines,
    parts), and observations as a sparse matrix, shape (pages * lines, observations)."""

    def __init__(
        self,
        pages: Sequence[Labelled],
        share: Sequence[float],
        numbers: dict[str, int],
        parts: str,
    ) -> None:
        self.length = np.array([len(page.parts) for page in pages])
        self.pages, self.lines = len(pages), int(self.length.max())
        self.share = np.array(share)
        self.gold = np.zeros((self.pages, self.lines, len(parts)))
        rows, columns = [], []
        for p, page in enumerate(pages):
            for t, (names, part) in enumerate(zip(page.names, page.parts, strict=True)):
                self.gold[p, t, parts.index(part)] = share[p]
                for name in set(names) & numbers.keys():
                    rows.append(p * self.lines + t)
                    columns.append(numbers[name])
        shape = (self.pages * self.lines, len(numbers))
        self.seen = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        self.real = np.arange(self.lines)[None, :] < self.length[:, None]


def _batches(
    pages: Sequence[Labelled], shares: Sequence[float], numbers: dict[str, int], parts: str
) -> list[_Batch]:
    """Pages of like length together, so that little is padded."""
    order = sorted(zip(pages, shares, strict=True), key=lambda pair: len(pair[0].parts))
    groups = [order[at : at + _BATCH_PAGES] for at in range(0, len(order), _BATCH_PAGES)]
    return [
        _Batch([page for page, _ in group], [share for _, share in group], numbers, parts)
        for group in groups
    ]


def train(
    pages: Sequence[Labelled],
    parts: str,
    *,
    shares: Sequence[float],
    strength: float = 1.0,
    min_count: int = 2,
    iterations: int = 100,
) -> Model:
    """The weights under which the labelled pages are most probable.

    `shares` weighs the pages, `strength` is that of the L2 penalty; observations on fewer
    than `min_count` lines are left out.
    """
    counts = Counter(name for page in pages for names in page.names for name in set(names))
    names = sorted(name for name, count in counts.items() if count >= min_count)
    batches = _batches(pages, shares, {name: number for number, name in enumerate(names)}, parts)
    k, m = len(parts), len(names)
    gold_start, gold_end, gold_steps = np.zeros(k), np.zeros(k), np.zeros((k, k))
    for page, weight in zip(pages, shares, strict=True):
        gold_start[parts.index(page.parts[0])] += weight
        gold_end[parts.index(page.parts[-1])] += weight
        for before, after in itertools.pairwise(page.parts):
            gold_steps[parts.index(before), parts.index(after)] += weight
    edges = [m * k, m * k + k * k, m * k + k * k + k]

    def unpack(theta: np.ndarray) -> list[np.ndarray]:
        weights, steps, start, end = np.split(theta, edges)
        return [
            weights.reshape(m, k),
            np.where(gold_steps > 0, steps.reshape(k, k), NEVER),
            np.where(gold_start > 0, start, NEVER),
            np.where(gold_end > 0, end, NEVER),
        ]

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        weights, steps, start, end = unpack(theta)
        told = theta[edges[0] : edges[1]] @ gold_steps.ravel()
        told += theta[edges[1] : edges[2]] @ gold_start + theta[edges[2] :] @ gold_end
        value = 0.5 * strength * (theta**2).sum() - told
        slopes = [np.zeros((m, k)), -gold_steps, -gold_start, -gold_end]
        for batch in batches:
            scores = (batch.seen @ weights).reshape(batch.pages, batch.lines, k)
            total, marginal, pairs = _expected(batch, scores, steps, start, end)
            value += (total * batch.share).sum() - (scores * batch.gold).sum()
            slopes[0] += batch.seen.T @ (marginal - batch.gold).reshape(-1, k)
            slopes[1] += pairs
            slopes[2] += marginal[:, 0].sum(0)
            slopes[3] += marginal[np.arange(batch.pages), batch.length - 1].sum(0)
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
    weights, steps, start, end = unpack(theta)
    return Model(
        parts=parts,
        weights=dict(zip(names, weights, strict=True)),
        steps=steps,
        start=start,
        end=end,
    )


def _expected(
    batch: _Batch,
    scores: np.ndarray,
    steps: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forward and backward: the log of the sum over all sequences for each page, the expected
    parts of each line and the expected count of each step.

    What is summed is scaled to 1 at each line, which takes no logarithm of a sum (Rabiner, 1989).
    """
    top = scores.max(axis=2)
    fits = np.exp(scores - top[:, :, None])
    ways, real = np.exp(steps), batch.real
    forward = np.empty_like(scores)
    scale = np.ones((batch.pages, batch.lines))
    for t in range(batch.lines):
        reached = (forward[:, t - 1] @ ways if t else np.exp(start)) * fits[:, t]
        scale[:, t] = np.where(real[:, t], reached.sum(axis=1), 1.0)
        forward[:, t] = reached / scale[:, t, None]
        if t:
            forward[:, t] = np.where(real[:, t, None], forward[:, t], forward[:, t - 1])
    last = forward[:, -1] @ np.exp(end)
    total = np.log(last) + (np.log(scale) + top * real).sum(axis=1)
    backward = np.empty_like(scores)
    backward[:, -1] = np.exp(end)
    pairs = np.zeros_like(steps)
    for t in range(batch.lines - 1, 0, -1):
        right = fits[:, t] * backward[:, t] / scale[:, t, None]
        share = real[:, t] * batch.share / last
        pairs += (forward[:, t - 1] * share[:, None]).T @ right
        backward[:, t - 1] = np.where(real[:, t, None], right @ ways.T, backward[:, t])
    marginal = forward * backward / last[:, None, None]
    return total, marginal * real[..., None] * batch.share[:, None, None], pairs * ways
