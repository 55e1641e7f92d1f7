"""Pages of several stories, of which no public set exists: made of real pages of one each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from indexer.page import Line
from indexer.split.measures import look_at, measure
from training.pages.samples import Sample
from training.pages.truth import Truth, same_title

_MOST_LINES = 14
_LEAST_CHARS = 300
_FRAME_LINES = 25


def recombine(
    samples: Sequence[Sample], truths: dict[str, Truth], *, count: int, seed: int = 7
) -> list[Sample]:
    """So many pages of two to nine real stories in the frame of another real page."""
    random = Random(seed)
    by_language: dict[str, list[tuple[Sample, list[int]]]] = {}
    for sample in samples:
        story = _story(sample)
        if story:
            by_language.setdefault(truths[sample.name].language, []).append((sample, story))
    languages = sorted(name for name, found in by_language.items() if len(found) > 20)
    made = []
    for number in range(count):
        language = random.choice(languages)
        chosen = random.sample(by_language[language], random.randint(2, 9))
        frame = random.choice(samples)
        made.append(_page(number, frame, chosen, random))
    return made


def _story(sample: Sample) -> list[int]:
    """The numbers of the headline and the paragraphs of a sample, empty where not known."""
    if not sample.title:
        return []
    titles = [n for n, line in enumerate(sample.lines) if same_title(sample.title, line.text)]
    body = np.flatnonzero(sample.labels == 1).tolist()
    body = [n for n in body if n not in titles][:_MOST_LINES]
    if not titles or sum(len(sample.lines[n].text) for n in body) < _LEAST_CHARS:
        return []
    return [titles[-1], *body]


def _page(
    number: int, frame: Sample, chosen: Sequence[tuple[Sample, list[int]]], random: Random
) -> Sample:
    first = next((n for n, label in enumerate(frame.labels) if label == 1), 0)
    after = max((n for n, label in enumerate(frame.labels) if label == 1), default=-1) + 1
    top = range(max(0, first - random.randint(0, _FRAME_LINES)), max(0, first - 1))
    bottom = range(after, min(len(frame.lines), after + random.randint(0, _FRAME_LINES)))
    most = random.choice([2, 4, 8, _MOST_LINES])
    rows = [(frame.lines[n], frame.kinds[n], 0.0) for n in top]
    for sample, numbers in chosen:
        rows += [
            (sample.lines[n], sample.kinds[n], float(place > 0))
            for place, n in enumerate(numbers[: most + 1])
        ]
    rows += [(frame.lines[n], frame.kinds[n], 0.0) for n in bottom]
    lines: list[Line] = []
    at = 0
    for line, _, _ in rows:
        lines.append(replace(line, start=at, end=at + len(line.text)))
        at += len(line.text) + 1
    kinds = [kind for _, kind, _ in rows]
    return Sample(
        tool="recombined",
        name=str(number),
        fold=frame.fold,
        title=None,
        lines=lines,
        kinds=kinds,
        measures=measure(lines, kinds, look_at(lines, kinds)),
        labels=np.array([label for _, _, label in rows]),
        weight=1.0,
        stories=len(chosen),
    )
