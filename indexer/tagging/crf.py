"""A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001), as it is used.

Each feature of an item has a weight for every label, each step from one label to the next has
one, and the best sequence of labels as a whole is chosen (Viterbi, 1967). How weights are
learned is in training/crf.py; here they are read and applied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

NEVER = -1e4
"""The weight of a step that no training sequence takes."""

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What was learned.

    `rows` has one row for each feature in `numbers`, shape (features + 1, labels), the last of
    zeros for features that are not known; `steps` has the shape (label before, label).
    """

    labels: tuple[str, ...]
    numbers: Mapping[str, int]
    rows: Array
    steps: Array
    start: Array
    end: Array

    def sums(self, features: Sequence[Sequence[str]]) -> Array:
        """For each item the sum of the weights of its features, shape (items, labels)."""
        sizes = np.fromiter(map(len, features), np.intp, len(features))
        every = chain.from_iterable(features)
        rows = map(self.numbers.get, every, repeat(len(self.rows) - 1))
        return self.sums_of(np.fromiter(rows, np.intp, int(sizes.sum())), sizes)

    def sums_of(self, rows: Numbers, sizes: Numbers) -> Array:
        """The same by the numbers of rows, so many of each item; an unknown one counts nothing."""
        unknown = len(self.rows) - 1
        count = len(sizes)
        if not count:
            return np.zeros((0, len(self.labels)), np.float32)
        known = (rows != unknown).nonzero()[0]
        # each item begins with a row of zeros, so that none is empty
        flat = np.full(len(known) + count, unknown)
        items = np.arange(count)
        flat[np.arange(1, len(known) + 1) + items.repeat(sizes).take(known)] = rows.take(known)
        starts = known.searchsorted(sizes.cumsum() - sizes) + items
        total: Array = np.add.reduceat(self.rows.take(flat, axis=0), starts, axis=0)
        return total


_AT_ONCE = 512
"""So many sequences are read side by side: those of about the same length."""


def best_labels(scores: Array, bounds: Sequence[tuple[int, int]], weights: Weights) -> list[int]:
    """The best label of each item; `scores` has the shape (items, labels), and `bounds` are the
    first item of each sequence and the first after it. Items outside of all get label 0.
    """
    found = np.zeros(len(scores), np.int64)
    order = sorted((first - after, first) for first, after in bounds if after > first)
    # of labels by items, which numpy adds and compares in longer rows
    own = np.ascontiguousarray(scores.T)
    for at in range(0, len(order), _AT_ONCE):
        some = np.array(order[at : at + _AT_ONCE])
        _label(own, -some[:, 0], some[:, 1], weights, found)
    return found.tolist()


def _label(own: Array, lengths: Numbers, firsts: Numbers, weights: Weights, found: Numbers) -> None:
    """Note the best labels of sequences, the longest first, one item of each at a time."""
    # how many sequences still go on at each step
    going = np.searchsorted(-lengths, -np.arange(1, lengths[0] + 1), side="right").tolist()
    places = np.arange(len(going))[:, None] + firsts
    of_step = own.take(np.minimum(places, own.shape[1] - 1), axis=1)
    steps = weights.steps[:, :, None]
    state = weights.start[:, None] + of_step[:, 0]
    states = [state]
    for step, count in enumerate(going[1:], 1):
        ways = state[:, None, :count] + steps
        state = np.maximum.reduce(ways, axis=0) + of_step[:, step, :count]
        states.append(state)
    # Only the way back to the best is looked for.
    into = np.ascontiguousarray(weights.steps.T)
    best = np.zeros((len(going), len(lengths)), np.int64)
    last, labels = 0, best[0]
    for step in range(len(going) - 1, -1, -1):
        count, state, after = going[step], states[step].T, labels
        labels = best[step]
        if last:
            (state[:last] + into.take(after[:last], axis=0)).argmax(1, out=labels[:last])
        if count > last:
            (state[last:count] + weights.end).argmax(1, out=labels[last:count])
        last = count
    inside = np.arange(len(going))[:, None] < lengths
    found[places[inside]] = best[inside]


_SCALE = 24.0
"""Weights are kept as bytes: this many steps to one, so ±5.3 at most."""


def save(path: Path, weights: Weights) -> None:
    """Write weights, small: names as text, weights of features as bytes."""
    names = sorted(weights.numbers, key=weights.numbers.__getitem__)
    rows = np.clip(np.rint(weights.rows[:-1] * _SCALE), -127, 127).astype(np.int8)
    np.savez_compressed(
        path,
        labels=np.frombuffer("\n".join(weights.labels).encode(), np.uint8),
        names=np.frombuffer("\0".join(names).encode(), np.uint8),
        rows=rows,
        steps=weights.steps.astype(np.float32),
        start=weights.start.astype(np.float32),
        end=weights.end.astype(np.float32),
    )


def load(file: IO[bytes]) -> Weights:
    """Read what `save` wrote."""
    with np.load(file, allow_pickle=False) as kept:
        labels = tuple(kept["labels"].tobytes().decode().split("\n"))
        names = kept["names"].tobytes().decode().split("\0")
        rows = np.zeros((len(names) + 1, len(labels)), np.float32)
        rows[:-1] = kept["rows"] / np.float32(_SCALE)
        return Weights(
            labels=labels,
            numbers={name: number for number, name in enumerate(names)},
            rows=rows,
            steps=kept["steps"],
            start=kept["start"],
            end=kept["end"],
        )
