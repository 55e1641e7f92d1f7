"""What is in indexer/split/trees.npz: trees of lines, their contexts and headlines, a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from indexer.split.context import context
from indexer.split.headline import candidates, without_site
from indexer.split.headline_measures import measure_headlines
from indexer.split.looks import OF_NETWORK, Looked, both, looked
from indexer.split.measures import SEEN_AGAIN, Matrix
from indexer.split.network import Network, network_of
from indexer.split.trees import Trees
from training.network import Arrays
from training.pages import network
from training.pages.samples import Sample
from training.pages.truth import same_title

_INNER = 3
_PARAMETERS = {
    "objective": "binary",
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
}
_LINES = {"num_leaves": 24, "max_depth": 6, "learning_rate": 0.08, "min_data_in_leaf": 60}
_CONTEXT = {"num_leaves": 16, "max_depth": 6, "learning_rate": 0.07, "min_data_in_leaf": 60}
_HEADLINE = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 5,
    "num_leaves": 12,
    "max_depth": 5,
    "learning_rate": 0.08,
    "min_data_in_leaf": 30,
}
_COUNTED = (5, 600)
"""A line counts by the root of its characters, of so many at least and at most."""
_ROUNDS = {"lines": 150, "context": 110, "headline": 120, "pages": 120}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Trees by name, and a network with the arrays that it is kept as."""

    trees: dict[str, Trees]
    network: Network
    arrays: Arrays

    def with_trees(self, name: str, trees: Trees) -> Models:
        """The same with more trees."""
        return replace(self, trees={**self.trees, name: trees})


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned, and what is seen of each sample by trees and networks that did not see the
    sample's site."""

    models: Models
    unseen: dict[Key, Looked]


def learn(samples: Sequence[Sample], others: Sequence[Sample] = ()) -> Learned:
    """All trees from these samples, those of headlines and the network from the others as well.

    The others may be pages of several stories, which have no title: both looks at them are wanted.
    What builds on a look is learned from looks by trees that did not see the page's site, since
    those of trees that did are better than any that new pages will get.
    """
    groups = sorted({sample.fold for sample in samples})
    parts = [set(groups[part::_INNER]) for part in range(_INNER)]
    contexts: dict[Key, Matrix] = {}
    for part in parts:
        first = _lines([sample for sample in samples if sample.fold not in part])
        for sample in [*samples, *others]:
            if sample.fold in part:
                contexts[sample.key] = context(
                    sample.measures, first.chances(sample.measures), flags=SEEN_AGAIN
                )
    unseen: dict[Key, Looked] = {}
    for part in parts:
        second = _contexts([sample for sample in samples if sample.fold not in part], contexts)
        other = network_of(
            _network([one for one in [*samples, *others] if one.fold not in part]).__getitem__
        )
        for sample in [*samples, *others]:
            if sample.fold in part:
                unseen[sample.key] = both(
                    sample.measures, contexts[sample.key], second, other.scores(sample.names)
                )
    arrays = _network([*samples, *others])
    return Learned(
        models=Models(
            trees={
                "lines": _lines(samples),
                "context": _contexts(samples, contexts),
                "headline": _headlines([*samples, *others], unseen),
            },
            network=network_of(arrays.__getitem__),
            arrays=arrays,
        ),
        unseen=unseen,
    )


def read(sample: Sample, models: Models) -> Looked:
    """What is seen of a sample."""
    return looked(
        sample.measures,
        sample.names,
        models.trees["lines"],
        models.trees["context"],
        models.network,
    )


def _network(samples: Sequence[Sample]) -> Arrays:
    """The network, from pages of one story."""
    return network.learn([_page(sample) for sample in samples if sample.stories == 1])


def _page(sample: Sample) -> network.Page:
    title = sample.title or sample.likely_title or ""
    return network.Page(
        names=sample.names,
        labels=sample.labels,
        weights=np.sqrt(np.clip(sample.measures[:, 0], *_COUNTED)),
        titles=np.array([bool(title) and same_title(title, line.text) for line in sample.lines]),
        weight=sample.weight,
    )


def _lines(samples: Sequence[Sample]) -> Trees:
    return _fit(samples, [sample.measures for sample in samples], "lines", _LINES)


def _contexts(samples: Sequence[Sample], contexts: dict[Key, Matrix]) -> Trees:
    return _fit(samples, [contexts[sample.key] for sample in samples], "context", _CONTEXT)


def _fit(
    samples: Sequence[Sample], rows: Sequence[Matrix], name: str, parameters: dict[str, Any]
) -> Trees:
    label = np.concatenate([sample.labels for sample in samples])
    weight = np.concatenate([_weights(sample) for sample in samples])
    known = ~np.isnan(label)
    return grow(np.vstack(rows)[known], label[known], weight[known], name, parameters)


def _weights(sample: Sample) -> npt.NDArray[np.float64]:
    """Long lines count more than short ones, and a page's lines less the more there are."""
    chars = np.clip(sample.measures[:, 0], *_COUNTED)
    weights: npt.NDArray[np.float64] = (
        np.sqrt(chars) * sample.weight / np.sqrt(len(sample.labels))
    ).astype(np.float64)
    return weights


def _headlines(samples: Sequence[Sample], unseen: dict[Key, Looked]) -> Trees:
    rows, label = [], []
    for sample in samples:
        title = sample.title or sample.likely_title
        if not title:
            continue
        seen = unseen[sample.key]
        numbers = candidates(sample.lines, seen.chances)
        texts = [sample.lines[number].text for number in numbers]
        right = [same_title(title, text) for text in texts]
        if not any(right):
            right = [same_title(title, without_site(text, ())) for text in texts]
        if any(right):
            rows.append(measure_headlines(sample.lines, numbers, seen))
            label.append(np.array(right, dtype=np.float64))
    found = np.concatenate(label)
    sizes = [len(part) for part in label]
    return grow(np.vstack(rows), found, np.ones(len(found)), "headline", _HEADLINE, groups=sizes)


def grow(
    rows: Matrix,
    label: npt.NDArray[np.float64],
    weight: npt.NDArray[np.float64],
    name: str,
    parameters: dict[str, Any],
    *,
    groups: Sequence[int] | None = None,
    times: int = 1,
) -> Trees:
    """Trees that tell rows of label 1 from those of label 0.

    With groups, so many rows each, they are to rank those of label 1 first in their group. Grown
    several times, each time by other draws, they answer with the mean: where there are few rows,
    which draws they were by says less.
    """
    grown = []
    for seed in range(1, times + 1):
        data = lightgbm.Dataset(rows, label, weight=weight, group=groups)
        model = lightgbm.train({**_PARAMETERS, **parameters, "seed": seed}, data, _ROUNDS[name])
        grown.append(_trees(model.dump_model()))
    return _mean(grown)


def _mean(grown: Sequence[Trees]) -> Trees:
    """Trees that answer with the mean of others."""
    starts = np.cumsum([0, *(len(one.measure) for one in grown)])[:-1]
    starting = list(zip(starts.tolist(), grown, strict=True))
    return Trees(
        roots=np.concatenate([one.roots + start for start, one in starting]).astype(np.int32),
        measure=np.concatenate([one.measure for one in grown]).astype(np.int16),
        limit=np.concatenate([one.limit for one in grown]),
        children=np.vstack([one.children + start for start, one in starting]).astype(np.int32),
        value=np.concatenate([one.value / np.float32(len(grown)) for one in grown]),
        depth=max(one.depth for one in grown),
    )


def _trees(model: dict[str, Any]) -> Trees:
    """The nodes of all trees as arrays. Limits become float32, as the measures are."""
    measure: list[int] = []
    limit: list[np.float32] = []
    children: list[tuple[int, int]] = []
    value: list[float] = []
    deepest = 0

    def add(node: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        at = len(measure)
        deepest = max(deepest, depth)
        measure.append(node.get("split_feature", 0))
        limit.append(_below(node.get("threshold", 0.0)))
        children.append((at, at))
        value.append(node["internal_value" if "split_feature" in node else "leaf_value"])
        if "split_feature" in node:
            left = add(node["left_child"], depth + 1)
            children[at] = (add(node["right_child"], depth + 1), left)
        return at

    roots = [add(tree["tree_structure"], 0) for tree in model["tree_info"]]
    return Trees(
        roots=np.array(roots, dtype=np.int32),
        measure=np.array(measure, dtype=np.int16),
        limit=np.array(limit, dtype=np.float32),
        children=np.array(children, dtype=np.int32),
        value=np.array(value, dtype=np.float32),
        depth=deepest,
    )


def _below(threshold: float) -> np.float32:
    """The greatest float32 that is no greater."""
    limit = np.float32(threshold)
    return np.nextafter(limit, np.float32(-np.inf)) if float(limit) > threshold else limit


def write(models: Models, path: Path) -> None:
    """Keep all as a .npz file, the same bytes for the same trees and network."""
    arrays: dict[str, Any] = {
        f"{OF_NETWORK}.{name}": array for name, array in models.arrays.items()
    }
    for name, trees in models.trees.items():
        for field in ("roots", "measure", "limit", "children", "value", "depth"):
            arrays[f"{name}.{field}"] = np.asarray(getattr(trees, field))
    np.savez_compressed(path, **arrays)
