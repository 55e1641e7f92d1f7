"""What a line's place on its page tells of it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.clean import Kind
from indexer.page import Line
from indexer.split.features import LONG_CHARS, Features

_WORD = re.compile(r"\w+")
_SEPARATORS = (" | ", " - ", " – ", " — ", " « ", " » ", " : ", " · ", " • ")
_FORMULA_WORDS = 6
_MIN_KEY_CHARS = 12
_ECHO_LINES = 12
_ECHO_PARAGRAPHS = 3
_STEM_CHARS = 5
_LEAD_WORDS = 3
_ASIDE_PARAGRAPHS = 3
_COMMENT_PARAGRAPHS = 6
_STORY_CHARS = 80


_BOUNDARIES = (
    Kind.COMMENT,
    Kind.ASIDE,
    Kind.SECTION,
    Kind.END,
    Kind.BYLINE,
    Kind.FURNITURE,
    Kind.LEARNED,
)


@dataclass(slots=True, kw_only=True)
class Place:
    """Where a line stands.

    `boundary` is the strongest kind of boilerplate removed right above it, and `framed`
    says that some was removed right below it, too. `under_title` says that it could be the
    standfirst of the shorter line right above it, `caption` that it may describe the
    picture credited above it, `begun` that prose stands somewhere above, `listed` that a
    heading above opened a list of links, `aside` that one opened prose that is of no story
    (comments, contacts). `again` says that the line repeats one above it and `again_below`
    that a story stands between the two, `echo` that it merely holds the words of another
    line (breadcrumbs, "read more about"). `echoed` counts its words that the paragraphs
    below it hold. `airy` is how much more room it has above than paragraphs have. `formula`
    says that it opens with the words with which the first paragraph of the page does,
    `leads_nowhere` that it ends with a colon but nothing follows that it could lead to,
    `led` that such a line leads to it. `item` rates how well an item of a list fits into a
    story.
    """

    boundary: Kind | None = None
    framed: bool = False
    under_title: bool = False
    caption: bool = False
    begun: bool = False
    listed: bool = False
    aside: bool = False
    again: bool = False
    again_below: bool = False
    echoed: int = 0
    echo: bool = False
    airy: float = 0.0
    formula: bool = False
    leads_nowhere: bool = False
    led: bool = False
    item: float = 0.0


def places_of(
    lines: Sequence[Line], features: Sequence[Features], above: Sequence[Sequence[Kind]]
) -> list[Place]:
    """The place of each line.

    `above` are the kinds of boilerplate removed right above each line and, as one more,
    below the last.
    """
    places = [Place() for _ in lines]
    _mark_regions(features, above, places)
    _mark_frames(above, places)
    _mark_repeats(lines, features, places)
    _mark_titles_above(features, above, places)
    _mark_echoed(lines, features, places)
    _mark_room(features, places)
    _mark_formula(lines, features, places)
    _mark_items(features, places)
    _mark_leads(lines, features, places)
    return places


def _mark_regions(
    features: Sequence[Features], above: Sequence[Sequence[Kind]], places: Sequence[Place]
) -> None:
    begun = listed = False
    aside = 0
    following = [*features[1:], None][: len(features)]
    for seen, kinds, place, below in zip(features, above, places, following, strict=False):
        place.caption = Kind.CAPTION in kinds and below is not None and below.prose < 0.5
        for kind in kinds:
            if kind is Kind.SECTION:
                listed = True
            elif kind is Kind.ASIDE:
                aside = max(aside, _ASIDE_PARAGRAPHS)
            elif kind is Kind.COMMENT:
                aside = _COMMENT_PARAGRAPHS
        for kind in _BOUNDARIES:
            if kind in kinds:
                place.boundary = kind
                break
        if seen.heading:
            listed, aside = False, 0
        place.begun = begun
        place.listed = listed
        place.aside = aside > 0
        if seen.prose >= 0.5:
            aside -= 1
        if seen.prose >= 0.8 and not begun:
            begun, listed = True, False


def _mark_frames(above: Sequence[Sequence[Kind]], places: Sequence[Place]) -> None:
    for number, place in enumerate(places):
        below = above[number + 1]
        place.framed = (
            place.begun
            and place.boundary is not None
            and (number + 1 == len(places) or any(kind in _BOUNDARIES for kind in below))
        )


def _mark_titles_above(
    features: Sequence[Features], above: Sequence[Sequence[Kind]], places: Sequence[Place]
) -> None:
    for number in range(1, len(features)):
        title, seen = features[number - 1], features[number]
        places[number].under_title = (
            not above[number]
            and not title.is_date
            and title.prose < 0.5
            and not title.parted
            and not title.body_name
            and title.final in {"", "?", "!"}
            and title.words >= 4
            and title.chars >= 25
            and seen.chars >= max(50, title.chars)
            and seen.capitals < 0.7
            and not places[number].again
        )


def _mark_repeats(
    lines: Sequence[Line], features: Sequence[Features], places: Sequence[Place]
) -> None:
    keys = [_key(line.text) for line in lines]
    long_enough = [
        len(key) > _MIN_KEY_CHARS and not seen.prose
        for key, seen in zip(keys, features, strict=True)
    ]
    above: dict[str, int] = {}
    paragraphs = 0
    for line, key, seen, place in zip(lines, keys, features, places, strict=True):
        if len(key) > _MIN_KEY_CHARS and key in above:
            place.again = above[key] == paragraphs
            place.again_below = not place.again
        above[key] = paragraphs
        paragraphs += seen.prose >= 0.8
        for separator in _SEPARATORS:
            if separator in line.text and len(line.text) < 300:
                head, tail = line.text.split(separator, 1)[0], line.text.rsplit(separator, 1)[0]
                above.setdefault(_key(head), paragraphs)
                above.setdefault(_key(tail), paragraphs)
    titles = {
        key for key, enough in zip(keys, long_enough, strict=True) if enough and len(key) > 20
    }
    for key, seen, place in zip(keys, features, places, strict=True):
        if seen.chars < 260 and seen.prose < 1 and not place.again:
            place.echo = any(
                title != key and (key.endswith(title) or key.startswith(title)) for title in titles
            )


def _mark_echoed(
    lines: Sequence[Line], features: Sequence[Features], places: Sequence[Place]
) -> None:
    """A title shares words with the paragraphs of its story, a label hardly any."""
    stems = [_stems(line.text) for line in lines]
    for number, (seen, place) in enumerate(zip(features, places, strict=True)):
        if seen.chars >= LONG_CHARS or seen.is_date:
            continue
        below: set[str] = set()
        paragraphs = 0
        for other in range(number + 1, min(number + 1 + _ECHO_LINES, len(lines))):
            if features[other].prose >= 0.5:
                below |= stems[other]
                paragraphs += 1
                if paragraphs == _ECHO_PARAGRAPHS:
                    break
        place.echoed = len(stems[number] & below)


def _stems(text: str) -> set[str]:
    return {
        word.removeprefix("ال")[:_STEM_CHARS]
        for word in _WORD.findall(text.casefold())
        if len(word) >= _STEM_CHARS - 1
    }


def _mark_room(features: Sequence[Features], places: Sequence[Place]) -> None:
    counts = Counter(
        below.blank_before
        for above, below in itertools.pairwise(features)
        if above.prose == 1 and below.prose == 1
    )
    gap = max(counts, key=lambda blank: (counts[blank], blank)) if counts else 1
    for number in range(1, len(features) - 1):
        above, below = features[number].blank_before, features[number + 1].blank_before
        if above > gap:
            places[number].airy = 1.0 + (1.0 if below < above else 0.0)
        elif above < gap:
            places[number].airy = -1.0


def _mark_formula(
    lines: Sequence[Line], features: Sequence[Features], places: Sequence[Place]
) -> None:
    openings: dict[str, list[int]] = {}
    first = None
    for number, (line, seen) in enumerate(zip(lines, features, strict=True)):
        if seen.prose < 1:
            continue
        first = number if first is None else first
        if seen.continues:
            continue
        words = _WORD.findall(line.text.casefold())[:_FORMULA_WORDS]
        if len(words) == _FORMULA_WORDS:
            openings.setdefault(" ".join(words), []).append(number)
    for numbers in openings.values():
        if len(numbers) > 1 and numbers[0] == first:
            for number in numbers:
                places[number].formula = True


def _mark_items(features: Sequence[Features], places: Sequence[Place]) -> None:
    """A list belongs to a story where a colon leads to it, less surely where prose follows."""
    number = 0
    while number < len(features):
        if not features[number].bullet:
            number += 1
            continue
        end = number
        while end < len(features) and features[end].bullet:
            end += 1
        lead = features[number - 1] if number else None
        introduced = lead is not None and _leads(lead)
        followed = end < len(features) and features[end].prose >= 0.8 and not places[end].aside
        sentences = sum(features[n].prose >= 0.5 for n in range(number, end)) * 2 > end - number
        rating = 2.0 if introduced else 0.0 if followed or sentences else -4.0
        for n in range(number, end):
            places[n].item = rating
        number = end


def _mark_leads(
    lines: Sequence[Line], features: Sequence[Features], places: Sequence[Place]
) -> None:
    for number, (seen, place) in enumerate(zip(features, places, strict=True)):
        if seen.final != ":" or seen.prose:
            continue
        place.leads_nowhere = True
        if number + 1 < len(lines) and places[number + 1].boundary is None:
            below = features[number + 1]
            if below.bullet:
                follows = places[number + 1].item > 0
            else:
                follows = below.prose >= 0.3 or (
                    lines[number + 1].text[0] in '“"«‘' and _leads(seen)
                )
            place.leads_nowhere = not follows
            places[number + 1].led = follows


def _leads(seen: Features) -> bool:
    """Whether a line leads to what stands below it, rather than heads it: "He added:"."""
    return seen.final == ":" and (seen.words >= _LEAD_WORDS or seen.continues)


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
