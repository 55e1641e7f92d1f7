"""Label every line of a page with its part in a story.

A page is read as a sequence: each line has a score for each part it could play, each step
from one part to the next has a score, and the best sequence as a whole is chosen (Viterbi,
1967; the shallow text features are those of Kohlschütter et al., "Boilerplate Detection
using Shallow Text Features", 2010). Scores are log-odds set by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import IntEnum

from indexer.clean import Kind
from indexer.split.features import Features


class Part(IntEnum):
    """What a line is to the story it stands in or near."""

    FURNITURE = 0
    DATE_ABOVE = 1
    TITLE = 2
    DATE_BELOW = 3
    KICKER = 4
    STANDFIRST = 5
    FIRST = 6
    BODY = 7
    DATED_TITLE = 8


_NEVER = -1e9
_J, _A, _T, _D, _K, _S, _F, _B, _DT = Part
_RESTART = 1.0

_START = {_J: 0.0, _A: 0.0, _T: 0.0, _F: -2.0}
_STEPS: dict[Part, dict[Part, float]] = {
    _J: {_J: 0.0, _A: 0.0, _T: 0.0, _F: -2.5},
    _A: {_DT: 1.5, _F: -2.0},
    _DT: {_F: 0.0, _S: 0.0, _K: -1.0},
    _T: {_D: 4.0, _F: 0.0, _S: 0.0, _K: -1.0},
    _D: {_F: 0.0, _S: 0.0, _K: -1.0},
    _K: {_D: 3.0, _F: -0.5, _S: -1.5, _K: -0.5},
    _S: {_F: 0.0, _D: 3.0},
    _F: {_B: 0.0, _T: -3.0, _A: -2.5, _J: -2.0, _F: -6.0},
    _B: {_B: 0.0, _T: -3.0, _A: -2.5, _J: -2.0, _F: -6.0},
}
_STORY_ENDS = (_J, _F, _B)


def label(
    lines: Sequence[Features],
    bonus: Callable[[int, Part], float],
    restarts: Collection[int] = (),
) -> list[Part]:
    """The best sequence of parts.

    `bonus(line, part)` adds what the whole page tells; `restarts` are lines at which a story
    may well begin without a title.
    """
    if not lines:
        return []
    scores = {
        part: _START.get(part, _NEVER) + emission(lines[0], part) + bonus(0, part) for part in Part
    }
    back: list[dict[Part, Part]] = []
    for number, features in enumerate(lines[1:], 1):
        best: dict[Part, float] = {}
        came: dict[Part, Part] = {}
        for part in Part:
            top, origin = _NEVER * 2, _J
            for before, steps in _STEPS.items():
                step = steps.get(part)
                if part is _F and number in restarts and before in (_F, _B):
                    step = _RESTART
                if step is not None and scores[before] + step > top:
                    top, origin = scores[before] + step, before
            best[part] = top + emission(features, part) + bonus(number, part)
            came[part] = origin
        scores = best
        back.append(came)
    part = max(_STORY_ENDS, key=lambda end: scores[end])
    parts = [part]
    for came in reversed(back):
        part = came[part]
        parts.append(part)
    parts.reverse()
    return parts


def emission(line: Features, part: Part) -> float:
    """How well a line fits a part, by itself."""
    match part:
        case Part.TITLE | Part.DATED_TITLE:
            return _title(line)
        case Part.DATE_ABOVE:
            return 3.5 if line.is_date else _NEVER
        case Part.DATE_BELOW:
            return 4.0 if line.is_date else _NEVER
        case Part.STANDFIRST:
            return _standfirst(line)
        case Part.FIRST:
            return _first(line)
        case Part.BODY:
            return _body(line)
        case Part.KICKER:
            return _kicker(line)
        case Part.FURNITURE:
            return _furniture(line)


def _title(line: Features) -> float:
    if line.is_date:
        return -10.0
    score = 0.0
    if line.chars < 12:
        score -= 2.0
    elif line.chars < 20:
        score += 0.5
    elif line.chars <= 160:
        score += 2.0
    else:
        score -= 1.0 + (line.chars - 160) / 25
    score += 1.0 if line.words >= 4 else 0.0 if line.words == 3 else -2.0
    score += {"": 1.0, "?": 0.5, "!": 0.5, ".": -2.0, ":": -4.0, ",": -5.0}[line.final]
    if line.sentences > 1:
        score -= 2.5 * (line.sentences - 1)
    if line.capitals >= 0.7 and line.words >= 4:
        score += 2.0
    if line.lower_start:
        score -= 4.0
    if line.bullet:
        score -= 4.0
    if line.heading:
        score += 5.0
    score -= 2.0 * line.prose
    return score + _boundary(line)


def _boundary(line: Features) -> float:
    if line.boundary is Kind.END:
        return 2.5
    if line.boundary is Kind.SECTION:
        return -1.5
    return 0.0


def _paragraph(line: Features) -> float:
    if line.is_date:
        return -7.0
    if line.chars >= 220:
        return 4.0
    if line.prose:
        return 0.5 + 2.5 * line.prose
    if line.final == ":":
        return 1.0
    if line.bullet:
        return 0.5
    if line.final == ",":
        return 0.0
    score = -1.5
    if line.capitals >= 0.7 and line.words >= 4:
        score -= 1.0
    if line.words <= 2:
        score -= 0.5
    return score


def _body(line: Features) -> float:
    score = _paragraph(line)
    if line.lower_start:
        score += 1.5
    if line.continues:
        score += 0.5
    if line.heading:
        score -= 2.0
    if line.boundary is Kind.END:
        score -= 2.5
    elif line.boundary is Kind.SECTION:
        score -= 3.0 if line.prose < 1 else 1.0
    return score


def _first(line: Features) -> float:
    score = _paragraph(line)
    if line.continues:
        score -= 2.5
    elif line.opens:
        score += 1.0
    if line.lower_start:
        score -= 4.0
    if line.bullet:
        score -= 4.0
    if line.final == ":":
        score -= 2.0
    if not line.prose:
        score -= 3.0 if line.chars >= 100 else 12.0
    if line.boundary is Kind.SECTION:
        score -= 2.0
    return score


def _standfirst(line: Features) -> float:
    """A sub-headline: longer than a label, and no whole sentence or one at most."""
    if line.is_date or line.bullet or line.chars >= 300:
        return -7.0
    score = -1.5 if line.words >= 6 else -4.0
    if line.final in {":", ","} or line.lower_start:
        score -= 3.0
    if line.boundary in (Kind.SECTION, Kind.END):
        score -= 3.0
    return score


def _kicker(line: Features) -> float:
    if line.is_date:
        return -3.0
    if line.prose or line.final == ":":
        return -4.0
    return 0.0 if line.words <= 5 else -2.5


def _furniture(line: Features) -> float:
    if line.is_date:
        return -0.5
    if line.chars >= 220:
        return -8.0
    score = -6.0 * line.prose
    if line.boundary is Kind.SECTION and not line.prose:
        score += 1.5
    return score
