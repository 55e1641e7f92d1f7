"""Pages of several stories, of which no public set exists: made of real pages of one each.

Five kinds: stories one after the other with whole bodies, the same as teasers, a story among
teasers, a story with nothing around it, and that above a teaser.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from indexer.clean import Kind
from indexer.page import Line
from indexer.split.measures import look_at, measure
from training.pages.samples import Sample
from training.pages.truth import Truth, same_title

MADE = "recombined "
"""How the tool of a recombined page begins; its kind follows."""
BODIES, TEASERS, AMONG, ALONE, ABOVE_ONE = "bodies", "teasers", "among", "alone", "above one"
_SHARES = {BODIES: 4, TEASERS: 2, AMONG: 2, ALONE: 2, ABOVE_ONE: 1}
"""How many of each there are to how many of the others."""
_MOST_LINES = 14
_MOST_STORIES = 9
_LEAST_CHARS = 300
_FRAME_LINES = 25
_TEASER_CHARS = 220
_SENTENCE = re.compile(r".{40,}?[.!?؟](?=\s|$)")
_FIRST_DAY = datetime.date(2012, 1, 1)
_DAYS = 4000
_STYLES = ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y")

Row = tuple[Line, Kind | None, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A real story: its headline and its paragraphs by their numbers in its dump."""

    sample: Sample
    title: int
    body: tuple[int, ...]


def recombine(
    samples: Sequence[Sample], truths: dict[str, Truth], *, count: int, seed: int = 7
) -> list[Sample]:
    """So many pages, each of stories of one language in the frame of another real page, and all
    of sites of one fold."""
    random = Random(seed)
    pools: dict[tuple[int, str], list[_Told]] = {}
    for sample in samples:
        story = _story(sample)
        if story:
            pools.setdefault((sample.fold, truths[sample.name].language), []).append(story)
    pools = {key: found for key, found in pools.items() if len(found) >= _MOST_STORIES}
    kinds = [kind for kind, share in _SHARES.items() for _ in range(share)]
    made = []
    for number in range(count):
        frame = random.choice(samples)
        fold, language = random.choice(sorted(key for key in pools if key[0] == frame.fold))
        chosen = random.sample(pools[fold, language], random.randint(3, _MOST_STORIES))
        made.append(_page(f"{number}", kinds[number % len(kinds)], frame, chosen, random))
    return made


def _story(sample: Sample) -> _Told | None:
    """The story of a sample, None where it is not known."""
    if not sample.title:
        return None
    titles = [n for n, line in enumerate(sample.lines) if same_title(sample.title, line.text)]
    body = [n for n in np.flatnonzero(sample.labels == 1).tolist() if n not in titles]
    body = body[:_MOST_LINES]
    if not titles or sum(len(sample.lines[n].text) for n in body) < _LEAST_CHARS:
        return None
    return _Told(sample=sample, title=titles[-1], body=tuple(body))


def _page(name: str, kind: str, frame: Sample, chosen: Sequence[_Told], random: Random) -> Sample:
    above, below = _frame(frame, random)
    dated = _dated(random)
    most = random.choice([2, 4, 8, _MOST_LINES])
    many = random.choice([6, _MOST_LINES])
    main, others = chosen[0], chosen[1:]
    rows: list[Row]
    if kind == BODIES:
        rows = [row for one in chosen for row in _whole(one, most, dated(), 1.0)]
    elif kind == TEASERS:
        rows = [row for one in chosen for row in _teaser(one, dated(), 1.0)]
    elif kind == AMONG:
        half = random.randint(0, len(others) - 1)
        rows = [row for one in others[:half] for row in _teaser(one, None, 0.0)]
        rows += _whole(main, many, dated(), 1.0)
        rows += [row for one in others[half:] for row in _teaser(one, None, 0.0)]
    else:
        above = below = []
        rows = _whole(main, many, dated(), 1.0)
        rows += _teaser(others[0], None, 0.0) if kind == ABOVE_ONE else []
    single = kind in (AMONG, ALONE, ABOVE_ONE)
    rows = [*above, *rows, *below]
    lines: list[Line] = []
    at = 0
    for line, _, _ in rows:
        lines.append(replace(line, start=at, end=at + len(line.text)))
        at += len(line.text) + 1
    of_lines = [of_line for _, of_line, _ in rows]
    return Sample(
        tool=f"{MADE}{kind}",
        name=name,
        fold=frame.fold,
        title=main.sample.lines[main.title].text if single else None,
        lines=lines,
        kinds=of_lines,
        measures=measure(lines, of_lines, look_at(lines, of_lines)),
        labels=np.array([label for _, _, label in rows]),
        weight=1.0,
        stories=1 if single else len(chosen),
        bodies=_bodies(rows),
    )


def _bodies(rows: Sequence[Row]) -> tuple[frozenset[int], ...]:
    """The paragraphs of each story: between two of them stands a headline."""
    bodies: list[set[int]] = []
    above = False
    for number, (_, _, label) in enumerate(rows):
        if label and not above:
            bodies.append(set())
        if label:
            bodies[-1].add(number)
        above = bool(label)
    return tuple(map(frozenset, bodies))


def _frame(frame: Sample, random: Random) -> tuple[list[Row], list[Row]]:
    """Lines that are above and below the story of a page."""
    body = np.flatnonzero(frame.labels == 1).tolist()
    first, after = (body[0], body[-1] + 1) if body else (0, 0)
    top = range(max(0, first - random.randint(0, _FRAME_LINES)), max(0, first - 1))
    bottom = range(after, min(len(frame.lines), after + random.randint(0, _FRAME_LINES)))
    above, below = (
        [(frame.lines[n], frame.kinds[n], 0.0) for n in numbers] for numbers in (top, bottom)
    )
    return above, below


def _dated(random: Random) -> Callable[[], Line | None]:
    """What gives the date lines of a page, all of one style, or none."""
    style = random.choice([None, None, *_STYLES])

    def line() -> Line | None:
        if style is None:
            return None
        day = _FIRST_DAY + datetime.timedelta(days=random.randrange(_DAYS))
        return Line(text=day.strftime(style), start=0, end=0, blank_before=1)

    return line


def _whole(one: _Told, most: int, date: Line | None, label: float) -> list[Row]:
    """A story with so many of its paragraphs."""
    lines, kinds = one.sample.lines, one.sample.kinds
    rows: list[Row] = [(lines[one.title], kinds[one.title], 0.0)]
    rows += [(date, None, 0.0)] if date else []
    return rows + [(lines[n], kinds[n], label) for n in one.body[:most]]


def _teaser(one: _Told, date: Line | None, label: float) -> list[Row]:
    """A headline and the first sentence below it."""
    rows = _whole(one, 0, date, label)
    first = max(one.body[:2], key=lambda n: len(one.sample.lines[n].text))
    line = one.sample.lines[first]
    sentence = _SENTENCE.match(line.text)
    text = sentence.group() if sentence else line.text
    if len(text) > _TEASER_CHARS:
        text = f"{text[:_TEASER_CHARS].rsplit(' ', 1)[0]}…"
    return [*rows, (replace(line, text=text), one.sample.kinds[first], label)]
