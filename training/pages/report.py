"""Figures of pages that were read: of real ones by tool and language, of recombined by kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from indexer.split.looks import Looked
from indexer.split.several import chance_of_one
from training.pages.choose import Several, both_of, score
from training.pages.learn import Models
from training.pages.recombine import MADE
from training.pages.samples import OWN, Sample
from training.pages.truth import Truth, same_title

_WORD = re.compile(r"\w+")
_MAIN = ("en", "fr", "ar")
_STORY = 0.8
"""A story of a page of several is found where its body has that F1."""


@dataclass(frozen=True, slots=True)
class _Figures:
    one: list[bool] = field(default_factory=list)
    body: list[tuple[float, float]] = field(default_factory=list)
    title: list[bool] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)


class Report:
    """Takes samples as they are read, and says how well they were, worst first."""

    def __init__(self, name: str, truths: Mapping[str, Truth]) -> None:
        self._name = name
        self._truths = truths
        self._groups: dict[str, _Figures] = defaultdict(_Figures)

    def add(self, sample: Sample, seen: Looked, several: Several, models: Models) -> None:
        """Note how well a sample is read by these trees."""
        both = both_of(sample, seen, several, models.trees["headline"])
        bodies = [
            (one.body, line.text if line else "")
            for one, line in zip(several.found, several.titles, strict=True)
        ]
        if both and chance_of_one(both.row, models.trees["pages"]) >= 0.5:
            bodies = [(both.single, both.title)]
        for group in self._groups_of(sample):
            figures = self._groups[group]
            figures.one.append(len(bodies) == 1)
            if sample.stories > 1:
                if sample.bodies:
                    figures.found.extend(_found(sample, [body for body, _ in bodies]))
                    figures.told.append(len(bodies) / sample.stories)
                continue
            best, title = max(bodies, key=lambda one: score(sample, one[0]), default=((), ""))
            if pair := self._overlap(sample, best):
                figures.body.append(pair)
            if sample.title:
                figures.title.append(same_title(sample.title, title))

    def lines(self) -> Iterator[str]:
        """One line of figures for each group."""

        def key(group: str) -> tuple[float, str]:
            return (float(np.mean(self._groups[group].title or [True])), group)

        for group in sorted(self._groups, key=key):
            figures = self._groups[group]
            parts = [f"{self._name} {group:24} pages {len(figures.one)}"]
            parts.append(f"one {np.mean(figures.one):.3f}")
            if figures.body:
                precision, recall = np.mean(figures.body, axis=0)
                f1 = 2 * precision * recall / (precision + recall)
                parts.append(f"body P {precision:.3f} R {recall:.3f} F {f1:.3f}")
            if figures.title:
                parts.append(f"title {np.mean(figures.title):.3f}")
            if figures.found:
                parts.append(f"stories found {np.mean(figures.found):.3f}")
                parts.append(f"given for each {np.mean(figures.told):.3f}")
            yield " | ".join(parts)

    def _groups_of(self, sample: Sample) -> list[str]:
        if sample.tool == OWN:
            return [f"{OWN} {'one' if sample.stories == 1 else 'several'}"]
        if sample.tool.startswith(MADE):
            return [sample.tool]
        main = self._truths[sample.name].language in _MAIN
        which = "en fr ar" if main else "others"
        return [f"{sample.tool} {which}", f"all tools {which}", "all tools all languages"]

    def _overlap(self, sample: Sample, numbers: tuple[int, ...]) -> tuple[float, float] | None:
        """Precision and recall of a body, None where the true one is not known."""
        text = "\n\n".join(sample.lines[n].text for n in numbers)
        if sample.tool == OWN or sample.tool.startswith(MADE):
            true = "\n\n".join(
                line.text for line, label in zip(sample.lines, sample.labels, strict=True) if label
            )
            return _overlap(true, text)
        truth = self._truths[sample.name]
        return _overlap(truth.body, text) if truth.body and truth.weight == 1.0 else None


def _found(sample: Sample, bodies: list[tuple[int, ...]]) -> list[float]:
    """Of each true story whether it was found."""
    chars = sample.measures[:, 0]
    size = [float(chars[list(body)].sum()) for body in bodies]
    found = []
    for true in sample.bodies:
        of_true = float(chars[list(true)].sum())
        best = max(
            (
                2 * float(chars[sorted(true & set(body))].sum()) / (of_true + of_body)
                for body, of_body in zip(bodies, size, strict=True)
            ),
            default=0.0,
        )
        found.append(float(best >= _STORY))
    return found


def _overlap(true: str, found: str) -> tuple[float, float]:
    a, b = _shingles(true), _shingles(found)
    both = (a & b).total()
    return both / max(1, b.total()), both / max(1, a.total())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))
