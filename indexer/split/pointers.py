"""Other stories within a body: a lead-in ("Read also:") with headlines, a teaser at the end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import Final

from indexer.page import Line
from indexer.split.observe import stems_of

_MOST_CHARS: Final = 160
_LEAD_IN: Final = re.compile(
    r"\W*(?:also read|read (?:also|more|next)|see also|more (?:on this|stories|news)"
    r"|related(?: (?:articles?|stories|news|posts|topics|content))?"
    r"|recommended(?: (?:articles|stories|reading|for you))?|(?:most (?:read|popular|viewed))"
    r"|trending(?: (?:now|news|stories))?|you (?:may|might) also like|don['’]t miss"
    r"|(?:[àa] )?(?:lire|voir) (?:aussi|[ée]galement)|sur le m[êe]me (?:sujet|th[èe]me)"
    r"|(?:nos )?articles? (?:li[ée]s?|similaires?|recommand[ée]s?)|les plus lus"
    r"|lesen sie auch|auch interessant|mehr zum thema|das k[öo]nnte sie auch interessieren"
    r"|(?:lea|lee|ver) tambi[ée]n|te puede interesar|leia tamb[ée]m"
    r"|(?:إ|ا)?قر[أا] (?:أ|ا)يض(?:ا|اً|ًا)|طالع (?:أ|ا)يض(?:ا|اً|ًا)|شاهد (?:أ|ا)يض(?:ا|اً|ًا)"
    r"|(?:مواضيع|أخبار|مقالات) ذات صلة|الأكثر (?:قراءة|مشاهدة))\W*",
    re.IGNORECASE,
)
_MOST_LEAD_IN_CHARS: Final = 60
_SAYS_MORE: Final = (
    r"(?:read (?:more|on|the full story)|continue reading|full story"
    r"|(?:lire )?la suite|lire plus|en savoir plus|weiterlesen|mehr lesen|mehr erfahren"
    r"|zum artikel|leer m[áa]s|seguir leyendo|(?:لقراءة |اقرأ )?المزيد)"
)
_MORE: Final = re.compile(rf"(?<=[.!?…؟”\"»])\s*[\[(]?{_SAYS_MORE}\W*$", re.IGNORECASE)
_ONLY_MORE: Final = re.compile(rf"\W*{_SAYS_MORE}\W*", re.IGNORECASE)
_MOST_MORE_CHARS: Final = 40
_LEAST_LINES: Final = 4
_START: Final = attrgetter("start")
_HEADLINE_WORDS: Final = 5
_SUBHEADING_WORDS: Final = 4
_MOST_TEASER_CHARS: Final = 150
_MOST_LISTED_CHARS: Final = 200
_MOST_SHARED: Final = 0.4
_LISTED: Final = 2
_GOES_ON: Final = (".", "…", ":", ",", ";", "،", "؛")


def without_pointers(paragraphs: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """A body without these; the whole of it where nothing else is left.

    `lines` are those of the page, since a lead-in or the headline of a teaser may have been seen
    not to be of the body while what is below it was not.
    """
    first, last = paragraphs[0].start, paragraphs[-1].end
    begin, end = (bisect_left(lines, at, key=_START) for at in (first, last))
    pointers = {line.end for line in listed(lines[begin : end + 1])}
    left = [line for line in paragraphs if line.end not in pointers] or list(paragraphs)
    if pointers:
        left = _with_subheadings(left, lines[begin : end + 1], pointers)
    if len(left) - len(short := without_teasers(left)) >= 2 * _LISTED:
        return short
    if _ends_with_teaser(left):
        return left[:-2]
    above = lines[bisect_left(lines, left[-1].start, key=_START) - 1]
    if (
        len(left) > 1
        and left[-1].blank_before < above.blank_before
        and above.start > left[-2].start
    ):
        return left[:-1] if _ends_with_teaser([*left[:-1], above, left[-1]]) else left
    return left


def _with_subheadings(
    body: Sequence[Line], lines: Sequence[Line], pointers: Set[int]
) -> list[Line]:
    """A body with the sub-headings that stand between such a list and its next paragraph."""
    ends = {line.end for line in body}
    heads = [
        line
        for above, line, below in zip(lines, lines[1:], lines[2:], strict=False)
        if above.end in pointers
        and below.end in ends
        and line.end not in ends | pointers
        and _is_headline(line.text)
        and line.blank_before > above.blank_before
    ]
    return sorted([*body, *heads], key=_START) if heads else list(body)


def listed(lines: Sequence[Line]) -> list[Line]:
    """The lead-ins among some lines of a page, each with the headlines below it.

    A sub-heading below them is none of them: it stands right above a paragraph, after more room
    than they have or, where all have the same, in a few words.
    """
    found: list[Line] = []
    headlines: list[Line] | None = None
    for number, line in enumerate(lines):
        if is_lead_in(line.text):
            headlines = []
        elif headlines is not None:
            below = lines[number + 1 : number + 2]
            if _is_headline(line.text) and not _is_subheading(line, headlines, below):
                headlines.append(line)
            else:
                headlines = None
        if headlines is not None:
            found.append(line)
    return found


def is_lead_in(text: str) -> bool:
    """Whether a line says nothing but that other stories follow."""
    return len(text) <= _MOST_LEAD_IN_CHARS and _LEAD_IN.fullmatch(text) is not None


def is_more(text: str) -> bool:
    """Whether a line says nothing but that the story above goes on elsewhere."""
    return len(text) <= _MOST_MORE_CHARS and _ONLY_MORE.fullmatch(text) is not None


def _is_subheading(line: Line, headlines: Sequence[Line], below: Sequence[Line]) -> bool:
    if not headlines or not below or _is_headline(below[0].text):
        return False
    room = max(headline.blank_before for headline in headlines)
    few = len(line.text.split()) <= _SUBHEADING_WORDS
    return line.blank_before > room or (few and line.blank_before == room)


def without_more(paragraphs: Sequence[Line]) -> tuple[Line, ...]:
    """A body whose last sentence has no "Read more" behind it on its line."""
    last = paragraphs[-1]
    more = _MORE.search(last.text, max(0, len(last.text) - _MOST_MORE_CHARS))
    if not more:
        return tuple(paragraphs)
    end = more.start()
    return (*paragraphs[:-1], replace(last, text=last.text[:end], end=last.start + end))


def without_teasers(paragraphs: Sequence[Line]) -> list[Line]:
    """A body without the teasers at its end, where there are several or others below it.

    The paragraphs above a teaser have few of the words of its headline. In how many paragraphs a
    word is left is counted, so that a page of thousands of teasers is looked through once.
    """
    left = len(paragraphs)
    held: Counter[str] | None = None
    while left >= _LEAST_LINES:
        headline, sentence = paragraphs[left - 2].text, paragraphs[left - 1].text
        if not _may_be_teaser(headline, sentence, _MOST_LISTED_CHARS):
            break
        if held is None:
            held = Counter(chain.from_iterable(stems_of(line.text) for line in paragraphs))
        own = stems_of(headline)
        held.subtract(own)
        held.subtract(stems_of(sentence))
        if sum(held[stem] > 0 for stem in own) > _MOST_SHARED * len(own):
            break
        left -= 2
    return list(paragraphs[:left])


def _ends_with_teaser(paragraphs: Sequence[Line]) -> bool:
    """Whether a body ends with the headline of another story and a sentence of it.

    The paragraphs above have none of its words: a sub-heading names what the story is about.
    """
    if len(paragraphs) < _LEAST_LINES:
        return False
    *above, headline, sentence = [line.text for line in paragraphs]
    return _may_be_teaser(headline, sentence, _MOST_TEASER_CHARS) and stems_of(headline).isdisjoint(
        chain.from_iterable(map(stems_of, above))
    )


def _may_be_teaser(headline: str, sentence: str, most_chars: int) -> bool:
    """Whether two lines are a headline, of five words or more as no sub-heading has, and a sentence
    of less than so many characters."""
    return (
        len(headline.split()) >= _HEADLINE_WORDS
        and _is_headline(headline)
        and len(sentence) < most_chars
        and sentence.rstrip("”\"»’' ").endswith((".", "!", "?", "…", "؟"))
    )


def _is_headline(text: str) -> bool:
    return len(text) <= _MOST_CHARS and not text.rstrip("”\"»’' ").endswith(_GOES_ON)
