"""Label every line of a page with its part in a story.

A page is read as a sequence: each line has a score for each part it could play, each step
from one part to the next has a score, and the best sequence as a whole is chosen (Viterbi,
1967; the shallow text features are those of Kohlschütter et al., "Boilerplate Detection
using Shallow Text Features", 2010). Scores are log-odds set by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from indexer.clean import Kind
from indexer.split.context import Place
from indexer.split.features import LONG_CHARS, Features


class Part(IntEnum):
    """What a line is to the story it stands in or near."""

    FURNITURE = 0
    DATE_ABOVE = 1
    DATED_TITLE = 2
    TITLE = 3
    KICKER = 4
    DATE_BELOW = 5
    CREDIT = 6
    STANDFIRST = 7
    FIRST = 8
    BODY = 9
    LEAD = 10
    """A standfirst above the date line."""


_NEVER = -1e9
_J, _A, _DT, _T, _K, _D, _C, _S, _F, _B, _L = Part

_START = {_J: 0.0, _A: 0.0, _T: 0.0, _F: -2.0}
_ENDS = (_J, _F, _B)
_FROM_STORY = {_J: -1.0, _T: -3.0, _F: -6.0}

# Steps on a page whose date lines stand below their titles, and above them.
_BELOW: Mapping[Part, Mapping[Part, float]] = {
    _J: {_J: 0.0, _T: 0.0, _F: -3.0},
    _T: {_D: 4.0, _F: 0.0, _L: 0.0, _K: -0.5},
    _K: {_D: 4.0, _F: -0.5, _L: -1.5, _K: -1.0},
    _L: {_D: 3.0, _F: 0.0, _K: -1.0, _L: -0.5},
    _D: {_F: 0.0, _S: 0.0, _C: -1.0},
    _C: {_F: 0.0, _S: -1.0, _C: -1.0},
    _S: {_F: 0.0, _C: -2.0, _S: -0.5},
    _F: {_B: 0.0, **_FROM_STORY},
    _B: {_B: 0.0, **_FROM_STORY},
}
_ABOVE: Mapping[Part, Mapping[Part, float]] = {
    _J: {_J: 0.0, _A: 0.0, _T: 0.0, _F: -3.0},
    _A: {_DT: 1.5, _F: -2.0, _K: -1.0},
    _K: {_DT: 1.0, _K: -1.0},
    _DT: {_F: 0.0, _S: 0.0, _C: -1.0},
    _T: {_F: 0.0, _S: 0.0, _C: -1.0},
    _C: {_F: 0.0, _S: -1.0, _C: -1.0},
    _S: {_F: 0.0, _C: -2.0, _S: -0.5},
    _F: {_B: 0.0, _A: -2.5, **_FROM_STORY},
    _B: {_B: 0.0, _A: -2.5, **_FROM_STORY},
}
_FORMULA_STEP = 1.0


def label(features: Sequence[Features], places: Sequence[Place]) -> list[Part]:
    """The best sequence of parts.

    A page sets its date lines either below or above its titles, so both are tried.
    """
    if not features:
        return []
    scores = [
        {part: emission(line, place, part) for part in Part}
        for line, place in zip(features, places, strict=True)
    ]
    restarts = [place.formula for place in places]
    below, above = (_best(scores, restarts, steps) for steps in (_BELOW, _ABOVE))
    return (below if below[0] >= above[0] else above)[1]


def _best(
    scores: Sequence[Mapping[Part, float]],
    restarts: Sequence[bool],
    steps: Mapping[Part, Mapping[Part, float]],
) -> tuple[float, list[Part]]:
    """The score and the parts of the best path."""
    reached = {part: _START.get(part, _NEVER) + scores[0][part] for part in Part}
    back: list[dict[Part, Part]] = []
    for number in range(1, len(scores)):
        best = dict.fromkeys(Part, _NEVER * 2)
        came = dict.fromkeys(Part, _J)
        for before, nexts in steps.items():
            so_far = reached[before]
            if so_far < _NEVER / 2:
                continue
            for part, step in nexts.items():
                if part is _F and restarts[number] and before in (_F, _B):
                    step = _FORMULA_STEP
                total = so_far + step
                if total > best[part]:
                    best[part], came[part] = total, before
        reached = {part: best[part] + scores[number][part] for part in Part}
        back.append(came)
    part = max(_ENDS, key=lambda end: reached[end])
    score = reached[part]
    parts = [part]
    for came in reversed(back):
        part = came[part]
        parts.append(part)
    return score, parts[::-1]


def emission(line: Features, place: Place, part: Part) -> float:
    """How well a line fits a part, whatever stands next to it."""
    match part:
        case Part.TITLE | Part.DATED_TITLE:
            return _title(line, place)
        case Part.DATE_ABOVE | Part.DATE_BELOW:
            return (3.5 if part is _A else 4.0) if line.is_date else _NEVER
        case Part.STANDFIRST | Part.LEAD:
            return _standfirst(line, place)
        case Part.FIRST:
            return _first(line, place)
        case Part.BODY:
            return _body(line, place)
        case Part.KICKER | Part.CREDIT:
            return _kicker(line, place)
        case Part.FURNITURE:
            return _furniture(line, place)


def _start(place: Place) -> float:
    """How well a story can begin here."""
    if place.aside:
        return -6.0
    if place.listed:
        return -3.0 if place.begun else -1.0
    return 2.5 if place.boundary is Kind.END else 0.0


def _title(line: Features, place: Place) -> float:
    if line.is_date:
        return -10.0
    score = _start(place) + place.airy
    score += _length(line.chars)
    score += 1.0 if line.words >= 4 else 0.0 if line.words == 3 else -2.0
    score += {"": 1.0, "?": 0.5, "!": 0.5, ".": -2.0, ":": -4.0, ",": -5.0}[line.final]
    if line.sentences > 1:
        score -= 1.0 + 1.5 * (line.sentences - 1)
    if line.capitals >= 0.7 and line.words >= 5:
        score += 2.0
    if line.parted and line.words <= 6:
        score -= 2.0
    if line.credit:
        score -= 5.0
    if line.lower_start:
        score -= 4.0
    if line.bullet:
        score -= 6.0
    if line.heading:
        score += 5.0
    if line.continues:
        score -= 1.0 if line.capitals else 3.0
    if line.body_name:
        score -= 2.5
    score += min(0.6 * place.echoed, 3.0) if place.echoed else -1.0
    if place.again and line.words >= 4:
        score += 3.0
    elif place.again_below:
        score -= 2.0
    if place.echo:
        score -= 4.0
    if place.under_title or place.led:
        score -= 1.5
    if line.final:
        score -= 2.5 * line.prose
    return score - 1.5 * line.talk


def _length(chars: int) -> float:
    """How usual a title of so many characters is."""
    for limit, score in ((12, -2.0), (20, 0.0), (30, 1.0), (130, 2.0), (160, 1.0)):
        if chars < limit:
            return score
    return -1.0 - (chars - 160) / 25


def _paragraph(line: Features) -> float:
    if line.is_date:
        return -7.0
    if line.chars >= LONG_CHARS:
        return 4.0
    if line.prose:
        score = -1.0 + 4.0 * line.prose if line.final == "" else 0.5 + 2.5 * line.prose
        return score - (2.0 if line.capitals >= 0.7 and line.words >= 5 else 0.0)
    if line.final == ":":
        return 0.5
    if line.bullet:
        return 0.5
    if line.final == ",":
        return 0.0
    score = -1.5
    if line.words >= 4 and (line.capitals >= 0.7 or line.chars >= 30):
        score -= 1.0
    if line.words <= 2:
        score -= 0.5
    return score


def _body(line: Features, place: Place) -> float:
    score = _paragraph(line) - 1.5 * line.talk
    if line.lower_start:
        score += 1.5
    if line.continues:
        score += 1.0
    if line.heading:
        score -= 2.0
    if line.bullet:
        score += place.item
    if place.leads_nowhere:
        score -= 3.0
    if place.led:
        score += 1.5
    if line.credit and line.prose < 1:
        score -= 1.0
    if place.again and line.prose < 1:
        score -= 1.5
    if place.echo:
        score -= 1.5
    if place.aside:
        score -= 5.0
    elif place.boundary is Kind.SECTION:
        score -= 3.0
    elif place.boundary is Kind.END:
        score -= 2.5
    elif place.boundary is not None:
        score -= 1.5
    if place.framed:
        score -= 1.5
    return score


def _first(line: Features, place: Place) -> float:
    score = _paragraph(line) - 2.0 * line.talk
    if place.aside or place.caption:
        score -= 4.0
    if line.continues:
        score -= 2.0
    elif line.opens:
        score += 1.0
    if line.lower_start:
        score -= 4.0
    if line.bullet:
        score -= 4.0
    if line.final == ":":
        score -= 2.0
    if line.prose < 0.25:
        score -= 30.0
    if (line.final == "?" or place.again) and line.prose < 0.8:
        score -= 2.0
    return score


def _standfirst(line: Features, place: Place) -> float:
    """A sub-headline: longer than a label, and no whole sentence or one at most."""
    if line.is_date or line.chars >= 300:
        return -7.0
    score = -4.0 if line.words < 6 else -1.5 if line.chars >= 60 else -2.5
    if line.capitals >= 0.7:
        score -= 1.5
    if place.under_title:
        score += 3.0 + min(0.4 * place.echoed, 2.0)
    if line.final in {":", ","} or line.lower_start:
        score -= 3.0
    if place.boundary in (Kind.SECTION, Kind.ASIDE) or place.again or place.echo:
        score -= 3.0
    return score - 2.0 * line.talk


def _kicker(line: Features, place: Place) -> float:
    """A label between a title and its story: a section, an author, a credit."""
    if line.is_date:
        return -1.5
    if place.again or place.echo:
        return 0.0
    if place.caption and line.chars < LONG_CHARS:
        return 0.0
    if line.chars >= LONG_CHARS:
        return _NEVER
    if line.bullet:
        return -0.7
    score = 0.0 if line.words <= 5 else -2.5
    if line.words > 3 and line.chars >= 30:
        score -= 1.0
    if line.parted or line.credit or line.body_name:
        score = max(score, -1.0)
    return score - 4.0 * line.prose - (1.0 if line.final == ":" else 0.0) + line.talk


def _furniture(line: Features, place: Place) -> float:
    if line.is_date:
        return -0.5
    score = -8.0 if line.chars >= LONG_CHARS else -6.0 * line.prose
    if place.aside:
        score += 7.0 if line.prose else 1.0
    if place.listed and place.begun and line.prose < 1:
        score += 1.5
    if place.again or place.again_below or place.echo:
        score += 1.0
    if place.framed:
        score += 3.0
    return score + min(3.0 * line.talk, 9.0)
