"""Learn the network that says of each line whether it is of a page's one story, or its headline.

What is made likely is of each line by itself whether it is of the story, and one headline a page.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    Names,
    Parameters,
    alike,
    beginning,
    fit,
    kept,
    listed,
    numbered,
    padded,
    scores,
    vocabulary_of,
)

_SEED = 1
_SEEN_DROPPED = 0.35
_MOST_LINES = 640
"""So many lines of a page are learned from: of longer ones, that are few, the others are not."""
_OF_BODY, _OF_HEADLINE = 10.0, 0.3
_NONE = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is learned from a page, of each line: the names of what was observed, whether it is of
    the story (NaN where that is not known), how much it counts, whether it is the headline."""

    names: Names
    labels: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    titles: npt.NDArray[np.bool_]
    weight: float


def learn(pages: Sequence[Page]) -> Arrays:
    """The arrays of the network as indexer/split/looks.py reads them."""
    numbers = vocabulary_of(page.names for page in pages)
    lines = [numbered(page.names[:_MOST_LINES], numbers) for page in pages]
    random, key = Random(_SEED), jax.random.PRNGKey(_SEED)
    key, own = jax.random.split(key)

    def loss(
        model: Parameters,
        seen: Any,
        real: Any,
        label: Any,
        weight: Any,
        title: Any,
        of_page: Any,
        key: Any,
    ) -> Any:
        found = scores(model, seen, real, key, dropped=_SEEN_DROPPED)
        one = found[..., 0]
        wrong = jnp.maximum(one, 0) - one * label + jnp.log1p(jnp.exp(-jnp.abs(one)))
        headline = jnp.where(real, found[..., 1], _NONE)
        right = jnp.where(title, headline, _NONE)
        missed = jax.nn.logsumexp(headline, axis=1) - jax.nn.logsumexp(right, axis=1)
        of_title = jnp.where(title.any(1), missed, 0.0)
        of_body = (wrong * weight).sum(1)
        return (of_page * (_OF_BODY * of_body + _OF_HEADLINE * of_title)).mean()

    def batches() -> list[tuple[Any, ...]]:
        return [
            _batch([pages[n] for n in batch], padded([lines[n] for n in batch]))
            for batch in alike(list(map(len, lines)), random)
        ]

    total = EPOCHS * -(-len(pages) // AT_ONCE)
    model = fit(beginning(own, len(numbers), 2), loss, batches, key, total=total)
    return {"names": listed(numbers), **kept(model)}


def _batch(pages: Sequence[Page], seen_real: tuple[Any, Any]) -> tuple[Any, ...]:
    """Observations, which lines there are, labels, weights, headlines, and weights of pages."""
    seen, real = seen_real
    label = np.zeros(real.shape, np.float32)
    weight, title = np.zeros_like(label), np.zeros_like(real)
    for number, page in enumerate(pages):
        count = min(len(page.labels), _MOST_LINES)
        known = ~np.isnan(page.labels[:count])
        label[number, :count] = np.nan_to_num(page.labels[:count])
        weight[number, :count] = page.weights[:count] * known
        title[number, :count] = page.titles[:count]
        weight[number] /= max(float(page.weights[:count].sum()), 1.0)
    return seen, real, label, weight, title, np.array([page.weight for page in pages], np.float32)
