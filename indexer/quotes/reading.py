"""What the readers of all languages share: the sentence, what was found, how it is recorded."""

from __future__ import annotations

from typing import ClassVar, Final

from indexer.quotes.records import QuoteSpan, Span
from indexer.quotes.sentences import Sentence
from indexer.quotes.words import Words, words_of
from search_index.model.quote import QuoteKind

STOPS: Final = frozenset(".?!…؟")
LEAST_CLAUSE: Final = 3
"""The fewest words of a clause that says something."""
LEAST_QUOTED: Final = 3
"""The fewest words between marks that are a quotation without a verb next to it."""


class SentenceReader:
    """Reads one sentence; `found` are its quotations in the order of their cues.

    `after` is the first word that belongs to no quotation yet, `last` the one after the
    last word before the full stop; `named` is who acts in the sentence, for the next ones that
    leave it out.
    """

    language: ClassVar[str]
    edges: ClassVar[frozenset[str]]
    """Words that belong to no clause at its beginning."""
    least_clause: ClassVar[int] = LEAST_CLAUSE
    ends: ClassVar[frozenset[str]]
    """Words that belong to no clause at its end."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.sentence = sentence
        self.text = text
        self.words: Words = words_of(self.language)
        self.found: list[QuoteSpan] = []
        self.named: Span | None = None
        self.after = 0
        last = len(sentence)
        while last and sentence.fold[last - 1] in STOPS:
            last -= 1
        self.last = last

    def _cut(self, start: int, end: int) -> int:
        """Where a clause ends: before what attributes something else."""
        raise NotImplementedError

    def _spans_of(self, place: int) -> tuple[Span, ...]:
        """What is said of a quoted stretch; it may hold who says it."""
        quote = self.sentence.quotes[place]
        return ((quote.start, quote.end),)

    def _span(self, words: Span) -> Span:
        return self.sentence.first[words[0]], self.sentence.after[words[1] - 1]

    def _words_of(self, span: Span | None) -> Span | None:
        """The words at these offsets; None where they are in another sentence."""
        first, after = self.sentence.first, self.sentence.after
        if span is None or span[0] not in first:
            return None
        low = first.index(span[0])
        high = low
        while high + 1 < len(first) and after[high] < span[1]:
            high += 1
        return low, high + 1

    def _add(self, kind: QuoteKind, span: Span, subject: Span | None, cue: int) -> None:
        sentence = self.sentence
        speaker = None if subject is None else self._span(subject)
        cue_span = sentence.first[cue], sentence.after[cue]
        self.found.append(QuoteSpan(kind, *span, speaker, cue_span))

    def _quote(self, place: int, subject: Span | None, cue: int) -> None:
        """Record a quoted stretch."""
        for span in self._spans_of(place):
            self._add("direct", span, subject, cue)
        self.after = max(self.after, place + 1)

    def _clause(self, start: int, end: int, subject: Span | None, cue: int) -> bool:
        """Record a clause, cut before what attributes something else; gives whether it is one."""
        fold, sentence = self.sentence.fold, self.sentence
        end = self._cut(start, end)
        while start < end and fold[start] in self.edges:
            start += 1
        while end > start and fold[end - 1] in self.ends:
            end -= 1
        if end <= start:
            return False
        if end - start == 1 and start in sentence.quotes:
            if not self._is_long(start):
                return False
            self._quote(start, subject, cue)
            return True
        if self._length(start, end) < self.least_clause:
            return False
        mixed = any(start <= place < end for place in sentence.quotes)
        span = sentence.first[start], sentence.after[end - 1]
        self._add("mixed" if mixed else "indirect", span, subject, cue)
        self.after = max(self.after, end)
        return True

    def _length(self, start: int, end: int) -> int:
        """How many words are there; a quoted stretch counts as its own."""
        length = 0
        for place in range(start, end):
            quote = self.sentence.quotes.get(place)
            if quote is not None:
                length += self.text.count(" ", quote.start, quote.end) + 1
            elif self.sentence.fold[place][0].isalnum():
                length += 1
        return length

    def _is_long(self, place: int, least: int = LEAST_QUOTED) -> bool:
        return self._length(place, place + 1) >= least

    def _is_name(self, at: int) -> bool:
        return at < len(self.sentence) and self.sentence.capital(at)
