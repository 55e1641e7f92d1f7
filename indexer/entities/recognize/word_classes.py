"""Classes of words that occur among the same words, learned from unlabelled text.

`training/names/train.py` makes the tables, in which Arabic words are folded and Latin ones as
written. A word has one class in each grouping of its
language, from coarse to fine, and for English a measure of how often it has a capital letter.
For Arabic there is also what names words were part of, read in unlabelled news.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np


@cache
def word_classes(language: str) -> Mapping[str, tuple[int, ...]]:
    """Key of a word → its class in each grouping; empty for a language without a table."""
    return _table(f"classes-{language}.npz")


@cache
def word_kinds(language: str) -> Mapping[str, tuple[int, ...]]:
    """Key of a word → how often it was part of the name of a person, an organization and a place
    in the news, each from 0 (hardly ever) to 4; empty for a language without a table."""
    return _table(f"kinds-{language}.npz")


def _table(name: str) -> Mapping[str, tuple[int, ...]]:
    folder = resources.files("indexer.entities.recognize").joinpath("weights")
    file = folder.joinpath(name)
    if not file.is_file():
        return {}
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        words = kept["words"].tobytes().decode().split("\n")
        groups = list(zip(*kept["groups"].T.tolist(), strict=True))
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}  # few are unlike, so each is kept once
    return dict(zip(words, map(shared.setdefault, groups, groups), strict=True))
