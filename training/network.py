"""A network as indexer/split/network.py reads it, and how one is fitted, whatever it is to say.

Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019) and a rate that
falls with the cosine; observations are left out by chance (Srivastava et al., "Dropout", 2014),
since another site shows others.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from random import Random
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

REACHES = (1, 2, 4, 8)
WIDTH = 32
EPOCHS = 20
AT_ONCE = 16
"""So many pages are learned from in a step."""
_RATE, _WARM_STEPS, _LEAST_RATE = 3e-3, 100, 0.02
_DECAY = 1e-2
_LOOK_DROPPED = 0.2
_MOST_SLOPE = 20.0
_STEP, _LONG, _LONG_STEP = 32, 256, 128
_MOST_SEEN = 64
"""More is observed of no line (28 to 42 of most); one that had more would be an error."""

_LEAST_SEEN = 20
"""On so many lines an observation was made that is learned of."""
_MOVES = ("steps", "start", "end")
"""What of the steps from part to part is learned with a network, if it is one of sequences."""

Parameters = dict[str, Any]
Arrays = dict[str, npt.NDArray[Any]]
Names = Sequence[Sequence[str]]
"""What was observed of each line of a page."""
Lines = Sequence[Sequence[int]]
"""The same by the numbers of the observations, from 1 on."""


def vocabulary_of(pages: Iterable[Names]) -> dict[str, int]:
    """The numbers, from 1 on, of what is learned of: what was observed of many lines."""
    seen = Counter(name for page in pages for line in page for name in line)
    names = sorted(name for name, count in seen.items() if count >= _LEAST_SEEN)
    return {name: number for number, name in enumerate(names, 1)}


def numbered(page: Names, numbers: Mapping[str, int]) -> Lines:
    """The lines of a page by the numbers of what was observed of them."""
    return [[numbers[name] for name in sorted(line) if name in numbers] for line in page]


def listed(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    """The names of observations in the order of their numbers, as a network is kept with them."""
    return np.frombuffer("\n".join(names).encode(), np.uint8)


def fit(
    model: Parameters,
    loss: Callable[..., Any],
    batches_of_epoch: Callable[[], Sequence[tuple[Any, ...]]],
    key: Any,
    *,
    total: int,
) -> Parameters:
    """What is least in the mean of `loss(model, *batch, key)`, after so many steps in `total`.

    The process keeps to one core from here on: sums that several share are rounded in another way.
    """
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    mean = jax.tree_util.tree_map(jnp.zeros_like, model)
    square = jax.tree_util.tree_map(jnp.zeros_like, model)

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
    for _ in range(EPOCHS):
        for batch in batches_of_epoch():
            count += 1
            falling = 0.5 * (1 + np.cos(np.pi * min(1.0, count / total)))
            rate = _RATE * min(1.0, count / _WARM_STEPS) * max(_LEAST_RATE, falling)
            key, own = jax.random.split(key)
            model, mean, square = compiled(model, mean, square, count, rate, batch, own)
    return model


def beginning(key: Any, observations: int, parts: int) -> Parameters:
    """A network that has learned nothing; `observations` is the highest number of one."""
    keys = iter(jax.random.split(key, 2 + 2 * len(REACHES)))

    def drawn(*shape: int, scale: float) -> Any:
        return jax.random.normal(next(keys), shape) * scale

    model = {
        "rows": jnp.zeros((observations + 1, parts)),
        "embedding": drawn(observations + 1, WIDTH, scale=0.15),
        "bias": jnp.zeros(WIDTH),
        "page": drawn(2 * WIDTH, WIDTH, scale=0.05),
        "parts": jnp.zeros((WIDTH, parts)),
    }
    for number in range(len(REACHES)):
        model[f"seen {number}"] = drawn(3 * WIDTH, WIDTH, scale=(2 / (3 * WIDTH)) ** 0.5)
        model[f"seen bias {number}"] = jnp.zeros(WIDTH)
        model[f"added {number}"] = drawn(WIDTH, WIDTH, scale=(0.3 / WIDTH) ** 0.5)
    return model


def scores(model: Parameters, seen: Any, real: Any, key: Any, *, dropped: float = 0.0) -> Any:
    """What indexer/split/network.py computes, of pages of one length, shape (pages, lines, parts).

    `seen` has the shape (pages, lines, observations), 0 where there is none; `real` (pages, lines)
    says which lines there are. So many observations are `dropped` by chance; without a `key`
    nothing is.
    """
    if key is not None:
        key, own = jax.random.split(key)
        seen = jnp.where(jax.random.bernoulli(own, 1 - dropped, seen.shape), seen, 0)
    sums = model["rows"].at[0].set(0.0)[seen].sum(2)
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
    return sums + lines @ model["parts"]


def alike(sizes: Sequence[int], random: Random) -> list[list[int]]:
    """The numbers of pages, so many at once, of about the same size together, in any order.

    A last batch has the shape of the others: its first page stands again.
    """
    order = sorted(range(len(sizes)), key=lambda n: sizes[n] + 6 * random.random())
    batches = [order[at : at + AT_ONCE] for at in range(0, len(order), AT_ONCE)]
    random.shuffle(batches)
    return [[*batch, *[batch[0]] * (AT_ONCE - len(batch))] for batch in batches]


def padded(pages: Sequence[Lines]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """What is seen of pages, and which lines there are; of few shapes, as each is compiled."""
    longest = max(map(len, pages))
    step = _STEP if longest <= _LONG else _LONG_STEP
    lines = -(-longest // step) * step
    seen = np.zeros((len(pages), lines, _MOST_SEEN), np.int32)
    real = np.zeros((len(pages), lines), bool)
    for number, page in enumerate(pages):
        for at, line in enumerate(page):
            seen[number, at, : len(line)] = line
        real[number, : len(page)] = True
    return seen, real


def kept(model: Parameters) -> Arrays:
    """The arrays of a network of one member as it is read."""
    plain = {name: np.asarray(one) for name, one in model.items()}
    every = range(len(REACHES))
    small = {
        # the first is of no observation
        "rows": plain["rows"][1:],
        "embedding": plain["embedding"][1:],
        "bias": plain["bias"],
        "page": plain["page"][None],
        "parts": plain["parts"][None],
        "seen": np.stack([plain[f"seen {number}"] for number in every])[:, None],
        "seen bias": np.stack([plain[f"seen bias {number}"] for number in every])[:, None],
        "added": np.stack([plain[f"added {number}"] for number in every])[:, None],
    }
    return {
        **{name: one.astype(np.float16) for name, one in small.items()},
        "reach": np.array(REACHES, np.int64),
    }


def together(learned: Sequence[Arrays]) -> Arrays:
    """Networks of one member each, with their names, as one whose answer is their mean."""
    names = [one["names"].tobytes().decode().split("\n") for one in learned]
    every = sorted(set(chain.from_iterable(names)))
    numbers = {name: number for number, name in enumerate(every)}

    def of_names(array: str) -> list[npt.NDArray[np.float32]]:
        """What each says of all names, nothing of those that it does not know."""
        whole = []
        for one, own in zip(learned, names, strict=True):
            rows = np.zeros((len(every), one[array].shape[1]), np.float32)
            rows[[numbers[name] for name in own]] = one[array]
            whole.append(rows)
        return whole

    def joined(array: str, axis: int) -> npt.NDArray[Any]:
        return np.concatenate([one[array] for one in learned], axis=axis)

    def mean(array: str) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = np.stack([one[array] for one in learned]).mean(0, np.float32)
        return found

    return {
        "names": listed(every),
        "rows": np.mean(of_names("rows"), axis=0).astype(np.float16),
        "embedding": np.concatenate(of_names("embedding"), axis=1).astype(np.float16),
        "bias": joined("bias", 0),
        "page": joined("page", 0),
        "parts": (joined("parts", 0).astype(np.float32) / len(learned)).astype(np.float16),
        "seen": joined("seen", 1),
        "seen bias": joined("seen bias", 1),
        "added": joined("added", 1),
        "reach": learned[0]["reach"],
        **{name: mean(name) for name in _MOVES if name in learned[0]},
    }
