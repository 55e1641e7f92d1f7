"""A page's lines to its stories."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.clean import Kind
from indexer.page import Line, Page, Story
from indexer.split.context import Place, places_of
from indexer.split.features import Features, features_of, final_of
from indexer.split.label import Part, label

_MIN_STORY_CHARS = 80
_PARAGRAPH_CHARS = 100
_LABEL_PARAGRAPHS = 2
_WHOLE_STORY_CHARS = 500


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


@dataclass(slots=True)
class _Found:
    """A story while its lines are gathered."""

    title: Line | None
    dateline: Line | None
    paragraphs: list[Line]
    prose: int = 0
    """Characters of its paragraphs that read like prose."""
    in_list: bool = False


def split(page: Page, lines: Sequence[Cleaned], *, is_date: Callable[[str], bool]) -> Split:
    """Find the stories of a page. `reason` says why, where there are none."""
    kept: list[Line] = []
    above: list[list[Kind]] = []
    kinds: list[Kind] = []
    for item in lines:
        if item.kind is None:
            kept.append(item.line)
            above.append(kinds)
            kinds = []
        else:
            kinds.append(item.kind)
    above.append(kinds)
    features = [
        features_of(line, is_date=is_date, unpunctuated=unpunctuated)
        for line, unpunctuated in zip(kept, _unpunctuated(kept), strict=True)
    ]
    places = places_of(kept, features, above)
    parts = label(features, places)
    found = _chosen(_gather(kept, features, places, parts))
    stories = tuple(
        Story(
            page=page,
            position=position,
            title=story.title,
            dateline=story.dateline,
            paragraphs=tuple(story.paragraphs),
        )
        for position, story in enumerate(found)
    )
    return _split_of(stories, lines)


def take_whole(page: Page, lines: Sequence[Cleaned], *, is_date: Callable[[str], bool]) -> Split:
    """The one story of a page that is known to be one article."""
    kept = [item.line for item in lines if item.kind is None]
    title = None
    if page.title and lines and lines[0].line.text == page.title:
        title = lines[0].line
        kept = [line for line in kept if line.start != title.start]
    dateline = kept[0] if kept and is_date(kept[0].text) else None
    paragraphs = tuple(kept[1:] if dateline else kept)
    if not paragraphs:
        return _split_of((), lines)
    story = Story(page=page, position=0, title=title, dateline=dateline, paragraphs=paragraphs)
    return _split_of((story,), lines)


def _split_of(stories: tuple[Story, ...], lines: Sequence[Cleaned]) -> Split:
    told = {
        line.start
        for story in stories
        for line in (story.title, story.dateline, *story.paragraphs)
        if line
    }
    removed = tuple(item.line for item in lines if item.line.start not in told)
    return Split(stories=stories, removed=removed, reason=None if stories else _reason(lines))


def _unpunctuated(lines: Sequence[Line]) -> list[bool]:
    """Whether each line stands where paragraphs end without a full stop.

    So it is where most of the page does, as on many Arabic sites, or the last long
    paragraph did.
    """
    bare = [
        final_of(line.text) == "" if len(line.text) >= _PARAGRAPH_CHARS else None for line in lines
    ]
    often = bare.count(True) >= 2 and bare.count(True) > bare.count(False)
    found = []
    last = False
    for one in bare:
        found.append(often or last)
        last = last if one is None else one
    return found


def _gather(
    lines: Sequence[Line],
    features: Sequence[Features],
    places: Sequence[Place],
    parts: Sequence[Part],
) -> list[_Found]:
    found: list[_Found] = []
    story = _Found(None, None, [])
    before = Part.FURNITURE

    def close() -> None:
        nonlocal story
        if story.paragraphs:
            found.append(story)
        story = _Found(None, None, [])

    for line, seen, place, part in zip(lines, features, places, parts, strict=True):
        begins = part in (Part.TITLE, Part.DATE_ABOVE, Part.FURNITURE) or (
            part is Part.FIRST and before in (Part.FIRST, Part.BODY)
        )
        if begins:
            close()
        match part:
            case Part.TITLE | Part.DATED_TITLE:
                story.title = line
                story.in_list = (place.listed and place.begun) or place.aside
            case Part.DATE_ABOVE | Part.DATE_BELOW:
                story.dateline = line
            case Part.LEAD | Part.STANDFIRST | Part.FIRST | Part.BODY:
                story.paragraphs.append(line)
                story.prose += seen.chars if seen.prose >= 0.25 else 0
        before = part
    close()
    return found


def _chosen(found: list[_Found]) -> list[_Found]:
    """Leave out what only looks like a story beside the true ones of its page."""
    titled = [story for story in found if story.title]
    if titled and found[0].title is None and len(found[0].paragraphs) <= _LABEL_PARAGRAPHS:
        found = found[1:] if found[0].dateline is None else found
    untitled = [story for story in found[1:] if story.title is None and story.dateline is None]
    first = found[0] if found else None
    if first and first.title and first.dateline is None and len(untitled) == len(found) - 1 > 0:
        first.title = None  # stories that begin by a formula alone: the line names the page
    largest = max((story.prose for story in found), default=0)
    return [
        story
        for story in found
        if story.prose >= min(_MIN_STORY_CHARS, largest)
        and not (story.in_list and story.prose < min(largest, _WHOLE_STORY_CHARS))
    ]


_FORM = re.compile(
    r"(?:submit|captcha|select|required|field|choose file|upload|password|envoyer|obligatoire|"
    r"choisir|إرسال|اختر|مطلوب)",
    re.IGNORECASE,
)
_ERROR = re.compile(r"\b(?:404|not found|introuvable|error|erreur|غير موجودة)\b", re.IGNORECASE)
_SHORT_CHARS = 60
_FORM_FIELDS = 4


def _reason(lines: Sequence[Cleaned]) -> str:
    if not lines:
        return "no text"
    if all(item.kind for item in lines):
        return "only boilerplate"
    short = [item.line.text for item in lines if len(item.line.text) < _SHORT_CHARS]
    if any(_ERROR.search(text) for text in short):
        return "error page, no story"
    fields = sum(1 for text in short if text.endswith("*") or _FORM.search(text))
    return "form page, no story" if fields >= _FORM_FIELDS else "landing page, no story"
