"""Stories as people corrected them: lines taken out and put back, joined, parted, taken.

Corrections are applied one after the other to the stories of a page as they were read, each to
the article that its reference finds among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from corrections.records import ArticleRef, Correction
from corrections.reference import RULE, Candidate, Finder, fold, text_digest
from indexer.dates import is_date_line
from indexer.page import Line, Page, Story
from indexer.split import BY_PERSON, Removed, Split

_TITLE_CHARS: Final = 200
_CUT_CHARS: Final = 5_000
_SENTENCE_ENDS: Final = (".", "!", "?", "…", "؟", "。", ":", ";", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reshaped:
    """The stories then, and the ids of the corrections that were applied."""

    split: Split
    applied: tuple[str, ...] = ()


def reshape(page: Page, found: Split, corrections: Sequence[Correction]) -> Reshaped:
    """Apply corrections to what was read of a page; those of other pages change nothing."""
    shape = _Shape(page, found)
    applied = [one.id for one in corrections if shape.apply(one)]
    if not applied:
        return Reshaped(split=found)
    return Reshaped(split=shape.split(found.reason), applied=tuple(applied))


def digests_of(page: Page, found: Split) -> tuple[str, ...]:
    """What a correction may know a page by: the texts of its stories, its own where it has none."""
    if not found.stories:
        return (text_digest(page.text),)
    return tuple(text_digest(story.body) for story in found.stories)


class _Shape:
    def __init__(self, page: Page, found: Split) -> None:
        self._page = page
        self._stories = list(found.stories)
        self._removed = list(found.removed)

    def split(self, reason: str | None) -> Split:
        ordered = sorted(self._stories, key=lambda story: story.paragraphs[0].start)
        return Split(
            stories=tuple(replace(story, position=at) for at, story in enumerate(ordered)),
            removed=tuple(sorted(self._removed, key=lambda item: item.line.start)),
            reason=None if ordered else reason or "a person took all its lines out",
        )

    def apply(self, correction: Correction) -> bool:
        """Whether the correction speaks of this page and could be applied."""
        if correction.what == "take":
            return self._take(correction)
        number = self._find(correction.article)
        if number is None:
            return False
        match correction.what:
            case "line" if correction.to == "removed":
                return self._take_out(number, correction)
            case "line":
                return self._put_back(number, correction)
            case "join":
                return self._join(number, correction.other)
            case "split":
                return self._part(number, correction)
        return False

    def _find(self, ref: ArticleRef | None) -> int | None:
        if ref is None or not self._stories:
            return None
        finder = Finder([ref])
        for number, story in enumerate(self._stories):
            same = story.page.name == ref.page and fold(story.title_text) == fold(ref.title)
            finder.see(
                Candidate(
                    id=ref.id if same and ref.id else str(number),
                    page=story.page.name,
                    title=fold(story.title_text),
                    text=text_digest(story.body),
                    body=partial(getattr, story, "body"),
                )
            )
        found = finder.find(ref)
        if found is not None and found == ref.id:
            alike = [
                number
                for number, story in enumerate(self._stories)
                if fold(story.title_text) == fold(ref.title)
            ]
            exact = [n for n in alike if text_digest(self._stories[n].body) == ref.text]
            return (exact or alike)[0]
        return int(found) if found is not None else None

    def _take_out(self, number: int, correction: Correction) -> bool:
        story = self._stories[number]
        at = _nth(story.paragraphs, correction)
        if at is None:
            return False
        line = story.paragraphs[at]
        self._removed.append(Removed(line, BY_PERSON))
        self._put(number, [*story.paragraphs[:at], *story.paragraphs[at + 1 :]])
        return True

    def _put_back(self, number: int, correction: Correction) -> bool:
        story = self._stories[number]
        lines = [item.line for item in self._removed]
        at = _nth(lines, correction, near=story.paragraphs[0].start)
        if at is None:
            return False
        line = self._removed.pop(at).line
        self._put(number, [*story.paragraphs, line])
        return True

    def _join(self, number: int, ref: ArticleRef | None) -> bool:
        other = self._find(ref)
        if other is None or other == number:
            return False
        first, second = self._stories[number], self._stories[other]
        lines = [*first.paragraphs, *second.paragraphs]
        if second.title:
            lines.append(second.title)
        if second.dateline and first.dateline:
            self._removed.append(Removed(second.dateline, BY_PERSON))
        joined = replace(first, dateline=first.dateline or second.dateline)
        self._stories[number] = joined
        self._put(number, lines)
        del self._stories[other]
        return True

    def _part(self, number: int, correction: Correction) -> bool:
        story = self._stories[number]
        at = _nth(story.paragraphs, correction)
        if at is None or at == 0:
            return False
        first, second = story.paragraphs[:at], list(story.paragraphs[at:])
        self._put(number, first)
        self._stories.append(self._story(second))
        return True

    def _take(self, correction: Correction) -> bool:
        ref = correction.page
        if ref is None:
            return False
        text = text_digest(self._page.text)
        if text != ref.text and (ref.text or self._page.name != ref.name):
            return False
        lines = [item.line for item in self._removed if not item.used]
        if correction.line:
            first = _nth(lines, correction)
            if first is None:
                return False
            last = len(lines) - 1
            if correction.last:
                ends = [n for n in range(first, len(lines)) if _is(lines[n], correction.last)]
                if not ends:
                    return False
                last = ends[0]
            lines = lines[first : last + 1]
        else:
            if self._stories:
                return False
            kept = [item.line for item in self._removed if not (item.known or item.used)]
            lines = kept or lines
        if not lines:
            return False
        taken = {(line.start, line.end) for line in lines}
        self._removed = [
            item for item in self._removed if (item.line.start, item.line.end) not in taken
        ]
        self._stories.append(self._story(lines))
        return True

    def _story(self, lines: list[Line]) -> Story:
        """A story of lines: the first is its title where it reads like one, a date its date."""
        title = dateline = None
        if len(lines) > 1 and _is_title(lines[0]):
            title, lines = lines[0], lines[1:]
        dates = [line for line in lines[:2] if is_date_line(line.text)]
        if not dates and title:
            loose = [item for item in self._removed if is_date_line(item.line.text)]
            near = [item for item in loose if title.end <= item.line.start < lines[0].start]
            dates = [item.line for item in near[:1]]
            self._removed = [item for item in self._removed if item.line not in dates]
        if dates and lines != dates:
            dateline = dates[0]
            lines = [line for line in lines if line is not dateline]
        return Story(
            page=self._page,
            position=0,
            title=title,
            dateline=dateline,
            paragraphs=tuple(lines),
            why=RULE,
            why_title=RULE,
        )

    def _put(self, number: int, lines: Sequence[Line]) -> None:
        """Give a story other paragraphs; without any it is none."""
        story = self._stories[number]
        ordered = tuple(sorted(lines, key=lambda line: line.start))
        if ordered:
            self._stories[number] = replace(story, paragraphs=ordered, why=RULE)
            return
        for line in (story.title, story.dateline):
            if line:
                self._removed.append(Removed(line, BY_PERSON))
        del self._stories[number]


def _nth(lines: Sequence[Line], correction: Correction, *, near: int | None = None) -> int | None:
    """The number of the line that a correction names; of several the nearest, else the nth."""
    found = [number for number, line in enumerate(lines) if _is(line, correction.line or "")]
    if near is not None and correction.nth == 1:
        return min(found, key=lambda number: abs(lines[number].start - near), default=None)
    return found[min(correction.nth, len(found)) - 1] if found else None


def _is(line: Line, text: str) -> bool:
    """Whether a line is the one of a text, of which "…" may leave out the rest."""
    if len(text) >= _CUT_CHARS:  # as the desk shows an endless one
        return line.text.startswith(text)
    if text.endswith("…") and not line.text.endswith("…"):
        return fold(line.text).startswith(fold(text[:-1]))
    return line.text == text or fold(line.text) == fold(text) != ""


def _is_title(line: Line) -> bool:
    return len(line.text) <= _TITLE_CHARS and not line.text.endswith(_SENTENCE_ENDS)
