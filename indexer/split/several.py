"""One story or several? Decided for a page as a whole, by what two readers make of it.

One reader takes the page for a single story (single.py), the other finds where stories begin
and end (label.py). Boosted trees learned on which pages the first is to be believed.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indexer.clean import Kind
from indexer.dates import is_date_line
from indexer.page import Line
from indexer.split.bare import FEET
from indexer.split.context import Chances
from indexer.split.measures import Matrix
from indexer.split.reasons import reasons
from indexer.split.runs import begins
from indexer.split.trees import Trees, trees

_FULL_CHARS = 300
_HEADLINE_WORDS = 5
_HEADLINE_CHARS = 160
_PARAGRAPH_CHARS = 80
_NEXT = 2
_SHORT_CHARS = 60
_SURE = 0.5
_ONE = 0.5
"""From such a chance on a page is read as one story where the other reader found one."""
_ONE_OF_MORE = 0.3
"""The same where it found more, and most of them below the first open like none of their own:
hardly a list has such a chance, and pages of one that is taken for several often have."""
_ONE_OF_FULL = 0.7
"""The same where each story that was found is a full one with a headline, and most open anew."""
_ONE_OF_ALL = 0.8
"""The same where each has a headline and nothing else is on the page."""
_ONE_OF_PARTS = 0.04
"""The same where all but the first open like none, have no date, and stand below a few words such
as a sub-heading has."""
_ONE_OF_NONE = 0.2
"""The same where no story was found and the one is no short notice."""
_NOTICE_CHARS = 250
_SURE_LINES, _SURELY = 3, 0.9
"""So many lines that are so surely of a story are one, also where they were not found."""
_SUBHEADING_WORDS = 4
_TEASER_CHARS = 150
_FULL_SHARE = 0.5
_GAP = 6


NAMES = (
    "lines of the page",
    "stories found by their openings",
    "characters in the stories found",
    "characters in the story if it is one",
    "how far both readings agree",
    "share of the longest story found",
    "length of the second story to the first",
    "stories found that are long",
    "share of stories found with a title",
    "share of stories found with a date",
    "how surely the stories found are stories, on average",
    "how surely the weakest story found is one",
    "how surely the strongest story found is one",
    "blocks of text",
    "foreign lines within the story if it is one",
    "lines above the story if it is one",
    "lines below the story if it is one",
    "share of known boilerplate",
    "share of short lines",
    "usual length of a line",
    "date lines of the page",
    "how surely long lines are of a story",
    "how surely the story is one",
    "how surely its best line is of a story",
    "lines of the story if it is one",
    "share of the one story that is in the stories found",
    "share of the stories found that is in the one story",
    "words of a title, on average",
    "words of the shortest title",
    "share of stories found with a headline of five words",
    "share of stories found that open like stories of their own",
    "stories found that open like stories of their own",
    "headlines above a paragraph within the story if it is one",
    "sub-headings within the story if it is one",
    "date lines within the story if it is one",
    "words of a line above a paragraph within the story, on average",
    "characters to a headline within the story if it is one",
    "share of its characters that stand below its second headline",
)
"""What is asked of a page, one name a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """A story that the reader of several found: its lines by number, whether it has a title
    and a date line of its own."""

    body: tuple[int, ...]
    titled: bool
    dated: bool
    title_words: int = 0
    anew: bool = False
    """Whether it opens like a story of its own."""
    formula: bool = False
    """Whether it has no title and opens with the words with which the page's first one does."""


_OF_FOUND = [1, 2, *range(4, 13), *range(25, 32)]
"""The columns of what is asked of the stories that were found."""
_MARGIN = 1e-9
_FORMULAS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a page is best read as one story, and why."""

    one: bool
    why: str
    joined: bool = False
    """Whether it is what the reader of several found, taken together."""


def surely_one(row: Matrix) -> Decision | None:
    """That a page is one story whatever the other reader would find, if so.

    `row` is what is asked of it with no story found (`measure_page`). The second reading is then
    spared, which is a quarter of the work on a page.
    """
    least = trees("pages").least(row[0], not_asked())
    known = row[0, NAMES.index("share of known boilerplate")] > 0
    if least < (_ONE_OF_FULL if known else _ONE_OF_ALL) + _MARGIN:
        return None
    why = reasons(trees("pages"), row, NAMES, of=not_asked())
    return Decision(
        one=True, why=f"the page was read as one story (chance {least:.2f} or more): {why}"
    )


@cache
def not_asked() -> npt.NDArray[np.bool_]:
    """Of each measure of a page whether it is the same whatever the reader of several found."""
    known = np.ones(len(NAMES), dtype=np.bool_)
    known[_OF_FOUND] = False
    return known


def decide(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: Chances,
    single: Sequence[int],
    found: Sequence[FoundStory],
    row: Matrix,
) -> Decision:
    """Whether the page is best read as the one story of these lines.

    `row` is what is asked of it with no story found.
    """
    row = measure_page(lines, kinds, chances, single, found, row=row)
    chance = chance_of_one(row, trees("pages"))
    formulas = sum(story.formula for story in found)
    if formulas >= max(_FORMULAS, len(found) - 1) and not any(story.titled for story in found):
        why = "none of its stories has a title, and all open with the same words"
        return Decision(one=False, why=f"the page was read as several: {why}")
    one = chance >= (_limit(lines, found) if found else _limit_of_none(lines, single))
    more = _is_surely_more(chances, single, found)
    least = _least(found)
    joined = one and chance < least and len(found) > 0 and not more
    one = one or more
    read = f"one story (chance {chance:.2f})" if one else f"several (chance {1 - chance:.2f})"
    if joined:
        read = f"one story (chance {chance:.2f}, and nothing else opens like one)"
    elif one and chance < least:
        read = f"one story (chance {chance:.2f}, but nothing else is found)"
    if not one and len(found) == 1:
        read = "one story, found by its opening"
    why = f"the page was read as {read}: {reasons(trees('pages'), row, NAMES)}"
    return Decision(one=one, joined=joined, why=why)


def _limit_of_none(lines: Sequence[Line], single: Sequence[int]) -> float:
    """From which chance on a page is read as one story where the other reader found none."""
    long = sum([len(lines[number].text) for number in single]) >= _NOTICE_CHARS
    return _ONE_OF_NONE if long else _ONE


def _is_surely_more(chances: Chances, single: Sequence[int], found: Sequence[FoundStory]) -> bool:
    """Whether the other reader found at most one, without most lines that are surely of the one."""
    if len(found) > 1:
        return False
    sure = {number for number in single if chances[number] >= _SURELY}
    missed = sure.difference(*(story.body for story in found))
    return len(missed) >= _SURE_LINES and 2 * len(missed) > len(sure)


def _limit(lines: Sequence[Line], found: Sequence[FoundStory]) -> float:
    """From which chance on a page is read as one story."""
    if _are_alone(lines, found):
        return _ONE_OF_ALL
    if _open_anew(found) and _are_full(lines, found):
        return _ONE_OF_FULL
    if len(found) < 2 or any(story.dated or story.anew for story in found[1:]):
        return _least(found)
    first, *below = [story.title_words for story in found]
    if first > _SUBHEADING_WORDS >= max(below):
        return _ONE_OF_PARTS
    return _least(found)


def _least(found: Sequence[FoundStory]) -> float:
    """The same, where no more is asked of the stories than how they open."""
    return _ONE if _open_anew(found) else _ONE_OF_MORE


def _open_anew(found: Sequence[FoundStory]) -> bool:
    """Whether half of the stories below the first, or more, open like stories of their own."""
    return 2 * sum(story.anew for story in found[1:]) >= len(found) - 1


def is_teaser(words: int, chars: int, paragraphs: int) -> bool:
    """Whether a story says no more than a teaser does: a headline of so many words, a sentence."""
    return words > _SUBHEADING_WORDS and paragraphs == 1 and chars < _TEASER_CHARS


def is_short(title: str, *, most: int = _SUBHEADING_WORDS) -> bool:
    """Whether a headline has so few words that it may be a sub-heading."""
    return 0 < len(title.split()) <= most


def _have_headlines(found: Sequence[FoundStory]) -> bool:
    return len(found) > 1 and min(story.title_words for story in found) >= _HEADLINE_WORDS


def _are_alone(lines: Sequence[Line], found: Sequence[FoundStory]) -> bool:
    """Whether there are several, each with a headline, and nothing else but days on the page."""
    whole = sum(1 + story.dated + len(story.body) for story in found)
    return whole == len(lines) and _have_headlines(found)


def _are_full(lines: Sequence[Line], found: Sequence[FoundStory]) -> bool:
    """Whether there are several, each with a headline and none much shorter than another."""
    if not _have_headlines(found):
        return False
    sizes = [sum([len(lines[n].text) for n in story.body]) for story in found]
    return min(sizes) >= max(_FULL_CHARS, _FULL_SHARE * max(sizes))


def chance_of_one(row: Matrix, pages: Trees) -> float:
    """How probably a page is best read as one story, by what was measured of it."""
    return float(pages.chances(row)[0])


def measure_page(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: Chances,
    single: Sequence[int],
    found: Sequence[FoundStory],
    *,
    row: Matrix | None = None,
) -> Matrix:
    """What is asked of a page, shape (1, measures); `row` is that with no story found.

    All but what is asked of the stories found is then taken from there.
    """
    sizes_of = [len(line.text) for line in lines]
    one = set(single)
    whole = _alone(lines, kinds, chances, one, sizes_of) if row is None else row.copy()
    whole[0, _OF_FOUND] = _of_found(chances, one, found, sizes_of)
    return whole


def _alone(
    lines: Sequence[Line],
    kinds: Sequence[Kind | None],
    chances: Chances,
    one: Set[int],
    sizes_of: Sequence[int],
) -> Matrix:
    """What is asked of a page whatever stories were found, with zeros for what is asked of them."""
    chars = np.array(sizes_of, dtype=np.float64)
    of_one = sum([sizes_of[n] for n in one])
    sure = (chances >= _SURE).nonzero()[0]
    starts = len(begins(sure, _GAP)) if len(sure) else 0
    first, last = (min(one), max(one)) if one else (0, 0)
    weights = chars * (chars > 80)
    middle = sorted(sizes_of)
    row = (
        len(lines),
        *(0, 0),
        of_one,
        *(0,) * 9,
        starts,
        (last - first + 1 - len(one)) / (last - first + 1),
        first,
        len(lines) - last,
        sum(kind is not None for kind in kinds) / len(lines),
        sum([size < _SHORT_CHARS for size in sizes_of]) / len(lines),
        (middle[(len(lines) - 1) // 2] + middle[len(lines) // 2]) / 2,
        sum(is_date_line(line.text) for line in lines),
        float((chances * weights).sum() / (weights.sum() or 1)),
        float(chances[list(one)].mean()) if one else 0,
        float(chances.max(initial=0)),
        len(one),
        *(0,) * 7,
        *_within(lines, chars, one, of_one),
    )
    return np.array([row], dtype=np.float32)


def _of_found(
    chances: Chances, one: Set[int], found: Sequence[FoundStory], sizes_of: Sequence[int]
) -> tuple[float, ...]:
    """What is asked of the stories that were found."""
    both = {number for story in found for number in story.body}
    union = sum([sizes_of[n] for n in one | both])
    sizes = sorted([sum([sizes_of[n] for n in story.body]) for story in found], reverse=True)
    means = [float(chances[list(story.body)].mean()) for story in found]
    count = len(found)
    return (
        count,
        sum(sizes),
        sum([sizes_of[n] for n in one & both]) / (union or 1),
        sizes[0] / sum(sizes) if sizes else 0,
        sizes[1] / sizes[0] if count > 1 else 0,
        sum(size >= _FULL_CHARS for size in sizes),
        sum(story.titled for story in found) / (count or 1),
        sum(story.dated for story in found) / (count or 1),
        float(np.add.reduce(means)) / count if means else 0,
        min(means, default=0),
        max(means, default=0),
        len(one & both) / (len(one) or 1),
        len(one & both) / (len(both) or 1),
        sum(story.title_words for story in found) / (count or 1),
        min((story.title_words for story in found), default=0),
        sum(story.title_words >= _HEADLINE_WORDS for story in found) / (count or 1),
        sum(story.anew for story in found) / (count or 1),
        sum(story.anew for story in found),
    )


def _within(
    lines: Sequence[Line], chars: npt.NDArray[np.float64], one: Set[int], of_one: float
) -> tuple[float, ...]:
    """What is between the paragraphs of the one story, such as headlines of others."""
    if not one:
        return (0.0,) * 6
    first, last = min(one), max(one)
    begun: list[int] = []
    words: list[int] = []
    dates = 0
    for number in range(first + 1, last):
        text = lines[number].text
        if chars[number] > _HEADLINE_CHARS or text.endswith(FEET):
            continue
        if is_date_line(text):
            dates += 1
        elif any(chars[number + 1 : number + 1 + _NEXT] >= _PARAGRAPH_CHARS):
            begun.append(number)
            words.append(len(text.split()))
    headlines = [
        number for number, count in zip(begun, words, strict=True) if count > _HEADLINE_WORDS
    ]
    second = headlines[1] if len(headlines) > 1 else last
    return (
        len(headlines),
        len(begun) - len(headlines),
        dates,
        sum(words) / len(words) if words else 0.0,
        of_one / (len(headlines) + 1),
        sum(float(chars[n]) for n in one if n > second) / (of_one or 1),
    )
