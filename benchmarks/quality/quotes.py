"""How well quotations are found: F1 at two overlaps, and who speaks, with floors.

    python -m benchmarks.quality.quotes [--shared FOLDER]

The stories lie in the folder CLIPPINGS_SHARED (../shared); what is said in them is marked in
benchmarks/quality/quoted/annotated.jsonl. Held-out stories come first: no rule was made by what
it got wrong in them. A quotation counts as found where the shorter of the two stretches covers so
much of the longer. Exit status 1 where a figure is below its floor, 2 where the texts are missing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.quality.quoted.stories import MarkedQuote, MarkedStory, Span, TextMissing, load
from indexer.entities import NameBook, find_mentions
from indexer.page import Line, Page, Story
from indexer.quotes import find_quotes, name_speakers
from search_index.model.article import NameForm
from search_index.model.quote import Quote

OVERLAPS = (0.3, 0.8)
FLOORS = {"en": (0.93, 0.90, 0.95), "fr": (0.82, 0.74, 0.90), "ar": (0.92, 0.85, 0.86)}
"""For held-out stories: F1 at both overlaps, and the share of right speakers."""


@dataclass(slots=True)
class Score:
    """What was found, marked and right, over some stories."""

    marked: int = 0
    found: int = 0
    right: dict[float, int] = field(default_factory=lambda: dict.fromkeys(OVERLAPS, 0))
    matched: int = 0
    speakers: int = 0
    persons: int = 0
    persons_given: int = 0
    persons_marked: int = 0

    def precision(self, overlap: float) -> float:
        """The share of what was found that is right."""
        return self.right[overlap] / max(self.found, 1)

    def recall(self, overlap: float) -> float:
        """The share of what is marked that was found."""
        return self.right[overlap] / max(self.marked, 1)

    def f1(self, overlap: float) -> float:
        """Twice what is right, of what is found and what is marked."""
        return 2 * self.right[overlap] / max(self.found + self.marked, 1)

    @property
    def speaker(self) -> float:
        """The share of right speakers among the quotations that were found."""
        return self.speakers / max(self.matched, 1)


def measure(stories: Sequence[MarkedStory]) -> Score:
    """Find the quotations of each story and compare."""
    score = Score()
    for story in stories:
        quotes, forms = read(story)
        spans = [(quote.start, quote.end) for quote in quotes]
        marked = [quote.span for quote in story.quotes]
        score.marked += len(marked)
        score.found += len(spans)
        for overlap in OVERLAPS:
            score.right[overlap] += len(pairs(marked, spans, overlap))
        for one, other in pairs(marked, spans, OVERLAPS[0]):
            _compare(score, story, one, quotes[other], forms)
    return score


def read(story: MarkedStory) -> tuple[tuple[Quote, ...], tuple[NameForm, ...]]:
    """The quotations of a story with their persons, and the names that are in it."""
    lines: list[Line] = []
    at = 0
    for text in story.body.split("\n\n"):
        lines.append(Line(text, at, at + len(text)))
        at += len(text) + 2
    page = Page(name=story.id, text=story.body, digest="")
    mentions = find_mentions(
        Story(
            page=page,
            position=0,
            title=None,
            dateline=None,
            paragraphs=tuple(lines),
            language=story.language,
        )
    )
    book = NameBook()
    book.add(mentions)
    book.close()
    forms = book.resolve("", story.body, mentions).forms
    found = find_quotes(story.body, story.language)
    return name_speakers(story.body, story.language, found, forms), forms


def pairs(marked: Sequence[Span], found: Sequence[Span], overlap: float) -> list[tuple[int, int]]:
    """Which mark is which quotation, the likest first, each once."""
    likeness = sorted(
        (
            (_overlap(one, other), n, m)
            for n, one in enumerate(marked)
            for m, other in enumerate(found)
            if _overlap(one, other) >= overlap
        ),
        reverse=True,
    )
    chosen: list[tuple[int, int]] = []
    for _, n, m in likeness:
        if all(n != one and m != other for one, other in chosen):
            chosen.append((n, m))
    return chosen


def _overlap(one: Span, other: Span) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(shared, 0) / max(one[1] - one[0], other[1] - other[0])


def _compare(
    score: Score, story: MarkedStory, number: int, quote: Quote, forms: Sequence[NameForm]
) -> None:
    """Whether the speaker is right: his words, or the person that they mean."""
    mark = story.quotes[number]
    stretches = [
        span
        for form in forms
        if form.kind == "person" and form.name == quote.person
        for span in form.offsets
    ]
    is_person = mark.name is not None and any(_meet(mark.name, span) for span in stretches)
    score.matched += 1
    score.speakers += is_person or _is_speaker(story, number, quote)
    score.persons += is_person
    score.persons_given += quote.person is not None
    score.persons_marked += mark.name is not None


def _is_speaker(story: MarkedStory, number: int, quote: Quote) -> bool:
    """Do the words for the speaker hold those that were marked, there or elsewhere?

    A verb without a subject was marked itself: its speaker is that of the quotation before.
    """
    mark = story.quotes[number]
    for one in (mark, *_before(story, number)):
        words = story.body[slice(*one.speaker)]
        spans = [span for span in (one.speaker, one.name) if span is not None]
        if any(_meet(span, (quote.speaker_start, quote.speaker_end)) for span in spans):
            return True
        if words.casefold() in quote.speaker.casefold():
            return True
        if words != quote.cue:
            return False
    return False


def _before(story: MarkedStory, number: int) -> list[MarkedQuote]:
    return list(reversed(story.quotes[:number]))


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def main() -> int:
    """Print the figures of each language; 1 where one is below its floor."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", default=os.environ.get("CLIPPINGS_SHARED", "../shared"))
    given = parser.parse_args()
    try:
        stories = load(Path(given.shared))
    except TextMissing as error:
        print(f"quotations are not measured: {error}", file=sys.stderr)
        return 2
    low = []
    for held_out in (True, False):
        print("held out" if held_out else "rules were made with these in sight")
        print("                F1 .3  (P, R)         F1 .8  (P, R)         speaker   persons P  R")
        for language, floors in FLOORS.items():
            some = [s for s in stories if (s.language, s.held_out) == (language, held_out)]
            score = measure(some)
            print(f"  {language} {len(some):3} {score.marked:4}  {_row(score)}")
            figures = (*map(score.f1, OVERLAPS), score.speaker)
            if held_out:
                low += [
                    f"{language}: {figure:.3f} is below the floor {floor}"
                    for figure, floor in zip(figures, floors, strict=True)
                    if figure < floor
                ]
    began = time.process_time()
    for story in stories:
        find_quotes(story.body, story.language)
    spent = (time.process_time() - began) * 1000 / len(stories)
    chars = sum(len(story.body) for story in stories) / len(stories)
    print(f"{spent:.2f} ms for a story of {chars:.0f} characters")
    for line in low:
        print(line, file=sys.stderr)
    return 1 if low else 0


def _row(score: Score) -> str:
    cells = [
        f"{score.f1(each):.3f}  ({score.precision(each):.3f} {score.recall(each):.3f})"
        for each in OVERLAPS
    ]
    given = score.persons / max(score.persons_given, 1)
    known = score.persons / max(score.persons_marked, 1)
    return f"{'  '.join(cells)}  {score.speaker:.3f}     {given:.3f}      {known:.3f}"


if __name__ == "__main__":
    sys.exit(main())
