"""A page's lines to its stories."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.clean import Kind
from indexer.page import Line, Page, Story
from indexer.split.features import Features, features_of
from indexer.split.label import Part, label

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A line and, where it is boilerplate, of which kind."""

    line: Line
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The stories of a page in their order, the lines that are of none, and why none is."""

    stories: tuple[Story, ...]
    removed: tuple[Line, ...]
    reason: str | None = None


def split(page: Page, lines: Sequence[Cleaned], *, is_date: Callable[[str], bool]) -> Split:
    """Find the stories of a page. `reason` says why, where there are none."""
    kept: list[Line] = []
    features: list[Features] = []
    boundary: Kind | None = None
    for cleaned in lines:
        if cleaned.kind is None:
            kept.append(cleaned.line)
            features.append(features_of(cleaned.line, boundary=boundary, is_date=is_date))
            boundary = None
        elif boundary is not Kind.SECTION and cleaned.kind in (Kind.END, Kind.SECTION):
            boundary = cleaned.kind
    parts = _label(kept, features)
    stories = _stories(page, kept, parts)
    told = {line.start for story in stories for line in _lines_of(story)}
    removed = tuple(item.line for item in lines if item.line.start not in told)
    reason = None if stories else _reason(lines)
    return Split(stories=stories, removed=removed, reason=reason)


def _label(lines: Sequence[Line], features: Sequence[Features]) -> list[Part]:
    repeated = _repeats(lines)
    formula = _formula(lines, features)
    gap = _gap(features)

    def bonus(number: int, part: Part) -> float:
        score = 0.0
        if part in (Part.TITLE, Part.DATED_TITLE):
            score += 1.5 if number in repeated else 0.0
            score += _airy(features, number, gap)
        return score

    parts = label(features, bonus, formula)
    if sum(parts[number] is Part.FIRST for number in formula) > 1:
        _drop_label_above(parts)
    return parts


def _airy(features: Sequence[Features], number: int, gap: int) -> float:
    """More room above a line than between paragraphs speaks for a title."""
    if number == 0 or number + 1 >= len(features):
        return 0.0
    above, below = features[number].blank_before, features[number + 1].blank_before
    if above > gap:
        return 1.0 + (1.0 if below < above else 0.0)
    return -1.0 if above < gap else 0.0


def _gap(features: Sequence[Features]) -> int:
    """The usual number of blank lines between two paragraphs."""
    counts = Counter(
        below.blank_before
        for above, below in itertools.pairwise(features)
        if above.prose == 1 and below.prose == 1
    )
    return max(counts, key=lambda blank: (counts[blank], blank)) if counts else 1


def _repeats(lines: Sequence[Line]) -> set[int]:
    """Lines that say again, or begin, what a line above them says: a heading, then the title."""
    above: set[str] = set()
    found = set()
    for number, line in enumerate(lines):
        words = _key(line.text)
        if words in above and len(words) > 12:
            found.add(number)
        above.add(words)
        for separator in (" | ", " - ", " – ", " — ", " « ", " » ", " : "):
            if separator in line.text and len(line.text) < 300:
                above.add(_key(line.text.rsplit(separator, 1)[0]))
    return found


def _formula(lines: Sequence[Line], features: Sequence[Features]) -> set[int]:
    """Paragraphs that open with the same words as the first paragraph of the page does."""
    openings: dict[str, list[int]] = {}
    for number, (line, seen) in enumerate(zip(lines, features, strict=True)):
        if seen.prose >= 1 and not seen.continues:
            words = _WORD.findall(line.text.casefold())[:6]
            if len(words) == 6:
                openings.setdefault(" ".join(words), []).append(number)
    paragraphs = [number for number, seen in enumerate(features) if seen.prose >= 1]
    for numbers in openings.values():
        if len(numbers) > 1 and paragraphs and numbers[0] == paragraphs[0]:
            return set(numbers)
    return set()


def _drop_label_above(parts: list[Part]) -> None:
    """Where stories begin by a formula alone, the line above the first is a page's label."""
    untitled = [
        number
        for number, part in enumerate(parts)
        if part is Part.FIRST and number and parts[number - 1] in (Part.FIRST, Part.BODY)
    ]
    first = parts.index(Part.FIRST)
    if untitled and first and parts[first - 1] is Part.TITLE:
        parts[first - 1] = Part.FURNITURE


def _stories(page: Page, lines: Sequence[Line], parts: Sequence[Part]) -> tuple[Story, ...]:
    stories: list[Story] = []
    title: Line | None = None
    dateline: Line | None = None
    paragraphs: list[Line] = []
    before = Part.FURNITURE

    def close() -> None:
        if paragraphs:
            stories.append(
                Story(
                    page=page,
                    position=len(stories),
                    title=title,
                    dateline=dateline,
                    paragraphs=tuple(paragraphs),
                )
            )

    for line, part in zip(lines, parts, strict=True):
        if part is Part.BODY or (part is Part.FIRST and before is Part.STANDFIRST):
            paragraphs.append(line)
            before = part
            continue
        standfirst_dated = part is Part.DATE_BELOW and before is Part.STANDFIRST
        before = part
        if paragraphs and not standfirst_dated:
            close()
            title, dateline, paragraphs = None, None, []
        if part in (Part.TITLE, Part.DATED_TITLE):
            title = line
        elif part in (Part.DATE_ABOVE, Part.DATE_BELOW):
            dateline = line
        elif part in (Part.STANDFIRST, Part.FIRST):
            paragraphs.append(line)
        elif part is Part.FURNITURE:
            title = dateline = None
    close()
    return tuple(stories)


def _lines_of(story: Story) -> list[Line]:
    head = [line for line in (story.title, story.dateline) if line]
    return [*head, *story.paragraphs]


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


_FORM = re.compile(
    r"(?:submit|captcha|select|required|field|choose file|upload|password|envoyer|obligatoire|"
    r"choisir|إرسال|اختر|مطلوب)",
    re.IGNORECASE,
)
_ERROR = re.compile(r"\b(?:404|not found|introuvable|error|erreur|غير موجودة)\b", re.IGNORECASE)


def _reason(lines: Sequence[Cleaned]) -> str:
    if not lines:
        return "no text"
    if all(item.kind for item in lines):
        return "only boilerplate"
    if any(len(item.line.text) < 60 and _ERROR.search(item.line.text) for item in lines):
        return "error page, no story"
    fields = sum(
        1
        for item in lines
        if item.line.text.endswith("*")
        or (len(item.line.text) < 60 and _FORM.search(item.line.text))
    )
    return "form page, no story" if fields >= 4 else "landing page, no story"
