"""Bylines in the text of a page: the line by the headline, the last line, the agency's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.credits.names import agency_of, byline_of, is_name, names_of
from indexer.page import Line, Story

_MAX_CHARS = 160
_NEAR = 3
_REPORTING = re.compile(
    r"[(\[]?\s*(?:additional |with )?(?:reporting|writing|story) by ([^;()\[\]]{3,160})",
    re.IGNORECASE,
)
_DATELINE_AGENCY = re.compile(
    r"[^.!?\n]{0,60}?[(\[/]\s*([^()\[\]/]{2,40}?)\s*[)\]/]\s*(?:[-–—:.]|\s)"
)
_PLACE_DASH_AGENCY = re.compile(r"[^.!?()\n]{2,40}?\s[-–—]\s([^\s:–—-][^:–—\n]{1,30}?)\s*[:–—-]\s")
# "Hélène Roux (avec AFP)"
_JOINT = re.compile(
    r"\s*(?P<name>[^()|]{4,60}?)\s*(?:\(|,\s)?(?:avec|with|mit|con|مع)\s+(?:l['’])?(?P<agency>[^()]{2,40}?)\)?\s*"
)
_SIGNED = re.compile(
    r"\(?\s*(?:[-–—]\s*)?(?:avec |with |source\s*[:：]\s*|المصدر\s*[:：]\s*|وكالات\s*)?"
    r"([^()]{2,60}?)\s*\)?"
)
_AND_ON = re.compile(
    r"\s*(?:[|•·]|\s[-–—]\s|,?\s+(?:on|le|am|el|il)\s+(?=\S*\d)|\d).*$", re.IGNORECASE | re.DOTALL
)
_SENTENCE = re.compile(r"[.!?؟…:]\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Names of authors, with the line and the rule that gave them."""

    names: tuple[str, ...]
    rule: str
    line: Line


def byline_in(story: Story, around: Sequence[Line], *, outlet: str | None) -> Byline | None:
    """The byline of a story; `around` are lines of its page that were taken away near it."""
    for line in _by_headline(story, around):
        names = _stated(line.text, outlet)
        if names:
            return Byline(names=names, rule="byline by the headline", line=line)
    last = story.paragraphs[-1]
    below = [line for line in around if line.start > last.start][:_NEAR]
    for line in (last, *below):
        reporting = _REPORTING.match(line.text) if len(line.text) < 2 * _MAX_CHARS else None
        joint = _JOINT.fullmatch(line.text) if len(line.text) < _MAX_CHARS else None
        if joint and is_name(joint["name"]) and (agency := agency_of(joint["agency"])):
            return Byline(names=(joint["name"], agency), rule="byline below the text", line=line)
        names = names_of(reporting[1], outlet=outlet) if reporting else _stated(line.text, outlet)
        if names:
            return Byline(names=names, rule="byline below the text", line=line)
    return _agency(story, below)


def _by_headline(story: Story, around: Sequence[Line]) -> Iterator[Line]:
    first = story.paragraphs[0].start
    title = story.title
    if story.dateline:
        yield whole_line(story, story.dateline)
    above = [line for line in around if line.start < first]
    if title:
        after = [line for line in above if line.start > title.start]
        before = [line for line in above if line.start < title.start]
        yield from after[:6]
        yield from story.paragraphs[:_NEAR]
        yield from before[-_NEAR:][::-1]
    else:
        yield from above[-_NEAR:]
        yield from story.paragraphs[:_NEAR]


def whole_line(story: Story, line: Line) -> Line:
    """The line of the page that a line was cut from, such as a byline with a date."""
    text = story.page.text
    start = text.rfind("\n", 0, line.start) + 1
    end = text.find("\n", line.end)
    end = len(text) if end < 0 else end
    return Line(text=text[start:end].strip(), start=start, end=end)


def _stated(text: str, outlet: str | None) -> tuple[str, ...]:
    """The names in a line that opens as bylines do and holds nothing but names."""
    if len(text) > _MAX_CHARS:
        return ()
    rest = byline_of(text)
    if rest is None:
        return ()
    rest = _AND_ON.sub("", rest)
    if _SENTENCE.search(rest) and len(rest.split()) > 6:
        return ()
    names = names_of(rest, outlet=outlet)
    return names if all(agency_of(name) or is_name(name) for name in names) else ()


def _agency(story: Story, below: Sequence[Line]) -> Byline | None:
    opening = story.paragraphs[0]
    head = opening.text[:120]
    for pattern in (_DATELINE_AGENCY, _PLACE_DASH_AGENCY):
        match = pattern.match(head)
        name = agency_of(match[1]) if match else None
        if name:
            return Byline(names=(name,), rule="agency in the opening", line=opening)
    for line in (story.paragraphs[-1], *below):
        if len(line.text) <= 60:
            match = _SIGNED.fullmatch(line.text)
            name = agency_of(match[1]) if match else None
            if name:
                return Byline(names=(name,), rule="agency below the text", line=line)
    return None
