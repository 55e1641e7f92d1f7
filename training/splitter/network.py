"""Learn the network of indexer/split/network.py and the steps from part to part, together.

What is made likely is the sequence of parts of each annotated page. Adam (Kingma and Ba, 2015) with
decoupled weight decay (Loshchilov and Hutter, 2019) and a rate that falls with the cosine;
observations are left out by chance (Srivastava et al., "Dropout", 2014), since another site shows
others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

REACHES = (1, 2, 4, 8)
WIDTH = 32
EPOCHS = 20
_AT_ONCE = 16
_RATE, _WARM_STEPS, _LEAST_RATE = 3e-3, 100, 0.02
_DECAY = 1e-2
_SEEN_DROPPED, _LOOK_DROPPED = 0.25, 0.2
_MOST_SLOPE = 20.0
_FORBIDDEN = -1e4

Parameters = dict[str, Any]
Arrays = dict[str, npt.NDArray[Any]]
Taken = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequenced:
    """A page: the numbers of the observations of each line, from 1 on, and the line's part."""

    seen: Sequence[Sequence[int]]
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
    The process keeps to one core from here on: sums that several share are rounded in another way.
    """
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    parts = len(steps.start)
    closed = {
        "steps": jnp.where(steps.between, 0.0, _FORBIDDEN),
        "start": jnp.where(steps.start, 0.0, _FORBIDDEN),
        "end": jnp.where(steps.end, 0.0, _FORBIDDEN),
    }
    random, key = Random(seed), jax.random.PRNGKey(seed)
    key, own = jax.random.split(key)
    model = _beginning(own, observations + 1, parts)
    mean = jax.tree_util.tree_map(jnp.zeros_like, model)
    square = jax.tree_util.tree_map(jnp.zeros_like, model)

    def loss(model: Parameters, seen: Any, right: Any, real: Any, key: Any) -> Any:
        scores = _scores(model, seen, real, key)
        moves = {name: model[name] + closed[name] for name in closed}
        return (_sums_of_ways(scores, real, moves) - _worths(scores, right, real, moves)).mean()

    def step(
        model: Parameters,
        mean: Parameters,
        square: Parameters,
        count: Any,
        rate: Any,
        batch: Any,
        key: Any,
    ) -> tuple[Parameters, Parameters, Parameters]:
        slope = jax.grad(loss)(model, *batch, key)
        size = jnp.sqrt(sum((one**2).sum() for one in slope.values()))
        slope = {name: one * jnp.minimum(1.0, _MOST_SLOPE / size) for name, one in slope.items()}
        mean = {name: 0.9 * mean[name] + 0.1 * slope[name] for name in slope}
        square = {name: 0.99 * square[name] + 0.01 * slope[name] ** 2 for name in slope}
        model = {
            name: one
            - rate * _DECAY * one
            - rate
            * (mean[name] / (1 - 0.9**count))
            / (jnp.sqrt(square[name] / (1 - 0.99**count)) + 1e-8)
            for name, one in model.items()
        }
        return model, mean, square

    compiled = jax.jit(step)
    count = 0
    total = EPOCHS * -(-len(pages_of_epoch()) // _AT_ONCE)
    for _ in range(EPOCHS):
        for batch in _batches(pages_of_epoch(), random):
            count += 1
            falling = 0.5 * (1 + np.cos(np.pi * min(1.0, count / total)))
            rate = _RATE * min(1.0, count / _WARM_STEPS) * max(_LEAST_RATE, falling)
            key, own = jax.random.split(key)
            model, mean, square = compiled(model, mean, square, count, rate, batch, own)
    return _kept(model, steps)


def _beginning(key: Any, observations: int, parts: int) -> Parameters:
    keys = iter(jax.random.split(key, 2 + 2 * len(REACHES)))

    def drawn(*shape: int, scale: float) -> Any:
        return jax.random.normal(next(keys), shape) * scale

    model = {
        "rows": jnp.zeros((observations, parts)),
        "embedding": drawn(observations, WIDTH, scale=0.15),
        "bias": jnp.zeros(WIDTH),
        "page": drawn(2 * WIDTH, WIDTH, scale=0.05),
        "parts": jnp.zeros((WIDTH, parts)),
        "steps": jnp.zeros((parts, parts)),
        "start": jnp.zeros(parts),
        "end": jnp.zeros(parts),
    }
    for number in range(len(REACHES)):
        model[f"seen {number}"] = drawn(3 * WIDTH, WIDTH, scale=(2 / (3 * WIDTH)) ** 0.5)
        model[f"seen bias {number}"] = jnp.zeros(WIDTH)
        model[f"added {number}"] = drawn(WIDTH, WIDTH, scale=(0.3 / WIDTH) ** 0.5)
    return model


def _scores(model: Parameters, seen: Any, real: Any, key: Any) -> Any:
    """What indexer/split/network.py computes, of pages of one length, shape (pages, lines, parts).

    `seen` has the shape (pages, lines, observations), 0 where there is none; `real` (pages, lines)
    says which lines there are. Without a `key` nothing is left out by chance.
    """
    if key is not None:
        key, own = jax.random.split(key)
        seen = jnp.where(jax.random.bernoulli(own, 1 - _SEEN_DROPPED, seen.shape), seen, 0)
    scores = model["rows"].at[0].set(0.0)[seen].sum(2)
    there = real[..., None].astype(jnp.float32)
    lines = jnp.tanh(model["embedding"].at[0].set(0.0)[seen].sum(2) + model["bias"]) * there
    mean = lines.sum(1, keepdims=True) / there.sum(1, keepdims=True)
    most = jnp.where(there > 0, lines, -1.0).max(1, keepdims=True)
    lines = (lines + jnp.concatenate([mean, most], 2) @ model["page"]) * there
    for number, reach in enumerate(REACHES):
        above = jnp.pad(lines, ((0, 0), (reach, 0), (0, 0)))[:, : lines.shape[1]]
        below = jnp.pad(lines, ((0, 0), (0, reach), (0, 0)))[:, reach:]
        near = jnp.concatenate([above, lines, below], 2)
        looked = jax.nn.relu(near @ model[f"seen {number}"] + model[f"seen bias {number}"])
        if key is not None:
            key, own = jax.random.split(key)
            kept = jax.random.bernoulli(own, 1 - _LOOK_DROPPED, looked.shape)
            looked = looked * kept / (1 - _LOOK_DROPPED)
        lines = (lines + looked @ model[f"added {number}"]) * there
    return scores + lines @ model["parts"]


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


def _batches(pages: Sequence[Sequenced], random: Random) -> list[tuple[Any, Any, Any]]:
    """Pages of about the same length together, in any order."""
    order = sorted(range(len(pages)), key=lambda n: len(pages[n].seen) + 6 * random.random())
    batches = [order[at : at + _AT_ONCE] for at in range(0, len(order), _AT_ONCE)]
    random.shuffle(batches)
    return [_batch([pages[n] for n in batch]) for batch in batches]


_STEP = 16
_MOST_SEEN = 64
"""More is observed of no line (28 to 42 of most); one that had more would be an error."""


def _batch(pages: Sequence[Sequenced]) -> tuple[Any, Any, Any]:
    """Observations, parts and which lines there are; of few shapes, as each is compiled."""
    longest = max(len(page.seen) for page in pages)
    lines = -(-longest // _STEP) * _STEP
    # so many pages that the last batch of an epoch has the shape of others: the first stands again
    pages = [*pages, *[pages[0]] * (_AT_ONCE - len(pages))]
    seen = np.zeros((_AT_ONCE, lines, _MOST_SEEN), np.int32)
    right = np.zeros((_AT_ONCE, lines), np.int32)
    real = np.zeros((_AT_ONCE, lines), bool)
    for number, page in enumerate(pages):
        count = len(page.seen)
        for at, line in enumerate(page.seen):
            seen[number, at, : len(line)] = line
        right[number, :count] = page.parts
        real[number, :count] = True
    return seen, right, real


def _kept(model: Parameters, steps: Steps) -> Arrays:
    plain = {name: np.asarray(one) for name, one in model.items()}
    every = range(len(REACHES))
    small = {
        # the first is of no observation
        "rows": plain["rows"][1:],
        "embedding": plain["embedding"][1:],
        "bias": plain["bias"],
        "page": plain["page"],
        "parts": plain["parts"],
        "seen": np.stack([plain[f"seen {number}"] for number in every]),
        "seen bias": np.stack([plain[f"seen bias {number}"] for number in every]),
        "added": np.stack([plain[f"added {number}"] for number in every]),
    }
    moves = {
        "steps": np.where(steps.between, plain["steps"], -np.inf),
        "start": np.where(steps.start, plain["start"], -np.inf),
        "end": np.where(steps.end, plain["end"], -np.inf),
    }
    return {
        **{name: one.astype(np.float16) for name, one in small.items()},
        **{name: one.astype(np.float32) for name, one in moves.items()},
        "reach": np.array(REACHES, np.int64),
    }
