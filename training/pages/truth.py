"""Real pages and what is true of them: their stories laid along the lines of their dumps."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_WORD = re.compile(r"\w+")
_GRAM = 4
_REACH = 40
_APART_CHARS = 60
_MOST_BETWEEN = 400
_SAME_SHARE = 0.5
_SOME_SHARE = 0.15
_MIN_BODY_CHARS = 150
_MIN_PHRASE_CHARS = 12
_TITLE_SHARE = 0.8
_SILVER = 0.7
"""What a page counts whose body was read by another program and only checked by phrases."""
FOLDS = 5
"""Into so many parts the sites are cut that are cross-validated."""
FINAL = FOLDS
"""The part that is read at the end of a piece of work only. It is drawn by another number than
the others, since they were all looked at while the first trees were made."""
_DRAWN = "final 1: "

Label = float | None
"""1 of the story, 0 not of it, None not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of a page; `weight` says how surely.

    `likely_title` is what another program takes for the title where none is known: headlines are
    learned from it as well, and none is judged by it.
    """

    name: str
    site: str
    language: str
    title: str | None
    body: str | None
    weight: float
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    likely_title: str | None = None

    @property
    def fold(self) -> int:
        """In which part of cross-validation its site is."""
        return fold_of(self.site)


def fold_of(site: str) -> int:
    """One of the parts by which is cross-validated, or the final one, for a fifth of the sites."""
    if _number(f"{_DRAWN}{site}") % FOLDS == 0:
        return FINAL
    return _number(site) % FOLDS


def _number(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16)


def load_truths(folder: Path, html: Path) -> dict[str, Truth]:
    """The truths of all pages.

    Where only phrases are known that must be in the body or must not, the body is what
    trafilatura finds in the HTML, if all these are right for it.
    """
    truths = {}
    for name, value in json.loads((folder / "truth.json").read_text("utf-8")).items():
        wanted, unwanted = tuple(value.get("with", ())), tuple(value.get("without", ()))
        body, weight = value.get("body"), 1.0
        if body is None:
            body, weight = _read_by_another(html / f"{name}.html", wanted, unwanted), _SILVER
        title = value.get("title") or None
        truths[name] = Truth(
            name=name,
            site=_site(name, value["url"]),
            language=value["language"],
            title=title,
            likely_title=None if title else _title_by_another(html / f"{name}.html"),
            body=body,
            weight=weight if body else 1.0,
            wanted=wanted,
            unwanted=unwanted,
        )
    return truths


def _read_by_another(page: Path, wanted: Sequence[str], unwanted: Sequence[str]) -> str | None:
    import trafilatura

    text = trafilatura.extract(page.read_bytes(), include_comments=False) or ""
    spaced = _spaced(text)
    right = all(_spaced(phrase) in spaced for phrase in wanted)
    wrong = any(_spaced(phrase) in spaced for phrase in unwanted)
    return text if right and not wrong and len(text) > _MIN_BODY_CHARS else None


def _title_by_another(page: Path) -> str | None:
    import trafilatura

    metadata = trafilatura.extract_metadata(page.read_bytes())
    title: str | None = metadata.title if metadata else None
    return title


def _site(name: str, url: str | None) -> str:
    if not url:
        return name
    host = urlsplit(url).hostname if "://" in url else url.split("::")[-1].split("-")[0]
    return ".".join((host or name).removeprefix("www.").split(".")[-2:])


def labels(truth: Truth, texts: Sequence[str]) -> list[Label]:
    """Which of a page's lines are of its story."""
    if truth.body:
        return _aligned(texts, _words(truth.body))
    found: list[Label] = [None] * len(texts)
    spaced = [_spaced(text) for text in texts]
    for phrases, label in ((truth.wanted, 1.0), (truth.unwanted, 0.0)):
        for phrase in map(_spaced, phrases):
            for number, text in enumerate(spaced):
                if text == phrase or (len(phrase) > _MIN_PHRASE_CHARS and phrase in text):
                    found[number] = label
    return found


def same_title(true: str, found: str) -> bool:
    """Whether two titles share most of their words."""
    a, b = Counter(_words(true)), Counter(_words(found))
    both = sum((a & b).values())
    return bool(a and b) and 2 * both / (a.total() + b.total()) >= _TITLE_SHARE


def _aligned(texts: Sequence[str], body: Sequence[str]) -> list[Label]:
    """Long lines by the runs of words that they share with the body, then, in the gaps between
    those, short ones by their words in the same order."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(body) - _GRAM + 1):
        places[tuple(body[at : at + _GRAM])].append(at)
    lines = [_words(text) for text in texts]
    found: list[Label] = [0.0] * len(lines)
    anchors: list[tuple[int, int, int]] = []
    reached = 0
    for number, line in enumerate(lines):
        grams = [tuple(line[at : at + _GRAM]) for at in range(len(line) - _GRAM + 1)]
        hits = [(at, places[gram]) for at, gram in enumerate(grams) if gram in places]
        if grams and len(hits) >= _SAME_SHARE * len(grams):
            found[number] = 1.0
            (first, starts), (last, ends) = hits[0], hits[-1]
            start = min(starts, key=lambda place: (place < reached - 5, abs(place - reached)))
            span = last - first
            end = min(ends, key=lambda place: abs(place - start - span)) + _GRAM
            reached = max(end, start + _GRAM)
            anchors.append((number, start - first, reached))
        elif len(line) > 2 * _GRAM and len(hits) > _SOME_SHARE * len(grams):
            found[number] = None
    _fill(found, lines, anchors, body)
    return found


def _fill(
    found: list[Label],
    lines: Sequence[list[str]],
    anchors: Sequence[tuple[int, int, int]],
    body: Sequence[str],
) -> None:
    if not anchors:
        return
    first, start, _ = anchors[0]
    text = f" {' '.join(body[max(0, start - _REACH) : max(start, 0)])} "
    end = len(text)
    for number in range(first - 1, -1, -1):
        phrase = f" {' '.join(lines[number])} "
        at = text.rfind(phrase, 0, end) if lines[number] else -1
        if at >= 0 and (end - at - len(phrase) <= _APART_CHARS or len(lines[number]) > 2):
            found[number] = 1.0
            end = at + 1
    for (above, _, begin), (below, start, _) in zip(
        anchors, [*anchors[1:], (len(lines), -1, 0)], strict=True
    ):
        if start < 0:
            start = begin + _REACH
        elif start < begin - 2 * _GRAM or start - begin > _MOST_BETWEEN:
            continue
        text = f" {' '.join(body[begin : max(start, begin)])} "
        at = 0
        for number in range(above + 1, below):
            phrase = f" {' '.join(lines[number])} "
            place = text.find(phrase, at) if lines[number] else -1
            if place >= 0 and (place - at <= _APART_CHARS or len(lines[number]) > 2):
                found[number] = 1.0
                at = place + len(phrase) - 1


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _spaced(text: str) -> str:
    return " ".join(text.split())
