"""Pages of several stories, of which no public set exists: made of real pages of one each.

Five kinds: stories one after the other with whole bodies, the same as teasers, a story among
teasers, a story with nothing around it, and that above a teaser. All stories of a page are of one
tool and language and are set alike (manners.py), in the frame of another real page of that tool.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from indexer.clean import by_neighbours, known_kinds
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.measures import look_at, measure
from indexer.split.observe import observe
from training.pages.manners import Manner, manner
from training.pages.parts import parts_of
from training.pages.samples import Sample
from training.pages.truth import Truth

MADE = "recombined "
"""How the tool of a recombined page begins; its kind follows."""
BODIES, TEASERS, AMONG, ALONE, ABOVE_ONE = "bodies", "teasers", "among", "alone", "above one"
_SHARES = {BODIES: 5, TEASERS: 3, AMONG: 2, ALONE: 2, ABOVE_ONE: 1}
"""How many of each there are to how many of the others."""
_MOST_LINES = 14
_LEAST_STORIES, _MOST_STORIES = 2, 9
_FRAME_LINES = 25
_TEASER_CHARS = 220
_FIRST_CHARS = 60
"""So long is the first paragraph of a story that is put into a list, and it ends like one."""
_ENDS = (".", "!", "?", "…", ":", "؟")
_QUOTES = "”\"»’' )"
_MAIN = ("en", "fr", "ar")
_OF_MAIN = 3
"""So many pages are of each of these languages to one of each other."""
_SENTENCE = re.compile(r".{40,}?[.!?؟](?=\s|$)")

Row = tuple[Line, str]
"""A line and the letter of its part (training/splitter/labels.py)."""
Pool = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A real story: the numbers of its lines in its dump, from its headline to its last one."""

    sample: Sample
    parts: tuple[str, ...]
    top: int
    last: int


def recombine(
    samples: Sequence[Sample], truths: dict[str, Truth], *, count: int, seed: int = 7
) -> list[Sample]:
    """So many pages, each of stories of one language and tool, and all of sites of one fold."""
    random = Random(seed)
    pools: dict[Pool, list[_Told]] = {}
    frames: dict[tuple[int, str], list[Sample]] = {}
    for sample in samples:
        frames.setdefault((sample.fold, sample.tool), []).append(sample)
        story = _story(sample)
        if story:
            key = (sample.fold, truths[sample.name].language, sample.tool)
            pools.setdefault(key, []).append(story)
    known = sorted(key for key, found in pools.items() if len(found) >= _MOST_STORIES)
    keys = [key for key in known for _ in range(_OF_MAIN if key[1] in _MAIN else 1)]
    kinds = [kind for kind, share in _SHARES.items() for _ in range(share)]
    made = []
    for number in range(count):
        fold, language, tool = key = random.choice(keys)
        frame = random.choice(frames[fold, tool])
        chosen = random.sample(pools[key], random.randint(_LEAST_STORIES, _MOST_STORIES))
        of_page = manner(language, random)
        made.append(_page(f"{number}", kinds[number % len(kinds)], frame, chosen, of_page, random))
    return made


def _story(sample: Sample) -> _Told | None:
    """The story of a sample, None where it is not known."""
    parts = parts_of(sample.title, sample.lines, sample.labels.tolist())
    if parts is None:
        return None
    first = sample.lines[parts.index("F")].text
    if len(first) < _FIRST_CHARS or not first.rstrip(_QUOTES).endswith(_ENDS):
        return None
    last = max(n for n, part in enumerate(parts) if part in "FB")
    return _Told(sample=sample, parts=parts, top=parts.index("T"), last=last)


def _page(
    name: str, kind: str, frame: Sample, chosen: Sequence[_Told], of_page: Manner, random: Random
) -> Sample:
    above, below = _frame(frame, random)
    most = random.choice([1, 2, 4, 8, _MOST_LINES])
    many = random.choice([6, _MOST_LINES])
    main, others = chosen[0], chosen[1:]
    rows: list[Row]
    if kind == BODIES:
        rows = [row for one in chosen for row in _whole(one, most, of_page)]
    elif kind == TEASERS:
        rows = [row for one in chosen for row in _teaser(one, of_page)]
    elif kind == AMONG:
        half = random.randint(0, len(others) - 1)
        rows = [row for one in others[:half] for row in _outside(_teaser(one, None), "J")]
        rows += _whole(main, many, of_page)
        rows += [row for one in others[half:] for row in _outside(_teaser(one, None), "Z")]
    else:
        above = below = []
        rows = _whole(main, many, of_page)
        rows += _outside(_teaser(others[0], None), "Z") if kind == ABOVE_ONE else []
    single = kind in (AMONG, ALONE, ABOVE_ONE)
    rows = _closed([*above, *rows, *below])
    lines: list[Line] = []
    at = 0
    for line, _ in rows:
        lines.append(replace(line, start=at, end=at + len(line.text)))
        at += len(line.text) + 1
    dated = [is_date_line(line.text) for line in lines]
    kinds = by_neighbours(lines, known_kinds(lines, dated), dated)
    parts = tuple(part for _, part in rows)
    return Sample(
        tool=f"{MADE}{kind}",
        name=name,
        fold=frame.fold,
        title=main.sample.lines[main.top].text if single else None,
        lines=lines,
        kinds=kinds,
        names=observe(lines, kinds),
        measures=measure(lines, kinds, look_at(lines, kinds)),
        labels=np.array([float(part in "FB") for part in parts]),
        weight=1.0,
        stories=parts.count("F"),
        bodies=bodies_of(parts),
    )


def bodies_of(parts: Sequence[str]) -> tuple[frozenset[int], ...]:
    """The paragraphs of each story by their numbers."""
    bodies: list[set[int]] = []
    for number, part in enumerate(parts):
        if part == "F":
            bodies.append(set())
        if part in "FB":
            bodies[-1].add(number)
    return tuple(map(frozenset, bodies))


def _closed(rows: Sequence[Row]) -> list[Row]:
    """The same, with what is below the last story known as such."""
    last = max(n for n, (_, part) in enumerate(rows) if part in "FB")
    return [(line, "Z" if n > last else part) for n, (line, part) in enumerate(rows)]


def _outside(rows: Sequence[Row], part: str) -> list[Row]:
    return [(line, part) for line, _ in rows]


def _frame(frame: Sample, random: Random) -> tuple[list[Row], list[Row]]:
    """Lines that are above the headline of a page's story and below the story."""
    body = np.flatnonzero(frame.labels == 1).tolist()
    story = _story(frame)
    end = story.top if story else body[0] - 1 if body else 0
    after = body[-1] + 1 if body else 0
    top = range(max(0, end - random.randint(0, _FRAME_LINES)), max(0, end))
    bottom = range(after, min(len(frame.lines), after + random.randint(0, _FRAME_LINES)))
    return [(frame.lines[n], "J") for n in top], [(frame.lines[n], "Z") for n in bottom]


def _whole(one: _Told, most: int, of_page: Manner | None) -> list[Row]:
    """A story with so many of its paragraphs, as the page sets all its stories."""
    lines, parts = one.sample.lines, one.parts
    heads: list[Row] = []
    inside: list[Row] = []
    taken = run = 0
    for number in range(one.top + 1, one.last + 1):
        part = parts[number]
        if part in "FB":
            if taken == most:
                break
            taken, run = taken + 1, 0
            inside.append((lines[number], part))
        elif of_page and part in "MD" and len(heads) < of_page.heads:
            heads.append((lines[number], part))
        elif of_page and part == "I" and run < of_page.inserts:
            run += 1
            inside.append((lines[number], part))
    while inside[-1][1] == "I":
        inside.pop()
    title = lines[one.top]
    if of_page is None:
        return [(title, "T"), *inside]
    return of_page.set(title, heads, inside)


def _teaser(one: _Told, of_page: Manner | None) -> list[Row]:
    """A headline and the first sentence below it."""
    rows = _whole(one, 2, of_page)
    first = next(n for n, row in enumerate(rows) if row[1] == "F")
    line = rows[first][0]
    sentence = _SENTENCE.match(line.text)
    text = sentence.group() if sentence else line.text
    if len(text) > _TEASER_CHARS:
        text = f"{text[:_TEASER_CHARS].rsplit(' ', 1)[0]}…"
    kept = [row for n, row in enumerate(rows) if row[1] not in "FBI" or n == first]
    return [(replace(line, text=text), "F") if row is rows[first] else row for row in kept]
