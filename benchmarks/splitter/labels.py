"""Annotated pages to labelled lines."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from indexer.clean import Kind, by_neighbours, known_kinds
from indexer.dates import read_dateline
from indexer.page import Line
from indexer.sources.decode import decode
from indexer.sources.plain import plain
from indexer.split import prepare
from indexer.split.label import Part
from indexer.split.observe import observe

_WORD = re.compile(r"\w+")
_FEW = 4

LETTERS = dict(zip("JATDMFBIZ", Part, strict=True))
"""One letter for each part of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page's lines, what is seen of each, and the letter of the part each plays."""

    slug: str
    lines: Sequence[Line]
    kinds: Sequence[Kind | None]
    names: Sequence[Sequence[str]]
    parts: Sequence[str]


def is_date(text: str) -> bool:
    """Whether a whole line is a date line."""
    return read_dateline(text) is not None


def load(folder: Path) -> Iterator[Labelled]:
    """The pages of a folder such as tests/pages, without those whose annotation is not found.

    An article may list its `paragraphs`; else its body is what stands between its first and
    its last words and is not known as boilerplate.
    """
    for expected in sorted(folder.glob("*/expected.json")):
        articles = json.loads(expected.read_text("utf-8"))["articles"]
        text, _ = decode((expected.parent / "page.txt").read_bytes())
        lines = prepare(plain(text), is_date=is_date)
        kinds = by_neighbours(lines, known_kinds(lines, is_date=is_date), is_date=is_date)
        parts = _align(lines, kinds, articles)
        if parts is None:
            print(f"left out, as its articles are not found: {expected.parent}")
            continue
        yield Labelled(
            slug=expected.parent.name,
            lines=lines,
            kinds=kinds,
            names=observe(lines, kinds, is_date=is_date),
            parts=parts,
        )


_Row = tuple[Line, Kind | None, str]


def vary(page: Labelled, others: Sequence[Labelled], random: Random) -> Labelled:
    """The page as another site might have it.

    Often what stands above or below its stories is that of another page; now and then it is
    missing, or the stories are, or only a formula tells where the next one begins, or stories
    have one paragraph only.
    Boilerplate that the table knows is unknown here and there, some is learned from other
    pages (as now and then a line of a story is), blank lines are missing or everywhere.
    """
    rows = list(zip(page.lines, page.kinds, page.parts, strict=True))
    chance = random.random()
    if chance < 0.12:
        rows = [(line, kind, "J") for line, kind, part in rows if part in "JZ"] or rows
    elif chance < 0.2:
        rows = [row for row in rows if row[2] not in "JZ"] or rows
    elif chance < 0.4:
        rows = _untitled(rows, random)
    elif chance < 0.72:
        rows = _swap(rows, random.choice(others), random.choice(others))
    if random.random() < 0.5:
        rows = _enrich(rows, others, random)
    if random.random() < 0.3:
        rows = _shorten(rows, random)
    if random.random() < 0.35:
        rows = _summed_up(rows, random)
    room = random.choice(["as it is", "as it is", "none", "even"])
    forget = random.choice([0.0, 0.3, 0.6])
    learn = random.choice([0.0, 0.0, 0.6])
    lines: list[Line] = []
    kinds: list[Kind | None] = []
    for line, known, part in rows:
        kind = None if known is not None and random.random() < forget else known
        if kind is None and random.random() < (learn if part in "JMIZ" else learn / 30):
            kind = Kind.LEARNED
        kinds.append(kind)
        if room != "as it is":
            line = replace(line, blank_before=0 if room == "none" else 1)
        lines.append(line)
    names = observe(lines, kinds, is_date=is_date)
    parts = [part for _, _, part in rows]
    return replace(page, lines=lines, kinds=kinds, names=names, parts=parts)


_DATELINES = (
    *("Nairobi, 4 March 2019 –", "Amman, March 3 (JNA) --", "Dakar, le 2 mars 2019 -", "Lima:"),
    *("الرباط 5 مارس 2019 (وكالة) -", "Geneva —", "تونس، 6 مارس 2019 –"),
)


def _untitled(rows: list[_Row], random: Random) -> list[_Row]:
    """The stories without titles and dates; all open alike, with the same words or a dateline."""
    firsts = [line.text for line, _, part in rows if part == "F"]
    if len(firsts) < 2:
        return rows
    formula = " ".join(firsts[0].split()[: 2 * _FEW])
    opens = itertools.cycle([formula]) if random.random() < 0.5 else itertools.cycle(_DATELINES)
    return [
        (replace(line, text=f"{next(opens)} {line.text}") if part == "F" else line, kind, part)
        for line, kind, part in rows
        if part in "JFBZ"
    ]


def _shorten(rows: list[_Row], random: Random) -> list[_Row]:
    """Every other story with its first paragraph only, as in briefs and on lists of teasers."""
    kept: list[_Row] = []
    short = False
    for row in rows:
        if row[2] == "F":
            short = random.random() < 0.5
        if not (short and row[2] in "BI"):
            kept.append(row)
    return kept


def _summed_up(rows: list[_Row], random: Random) -> list[_Row]:
    """Stories with a standfirst: a sentence under the title, before or after date and byline."""
    varied: list[_Row] = []
    below_title = False
    early = random.random() < 0.6
    for n, (line, kind, part) in enumerate(rows):
        if part == "T":
            varied.append((line, kind, part))
            head = list(itertools.takewhile(lambda row: row[2] in "DM", rows[n + 1 :]))
            body = rows[n + 1 + len(head) :]
            told = list(itertools.takewhile(lambda row: row[2] in "FBI", body))
            sums = [_sentence(row[0].text) for row in told[1:] if row[2] == "B"]
            sums = [each for each in sums if 40 <= len(each) <= 200]
            below_title = bool(sums) and random.random() < 0.6
            if below_title and early:
                varied.append(_standfirst(line, random.choice(sums), random))
            if below_title and not early:
                varied += [*head, _standfirst(line, random.choice(sums), random)]
            continue
        if below_title and part in "DM":
            if early:
                varied.append((line, kind, "I"))
            continue
        if below_title and part == "F":
            part, below_title = "B", False
        varied.append((line, kind, part))
    return varied


def _standfirst(title: Line, text: str, random: Random) -> _Row:
    return replace(title, text=text if random.random() < 0.4 else text[:-1]), None, "F"


def _sentence(text: str) -> str:
    """The first sentence of a paragraph."""
    return re.split(r"(?<=[.!?؟])\s", text, maxsplit=1)[0]


_SITES = ("Daily Post", "Le Courrier", "بوابة الخبر", "NCRA", "News Portal of the Region")


def _enrich(rows: list[_Row], others: Sequence[Labelled], random: Random) -> list[_Row]:
    """What stands between title and body or between paragraphs on other pages, put in here."""
    enriched: list[_Row] = []
    for n, row in enumerate(rows):
        line, _, part = row
        above, below = (rows[n - 1][2] if n else ""), (rows[n + 1][2] if n + 1 < len(rows) else "")
        if part == "T" and random.random() < 0.2:
            end = random.choice(["", f" - {random.choice(_SITES)}", f" | {random.choice(_SITES)}"])
            echo = (replace(line, text=line.text + end), None, "J")
            enriched.insert(len(enriched) if random.random() < 0.5 else 0, echo)
        if part == "B" and above in "FB" and random.random() < 0.08:
            enriched += _run(random.choice(others), "I", random)
        enriched.append(row)
        if part in "TD" and below == "F" and random.random() < 0.4:
            enriched += _run(random.choice(others), "M", random)
    return enriched


def _run(page: Labelled, part: str, random: Random) -> list[_Row]:
    """One run of lines of a part on a page, if it has any."""
    rows = zip(page.lines, page.kinds, page.parts, strict=True)
    runs = [
        list(run) for own, run in itertools.groupby(rows, key=lambda row: row[2]) if own == part
    ]
    return random.choice(runs) if runs else []


def _swap(rows: list[_Row], top: Labelled, bottom: Labelled) -> list[_Row]:
    """The stories between what stands above those of one page and below those of another."""
    inside = [n for n, (_, _, part) in enumerate(rows) if part not in "JZ"]
    if not inside:
        return rows
    tops = list(zip(top.lines, top.kinds, top.parts, strict=True))
    above = list(itertools.takewhile(lambda row: row[2] == "J", tops))
    bottoms = zip(bottom.lines, bottom.kinds, bottom.parts, strict=True)
    below = [row for row in bottoms if row[2] == "Z"]
    if len(above) == len(tops) or not below:
        return rows
    return [*above, *rows[inside[0] : inside[-1] + 1], *below]


def _align(
    lines: Sequence[Line], kinds: Sequence[Kind | None], articles: Sequence[dict[str, Any]]
) -> list[str] | None:
    words = [_words(line.text) for line in lines]
    parts = ["J"] * len(lines)
    at = 0
    for article in articles:
        if "paragraphs" in article:
            body = _find_paragraphs(words, article["paragraphs"], at)
        else:
            body = _find_ends(lines, words, kinds, article, at)
        if body is None:
            return None
        first, title = body[0], _words(article["title"])
        top = first
        if title:
            tops = [n for n in range(first - 1, at - 1, -1) if words[n] == title]
            if not tops:
                return None
            top = tops[0]
            parts[top] = "T"
        dates = [n for n in range(top + 1, first) if is_date(lines[n].text)]
        parts[top + 1 : first] = "M" * (first - top - 1)
        if dates:
            parts[dates[0]] = "D"
        elif top > at and is_date(lines[top - 1].text):
            parts[top - 1] = "A"
        inside = set(body)
        for n in range(first, body[-1] + 1):
            parts[n] = "B" if n in inside else "I"
        parts[first] = "F"
        at = body[-1] + 1
    if articles:
        parts[at:] = "Z" * (len(lines) - at)
    return parts


def _find_paragraphs(
    words: Sequence[list[str]], paragraphs: Sequence[str], at: int
) -> list[int] | None:
    body = [word for paragraph in paragraphs for word in _words(paragraph)]
    for start in range(at, len(words)):
        found, read = [], 0
        for n in range(start, len(words)):
            if words[n] and body[read : read + len(words[n])] == words[n]:
                found.append(n)
                read += len(words[n])
            elif not found:
                break
            if read == len(body):
                return found
    return None


def _find_ends(
    lines: Sequence[Line],
    words: Sequence[list[str]],
    kinds: Sequence[Kind | None],
    article: dict[str, Any],
    at: int,
) -> list[int] | None:
    head, tail = _words(article["first_words"]), _words(article["last_words"])
    for start in range(at, len(words)):
        run = [word for line in words[start : start + _FEW] for word in line]
        if not words[start] or run[: len(head)] != head:
            continue
        for end in range(start, len(words)):
            run = [word for line in words[max(start, end - _FEW) : end + 1] for word in line]
            if run[-len(tail) :] == tail:
                return [
                    n
                    for n in range(start, end + 1)
                    if n in (start, end) or (kinds[n] is None and not is_date(lines[n].text))
                ]
    return None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold().replace("\u200b", ""))
