"""Learn the network of the reader of several stories and the steps from part to part, together.

What is made likely is the sequence of parts of each annotated page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from training.network import (
    AT_ONCE,
    EPOCHS,
    Arrays,
    Lines,
    Parameters,
    alike,
    beginning,
    fit,
    kept,
    padded,
    scores,
)

_SEEN_DROPPED = 0.25
_FORBIDDEN = -1e4

Taken = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """A page: the numbers of the observations of each line, from 1 on, and the line's part."""

    seen: Lines
    parts: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Which parts may follow on which, shape (parts, parts), and begin and end a page."""

    between: Taken
    start: Taken
    end: Taken

    @classmethod
    def of(cls, pages: Sequence[Sequenced], parts: int) -> Steps:
        """Those that some of the pages have."""
        between = np.zeros((parts, parts), bool)
        start, end = np.zeros(parts, bool), np.zeros(parts, bool)
        for page in pages:
            start[page.parts[0]] = end[page.parts[-1]] = True
            between[page.parts[:-1], page.parts[1:]] = True
        return cls(between=between, start=start, end=end)


def learn(
    pages_of_epoch: Callable[[], Sequence[Sequenced]], observations: int, steps: Steps, *, seed: int
) -> Arrays:
    """The arrays as indexer/split/label.py reads them, but for the names of observations.

    `pages_of_epoch` gives the pages of the next one; `observations` is the highest number of one.
    """
    parts = len(steps.start)
    closed = {
        "steps": jnp.where(steps.between, 0.0, _FORBIDDEN),
        "start": jnp.where(steps.start, 0.0, _FORBIDDEN),
        "end": jnp.where(steps.end, 0.0, _FORBIDDEN),
    }
    random, key = Random(seed), jax.random.PRNGKey(seed)
    key, own = jax.random.split(key)
    model = {
        **beginning(own, observations, parts),
        "steps": jnp.zeros((parts, parts)),
        "start": jnp.zeros(parts),
        "end": jnp.zeros(parts),
    }

    def loss(model: Parameters, seen: Any, right: Any, real: Any, key: Any) -> Any:
        found = scores(model, seen, real, key, dropped=_SEEN_DROPPED)
        moves = {name: model[name] + closed[name] for name in closed}
        return (_sums_of_ways(found, real, moves) - _worths(found, right, real, moves)).mean()

    def batches() -> list[tuple[Any, ...]]:
        pages = pages_of_epoch()
        sizes = [len(page.seen) for page in pages]
        return [_batch([pages[n] for n in batch]) for batch in alike(sizes, random)]

    total = EPOCHS * -(-len(pages_of_epoch()) // AT_ONCE)
    model = fit(model, loss, batches, key, total=total)
    moves = {
        "steps": np.where(steps.between, model["steps"], -np.inf),
        "start": np.where(steps.start, model["start"], -np.inf),
        "end": np.where(steps.end, model["end"], -np.inf),
    }
    return kept(model) | {name: one.astype(np.float32) for name, one in moves.items()}


def _sums_of_ways(scores: Any, real: Any, moves: Parameters) -> Any:
    """The log of the sum over all ways through each page, shape (pages,)."""

    def of_page(scores: Any, real: Any) -> Any:
        def on(before: Any, line: tuple[Any, Any]) -> tuple[Any, None]:
            own, is_real = line
            after = jax.nn.logsumexp(before[:, None] + moves["steps"], axis=0) + own
            return jnp.where(is_real, after, before), None

        last, _ = jax.lax.scan(on, moves["start"] + scores[0], (scores[1:], real[1:]))
        return jax.nn.logsumexp(last + moves["end"])

    return jax.vmap(of_page)(scores, real)


def _worths(scores: Any, right: Any, real: Any, moves: Parameters) -> Any:
    """What the one right way through each page adds up to, shape (pages,)."""
    own = jnp.take_along_axis(scores, right[..., None], 2)[..., 0] * real
    between = moves["steps"][right[:, :-1], right[:, 1:]] * real[:, 1:]
    last = jnp.take_along_axis(right, real.sum(1, keepdims=True) - 1, 1)[:, 0]
    return own.sum(1) + between.sum(1) + moves["start"][right[:, 0]] + moves["end"][last]


def _batch(pages: Sequence[Sequenced]) -> tuple[Any, Any, Any]:
    """Observations, parts and which lines there are."""
    seen, real = padded([page.seen for page in pages])
    right = np.zeros(real.shape, np.int32)
    for number, page in enumerate(pages):
        right[number, : len(page.parts)] = page.parts
    return seen, right, real
